"""Generated reports written as files of offices, and read back: every layout in every habit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import click
from rich.console import Console

import parsers
from benchmarks.accuracy import ofd_writer, sheet_writer, word_writer
from benchmarks.accuracy.gate import ERAS, Result, generate
from benchmarks.accuracy.model import Place, Printed
from benchmarks.accuracy.pdf_gate import by_weight
from benchmarks.accuracy.score import Failure, Tally, compare


@dataclass(frozen=True, slots=True)
class FileGate:
    """``write`` makes a file of a report in one of the ``habits`` of those who write such files."""

    suffix: str
    habits: Sequence[str]
    write: Callable[[Printed, str], bytes]

    def run(self, per_pair: int, eras: Sequence[str] = tuple(ERAS)) -> Result:
        """Scores ``per_pair`` reports for every layout and habit."""
        result = Result(f".{self.suffix}")
        for era in eras:
            for layout in ERAS[era]:
                for seed in range(per_pair):
                    printed = generate(era, seed, layout)
                    for habit in self.habits:
                        result.add((layout, habit), *self.score(printed, habit))
        return result

    def score(self, printed: Printed, habit: str) -> tuple[Tally, list[Failure]]:
        """One report written in one habit; such a file says what each figure is."""
        report = parsers.parse(self.write(printed, habit), source=f"generated.{self.suffix}")
        seen = set(printed.places()), set[Place]()
        return compare(printed, f"{self.suffix}:{habit}", report, seen)


GATES = {
    gate.suffix: gate
    for gate in (
        FileGate("docx", word_writer.HABITS, word_writer.word_file),
        FileGate("xlsx", sheet_writer.HABITS, sheet_writer.workbook),
        FileGate("ofd", ofd_writer.HABITS, ofd_writer.ofd_file),
    )
}


@click.command()
@click.argument("suffix", type=click.Choice(list(GATES)))
@click.option("--per-pair", default=20, show_default=True, help="Reports a layout and habit.")
def main(suffix: str, per_pair: int) -> None:
    """Print the cells by layout and habit, and the first failures."""
    result, console = GATES[suffix].run(per_pair), Console(width=160)
    console.print(result.table())
    for line in (*result.summary(), *by_weight(result)):
        console.print(line, soft_wrap=True, highlight=False)


if __name__ == "__main__":
    main()
