"""Queueing messages: a row in the transaction of the event that caused it, sent later by `delivery`.

A text says nothing that may not be read on a shared telephone; `domain.messages` has every word.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from complaint_center.domain.access import Directory, Person, Role
from complaint_center.domain.messages import MessageKind
from complaint_center.domain.office import Office
from complaint_center.domain.phones import parse_phone
from complaint_center.extensions import db
from complaint_center.models.calls import CallTask
from complaint_center.models.case import Case
from complaint_center.models.outbox import Medium, MessageState, OutboxMessage
from complaint_center.models.staff import StaffMember

NO_ADDRESS = "no_address"


def tell_complainant(case: Case, kind: MessageKind, office: Office, now: datetime, occasion: str = "1") -> None:
    """Text the complainant, or have a clerk call one who cannot be texted. Who did not ask is not told.

    `occasion` tells two events of one kind apart, so that each is told once.
    """
    complainant = case.complainant
    if not complainant.wants_updates:
        return
    key = f"case:{case.id}:{kind}:{occasion}"
    if complainant.can_be_texted:
        _queue(key, kind, Medium.SMS, office, now, case=case)
    else:
        _ask_for_call(key, kind, case.id, now)


def call_instead(message: OutboxMessage, now: datetime) -> None:
    """Turn a text to a complainant that cannot be delivered into a clerk's call."""
    if message.case_id is not None:
        _ask_for_call(message.unique_key, message.kind, message.case_id, now)


def alert(
    person: Person,
    kind: MessageKind,
    office: Office,
    now: datetime,
    key: str,
    case: Case | None = None,
    params: Mapping[str, Any] | None = None,
) -> None:
    """Tell a member of staff by text and by e-mail, whichever of them they have."""
    member = db.session.get_one(StaffMember, person.id)
    media = _media_of(member)
    for medium in media:
        _queue(f"{key}:{person.id}:{medium}", kind, medium, office, now, case, member, params)
    if not media:
        message = _queue(f"{key}:{person.id}:none", kind, Medium.MAIL, office, now, case, member, params)
        if message:
            _refuse(message, now)


def mail(person: Person, kind: MessageKind, office: Office, now: datetime, key: str, params: Mapping[str, Any]) -> None:
    """Tell a member of staff by e-mail only; nothing where they have none."""
    member = db.session.get_one(StaffMember, person.id)
    if member.email:
        _queue(f"{key}:{person.id}", kind, Medium.MAIL, office, now, None, member, params)


def alert_administrators(
    kind: MessageKind, office: Office, now: datetime, key: str, directory: Directory, case: Case
) -> None:
    """Tell every administrator the register number, and no more, of a case that nobody is left to command.

    An administrator whom the case accuses is told no more of it than anybody else who is barred.
    """
    barred = case.conflicts.barred(directory)
    for person in directory.active_with(Role.ADMIN):
        if person.id not in barred:
            alert(person, kind, office, now, key, case)


def when_allowed(medium: Medium, at: datetime, office: Office) -> datetime:
    """`at`, or the opening of the texting window after it; e-mail never waits."""
    return office.sms_window.next_open(at) if medium is Medium.SMS else at


def _ask_for_call(key: str, kind: MessageKind, case_id: int, now: datetime) -> None:
    if not db.session.scalar(sa.select(sa.exists().where(CallTask.unique_key == key))):
        db.session.add(CallTask(unique_key=key, kind=kind, case_id=case_id, created_at=now))


def _queue(
    key: str,
    kind: MessageKind,
    medium: Medium,
    office: Office,
    now: datetime,
    case: Case | None = None,
    staff: StaffMember | None = None,
    params: Mapping[str, Any] | None = None,
) -> OutboxMessage | None:
    if db.session.scalar(sa.select(sa.exists().where(OutboxMessage.unique_key == key))):
        return None
    message = OutboxMessage(
        unique_key=key,
        kind=kind,
        medium=medium,
        case_id=case.id if case else None,
        staff_id=staff.id if staff else None,
        params=dict(params or {}),
        created_at=now,
        next_attempt_at=when_allowed(medium, now, office),
        state=MessageState.QUEUED,
    )
    db.session.add(message)
    return message


def _refuse(message: OutboxMessage, now: datetime) -> None:
    # Nobody can be reached where no address is known, and that must be seen rather than forgotten.
    message.state = MessageState.FAILED
    message.error_code = NO_ADDRESS
    message.next_attempt_at = None
    message.settled_at = now


def _media_of(member: StaffMember) -> list[Medium]:
    media = [Medium.MAIL] if member.email else []
    if member.phone and parse_phone(member.phone).is_mobile:
        media.insert(0, Medium.SMS)
    return media
