"""What a supervisor or the officer may correct on a case, with a reason: its category, its time of receipt."""

from __future__ import annotations

from datetime import datetime, timedelta

from complaint_center.domain.access import Directory, Person
from complaint_center.domain.categories import Category
from complaint_center.domain.deadlines import (
    BECAME_SUGGESTION,
    FINDING_DAYS,
    DeadlineKind,
)
from complaint_center.domain.errors import InvalidInput, NotAllowed, Problem, require_reason
from complaint_center.domain.intake import check_receipt
from complaint_center.domain.office import Office
from complaint_center.domain.status import CaseStatus
from complaint_center.models.case import Case
from complaint_center.models.deadline import Deadline
from complaint_center.services import journal
from complaint_center.services.assignment import (
    hand_over,
)
from complaint_center.services.barred_superiors import note_barred_superiors
from complaint_center.services.case_queries import lock_case
from complaint_center.services.directory import load_directory
from complaint_center.services.holding import lock_commanded, may_read_narrative, require_command
from complaint_center.services.moves import (
    end,
    finding_deadline,
    meet,
    open_deadline,
    running_deadlines,
)
from complaint_center.services.notices import owe_notice, reckon_first_notice
from complaint_center.services.suggestion_publication import take_down

SUBMISSIONS = frozenset({DeadlineKind.FINDING, DeadlineKind.RESUBMISSION, DeadlineKind.ACTION})
"""Deadlines that a submission meets."""


def correct_received_at(
    office: Office, actor: Person, register_number: str, received_at: datetime, reason: str, now: datetime
) -> None:
    """A supervisor corrects the time of receipt; the seven days follow it, and what was sent stays sent.

    Whoever was barred by belonging to a unit at any of the times stays barred.
    """
    directory, case = lock_commanded(actor, register_number)
    reason = require_reason(reason)
    check_receipt("received_at", received_at, now)
    if received_at > case.registered_at:
        # Nothing is entered in the register before it has come; a later receipt would wipe out what was due.
        raise InvalidInput("received_at", Problem.AFTER_REGISTRATION)
    journal.record(
        "received_at_corrected",
        actor=actor,
        at=now,
        case=case,
        reason=reason,
        detail={"from": case.received_at.isoformat(), "to": received_at.isoformat()},
    )
    barred_before = case.conflicts.barred(directory)
    case.earliest_received_at = min(received_at, case.conflicts.received_at)
    case.received_at = received_at
    note_barred_superiors(case, barred_before, actor, reason, directory, now)
    if case.category.has_finding_deadline:
        _reckon_finding(case, office)
        reckon_first_notice(case, office)
    journal.commit()


def recategorise(
    office: Office, actor: Person, register_number: str, category: Category, reason: str, now: datetime
) -> None:
    """Change the category, with a reason. Into or out of suggestions is a supervisor's act, for it sets the clock.

    An officer who does not handle the new category, or is barred by it, loses the case at once. Who is kept out of
    procurement cases stays kept out of one that was thought to be one. A published suggestion comes off the page, and
    is published anew if it becomes one again.
    """
    directory = load_directory()
    case = lock_case(register_number, actor, directory)
    reason = require_reason(reason)
    crosses = category.has_finding_deadline != case.category.has_finding_deadline
    if crosses or case.officer_id != actor.id:
        require_command(actor, case)
    elif not may_read_narrative(actor, case):
        raise NotAllowed
    journal.record(
        "category_changed",
        actor=actor,
        at=now,
        case=case,
        reason=reason,
        detail={"from": case.category, "to": category},
    )
    barred_before = case.conflicts.barred(directory)
    case.was_procurement = case.was_procurement or case.category.is_procurement
    case.category = category
    note_barred_superiors(case, barred_before, actor, reason, directory, now)
    if crosses:
        _follow_category(case, office, now)
        take_down(case, actor, now)
    if case.status.is_open and not _may_keep(directory.people.get(case.officer_id or 0), case, directory):
        hand_over(case, office, directory, now)
    journal.commit()


def _follow_category(case: Case, office: Office, now: datetime) -> None:
    """A suggestion owes nothing; what leaves the suggestions owes its finding from receipt, and what it owed else."""
    if not case.category.has_finding_deadline:
        for deadline in running_deadlines(case):
            end(deadline, BECAME_SUGGESTION, now)
        return
    for deadline in case.deadlines:
        if deadline.ended_by == BECAME_SUGGESTION and _is_owed(deadline.kind, case):
            _resume(deadline, office)
    _reckon_finding(case, office)
    if case.status is CaseStatus.AWAITING_ORDER and not _runs(DeadlineKind.ORDER, case):
        open_deadline(case, DeadlineKind.ORDER, office, now)
    if _awaits_submission(case) and not any(deadline.kind in SUBMISSIONS for deadline in running_deadlines(case)):
        open_deadline(case, DeadlineKind.RESUBMISSION, office, now)
    owe_notice(case, office, case.received_at)


def _may_keep(holder: Person | None, case: Case, directory: Directory) -> bool:
    if holder is None:
        return True
    return case.category.group in holder.handles and holder.id not in case.conflicts.barred(directory)


def _is_owed(kind: DeadlineKind, case: Case) -> bool:
    """An order is owed on what awaits one, a notice on any open case, and all else on any other open one."""
    if kind is DeadlineKind.NOTICE:
        return case.status.is_open
    return case.status.is_open and (kind is DeadlineKind.ORDER) == (case.status is CaseStatus.AWAITING_ORDER)


def _awaits_submission(case: Case) -> bool:
    """Whether the officer owes a finding, the first one or that of a return or a reopening."""
    status = case.before_question if case.status is CaseStatus.INFO_REQUESTED else case.status
    return status in (CaseStatus.RECEIVED, CaseStatus.PRELIMINARY_CHECK, CaseStatus.RETURNED)


def _runs(kind: DeadlineKind, case: Case) -> bool:
    return any(deadline.kind is kind for deadline in running_deadlines(case))


def _resume(deadline: Deadline, office: Office) -> None:
    deadline.ended_by = deadline.ended_at = None
    deadline.next_rung_at = office.ladder.first_rung_at(deadline.started_at, deadline.due_at)


def _reckon_finding(case: Case, office: Office) -> None:
    """Reckon the seven days from the receipt anew. Rungs already recorded are not climbed again."""
    deadline = finding_deadline(case)
    if deadline is None:
        open_deadline(case, DeadlineKind.FINDING, office, case.received_at)
        deadline = case.deadlines[-1]
    deadline.started_at = case.received_at
    deadline.due_at = case.received_at + timedelta(days=FINDING_DAYS)
    if deadline.ended_by not in (None, BECAME_SUGGESTION):
        return
    _resume(deadline, office)
    submitted = [finding.submitted_at for finding in case.findings if finding.submitted_at]
    if submitted:
        meet(deadline, case, submitted[0])
    elif not case.status.is_open:
        end(deadline, case.status, case.status_changed_at)
