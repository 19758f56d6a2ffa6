"""Following up with a tracking code, and a new code for a complainant who lost theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from complaint_center.domain.access import Permission, Person
from complaint_center.domain.errors import NotAllowed, require_reason
from complaint_center.domain.references import (
    normalise_tracking_code,
    random_tracking_code,
)
from complaint_center.domain.status import CaseStatus, CoarseState
from complaint_center.extensions import db, keyring
from complaint_center.models.case import Case
from complaint_center.services import journal
from complaint_center.services.case_queries import find_coarse, lock_by_id, require_kept
from complaint_center.services.directory import load_directory
from complaint_center.services.moves import finding_deadline


@dataclass(frozen=True)
class FollowUp:
    """What a tracking code shows: never the accused, the opinion or the order."""

    register_number: str
    state: CoarseState
    received_at: datetime
    due_at: datetime | None
    changed_at: datetime
    awaits_information: bool


def follow_up(code: str) -> FollowUp | None:
    """The coarse state for a code; None alike for a code that is malformed, nearly right or dead."""
    try:
        digits = normalise_tracking_code(code)
    except ValueError:
        return None
    query = sa.select(Case).where(Case.tracking_code_hash == keyring.hash_tracking_code(digits))
    case = db.session.execute(query).scalar_one_or_none()
    return _follow_up(case) if case else None


def reissue_code(actor: Person, register_number: str, reason: str, now: datetime) -> str:
    """Give a new tracking code at the counter; the old one is dead at once. Reason required."""
    if not actor.may(Permission.LOG_COMPLAINTS):
        raise NotAllowed
    case = lock_by_id(find_coarse(register_number, actor, load_directory()).id)
    require_kept(case)
    reason = require_reason(reason)
    code = random_tracking_code()
    case.tracking_code_hash = keyring.hash_tracking_code(code)
    journal.record("tracking_code_reissued", actor=actor, at=now, case=case, reason=reason)
    journal.commit()
    return code


def _follow_up(case: Case) -> FollowUp:
    deadline = finding_deadline(case)
    return FollowUp(
        register_number=case.register_number,
        state=case.coarse_state,
        received_at=case.received_at,
        due_at=deadline.due_at if deadline else None,
        changed_at=case.status_changed_at,
        awaits_information=case.status is CaseStatus.INFO_REQUESTED,
    )
