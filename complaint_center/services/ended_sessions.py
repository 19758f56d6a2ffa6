"""Signing out on the server: a cookie that somebody copied before is worth nothing afterwards."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from complaint_center.extensions import db
from complaint_center.models.account import EndedSession
from complaint_center.models.staff import StaffMember


def find_signed_in(uniquifier: str, session_number: str) -> StaffMember | None:
    """Whose session it is; None once it was ended here or everywhere, or the account is closed."""
    is_ended = sa.exists().where(EndedSession.number == session_number)
    mine = (StaffMember.fs_uniquifier == uniquifier, StaffMember.active)
    return db.session.scalar(sa.select(StaffMember).where(*mine, sa.not_(is_ended)))


def end_session(session_number: str, expires_at: datetime) -> None:
    """The session is over from now on. `expires_at` is when it would have ended anyway."""
    if db.session.get(EndedSession, session_number) is None:
        db.session.add(EndedSession(number=session_number, expires_at=expires_at))
    db.session.commit()


def forget_ended_sessions(now: datetime) -> int:
    """Delete those that would have ended by themselves meanwhile; returns how many."""
    over = sa.delete(EndedSession).where(EndedSession.expires_at <= now).returning(EndedSession.number)
    forgotten = len(db.session.scalars(over).all())
    db.session.commit()
    return forgotten
