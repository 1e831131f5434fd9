"""The log of one run: a JSON object a line, in UTC, readable while the run goes on."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from scraper.events import Event

_WORD = re.compile(r"(?<!^)(?=[A-Z])")


def default_path(archive: Path, run_id: int, now: datetime) -> Path:
    """``archive.db`` → ``archive.runs/20260131T020000Z-7.jsonl`` beside it."""
    folder = archive.with_name(f"{archive.stem}.runs")
    return folder / f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{run_id}.jsonl"


class RunLog:
    """Appends to a file; every line is handed to the system at once, so that a kill loses none."""

    def __init__(self, path: Path) -> None:
        """Makes the folder; raises ``OSError`` when it cannot write there."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("a", encoding="utf-8", buffering=1)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def write(self, event: str, values: Mapping[str, Any]) -> None:
        """One line: ``at`` (UTC), ``event``, and what belongs to it."""
        at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        line = {"at": at, "event": event, **values}
        text = json.dumps(line, ensure_ascii=False, default=str)
        # Lone surrogates from damaged titles cannot be written as UTF-8.
        self._file.write(text.encode("utf-8", "replace").decode("utf-8") + "\n")

    def see(self, event: Event) -> None:
        """Log what the crawler tells."""
        self.write(_WORD.sub("_", type(event).__name__).lower(), asdict(event))
