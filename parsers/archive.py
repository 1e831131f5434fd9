"""The documents in a zip archive, unpacked in memory within bounds; what is not is told.

No name of a member is ever used as a path. APPNOTE 6.3.10 of PKWARE is the format: names are
UTF-8 where a flag says so (4.4.4) or an extra field gives them (4.6.9); else, here, GBK.
"""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from parsers.package import DAMAGE, MOST_RATIO, ZIP, as_file
from parsers.unreadable import Unreadable

#: An office packs a report and its tables, a county those of its hundred offices.
MOST_MEMBERS, MOST_READ = 2_000, 200
#: Of one member and of all together, unpacked.
MOST_BYTES, MOST_IN_ALL = 20 * 1024 * 1024, 200 * 1024 * 1024
#: Archives within archives.
MOST_DEPTH = 2
_EMPTY = b"PK\x05\x06"
_DOCUMENT = re.compile(
    r"\.(?:s?html?|mht|mhtml|txt|md|csv|pdf|docx?|wps|xlsx?|et|rtf|ofd|zip)$", re.IGNORECASE
)
#: What systems add by themselves.
_LITTER = re.compile(r"(?:^|/)(?:__MACOSX/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_LOCKED, _UTF8 = 1, 0x800
_UNICODE_NAME = 0x7075
_HARMLESS = 1024 * 1024
#: So many names are told.
_MOST_TOLD = 20


@dataclass(slots=True)
class Budget:
    """What may still be unpacked of an archive and of those within it."""

    members: int = MOST_READ
    size: int = MOST_IN_ALL


@dataclass(slots=True)
class Member:
    """A file of an archive: its bytes, or why they are not there (problem code and detail)."""

    name: str
    data: bytes = b""
    refusal: tuple[str, str] | None = None


@dataclass(slots=True)
class Passed:
    """What was told of an archive beside its documents: ``others`` are no documents."""

    others: list[str] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)
    left_out: int = 0

    def details(self) -> Iterator[str]:
        """A line for each kind."""
        if self.others:
            yield f"{len(self.others)} files that are no documents: {_listed(self.others)}"
        if self.odd:
            yield f"names that lead out of the archive (used as names only): {_listed(self.odd)}"
        if self.left_out:
            yield f"{self.left_out} files were not looked at: too many"


def is_archive(data: bytes) -> bool:
    """Whether bytes are a zip archive of files, and not an office document in a zip."""
    return data.startswith((ZIP, _EMPTY))


def members(data: bytes, budget: Budget, passed: Passed) -> Iterator[Member]:
    """The documents of an archive, in its order. Raises ``Unreadable`` for one that is damaged."""
    try:
        archive = zipfile.ZipFile(as_file(data))
    except DAMAGE as error:
        raise Unreadable("damaged_file", f"a damaged zip archive: {error}") from error
    # Not is_dir(), which some Pythons end with an IndexError where a name is empty.
    files = [one for one in archive.infolist() if not one.filename.endswith("/")]
    passed.left_out += max(0, len(files) - MOST_MEMBERS)
    names: set[str] = set()
    for info in files[:MOST_MEMBERS]:
        printed = name_of(info)
        if _LITTER.search(printed):
            continue
        if _is_link(info) or not _DOCUMENT.search(printed):
            passed.others.append(printed + (" (a link)" if _is_link(info) else ""))
            continue
        name = _unlike(_plain(printed), names)
        if _leads_out(printed):
            passed.odd.append(printed)
        yield _member(archive, info, name, budget)


def member(data: bytes, name: str) -> bytes | None:
    """The bytes of the member that ``members`` calls so; None when there is none."""
    try:
        found = (one for one in members(data, Budget(), Passed()) if one.name == name)
        one = next(found, None)
    except Unreadable:
        return None
    return one.data if one is not None and one.refusal is None else None


def name_of(info: zipfile.ZipInfo) -> str:
    """The name as whoever packed it saw it; archives of Windows write GBK and say nothing."""
    if info.flag_bits & _UTF8:
        return info.filename
    raw = info.orig_filename.encode("cp437", errors="replace")
    given = _unicode_name(info.extra, raw)
    if given is not None:
        return given
    for encoding in ("ascii", "utf-8", "gb18030"):
        try:
            return raw.decode(encoding).replace("\0", "")
        except UnicodeDecodeError:
            continue
    return info.filename


def _unicode_name(extra: bytes, raw: bytes) -> str | None:
    """The name that an extra field gives, if it is that of this very name."""
    while len(extra) >= 4:
        kind, size = int.from_bytes(extra[:2], "little"), int.from_bytes(extra[2:4], "little")
        body, extra = extra[4 : 4 + size], extra[4 + size :]
        is_ours = kind == _UNICODE_NAME and body[:1] == b"\1"
        if is_ours and int.from_bytes(body[1:5], "little") == zlib.crc32(raw):
            return body[5:].decode("utf-8", errors="replace")
    return None


def _plain(name: str) -> str:
    """A name without what would lead out of a folder, and without control characters."""
    parts = re.split(r"[/\\]", "".join(sign for sign in name if sign.isprintable()))
    kept = [part for part in parts if part not in ("", ".", "..") and not part.endswith(":")]
    return "/".join(kept) or "unnamed"


def _leads_out(name: str) -> bool:
    """Whether a name, taken for a path, would lead out of a folder."""
    parts = re.split(r"[/\\]", name)
    return parts[0] == "" or any(part == ".." or part.endswith(":") for part in parts)


def _unlike(name: str, names: set[str]) -> str:
    """The name, with a number where another member has the same."""
    count, unlike = 1, name
    while unlike in names:
        count += 1
        unlike = f"{name} ({count})"
    names.add(unlike)
    return unlike


def _is_link(info: zipfile.ZipInfo) -> bool:
    return stat.S_ISLNK(info.external_attr >> 16)


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, budget: Budget) -> Member:
    refusal = _refusal(info, budget)
    if refusal is not None:
        return Member(name, refusal=refusal)
    budget.members -= 1
    budget.size -= info.file_size
    try:
        # zipfile unpacks no more than the size that was weighed, and checks the sum.
        return Member(name, archive.read(info))
    except (*DAMAGE, RuntimeError, OSError) as error:
        return Member(name, refusal=("damaged_file", f"damaged: {error}"))


def _refusal(info: zipfile.ZipInfo, budget: Budget) -> tuple[str, str] | None:
    if info.flag_bits & _LOCKED:
        return "encrypted", "asks for a password"
    if info.compress_type not in _METHODS:
        return "unsupported_format", f"packed by method {info.compress_type}: not read"
    if info.file_size > MOST_BYTES:
        return "oversized", f"unpacks to {info.file_size} bytes: not read"
    if info.file_size > max(_HARMLESS, info.compress_size * MOST_RATIO):
        detail = f"{info.compress_size} bytes that unpack to {info.file_size}: not read"
        return "oversized", detail
    if budget.members <= 0 or info.file_size > budget.size:
        return "oversized", "the archive holds more than is read of one"
    return None


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - _MOST_TOLD} more" if len(names) > _MOST_TOLD else ""
    return ", ".join(names[:_MOST_TOLD]) + more
