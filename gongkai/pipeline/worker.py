"""The parse worker: a process of its own, so that a hostile page can be killed."""

from __future__ import annotations

import contextlib
import gc
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from importlib import import_module
from math import ceil
from multiprocessing.connection import Connection
from time import monotonic
from typing import TYPE_CHECKING, Self

import parsers
from gongkai.pipeline.deadline import Deadline, TooLate
from gongkai.pipeline.office import convert
from gongkai.pipeline.transfer import packed, unpacked
from parsers.report import Origin, Report
from parsers.unreadable import Unreadable

if TYPE_CHECKING:  # which brings the whole parser along; only the worker needs it
    from gongkai.pipeline.pieces import Shown

#: About 35 MB each.
_WORKERS = 2
#: So much less pressing than fetching and storing.
_BEHIND = 5
#: More address space than this no document needs; a library that asks for more ends the worker.
_MEMORY = 3 * 1024**3 // 2
#: Files of one document (an archive of attachments) that LibreOffice is asked for.
_MOST_CONVERSIONS = 12
#: Bytes of an answer: a worker's memory holds no larger one beside what it was made of.
_LARGEST = 512 * 1024 * 1024
_DIED = "the parse worker died: it crashed, or needed more than 1.5 GB"
_STOPPED = "interrupted before it was read to its end"
_TOO_MUCH = "the parse worker answered with more than 512 MB: it was ended"
_FORGED = "the parse worker answered with something that is no report: it was ended"
_SERVE = "from gongkai.pipeline.worker import serve; serve({}, {})"
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
#: Seconds that a process gets beyond the time limit before it ends itself.
_GRACE = 10


class ParseFailed(Exception):  # noqa: N818 - named for what happened, like TimeoutExpired
    """The document could not be parsed; the message says why in one line."""


class ParseBroken(ParseFailed):
    """It took its process along, or had to be ended with it."""


@dataclass(frozen=True, slots=True)
class Job:
    """What the worker needs to parse one snapshot; ``further`` are the pages behind it.

    ``with_origins``: the report comes with where each cell stands. ``frames`` are those that a
    browser saved beside the page. ``as_json``: the report comes as the contract's JSON.
    """

    body: bytes
    source: str
    url: str | None
    media_type: str | None
    charset: str | None
    further: tuple[bytes, ...] = ()
    with_origins: bool = False
    frames: Mapping[str, bytes] = field(default_factory=dict)
    as_json: bool = False


@dataclass(frozen=True, slots=True)
class _Convert:
    """What the worker asks of its parent: LibreOffice is not run under the worker's bounds."""

    body: bytes
    suffix: str
    wanted: str


@dataclass(frozen=True, slots=True)
class ShowJob:
    """What the worker needs to take apart a snapshot for a reader; ``origin`` is marked."""

    body: bytes
    media_type: str | None
    charset: str | None
    origin: Origin | None = None


class ParseWorker:
    """Parses one document at a time in a child process; use as a context manager.

    ``timeout`` is in seconds and counts for each document. A worker that exceeds it, or
    dies, is replaced; the document's turn ends with ``ParseFailed``. ``at_once``: the process
    starts now, not with the first document.
    """

    def __init__(self, timeout: float = 60.0, *, at_once: bool = True) -> None:
        self._timeout = timeout
        self._at_once = at_once
        self._process: subprocess.Popen[bytes] | None = None
        self._pipe: Connection | None = None
        self._stopped = threading.Event()

    def __enter__(self) -> Self:
        if self._at_once:
            self._start()
        return self

    def __exit__(self, *how: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process, if there is one; the next document starts another."""
        self._stop()

    def interrupt(self) -> None:
        """From another thread: the document in hand ends with ``ParseFailed``, at once.

        Where none is in hand yet, the next one does.
        """
        # In this order: a process that is being started is looked at again once it is there.
        self._stopped.set()
        process = self._process
        if process is not None:
            process.kill()

    def parse(self, job: Job) -> Report:
        """Parse one document; raises ``ParseFailed``."""
        answer = self._ask(job)
        if isinstance(answer, Report):
            return answer
        raise ParseFailed(str(answer))

    def parse_json(self, job: Job) -> bytes:
        """The same as JSON in UTF-8, lone surrogates passed; raises ``ParseFailed``."""
        answer = self._ask(replace(job, as_json=True))
        if isinstance(answer, bytes):
            return answer
        raise ParseFailed(str(answer))

    def show(self, job: ShowJob) -> Shown:
        """Take one snapshot apart for a reader; raises ``ParseFailed``."""
        from gongkai.pipeline.pieces import Shown

        answer = self._ask(job)
        if isinstance(answer, Shown):
            return answer
        raise ParseFailed(str(answer))

    def _ask(self, job: Job | ShowJob) -> object:
        if self._process is None or self._process.poll() is not None:
            self._stop()
            self._start()
        self._end_if_interrupted()
        try:
            answer = self._answer(job)
        except (TooLate, EOFError, OSError) as error:
            why = self._reason(error)
            self._stop()
            self._end_if_interrupted()
            raise ParseBroken(why) from error
        self._end_if_interrupted()
        return answer

    def _end_if_interrupted(self) -> None:
        """``ParseBroken`` for the one document that an interrupt ends."""
        if self._stopped.is_set():
            self._stop()
            self._stopped.clear()
            raise ParseBroken(_STOPPED)

    def _reason(self, error: Exception) -> str:
        if isinstance(error, TooLate):
            return f"parsing took longer than {self._timeout:g} s"
        # A pipe reads nothing more after an answer of more bytes than it was asked for.
        return _DIED if self._pipe is None or self._pipe.readable else _TOO_MUCH

    def _answer(self, job: Job | ShowJob) -> object:
        """What the worker says in the end; its clock stands still while LibreOffice works."""
        said: Job | ShowJob | bytes | Unreadable = job
        left, conversions = self._timeout, 0
        while True:
            asked = monotonic()
            answer = self._unpacked(self._exchanged(said, left))
            if not isinstance(answer, _Convert):
                return answer
            left -= monotonic() - asked
            conversions += 1
            said = _converted(answer, conversions, self._stopped)

    def _exchanged(self, said: object, seconds: float) -> bytes:
        """Send, and wait for all of an answer: a worker may stop in the midst of either."""
        assert self._pipe is not None
        assert self._process is not None
        with Deadline(seconds, self._process):
            self._pipe.send(said)
            return self._pipe.recv_bytes(_LARGEST)

    def _unpacked(self, said: bytes) -> object:
        try:
            return unpacked(said)
        except Exception as error:  # of bytes that no sound worker sends, any may come
            self._stop()
            raise ParseFailed(_FORGED) from error

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            number = theirs.fileno()
            # Not by multiprocessing: its children import the parent's main module, and with it
            # all of gongkai. -P: nothing is imported from where the user happens to stand.
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", _SERVE.format(number, self._limit())],
                stdin=subprocess.DEVNULL,
                pass_fds=(number,),
                env={**os.environ, "PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path))},
                # Ctrl-C is ours to handle: we close the pipe, and that ends the worker.
                process_group=0,
            )
        self._pipe = Connection(ours.detach())

    def _limit(self) -> int:
        """Whole seconds after which the process ends itself, when nobody is left to end it."""
        return ceil(self._timeout) + _GRACE

    def _stop(self) -> None:
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


@contextmanager
def parse_workers(
    count: int | None = None, *, at_once: bool = True
) -> Iterator[Sequence[ParseWorker]]:
    """Several workers: two by default, one where there is one core.

    One alone would wait for its next document each time, and a crawl needs the other cores.
    """
    with ExitStack() as stack:
        many = count or min(_WORKERS, os.cpu_count() or 1)
        yield [stack.enter_context(ParseWorker(at_once=at_once)) for _ in range(many)]


def serve(number: int, limit: int) -> None:
    """Parse what comes through the socket of that number until its other end is closed.

    A document that takes more than ``limit`` seconds ends the process: its parent, which
    ends it sooner, may have been killed meanwhile.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(_BEHIND)  # what is fetched and stored comes first: hosts wait, parses need not
    _bound_memory()
    pipe = Connection(number)
    import_module("parsers.reader")  # which waits until it is asked for
    # What was imported stays for good; looking through it again costs a tenth of all parsing.
    gc.freeze()
    with contextlib.suppress(EOFError, OSError):
        while True:
            job: Job | ShowJob = pipe.recv()
            signal.alarm(limit)
            answer = _told(job, pipe)
            signal.alarm(0)
            pipe.send_bytes(answer)


def _told(job: Job | ShowJob, pipe: Connection) -> bytes:
    """What ``Connection.recv`` takes."""
    if isinstance(job, ShowJob):
        return packed(_show(job))
    found = _parse(job, pipe)
    if job.as_json and isinstance(found, Report):
        return packed(_JSON.encode(found.to_dict()).encode("utf-8", "surrogatepass"))
    return packed(found, with_origins=job.with_origins)


def _bound_memory() -> None:
    """Where the system can: a file of a few bytes may unpack to gigabytes."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        resource = import_module("resource")
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        most = _MEMORY if hard == resource.RLIM_INFINITY else min(_MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def _converted(asked: _Convert, count: int, stopped: threading.Event) -> bytes | Unreadable:
    """What LibreOffice makes of it, or why nothing."""
    if count > _MOST_CONVERSIONS:
        detail = f"only {_MOST_CONVERSIONS} files of one document are converted by LibreOffice"
        return Unreadable("conversion_failed", detail)
    try:
        return convert(asked.body, asked.suffix, asked.wanted, stopped=stopped)
    except Unreadable as why:
        return why
    except OSError as error:
        return Unreadable("conversion_failed", f"LibreOffice cannot be run: {error}")


def _parse(job: Job, pipe: Connection) -> Report | str:
    def office(data: bytes, suffix: str, wanted: str) -> bytes:
        left = signal.alarm(0)
        pipe.send(_Convert(data, suffix, wanted))
        answer: bytes | Unreadable = pipe.recv()
        signal.alarm(left)
        if isinstance(answer, Unreadable):
            raise answer
        return answer

    from parsers.framed import parse_framed  # which brings the whole parser along

    try:
        if job.further:
            pages = [job.body, *job.further]
            return parsers.parse_pages(pages, source=job.source, url=job.url, office=office)
        if job.frames:
            return parse_framed(job.body, job.frames, source=job.source, url=job.url, office=office)
        return parsers.parse(
            job.body,
            source=job.source,
            url=job.url,
            media_type=job.media_type,
            charset=job.charset,
            office=office,
        )
    except Exception as error:  # whatever a page does, the next one is parsed
        return f"{type(error).__name__}: {error}"


def _show(job: ShowJob) -> Shown | str:
    from gongkai.pipeline.pieces import pieces_of

    try:
        return pieces_of(job.body, job.media_type, job.charset, job.origin)
    except Exception as error:  # as above
        return f"{type(error).__name__}: {error}"
