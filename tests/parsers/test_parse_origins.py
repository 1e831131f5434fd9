"""Where each cell stands in its source: worked out late, and the same wherever it is asked."""

import gc
import pickle

import fixtures
import parsers
from parsers.document import Document
from parsers.report import Origin

TWIN = fixtures.documents_folder() / "seed_twin.txt"


def test_a_cell_s_origin_is_the_line_it_was_read_from():
    data = TWIN.read_bytes()
    report = parsers.parse(data, source="x")
    lines = data.decode().splitlines()
    for name in ("requests.received.total", "requests.total_processed.natural_person"):
        table, row, column = name.split(".")
        line = report.origins[name].line
        assert line is not None
        assert int(lines[line - 1]) == report.tables[table][row][column] == 3


def test_every_cell_that_was_read_has_an_origin():
    report = parsers.parse(TWIN.read_bytes(), source="x")
    cells = {
        f"{table}.{row}.{column}"
        for table, grid in report.tables.items()
        for row, values in grid.items()
        for column in values
    }
    assert set(report.origins) == cells
    assert len(report.origins) == len(cells)
    assert all(isinstance(origin, Origin) for origin in report.origins.values())


def test_origins_survive_the_way_to_another_process():
    report = parsers.parse(TWIN.read_bytes(), source="x")
    sent = pickle.loads(pickle.dumps(report))
    assert sent.origins == report.origins
    assert sent == report


def test_a_kept_report_keeps_no_page_tree():
    page, expected = next(iter(fixtures.report_files()))
    report = parsers.parse(page.read_bytes(), source="x", url=expected["url"])
    gc.collect()
    documents = [one for one in gc.get_objects() if isinstance(one, Document)]
    assert report.origins
    assert [document for document in documents if document.tree is not None] == []
