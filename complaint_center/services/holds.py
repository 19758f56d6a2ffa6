"""Legal holds: a case that a court, an inquiry or an audit still needs is not destroyed, however old."""

from __future__ import annotations

from datetime import datetime

from complaint_center.domain.access import Person
from complaint_center.domain.errors import AlreadyDecided, require_reason
from complaint_center.models.retention import LegalHold
from complaint_center.services import journal
from complaint_center.services.disposal import leave_batch
from complaint_center.services.holding import lock_commanded


def set_hold(actor: Person, register_number: str, reason: str, now: datetime) -> None:
    """Forbid that anything of the case be destroyed; it leaves the batch that it may be in. Reason required."""
    _, case = lock_commanded(actor, register_number)
    reason = require_reason(reason)
    if case.hold is not None:
        raise AlreadyDecided(case.status)
    case.hold = LegalHold(by_id=actor.id, at=now)
    journal.record("legal_hold_set", actor=actor, at=now, case=case, reason=reason)
    leave_batch(case, now)
    journal.commit()


def lift_hold(actor: Person, register_number: str, reason: str, now: datetime) -> None:
    """Let the case go its way again; past its term it can be proposed anew. Reason required."""
    _, case = lock_commanded(actor, register_number)
    reason = require_reason(reason)
    if case.hold is None:
        raise AlreadyDecided(case.status)
    case.hold = None
    journal.record("legal_hold_lifted", actor=actor, at=now, case=case, reason=reason)
    journal.commit()
