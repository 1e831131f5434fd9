"""Word 97, WPS and RTF through LibreOffice: converted, bounded, cleaned up, or told what lacks."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from pathlib import Path

import docx
import pytest

import parsers
from gongkai.archive import Archive
from gongkai.pipeline import import_paths
from gongkai.pipeline.office import LONGEST, convert
from gongkai.pipeline.one import DocumentReader
from gongkai.pipeline.origin import trace
from gongkai.pipeline.worker import Job, ParseFailed, ParseWorker
from parsers.unreadable import Unreadable
from tests.parsers.sheets import book
from tests.pipeline.fake_office import fake_office

RTF = b"{\\rtf1\\ansi 123}"
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le")
ROWS = (
    ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
    ("规章", "1", "0", "11"),
    ("行政规范性文件", "12", "3", "66"),
)


def word() -> bytes:
    made = docx.Document()
    made.add_paragraph("松岭县2023年政府信息公开工作年度报告")
    made.add_paragraph("二、主动公开政府信息情况")
    table = made.add_table(len(ROWS), len(ROWS[0]))
    for cells, texts in zip(table.rows, ROWS, strict=True):
        for cell, text in zip(cells.cells, texts, strict=True):
            cell.text = text
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.fixture
def office(tmp_path, monkeypatch):
    def make(behaviour: str, result: bytes = b"") -> Path:
        monkeypatch.setenv("GONGKAI_SOFFICE", str(fake_office(tmp_path, behaviour, result)))
        monkeypatch.setenv("TMPDIR", str(tmp_path))
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
        return tmp_path

    return make


def left_in(folder: Path) -> list[Path]:
    return list(folder.glob("gongkai-office-*"))


def is_alive(pid: int) -> bool:
    """Whether a process still runs; one that ended and waits to be asked for counts as ended."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


def wait_for_end(pid: int) -> bool:
    for _ in range(500):
        if not is_alive(pid):
            return True
        time.sleep(0.02)
    return False


def open_document(kind: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        made.writestr("content.xml", "<x/>")
    return out.getvalue()


def office_xml(program: str) -> bytes:
    return f'\ufeff<?xml version="1.0"?>\n<?mso-application progid="{program}"?><x/>'.encode()


@pytest.mark.parametrize(
    ("body", "made"),
    [
        (RTF, word()),
        (OLD, word()),
        (office_xml("Word.Document"), word()),
        (office_xml("Excel.Sheet"), book()),
        (open_document("text"), word()),
        (open_document("spreadsheet"), book()),
    ],
)
def test_a_document_is_read_as_it_is_converted(office, body, made):
    office("copies", made)
    with DocumentReader() as reader:
        report = reader.read(body, source="年报.doc")
    assert report.tables["disclosure"]["rules"] == {"made": 1, "repealed": 0, "in_force": 11}
    assert "converted" in {p.code for p in report.problems if p.severity == "info"}


def test_it_runs_without_our_surroundings_and_cleans_up(office, monkeypatch):
    monkeypatch.setenv("SECRET_TOKEN", "x")
    folder = office("copies", word())
    convert(RTF, "rtf", "docx")
    told = json.loads((folder / "told.json").read_text())
    assert "SECRET_TOKEN" not in told["env"]
    assert told["env"]["HOME"] == told["cwd"] != str(Path.home())
    assert "--headless" in told["argv"]
    assert "--infilter=Rich Text Format" in told["argv"]
    assert bytes.fromhex(told["source"]) == RTF
    assert "DisableMacrosExecution" in told["profile"]
    assert left_in(folder) == []


@pytest.mark.parametrize(
    ("behaviour", "says"),
    [
        ("dies", "made nothing of it"),
        ("makes_nothing", "made nothing of it"),
        ("makes_a_link", "made nothing of it"),
        ("makes_a_folder", "made nothing of it"),
        ("writes_too_much", "made nothing of it|bytes of it"),
    ],
)
def test_what_goes_wrong_is_told(office, behaviour, says):
    folder = office(behaviour, word())
    with pytest.raises(Unreadable, match=says) as why:
        convert(RTF, "rtf", "docx")
    assert why.value.code == "conversion_failed"
    assert left_in(folder) == []


def test_a_presentation_is_not_handed_on(office):
    folder = office("copies", word())
    with DocumentReader() as reader:
        report = reader.read(open_document("presentation"), source="a.odp")
    assert "unsupported_format" in {p.code for p in report.problems}
    assert not (folder / "told.json").exists()


def test_garbage_is_named(office):
    office("writes_garbage")
    with DocumentReader() as reader:
        report = reader.read(RTF, source="a.rtf")
    assert {"damaged_file", "not_a_report"} <= {p.code for p in report.problems}


def test_one_that_hangs_is_ended_with_all_that_it_started(office):
    folder = office("hangs")
    with pytest.raises(Unreadable, match="longer than 2 s") as why:
        convert(RTF, "rtf", "docx", longest=2)
    assert why.value.code == "conversion_failed"
    assert wait_for_end(int((folder / "child").read_text()))
    assert wait_for_end(json.loads((folder / "told.json").read_text())["pid"])
    assert left_in(folder) == []


def test_another_thread_can_stop_it(office):
    folder = office("hangs")
    with ParseWorker() as worker:

        def stop() -> None:
            while not (folder / "child").exists():
                time.sleep(0.02)
            worker.interrupt()

        stopping = threading.Thread(target=stop)
        stopping.start()
        with pytest.raises(ParseFailed):
            worker.parse(Job(RTF, "a.rtf", None, None, None))
        stopping.join()
        assert worker.parse(Job(word(), "b.docx", None, None, None)).is_report
    assert wait_for_end(json.loads((folder / "told.json").read_text())["pid"])
    assert left_in(folder) == []


def test_an_interrupted_import_waits_for_no_conversion(office, tmp_path):
    folder = office("hangs")
    (tmp_path / "a.rtf").write_bytes(RTF)
    # A shell that runs the tests in the background lets its children ignore interrupts.
    code = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from gongkai.cli import main; main()"
    )
    arguments = ["import", str(tmp_path / "a.rtf"), "--archive", str(tmp_path / "a.db")]
    with subprocess.Popen([sys.executable, "-c", code, *arguments], stderr=subprocess.PIPE) as run:
        while not (folder / "child").exists():
            assert run.poll() is None
            time.sleep(0.02)
        run.send_signal(signal.SIGINT)
        # Left alone it would take LONGEST seconds.
        _, told = run.communicate(timeout=LONGEST / 2)
    assert "interrupted" in told.decode()
    assert wait_for_end(json.loads((folder / "told.json").read_text())["pid"])
    assert left_in(folder) == []


#: Converts as a process that is going to be killed or stopped.
CONVERTS = """
import sys
from gongkai.pipeline import office
office._GRACE = float(sys.argv[1])
office.convert(b"{\\\\rtf1}", "rtf", "docx", longest=float(sys.argv[2]))
"""


def converting(folder: Path, grace: float, longest: float) -> subprocess.Popen[bytes]:
    run = subprocess.Popen([sys.executable, "-c", CONVERTS, str(grace), str(longest)])
    while not (folder / "child").exists():
        assert run.poll() is None
        time.sleep(0.02)
    return run


def all_ended(folder: Path) -> bool:
    pids = int((folder / "child").read_text()), json.loads((folder / "told.json").read_text())
    return wait_for_end(pids[0]) and wait_for_end(pids[1]["pid"])


def test_it_ends_with_a_parent_that_is_killed_and_its_folder_goes(office):
    folder = office("hangs")
    with converting(folder, 600, 600) as run:
        run.kill()
    assert all_ended(folder)
    for _ in range(500):
        if not left_in(folder):
            break
        time.sleep(0.02)
    assert left_in(folder) == []


def test_it_ends_at_its_time_where_its_parent_does_not_look(office):
    folder = office("hangs")
    with converting(folder, -595, 600) as run:
        run.send_signal(signal.SIGSTOP)
        assert all_ended(folder)
        run.send_signal(signal.SIGCONT)
        assert run.wait() == 1  # it made nothing of the document


def test_what_it_leaves_behind_is_ended(office):
    folder = office("leaves_a_child", word())
    convert(RTF, "rtf", "docx")
    assert wait_for_end(int((folder / "child").read_text()))


def test_without_it_the_message_names_what_to_install(monkeypatch):
    monkeypatch.setenv("GONGKAI_SOFFICE", "/nowhere/soffice")
    with DocumentReader() as reader:
        report = reader.read(RTF, source="a.rtf")
    details = {p.code: p.detail for p in report.problems}
    assert {"needs_office", "not_a_report"} <= details.keys()
    assert "GONGKAI_SOFFICE" in details["needs_office"]
    assert "libreoffice" in details["needs_office"].lower()


def test_a_locked_document_is_not_handed_on(office):
    """The flag of the stream's head says so; xlrd's reader finds the stream."""
    folder = office("copies", word())
    body = (Path(__file__).parents[1] / "parsers" / "data" / "locked.doc").read_bytes()
    with DocumentReader() as reader:
        report = reader.read(body, source="a.doc")
    assert "encrypted" in {p.code for p in report.problems}
    assert not (folder / "told.json").exists()


def test_the_worker_goes_on_after_a_conversion_that_failed(office):
    office("dies")
    with ParseWorker() as worker:
        first = worker.parse(Job(RTF, "a.rtf", None, None, None))
        assert "conversion_failed" in {p.code for p in first.problems}
        second = worker.parse(Job(word(), "a.docx", None, None, None))
    assert second.is_report


def test_files_of_an_archive_are_converted_up_to_a_number(office):
    folder = office("copies", word())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for number in range(14):
            made.writestr(f"{number}.rtf", RTF)
    with ParseWorker() as worker:
        report = worker.parse(Job(out.getvalue(), "a.zip", None, None, None))
    assert report.agency == "松岭县"
    assert len((folder / "runs").read_text().split()) == 12
    assert "only 12 files" in " ".join(p.detail for p in report.problems)


def test_the_snapshot_stays_the_original_and_a_number_is_traced_through_it(office, tmp_path):
    office("copies", word())
    file = tmp_path / "年报.doc"
    file.write_bytes(OLD)
    path = tmp_path / "archive.db"
    result = import_paths(path, [file])
    assert (result.tally.reports, result.tally.unread) == (1, [])
    with Archive.open(path, read_only=True) as archive:
        report_id = archive.find_report("松岭县 2023")
        found = trace(archive, report_id, "disclosure.rules.in_force")
        assert archive.body(found.snapshot_id) == OLD
    assert found.agrees
    assert found.place is not None
    assert found.place.confirmed
    assert found.place.within == ("LibreOffice: .docx",)


def test_parsers_alone_run_no_program():
    report = parsers.parse(RTF, source="a.rtf")
    assert "needs_office" in {p.code for p in report.problems}


@pytest.mark.parametrize(
    ("suffix", "wanted"),
    [("../../doc", "docx"), ("doc", "../docx"), ("doc", "--help"), ("html", "docx")],
)
def test_who_asks_chooses_no_path_and_no_option(suffix, wanted, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(Unreadable, match="no conversion"):
        convert(b"x", suffix, wanted)
    assert list(tmp_path.iterdir()) == []
