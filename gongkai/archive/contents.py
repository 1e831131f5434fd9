"""The whole of every parse, kept by the digest of its JSON.

The JSON is the contract's, without ``source`` and ``others``. It is packed with zlib
against a preset dictionary: the first parse that a parser version brought, for the keys
and most of the checks are the same in all of them (about 2 KB a report instead of 5).
"""

from __future__ import annotations

import hashlib
import json
import zlib
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
    packer = _primed(dictionary).copy()
    body = packer.compress(content) + packer.flush()
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


def _dictionary(db: Database, parser_version: str, content: bytes) -> tuple[int, bytes]:
    sql = "SELECT dictionary_id, body FROM packing_dictionaries WHERE parser_version = ?"
    row = db.execute(sql, [parser_version]).fetchone()
    if row:
        return row[0], row[1]
    body = content[-_WINDOW:]
    entry = {"parser_version": parser_version, "body": body}
    return insert_one(db, "packing_dictionaries", entry), body
