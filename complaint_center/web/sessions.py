"""Who is signed in, and for how long. The times stand in the signed session; the server keeps which ended early."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta

from flask import g, session
from flask_login import logout_user
from flask_security import login_user

from complaint_center.domain.sign_in import LONGEST, signed_in_until
from complaint_center.models.staff import StaffMember
from complaint_center.services.ended_sessions import end_session, find_signed_in

_NUMBER, _BEGAN, _SEEN, _TIMED_OUT = "session_number", "signed_in_at", "seen_at", "timed_out"
_TOKEN = "csrf_token"  # noqa: S105  # the name of a key
NOTE_EVERY = timedelta(minutes=1)
"""Two answers at once each bring a whole session, and the later one wins: so it is seldom written."""


def begin(member: StaffMember, now: datetime) -> None:
    """Sign the person in, in a session of their own.

    Whose time ran out keeps the token of their forms: a page that is still open somewhere can be sent.
    """
    if session.get(_TIMED_OUT) != member.id:
        session.clear()
        g.pop(_TOKEN, None)
    session.pop(_TIMED_OUT, None)
    go_on(member, now)


def go_on(member: StaffMember, now: datetime) -> None:
    """The person's session goes on in this browser, where all their sessions have just been ended."""
    login_user(member)
    session[_NUMBER] = secrets.token_hex(16)
    session[_BEGAN] = session[_SEEN] = _as_number(now)


def signed_in(uniquifier: str) -> StaffMember | None:
    """Whose session this is; nobody's where it was ended, or has no number by which it could have been."""
    return find_signed_in(uniquifier, session[_NUMBER]) if _NUMBER in session else None


def is_over(now: datetime) -> bool:
    """Whether the time of whoever is signed in has run out; a session without its times has no time left."""
    return now >= ends_at()


def ends_at() -> datetime:
    return signed_in_until(_instant(_BEGAN), _instant(_SEEN))


def note_activity(now: datetime, every: timedelta = NOTE_EVERY) -> None:
    """The person asked for something, so their time begins anew."""
    if _as_number(now) - session[_SEEN] >= every.total_seconds():
        session[_SEEN] = _as_number(now)


def time_out(member_id: int) -> None:
    """Sign the person out, here and for every copy of this session's cookie, and remember whose session it was."""
    _end_everywhere()
    logout_user()
    session[_TIMED_OUT] = member_id


def end() -> None:
    """Sign out, here and for every copy of this session's cookie, and leave nothing of it."""
    _end_everywhere()
    logout_user()
    session.clear()
    g.pop(_TOKEN, None)


def _end_everywhere() -> None:
    if _NUMBER in session:
        end_session(session[_NUMBER], _instant(_BEGAN) + LONGEST)


def _instant(key: str) -> datetime:
    return datetime.fromtimestamp(session.get(key, 0), UTC)


def _as_number(instant: datetime) -> int:
    return int(instant.timestamp())
