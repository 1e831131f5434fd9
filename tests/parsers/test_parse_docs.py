"""docs/parsing.md names every status and every problem code that the parsers can give."""

import re
from pathlib import Path

import parsers

ROOM = Path(parsers.__file__).parent
DOCS = (ROOM.parent / "docs" / "parsing.md").read_text(encoding="utf-8")
SOURCE = "\n".join(path.read_text(encoding="utf-8") for path in ROOM.rglob("*.py"))
CODES = set(re.findall(r'(?:Problem|note)\(\s*"([a-z_]+)"', SOURCE)) | {
    "empty_document",
    "unsupported_format",
    "parser_error",
    "derivative",
    "no_title",
    "no_content",
    "listing_page",
    "attachment_only",
    "image_only",
    "error_page",
    "login_page",
    "challenge_page",
    "empty_shell",
    "template",
    "foreign_host",
    "injected_text",
    "traditional_script",
    "markup_damage",
    "title_missing",
    "agency_missing",
    "year_missing",
    "encrypted",
    "damaged_file",
    "oversized",
    "needs_office",
    "conversion_failed",
    "converted",
    "archive_without_report",
    "page_as_image",
    "page_unread",
}
STATUSES = {
    "blank",
    "dash",
    "unit_converted",
    "unit_unknown",
    "approximate",
    "cn_numeral",
    "annotated",
    "merged",
    "solved",
    "ocr_fixed",
    "ambiguous",
    "unreadable",
}


def test_every_problem_code_is_documented():
    assert len(CODES) > 20
    assert {code for code in CODES if f"`{code}`" not in DOCS} == set()


def test_every_status_is_documented_and_used():
    assert {status for status in STATUSES if f"`{status}`" not in DOCS} == set()
    assert {status for status in STATUSES if f'"{status}"' not in SOURCE} == set()
