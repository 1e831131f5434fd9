"""A short time limit for the document that hangs; on a busy machine others may need long."""

from gongkai.pipeline.worker import ParseWorker

SECONDS = 1.0
_ask = ParseWorker._ask


def ask(worker, job):
    if b"<!-- poison: hang -->" not in job.body:
        return _ask(worker, job)
    usual, worker._timeout = worker._timeout, SECONDS
    try:
        return _ask(worker, job)
    finally:
        worker._timeout = usual
