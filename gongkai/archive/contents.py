"""The whole of every parse, kept by the digest of its JSON.

The JSON is the contract's, without ``source`` and ``others``. It is packed with zlib
against a preset dictionary: the first parse that a parser version brought, for the keys
and most of the checks are the same in all of them (about 2 KB a report instead of 5).
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from typing import Any

from sqlite_utils import Database

from gongkai.archive.errors import ArchiveError
from gongkai.archive.rows import insert, insert_one
from parsers.report import Report

#: zlib looks back no further.
_WINDOW = 32 * 1024
_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical(report: Report) -> bytes:
    """The contract's JSON without ``source``, in the one form that is digested."""
    content = report.to_dict()
    del content["source"]
    # Further reports of the same page are versions of their own.
    content.pop("others", None)
    return _CANONICAL.encode(content).encode("utf-8", "surrogatepass")


def digest_of(content: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(content).hexdigest()


def keep(db: Database, content: bytes, parser_version: str) -> str:
    """Keep the JSON of a parse; returns its digest. One that is kept already costs nothing."""
    digest = digest_of(content)
    sql = "SELECT 1 FROM version_contents WHERE content_digest = ?"
    if db.execute(sql, [digest]).fetchone() is not None:
        return digest
    dictionary_id, dictionary = _dictionary(db, parser_version, content)
    body = _packed(content, dictionary)
    row = {"content_digest": digest, "dictionary_id": dictionary_id, "body": body}
    insert(db, "version_contents", [row])
    return digest


@lru_cache(maxsize=4)
def _primed(dictionary: bytes) -> zlib._Compress:
    """A packer that has read the dictionary; to be copied, as reading it takes time."""
    return zlib.compressobj(6, zlib.DEFLATED, zlib.MAX_WBITS, 9, zdict=dictionary)


def read(db: Database, digest: str) -> bytes | None:
    """The JSON of a parse; None when it was not kept (versions of before schema 7).

    Raises ``ArchiveError`` when it is damaged.
    """
    row = db.execute(
        "SELECT c.body, d.body FROM version_contents c"
        " LEFT JOIN packing_dictionaries d USING (dictionary_id) WHERE content_digest = ?",
        [digest],
    ).fetchone()
    if row is None:
        return None
    try:
        unpacker = zlib.decompressobj(zdict=row[1] or b"")
        content = unpacker.decompress(row[0]) + unpacker.flush()
    except zlib.error as error:
        raise ArchiveError(f"the parse {digest} is damaged") from error
    if digest_of(content) != digest:
        raise ArchiveError(f"the parse {digest} does not match its digest")
    return content


def load(db: Database, digest: str) -> dict[str, Any] | None:
    """The same as an object."""
    content = read(db, digest)
    return None if content is None else json.loads(content.decode("utf-8", "surrogatepass"))


def forget(db: Database, digests: Iterable[str]) -> None:
    """Remove those of these parses that no version cites, and what was made of them.

    A packing dictionary is the end of a parse, in plain words: where that parse goes, the
    others that were packed with it are packed anew.
    """
    for digest in sorted(digests):
        sql = "SELECT 1 FROM report_versions WHERE content_digest = ?"
        if db.execute(sql, [digest]).fetchone() is None:
            for dictionary_id in _made_of(db, digest):
                _pack_anew(db, dictionary_id, digest)
            db.execute("DELETE FROM version_contents WHERE content_digest = ?", [digest])
    db.execute(
        "DELETE FROM packing_dictionaries WHERE body = x'' AND NOT EXISTS"
        " (SELECT 1 FROM version_contents c"
        "  WHERE c.dictionary_id = packing_dictionaries.dictionary_id)"
    )


def _made_of(db: Database, digest: str) -> list[int]:
    """The dictionaries that hold a parse; all of them when it can no longer be read."""
    try:
        content = read(db, digest) or b""
        where, named = "body = ?", [content[-_WINDOW:]]
    except ArchiveError:
        where, named = "1", []
    sql = f"SELECT dictionary_id FROM packing_dictionaries WHERE {where}"
    return [one for (one,) in db.execute(sql, named).fetchall()]


def _pack_anew(db: Database, dictionary_id: int, without: str) -> None:
    sql = (
        "SELECT content_digest FROM version_contents"
        " WHERE dictionary_id = ? AND content_digest <> ? ORDER BY content_digest"
    )
    rest = [one for (one,) in db.execute(sql, [dictionary_id, without]).fetchall()]
    # One that no version cites any more will go too.
    cited = "SELECT 1 FROM report_versions WHERE content_digest = ?"
    kept = next((one for one in rest if db.execute(cited, [one]).fetchone()), None)
    dictionary = _end_of(db, kept)
    packed = []
    for digest in rest:
        with suppress(ArchiveError):  # what is damaged stays so; gongkai verify names it
            packed.append((_packed(read(db, digest) or b"", dictionary), digest))
    sql = "UPDATE version_contents SET body = ? WHERE content_digest = ?"
    db.conn.executemany(sql, packed)
    sql = "UPDATE packing_dictionaries SET body = ? WHERE dictionary_id = ?"
    db.execute(sql, [dictionary, dictionary_id])


def _end_of(db: Database, digest: str | None) -> bytes:
    try:
        return (read(db, digest) or b"")[-_WINDOW:] if digest else b""
    except ArchiveError:
        return b""


def _packed(content: bytes, dictionary: bytes) -> bytes:
    packer = _primed(dictionary).copy()
    return packer.compress(content) + packer.flush()


def _dictionary(db: Database, parser_version: str, content: bytes) -> tuple[int, bytes]:
    sql = "SELECT dictionary_id, body FROM packing_dictionaries WHERE parser_version = ?"
    row = db.execute(sql, [parser_version]).fetchone()
    if row:
        return row[0], row[1]
    body = content[-_WINDOW:]
    entry = {"parser_version": parser_version, "body": body}
    return insert_one(db, "packing_dictionaries", entry), body
