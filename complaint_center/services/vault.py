"""The vault's keys: every encrypted field is brought under the newest one, so that an older key can be thrown away.

Nothing tells how far an earlier pass came but the fields themselves: one that was cut off is simply run again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from cryptography.fernet import InvalidToken

from complaint_center.extensions import db, keyring
from complaint_center.models.types import Encrypted
from complaint_center.services import journal

BATCH = 200
"""Rows of one transaction: short enough that nobody waits for it."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Rotation:
    """Fields brought under the newest key, and fields that none of the keys opens."""

    rotated: int = 0
    unreadable: int = 0

    def __add__(self, other: Rotation) -> Rotation:
        return Rotation(self.rotated + other.rotated, self.unreadable + other.unreadable)


def rotate(now: datetime, progress: Progress) -> Rotation:
    """Encrypt every field anew that is not under the newest key; told are rows done and rows in all (decision 7)."""
    tables = _encrypted_columns()
    total = sum(db.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0 for table in tables)
    found, done = Rotation(), 0
    for table, columns in tables.items():
        last: int | None = 0
        while last is not None:
            counted, seen, last = _rotate_batch(table, columns, last)
            found, done = found + counted, done + seen
            progress(done, total)
    journal.record("keys_rotated", actor=None, at=now, detail={"fields": found.rotated})
    journal.commit()
    return found


def _encrypted_columns() -> Mapping[sa.Table, list[sa.Column[str]]]:
    found = {
        table: [column for column in table.columns if isinstance(column.type, Encrypted)]
        for table in db.metadata.sorted_tables
    }
    return {table: columns for table, columns in found.items() if columns}


def _rotate_batch(table: sa.Table, columns: list[sa.Column[str]], after: int) -> tuple[Rotation, int, int | None]:
    """Counts, the number of rows looked at, and the last one's key; None behind the last row of the table."""
    (key,) = table.primary_key.columns
    written = [sa.type_coerce(column, sa.Text).label(column.name) for column in columns]
    query = sa.select(key, *written).where(key > after).order_by(key).limit(BATCH).with_for_update()
    rows = db.session.execute(query).all()
    found = Rotation()
    for row in rows:
        renewed, counted = _renew({column: row._mapping[column.name] for column in columns})
        if renewed:
            db.session.execute(sa.update(table).where(key == row[0]).values(renewed))
        found += counted
    db.session.commit()
    return found, len(rows), rows[-1][0] if rows else None


def _renew(tokens: Mapping[sa.Column[str], str | None]) -> tuple[dict[sa.Column[str], sa.BindParameter[str]], Rotation]:
    renewed: dict[sa.Column[str], sa.BindParameter[str]] = {}
    unreadable = 0
    for column, token in tokens.items():
        if token is None or keyring.is_newest(token):
            continue
        try:
            # Text, for the column's own type would encrypt the token once more.
            renewed[column] = sa.literal(keyring.renew(token), sa.Text)
        except InvalidToken:
            unreadable += 1
    return renewed, Rotation(len(renewed), unreadable)
