"""Stands for a parser that a document hangs or kills: processes with this folder on their path."""

import os
import signal

from hurry import ask

import parsers.reader
from gongkai.pipeline.worker import ParseWorker

_read = parsers.reader.parse


def parse(data, **told):
    if b"<!-- poison: hang -->" in data:
        while True:
            pass
    if b"<!-- poison: kill -->" in data:
        os.kill(os.getpid(), signal.SIGKILL)
    if b"<!-- poison: worker -->" in data and os.getppid() != 1:
        os.kill(os.getppid(), signal.SIGKILL)
    return _read(data, **told)


parsers.reader.parse = parse
ParseWorker._ask = ask
