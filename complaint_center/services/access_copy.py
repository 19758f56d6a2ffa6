"""What is kept about a complainant, copied out for them (Personal Data Protection Act B.E. 2562, s. 30).

It holds what they are known by, what they told, and what was asked of and sent to them. Whom others named, findings,
orders and what staff wrote to each other is not theirs to be given (the same section, and the Official Information
Act B.E. 2540, s. 15).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from complaint_center.domain.access import Person
from complaint_center.domain.calls import CallOutcome
from complaint_center.domain.errors import require_reason
from complaint_center.extensions import db
from complaint_center.models.accused import Accused
from complaint_center.models.calls import Call, CallTask
from complaint_center.models.case import Case
from complaint_center.models.outbox import OutboxMessage
from complaint_center.services import journal
from complaint_center.services.case_queries import lock_case
from complaint_center.services.directory import load_directory
from complaint_center.services.identity import Identity, identity_of, require_revealer
from complaint_center.services.retention import load_terms


@dataclass(frozen=True)
class AccessCopy:
    """Lives in one page and nowhere else. `kept_until` None: the case has not ended, so its term has not begun."""

    identity: Identity
    accused: Sequence[Accused]
    messages: Sequence[OutboxMessage]
    told: Sequence[CallTask]
    kept_until: datetime | None


def print_access_copy(actor: Person, register_number: str, reason: str, now: datetime) -> AccessCopy:
    """The copy, once the reason is in the journal; it reveals the identity, and to the same people."""
    case = lock_case(register_number, actor, load_directory())
    require_revealer(actor, case)
    reason = require_reason(reason)
    journal.record("identity_revealed", actor=actor, at=now, case=case, reason=reason, detail={"for": "access"})
    copy = AccessCopy(
        identity=identity_of(case.complainant),
        accused=[accused for accused in case.accused if accused.told_by_complainant],
        messages=_messages(case),
        told=_told(case),
        kept_until=_kept_until(case),
    )
    journal.commit()
    return copy


def _messages(case: Case) -> Sequence[OutboxMessage]:
    to_complainant = (OutboxMessage.case_id == case.id, OutboxMessage.staff_id.is_(None))
    return db.session.scalars(sa.select(OutboxMessage).where(*to_complainant).order_by(OutboxMessage.id)).all()


def _told(case: Case) -> Sequence[CallTask]:
    """What was told by telephone, and nothing that a call did not reach them with."""
    told = sa.select(CallTask).join(CallTask.call).where(CallTask.case_id == case.id, Call.outcome == CallOutcome.TOLD)
    return db.session.scalars(told.order_by(CallTask.id)).all()


def _kept_until(case: Case) -> datetime | None:
    if case.status.is_open or case.hold is not None:
        return None
    return load_terms().last_day(case.category, case.status_changed_at)
