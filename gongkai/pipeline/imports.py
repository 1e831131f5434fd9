"""Saved pages and flattened texts into the archive."""

from __future__ import annotations

import asyncio
import errno
import mimetypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gongkai.pipeline.keeper import Keeper
from gongkai.pipeline.lock import run_lock
from gongkai.pipeline.parsing import Tally, Watcher, drain
from gongkai.pipeline.worker import ParseWorker

#: The decoded size cap of the fetcher holds for files too.
LARGEST = 20 * 1024 * 1024


@dataclass(slots=True)
class ImportResult:
    """What an import did. ``unopened`` lists ``(path, why)`` of files that could not be read."""

    files: int = 0
    new_snapshots: int = 0
    set_aside: int = 0
    tally: Tally = field(default_factory=Tally)
    unopened: list[tuple[str, str]] = field(default_factory=list)


def import_paths(
    archive: Path, paths: Sequence[Path], *, on_parse: Watcher | None = None
) -> ImportResult:
    """Take files, and the files of folders, into the archive and parse them.

    Raises ``RunLocked`` while another run writes. Files that cannot be opened are listed
    and stop nothing.
    """
    with run_lock(archive), ParseWorker() as worker:
        return asyncio.run(_import(archive, paths, worker, on_parse))


async def _import(
    path: Path, paths: Sequence[Path], worker: ParseWorker, on_parse: Watcher | None
) -> ImportResult:
    result = ImportResult()
    async with Keeper(path, "import") as keeper:
        aside = await keeper.copies_set_aside()
        for file in files_in(paths):
            await _take(keeper, file, result)
        await drain(keeper, worker, result.tally, on_parse or (lambda work, stored: None))
        result.set_aside = await keeper.copies_set_aside() - aside
        tally = result.tally
        outcome = "failed" if result.unopened or tally.unread or tally.partial else "done"
        counts = {
            "files": result.files,
            "new_snapshots": result.new_snapshots,
            "reports": result.tally.reports,
            "unread": len(result.tally.unread),
        }
        await keeper.do(lambda one: one.finish_run(keeper.run_id, outcome, counts))
    return result


def files_in(paths: Sequence[Path]) -> Iterator[Path]:
    """The files named, and those of the folders named, in a stable order."""
    for path in paths:
        if path.is_dir():
            yield from (file for file in sorted(path.rglob("*")) if file.is_file())
        else:
            yield path


async def _take(keeper: Keeper, file: Path, result: ImportResult) -> None:
    try:
        body = await asyncio.to_thread(_read, file)
    except OSError as error:
        result.unopened.append((str(file), error.strerror or str(error)))
        return
    media_type = mimetypes.guess_type(file.name)[0]
    saved = await keeper.do(lambda one: one.put_file(keeper.run_id, str(file), body, media_type))
    result.files += 1
    result.new_snapshots += saved.is_new


def _read(file: Path) -> bytes:
    size = file.stat().st_size
    if size > LARGEST:
        raise OSError(errno.EFBIG, f"{size} bytes; the limit is {LARGEST}")
    return file.read_bytes()
