"""Rows of the snapshot file damaged as disks and hands do it: every one must be told."""

from __future__ import annotations

import random
import sqlite3
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from gongkai.archive.bodies import snapshots_path

_UPDATE = "UPDATE bodies SET body = ? WHERE snapshot_id = ?"


def _flip(db: sqlite3.Connection, name: str, chance: random.Random) -> None:
    body = bytearray(_body(db, name))
    body[chance.randrange(len(body))] ^= 1 << chance.randrange(8)
    db.execute(_UPDATE, [bytes(body), name])


def _cut(db: sqlite3.Connection, name: str, chance: random.Random) -> None:
    body = _body(db, name)
    db.execute(_UPDATE, [body[: chance.randrange(len(body))], name])


def _delete(db: sqlite3.Connection, name: str, chance: random.Random) -> None:
    db.execute("DELETE FROM bodies WHERE snapshot_id = ?", [name])


def _other_page(db: sqlite3.Connection, name: str, chance: random.Random) -> None:
    """A body that unpacks and is a page, only another one."""
    sql = "SELECT body FROM bodies WHERE codec = 'zlib' AND snapshot_id <> ? ORDER BY snapshot_id"
    bodies = db.execute(sql, [name]).fetchall()
    db.execute("UPDATE bodies SET codec = 'zlib' WHERE snapshot_id = ?", [name])
    db.execute(_UPDATE, [chance.choice(bodies)[0], name])


def _other_number(db: sqlite3.Connection, name: str, chance: random.Random) -> None:
    """The page itself with a single digit changed: nothing but its digest can tell."""
    page = bytearray(zlib.decompress(_body(db, name)))
    digits = [at for at, byte in enumerate(page) if chr(byte).isdigit()]
    at = chance.choice(digits)
    page[at] = ord("0") + (page[at] - ord("0") + chance.randint(1, 9)) % 10
    db.execute(_UPDATE, [zlib.compress(bytes(page), 6), name])


def _other_codec(db: sqlite3.Connection, name: str, chance: random.Random) -> None:
    db.execute("UPDATE bodies SET codec = 'none' WHERE snapshot_id = ?", [name])


WAYS: dict[str, Callable[[sqlite3.Connection, str, random.Random], None]] = {
    "flipped bit": _flip,
    "cut off": _cut,
    "deleted": _delete,
    "another page": _other_page,
    "another digit": _other_number,
    "another codec": _other_codec,
}


def _body(db: sqlite3.Connection, name: str) -> bytes:
    [(body,)] = db.execute("SELECT body FROM bodies WHERE snapshot_id = ?", [name]).fetchall()
    return bytes(body)


def damage(archive: Path, count: int, chance: random.Random) -> dict[str, str]:
    """Damage so many rows of packed bodies; returns the snapshots and what was done to them."""
    with closing(sqlite3.connect(snapshots_path(archive))) as db, db:
        sql = "SELECT snapshot_id FROM bodies WHERE codec = 'zlib' ORDER BY snapshot_id"
        names = [name for (name,) in db.execute(sql)]
        # One page at least stays whole, to be taken for others.
        chosen = chance.sample(names, min(count, len(names) - 1))
        done = {name: chance.choice(sorted(WAYS)) for name in chosen}
        for name, way in done.items():
            WAYS[way](db, name, chance)
    return done
