"""Source files: a source or SourceError, and what is written reads back the same."""

from __future__ import annotations

from collections.abc import Iterator

import fixtures
from scraper.source_files import to_yaml
from scraper.sources import SourceError, load_text

MAX_LEN = 512
_FULL = """id: a.b-c
name: 霁川市
home: https://www.jichuan-sample.gov.cn/
listings: [http://www.jichuan-sample.gov.cn/a/, "http://x:80/"]
candidates: [http://x/]
aliases: [b.gov.cn]
bodies: [霁川市人民政府]
cms: trs
province: 贵州
division: "520200"
level: county
delay: 1.5
expect: {min_reports: 3}
tls: {host: [legacy]}
notes: |
  two
  lines
verified: {date: 2026-01-31, saw: 3 reports}
"""


def seeds() -> Iterator[bytes]:
    for path in sorted(fixtures.sources_folder().glob("*.yaml"))[:6]:
        yield path.read_bytes()
    yield _FULL.encode()
    for line in _FULL.splitlines():
        yield f"id: a\nname: b\nhome: http://a/\n{line}\n".encode()
    yield b"? [a, b]\n: &x {<<: *x}\n!!python/name:os.system"


def check(data: bytes) -> None:
    text = data.decode("utf-8", errors="replace")
    try:
        source = load_text(text, "fuzz.yaml")
    except SourceError as error:
        assert str(error).startswith("fuzz.yaml: "), error
        return
    assert load_text(to_yaml(source), "again") == source, text
