"""Where rate limits count: in the database, so that ten web processes allow no more than one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from limits.storage import Storage
from sqlalchemy.dialects import postgresql, sqlite

from complaint_center import clock
from complaint_center.extensions import db, keyring
from complaint_center.models.rate import RateCount


class DatabaseStorage(Storage):
    """Counters with an end, one upsert each. Counts stand in the request's own session and are committed at once."""

    STORAGE_SCHEME = ["database"]  # noqa: RUF012  # the base class reads a list
    base_exceptions = sa.exc.SQLAlchemyError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Add to the counter, which begins anew once it has expired; `expiry` in seconds."""
        now = clock.now()
        is_over = RateCount.expires_at <= now
        insert = self._insert().values(key=_digest(key), count=amount, expires_at=now + timedelta(seconds=expiry))
        upsert = insert.on_conflict_do_update(
            index_elements=[RateCount.key],
            set_={
                "count": sa.case((is_over, amount), else_=RateCount.count + amount),
                "expires_at": sa.case((is_over, insert.excluded.expires_at), else_=RateCount.expires_at),
            },
        )
        count: int = db.session.execute(upsert.returning(RateCount.count)).scalar_one()
        db.session.commit()
        return count

    def get(self, key: str) -> int:
        """The count; 0 when there is none or it has expired."""
        query = sa.select(RateCount.count).where(RateCount.key == _digest(key), RateCount.expires_at > clock.now())
        return db.session.scalar(query) or 0

    def get_expiry(self, key: str) -> float:
        """When the counter ends, in seconds of the epoch; now when there is none."""
        expires_at = db.session.scalar(sa.select(RateCount.expires_at).where(RateCount.key == _digest(key)))
        return (expires_at or clock.now()).timestamp()

    def check(self) -> bool:
        return db.session.scalar(sa.select(1)) == 1

    def reset(self) -> int | None:
        cleared = len(db.session.scalars(sa.delete(RateCount).returning(RateCount.key)).all())
        db.session.commit()
        return cleared

    def clear(self, key: str) -> None:
        db.session.execute(sa.delete(RateCount).where(RateCount.key == _digest(key)))
        db.session.commit()

    def _insert(self) -> Any:
        # The two have the same statement and two names for it.
        dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
        return dialect.insert(RateCount)


def forget_expired() -> int:
    """Delete the counters that have ended; returns how many."""
    over = sa.delete(RateCount).where(RateCount.expires_at <= clock.now()).returning(RateCount.key)
    forgotten = len(db.session.scalars(over).all())
    db.session.commit()
    return forgotten


def _digest(key: str) -> str:
    return keyring.blind_index("rate", key)
