"""What a campaign did, and what it found."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Result:
    """``injected``: faults by kind. The rest must stay empty or 0.

    ``lost``: snapshots and reports that were there once, or should be at the end, and are not.
    ``wrong``: rows with numbers or other content that an undisturbed archive does not have.
    ``broken``: invariants that did not hold, damage that nobody told, commands that ended
    with a traceback, readers that saw half of something.
    """

    injected: Counter[str] = field(default_factory=Counter)
    rounds: int = 0
    lives: int = 0
    compared: int = 0
    reads: int = 0
    lost: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        """Whether nothing was found."""
        return not (self.lost or self.wrong or self.broken)

    def lines(self) -> list[str]:
        """The figures, and whatever was found."""
        kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(self.injected.items()))
        return [
            f"faults injected: {self.injected.total()} ({kinds})",
            f"in {self.lives} lives of {self.rounds} archives; {self.reads} looks of readers; "
            f"{self.compared:,} rows compared with an undisturbed archive",
            f"data lost: {len(self.lost)}",
            f"wrong numbers: {len(self.wrong)}",
            f"invariants broken: {len(self.broken)}",
            *(f"note: {note}" for note in self.notes),
            *(f"found: {one}" for one in (*self.lost, *self.wrong, *self.broken)[:40]),
        ]
