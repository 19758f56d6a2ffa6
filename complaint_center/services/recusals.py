"""Stepping back from a case because of an interest of one's own (Administrative Procedure Act B.E. 2539, s. 13)."""

from __future__ import annotations

from datetime import datetime

from complaint_center.domain.access import Person
from complaint_center.domain.conflict_register import told_of
from complaint_center.domain.errors import AlreadyDecided, require_reason
from complaint_center.domain.office import Office
from complaint_center.domain.status import Act, CaseStatus, move
from complaint_center.models.case import Case
from complaint_center.models.interest import Recusal
from complaint_center.services import journal
from complaint_center.services.assignment import hand_over
from complaint_center.services.case_queries import lock_case
from complaint_center.services.directory import load_directory
from complaint_center.services.findings import tell_that_order_is_due
from complaint_center.services.holding import require_command, require_holder


def step_back(office: Office, actor: Person, register_number: str, reason: str, now: datetime) -> None:
    """Whoever holds or commands an open case steps back with a reason, and is barred from it from then on.

    One that was held is reassigned at once; where an order is awaited, the next superior is told, or the administrators
    where nobody is left.
    """
    directory = load_directory()
    case = lock_case(register_number, actor, directory)
    require_recusable(actor, case)
    reason = require_reason(reason)
    case.recusals.append(Recusal(staff_id=actor.id, at=now))
    waits = case.status is CaseStatus.AWAITING_ORDER
    passed_over = tell_that_order_is_due(case, office, directory, now) if waits else []
    journal.record("stepped_back", actor=actor, at=now, case=case, reason=reason, detail=told_of(passed_over))
    if case.officer_id == actor.id:
        hand_over(case, office, directory, now)
    journal.commit()


def require_recusable(actor: Person, case: Case) -> None:
    """NotAllowed unless the actor holds or commands the case; ForbiddenMove or AlreadyDecided once it has ended."""
    if case.officer_id == actor.id:
        require_holder(actor, case)
        move(case.status, Act.ASSIGN)
        return
    require_command(actor, case)
    if not case.status.is_open:
        raise AlreadyDecided(case.status)
