"""The anonymous voice of the staff (measure 7): anybody speaks about the executives, the municipal clerk alone reads.

Who speaks is not even told to this module. Nothing is journalled when somebody does: the journal keeps actor and second
of every act, and one row without them would still stand between two others that have both.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from complaint_center.domain.access import Permission, Person
from complaint_center.domain.errors import REASON_LENGTH, InvalidInput, NotAllowed, NotVisible, Problem, require_reason
from complaint_center.domain.fiscal_years import Month
from complaint_center.extensions import db
from complaint_center.models.staff_voice import StaffVoice
from complaint_center.models.types import LARGEST_ID
from complaint_center.services import journal

MOST_A_MONTH = 200
"""Voices of the whole town hall: whoever floods is stopped without counting who comes how often."""


@dataclass(frozen=True)
class VoiceMonth:
    """How many spoke in a month, and how many of them have still to be read."""

    month: Month
    voices: int
    unread: int


def speak(text: str, now: datetime) -> None:
    """Keep what somebody of the staff says. InvalidInput for nothing, too much, or a month that is full."""
    text, month = require_reason(text, "text"), str(Month.of(now))
    if _count(StaffVoice.month == month) >= MOST_A_MONTH:
        raise InvalidInput("text", Problem.TOO_MANY_VOICES)
    db.session.add(StaffVoice(id=secrets.randbelow(LARGEST_ID) + 1, month=month, text=text))
    db.session.commit()


def list_months(actor: Person) -> Sequence[VoiceMonth]:
    """The months in which somebody spoke, the latest first. NotAllowed for whoever is not the municipal clerk."""
    _require_reader(actor)
    unread = sa.func.count().filter(StaffVoice.read_at.is_(None))
    query = sa.select(StaffVoice.month, sa.func.count(), unread).group_by(StaffVoice.month)
    rows = db.session.execute(query.order_by(StaffVoice.month.desc()))
    return [VoiceMonth(Month.parse(month), voices, waiting) for month, voices, waiting in rows]


def list_voices(actor: Person, month: Month) -> Sequence[StaffVoice]:
    """All of a month, those that nobody has read first, else in an order that means nothing."""
    _require_reader(actor)
    query = sa.select(StaffVoice).where(StaffVoice.month == str(month))
    return db.session.scalars(query.order_by(StaffVoice.read_at.is_not(None), StaffVoice.id)).all()


def count_unread(actor: Person) -> int:
    _require_reader(actor)
    return _count(StaffVoice.read_at.is_(None))


def find_voice(actor: Person, voice_id: int) -> StaffVoice:
    """NotVisible where there is none."""
    _require_reader(actor)
    voice = db.session.get(StaffVoice, voice_id)
    if voice is None:
        raise NotVisible
    return voice


def note_voice(actor: Person, voice_id: int, note: str, now: datetime) -> None:
    """It has been read; `note` is what was done about it, may be empty, and takes the place of an earlier one."""
    _require_reader(actor)
    voice = db.session.get(StaffVoice, voice_id, with_for_update=True)
    if voice is None:
        raise NotVisible
    note = note.strip()
    if len(note) > REASON_LENGTH:
        raise InvalidInput("note", Problem.TOO_LONG)
    voice.note = note
    voice.read_at = voice.read_at or now
    # The month and no number: nothing in the journal leads to one voice.
    journal.record("staff_voice_read", actor=actor, at=now, detail={"month": voice.month})
    journal.commit()


def _count(condition: sa.ColumnElement[bool]) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(StaffVoice).where(condition)) or 0


def _require_reader(actor: Person) -> None:
    if not actor.may(Permission.READ_VOICES):
        raise NotAllowed
