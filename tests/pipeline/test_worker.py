"""The parse worker: a hostile page costs its own turn and nothing else."""

import os
import pickle
import signal
import socket
import subprocess
import sys
from dataclasses import fields
from multiprocessing.connection import Connection

import pytest

import fixtures
import parsers
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
