"""Moving a case: its status by the table, and the deadlines that the move meets, ends and opens."""

from __future__ import annotations

from datetime import datetime

from complaint_center.domain.calendar import next_bangkok_midnight
from complaint_center.domain.deadlines import DeadlineKind, due_at
from complaint_center.domain.office import Office
from complaint_center.domain.status import Act
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.deadline import Deadline


def move_case(case: Case, act: Act, office: Office, now: datetime, ordered: datetime | None = None) -> None:
    """Make a move and keep the deadlines in step. `ordered` is the date that an order set.

    ForbiddenMove where the table has no such move.
    """
    made = case.make_move(act, now)
    for deadline in running_deadlines(case):
        if deadline.kind in made.meets:
            meet(deadline, case, now)
        elif not case.status.is_open:
            end(deadline, case.status, now)
    if made.opens:
        open_deadline(case, made.opens, office, now, ordered)


def open_deadline(
    case: Case, kind: DeadlineKind, office: Office, started_at: datetime, ordered: datetime | None = None
) -> None:
    """Begin a deadline. A suggestion has none, and neither has an order without a date."""
    due = due_at(kind, started_at, ordered)
    if due is None or not case.category.has_finding_deadline:
        return
    case.deadlines.append(
        Deadline(
            kind=kind,
            started_at=started_at,
            due_at=due,
            next_rung_at=office.ladder.first_rung_at(started_at, due),
        )
    )
    # The index that allows one running deadline of a kind must see the old one closed first.
    db.session.flush()


def running_deadlines(case: Case) -> list[Deadline]:
    return [deadline for deadline in case.deadlines if deadline.is_running]


def finding_deadline(case: Case) -> Deadline | None:
    """The seven days, running or over; None for a suggestion."""
    if not case.category.has_finding_deadline:
        return None
    return next((d for d in case.deadlines if d.kind is DeadlineKind.FINDING), None)


def meet(deadline: Deadline, case: Case, now: datetime) -> None:
    """What was owed has been done. For use inside another act's transaction."""
    deadline.met_at = now
    deadline.next_rung_at = None
    if deadline.kind is DeadlineKind.FINDING:
        # The last lawful day counts whole, so lateness begins at the next midnight.
        case.is_late = now >= next_bangkok_midnight(deadline.due_at)


def end(deadline: Deadline, because: str, now: datetime) -> None:
    """The case has ended, or become a suggestion, before what was owed was done. Inside another act's transaction."""
    deadline.ended_by, deadline.ended_at = because, now
    deadline.next_rung_at = None
