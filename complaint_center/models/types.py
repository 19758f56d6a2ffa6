"""Column types that keep the house rules: aware UTC times, enum values, encrypted text."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator

from complaint_center.extensions import keyring

LARGEST_ID = 2**31 - 1
"""The largest number that a row can have; the databases refuse to be asked for a larger one."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant. SQLite keeps no zone, so it is written as UTC and read back as UTC."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without its zone")
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Encrypted(TypeDecorator[str]):
    """Text that only the holder of a vault key can read. Empty text is stored as NULL, for it hides nothing."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:
        return keyring.encrypt(value) if value else None

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> str:
        return keyring.decrypt(value) if value else ""


class EncryptedUndated(Encrypted):
    """The same, and nobody who has the database can tell when it was written."""

    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: sa.Dialect) -> str | None:
        return keyring.encrypt_undated(value) if value else None


def enum_by_value(enum: type[StrEnum], length: int = 40) -> sa.Enum:
    """The member's value in a plain text column: a member can be renamed without touching rows."""
    return sa.Enum(
        enum,
        native_enum=False,
        create_constraint=False,
        length=length,
        values_callable=lambda members: [member.value for member in members],
    )
