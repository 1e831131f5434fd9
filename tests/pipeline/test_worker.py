"""The parse worker: a hostile page costs its own turn and nothing else."""

import os
import pickle
import signal
import socket
import subprocess
import sys
import time
from dataclasses import fields, replace
from multiprocessing.connection import Connection

import pytest

import fixtures
import parsers
from gongkai.pipeline import worker as worker_module
from gongkai.pipeline.deadline import Deadline, TooLate
from gongkai.pipeline.worker import Job, ParseFailed, ParseWorker

GOOD = Job(
    "2021年霁川市政府信息公开年报\n一、总体情况\n好\n六、其他需要报告的事项\n无".encode(),
    "good",
    None,
    None,
    None,
)


def test_it_parses_as_the_parser_does():
    with ParseWorker() as worker:
        assert worker.parse(GOOD).to_dict() == parsers.parse(GOOD.body, source="good").to_dict()


def test_every_record_of_a_report_arrives_as_it_left():
    seen = set()
    with ParseWorker() as worker:
        for number, (page, expected) in enumerate(fixtures.report_files()):
            body, url, asked = page.read_bytes(), expected["url"], number % 2 == 0
            here = parsers.parse(body, source="page", url=url)
            for one in (here, *here.others):
                one.origins = dict(one.origins) if asked else {}
            there = worker.parse(Job(body, "page", url, None, None, with_origins=asked))
            for field in fields(here):
                assert getattr(there, field.name) == getattr(here, field.name), (url, field.name)
            seen |= {field.name for field in fields(here) if getattr(there, field.name)}
    assert seen >= {"sections", "tables", "cells", "claims", "checks", "problems", "origins"}


def test_a_page_that_takes_too_long_is_ended_and_the_next_one_read():
    with ParseWorker(timeout=0.0) as worker:
        with pytest.raises(ParseFailed, match="longer"):
            worker.parse(GOOD)
        worker._timeout = 60.0
        assert worker.parse(GOOD).is_report


def test_a_worker_that_is_killed_is_replaced():
    with ParseWorker() as worker:
        worker.parse(GOOD)
        assert worker._process is not None
        os.kill(worker._process.pid, signal.SIGKILL)
        worker._process.wait()
        assert worker.parse(GOOD).is_report


#: Stands for ``serve``, which hangs or lies in the midst of what it says or hears.
HALF = "import socket, time; s = socket.socket(fileno={0}); {1}; time.sleep(600)"


@pytest.mark.parametrize(
    ("does", "why"),
    [
        ("s.sendall((100).to_bytes(4, 'big') + b'x' * 10)", "longer than 1 s"),
        ("s.sendall(b'xx')", "longer than 1 s"),
        ("s.sendall((2**31 - 1).to_bytes(4, 'big'))", "more than 512 MB"),
        ("s.sendall(b'\\xff' * 12)", "more than 512 MB"),
        ("s.close()", "died"),
    ],
)
def test_a_worker_that_stops_in_the_midst_of_an_answer_is_ended(does, why, monkeypatch):
    monkeypatch.setattr(worker_module, "_SERVE", HALF.replace("{1}", does) + "; {1}")
    with ParseWorker(timeout=1.0) as worker:
        process = worker._process
        with pytest.raises(ParseFailed, match=why):
            worker.parse(GOOD)
        assert process.returncode == -signal.SIGKILL


def test_a_worker_that_does_not_listen_is_ended(monkeypatch):
    monkeypatch.setattr(worker_module, "_SERVE", HALF.replace("{1}", "0") + "; {1}")
    with ParseWorker(timeout=1.0) as worker, pytest.raises(ParseFailed, match="longer than 1 s"):
        worker.parse(replace(GOOD, body=bytes(4_000_000)))  # more than the socket holds


def test_an_interrupt_while_the_process_is_started_is_heard(monkeypatch):
    with ParseWorker(at_once=False) as worker:
        starts = worker._start

        def interrupted_start():
            worker.interrupt()
            starts()

        monkeypatch.setattr(worker, "_start", interrupted_start)
        with pytest.raises(ParseFailed, match="interrupted"):
            worker.parse(GOOD)
        monkeypatch.setattr(worker, "_start", starts)
        assert worker.parse(GOOD).is_report


def test_an_interrupt_before_a_document_is_told_as_one(monkeypatch):
    with ParseWorker() as worker:
        assert worker.parse(GOOD).is_report
        worker.interrupt()
        with pytest.raises(ParseFailed, match="interrupted"):
            worker.parse(GOOD)
        assert worker.parse(GOOD).is_report


def test_what_is_answered_after_an_interrupt_is_not_believed(monkeypatch):
    """It may say that LibreOffice was stopped, which is nothing to be stored of a document."""
    with ParseWorker() as worker:
        answers = worker._answer

        def late(job):
            said = answers(job)
            worker.interrupt()
            return said

        monkeypatch.setattr(worker, "_answer", late)
        with pytest.raises(ParseFailed, match="interrupted"):
            worker.parse(GOOD)


def test_a_deadline_that_was_met_kills_nobody():
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    with process:
        with Deadline(0.05, process):
            pass
        time.sleep(0.1)
        assert process.poll() is None
        with pytest.raises(TooLate), Deadline(0.05, process):
            process.wait()
        # Who wants to stop hears of that, and of nothing else.
        with pytest.raises(KeyboardInterrupt), Deadline(0.0, process):
            time.sleep(0.1)
            raise KeyboardInterrupt


def test_the_worker_holds_the_parsers_and_nothing_else_of_ours():
    rooms = "{name.split('.')[0] for name in sys.modules} & {'scraper', 'sqlite_utils', 'httpx'}"
    held = f"import sys, gongkai.pipeline.worker; print({rooms})"
    done = subprocess.run([sys.executable, "-c", held], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_a_worker_whose_parent_is_killed_ends():
    parent = (
        "import os; from gongkai.pipeline.worker import ParseWorker; w = ParseWorker().__enter__();"
        "print(w._process.pid, flush=True); os.kill(os.getpid(), 9)"
    )
    # The worker writes where its parent does: that is at an end only once both are gone.
    done = subprocess.run(
        [sys.executable, "-c", parent], check=False, stdout=subprocess.PIPE, timeout=60
    )
    assert done.returncode == -signal.SIGKILL
    assert int(done.stdout) > 0


class Forged:
    """What a library that was taken over would have the worker say."""

    def __init__(self, call, *arguments):
        self._call = (call, arguments)

    def __reduce__(self):
        return self._call


@pytest.mark.parametrize(
    "said",
    [
        pickle.dumps(Forged(os.system, "touch owned")),
        pickle.dumps(Forged(eval, "open('owned', 'w')")),
        pickle.dumps(Forged(getattr, parsers.Report, "__init__")),
        pickle.dumps(Forged(print, "owned")),
        pickle.dumps(Job(b"", "x", None, None, None)),
        b"cparsers.report\nReport.__init__.__globals__\n.",
        b"no pickle at all",
        b"",
    ],
)
def test_an_answer_holds_our_records_or_nothing(said, tmp_path, monkeypatch):
    """The parent makes nothing else of a worker's bytes, and calls nothing."""
    monkeypatch.chdir(tmp_path)
    with ParseWorker() as worker:
        assert worker.parse(GOOD).is_report
        worker.close()
        ours, theirs = socket.socketpair()
        other = Connection(theirs.detach())
        other.send_bytes(said)
        worker._pipe = Connection(ours.detach())
        worker._process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
        with other, worker._process.stdin, pytest.raises(ParseFailed, match="no report"):
            worker.parse(GOOD)
        assert worker.parse(GOOD).is_report  # by a new one
    assert list(tmp_path.iterdir()) == []
