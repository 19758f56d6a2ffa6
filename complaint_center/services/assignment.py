"""Giving a case to an officer, taking it back, and the declarations of interest that go with it."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import sqlalchemy as sa

from complaint_center.domain.access import Directory, Permission, Person, Role
from complaint_center.domain.assignment import (
    Choice,
    Workload,
    choose_officer,
    eligible_officers,
    not_directly_below,
)
from complaint_center.domain.errors import (
    InvalidInput,
    NotAsShown,
    Problem,
    require_reason,
)
from complaint_center.domain.hierarchy import ChainOfCommand
from complaint_center.domain.messages import MessageKind
from complaint_center.domain.office import Office
from complaint_center.domain.status import OPEN, Act, CaseStatus
from complaint_center.extensions import db
from complaint_center.models.absence import Absence
from complaint_center.models.assignment import Assignment
from complaint_center.models.case import Case
from complaint_center.models.interest import InterestDeclaration
from complaint_center.models.staff import StaffMember
from complaint_center.services import journal, outbox
from complaint_center.services.case_queries import lock_by_id, not_barred
from complaint_center.services.directory import load_directory
from complaint_center.services.holding import has_declared, lock_commanded, lock_held
from complaint_center.services.moves import move_case
from complaint_center.services.steps import safely


def reassign(office: Office, actor: Person, register_number: str, officer_id: int, reason: str, now: datetime) -> None:
    """A supervisor gives the case to another officer; the clock runs on. Reason required."""
    directory, case = lock_commanded(actor, register_number)
    reason = require_reason(reason)
    officer = directory.people.get(officer_id)
    if officer is None or officer.id not in {person.id for person in officers_for(case, directory)}:
        raise InvalidInput("officer", Problem.NOT_ELIGIBLE)
    give(case, officer.id, office, now, by=actor, reason=reason)
    journal.commit()


def parties_of(case: Case) -> str:
    """Whom a declaration of interest in the case is about, on one line: the accused, and the vendor."""
    accused = (" ".join(filter(None, (one.name, one.position, one.unit_name))) for one in case.accused)
    return " · ".join(filter(None, (*accused, case.procurement.vendor if case.procurement else "")))


def declare_no_interest(actor: Person, register_number: str, now: datetime, parties: str | None = None) -> None:
    """The officer declares no interest, which opens narrative and evidence of a corruption case to them.

    In a procurement case that is also to have no relation to the vendor. NotAsShown where the case names others by now
    than `parties`, whom the officer was shown.
    """
    _, case = lock_held(actor, register_number)
    if not has_declared(case, actor.id):
        if parties not in (None, parties_of(case)):
            raise NotAsShown
        vendor = case.procurement.vendor if case.procurement else ""
        case.declarations.append(InterestDeclaration(staff_id=actor.id, at=now, vendor=vendor))
        journal.record("no_interest_declared", actor=actor, at=now, case=case)
    journal.commit()


def retry_unassigned(office: Office, now: datetime) -> int:
    """Try again for every open case that nobody examines; returns how many found an officer. Safe to repeat."""
    directory = load_directory()
    return sum(
        safely(partial(_retry, case_id, directory, office, now), False, "case_not_assigned", case_id)
        for case_id in _ids_in_no_hands(directory)
    )


def assign(case: Case, office: Office, directory: Directory, now: datetime) -> None:
    """Give the case to whom the policy chooses; with nobody eligible it stays unassigned and that is told.

    For use inside another act's transaction.
    """
    choice = _choose(case, directory)
    if choice:
        give(case, choice.officer_id, office, now, choice=choice)
    else:
        _tell_unassigned(case, office, directory, now)


def hand_over(case: Case, office: Office, directory: Directory, now: datetime, absence: Absence | None = None) -> None:
    """Take the case from its officer and assign it anew. For use inside another act's transaction."""
    choice = _choose(case, directory)
    if choice:
        give(case, choice.officer_id, office, now, choice=choice, absence=absence)
        return
    take_back(case, office, now)
    _tell_unassigned(case, office, directory, now)


def take_back(case: Case, office: Office, now: datetime) -> None:
    """Leave the case without an officer. For use inside another act's transaction."""
    if case.officer_id is None:
        return
    move_case(case, Act.UNASSIGN, office, now)
    journal.record("unassigned", actor=None, at=now, case=case, detail={"from": case.officer_id})
    case.assignments.append(Assignment(at=now))
    case.officer_id = None


def give(
    case: Case,
    officer_id: int,
    office: Office,
    now: datetime,
    by: Person | None = None,
    reason: str = "",
    choice: Choice | None = None,
    absence: Absence | None = None,
) -> None:
    """Put the case in an officer's hands, for the time of somebody's absence or for good. Within another act."""
    move_case(case, Act.ASSIGN, office, now)
    previous, case.officer_id = case.officer_id, officer_id
    case.refer_outside = False
    detail = choice.as_detail() if choice else None
    assignment = Assignment(officer_id=officer_id, by_id=by.id if by else None, at=now, reason=reason, choice=detail)
    assignment.absence_id = absence.id if absence else None
    case.assignments.append(assignment)
    journal.record(
        "assigned",
        actor=by,
        at=now,
        case=case,
        reason=reason,
        detail={
            "to": officer_id,
            "from": previous,
            **(detail or {}),
            **({"away": absence.staff_id} if absence else {}),
        },
    )
    db.session.flush()
    officer = db.session.get_one(StaffMember, officer_id)
    outbox.alert(officer.person(), MessageKind.ASSIGNED, office, now, f"assignment:{assignment.id}", case)


def officers_for(case: Case, directory: Directory) -> list[Person]:
    """Officers who may be given the case, whoever has it now left out."""
    barred = case.conflicts.barred(directory)
    officers = eligible_officers(directory, case.category, barred)
    return [officer for officer in officers if officer.id != case.officer_id]


def _choose(case: Case, directory: Directory) -> Choice | None:
    candidates = not_directly_below(officers_for(case, directory), case.conflicts.accused_ids(directory))
    return choose_officer(candidates, _workloads([person.id for person in candidates]))


def _workloads(officer_ids: list[int]) -> dict[int, Workload]:
    counted = (
        sa.select(Case.officer_id, sa.func.count())
        .where(Case.officer_id.in_(officer_ids), Case.status.in_(sorted(_WORKED_ON)))
        .group_by(Case.officer_id)
    )
    latest = (
        sa.select(Assignment.officer_id, sa.func.max(Assignment.at))
        .where(Assignment.officer_id.in_(officer_ids))
        .group_by(Assignment.officer_id)
    )
    open_cases = dict(db.session.execute(counted).all())
    last_assigned = dict(db.session.execute(latest).all())
    return {
        officer_id: Workload(open_cases.get(officer_id, 0), last_assigned.get(officer_id)) for officer_id in officer_ids
    }


_WORKED_ON = OPEN - {CaseStatus.AWAITING_ORDER, CaseStatus.INVESTIGATING}
"""States in which a finding is still to be submitted."""


def _retry(case_id: int, directory: Directory, office: Office, now: datetime) -> bool:
    case = lock_by_id(case_id)
    before = case.officer_id
    # Most cases wait on: the staff of the pass's beginning tells so. Who is chosen is decided on today's staff.
    if _needs_hands(case, directory) and _needs_hands(case, today := load_directory()):
        hand_over(case, office, today, now)
    found = case.officer_id not in (None, before)
    journal.commit()
    return found


def _needs_hands(case: Case, directory: Directory) -> bool:
    """Whether an officer is missing and one can be found, or what was told about there being none has changed."""
    holder, barred = directory.people.get(case.officer_id or 0), case.conflicts.barred(directory)
    if not case.status.is_open or (holder and _is_at_work(holder, directory) and holder.id not in barred):
        return False
    flag_is_wrong = case.refer_outside == _anyone_free(directory, barred)
    return holder is not None or flag_is_wrong or bool(officers_for(case, directory))


def _examines(person: Person) -> bool:
    return person.is_active and person.may(Permission.EXAMINE)


def _is_at_work(person: Person, directory: Directory) -> bool:
    return _examines(person) and directory.is_present(person.id)


def _ids_in_no_hands(directory: Directory) -> list[int]:
    """Cases without an officer, or whose officer left, is away, examines no more, or was moved into an accused unit."""
    unfit = [person.id for person in directory.people.values() if not _is_at_work(person, directory)]
    barred = [
        sa.and_(Case.officer_id == person.id, sa.not_(not_barred(person, directory)))
        for person in directory.active_with(Role.OFFICER)
    ]
    query = sa.select(Case.id).where(
        Case.status.in_(sorted(OPEN - {CaseStatus.AWAITING_ORDER})),
        sa.or_(Case.officer_id.is_(None), Case.officer_id.in_(unfit), *barred),
    )
    return list(db.session.scalars(query.order_by(Case.id)))


def _tell_unassigned(case: Case, office: Office, directory: Directory, now: datetime) -> None:
    barred = case.conflicts.barred(directory)
    journal.record("nobody_eligible", actor=None, at=now, case=case)
    case.refer_outside = not _anyone_free(directory, barred)
    kind = MessageKind.REFER_OUTSIDE if case.refer_outside else MessageKind.UNASSIGNED
    key = f"case:{case.id}:{kind}:{len(case.assignments)}"
    supervisor = ChainOfCommand(directory, None, barred).supervisor()
    if supervisor:
        outbox.alert(supervisor, kind, office, now, key, case)
    else:
        outbox.alert_administrators(MessageKind.NOBODY_LEFT, office, now, key, directory, case)


def _anyone_free(directory: Directory, barred: frozenset[int]) -> bool:
    """Whether any officer or commander is left whom no conflict bars."""
    return any(
        person.id not in barred and (_examines(person) or (person.is_active and person.commands))
        for person in directory.people.values()
    )
