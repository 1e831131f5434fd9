"""The parse worker: a hostile page costs its own turn and nothing else."""

import os
import signal
import subprocess
import sys
from dataclasses import fields

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
