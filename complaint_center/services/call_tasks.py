"""Calls to complainants who asked to be told and cannot be texted. One call tells all that waits for one of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload

from complaint_center.domain.access import Directory, Permission, Person
from complaint_center.domain.calls import CallOutcome, CallReport
from complaint_center.domain.errors import AlreadyDecided, NotAllowed, NotVisible
from complaint_center.domain.messages import MessageKind
from complaint_center.domain.office import Office
from complaint_center.extensions import db
from complaint_center.models.calls import Call, CallTask
from complaint_center.models.case import Case
from complaint_center.services import journal
from complaint_center.services.case_queries import Condition, find_coarse, lock_by_id, not_barred
from complaint_center.services.directory import load_directory
from complaint_center.services.notices import note_delivered

PAGE = 50


@dataclass(frozen=True)
class Waiting:
    """All that one complainant is still to be told, oldest first, and the calls made since that told nothing."""

    case: Case
    tasks: Sequence[CallTask]
    calls: Sequence[Call]

    @property
    def has_number(self) -> bool:
        """Whether there is a number to call; otherwise the complainant calls or comes."""
        return self.case.complainant.phone_index is not None


def list_waiting(actor: Person, directory: Directory, after_id: int = 0) -> list[Waiting]:
    """Who has waited longest first, a page at a time, without cases that the clerk is barred from.

    A page ends with the id of the first task of its last case.
    """
    _require_clerk(actor)
    earlier = aliased(CallTask)
    follows = sa.and_(earlier.case_id == CallTask.case_id, earlier.id < CallTask.id, _waits_for(actor, earlier))
    first = (
        sa.select(CallTask.case_id)
        .join(CallTask.case)
        .where(
            _waits_for(actor, CallTask),
            CallTask.id > after_id,
            ~sa.exists().where(follows),
            not_barred(actor, directory),
        )
        .order_by(CallTask.id)
        .limit(PAGE)
    )
    return _of_cases(actor, db.session.scalars(first).all())


def find_waiting(actor: Person, register_number: str) -> Waiting:
    """What is to be told of one case; empty when it has been told. NotVisible when nothing ever was to be told."""
    case = _find(actor, register_number)
    if not db.session.scalar(sa.select(sa.exists().where(CallTask.case_id == case.id))):
        raise NotVisible
    return next(iter(_of_cases(actor, [case.id])), Waiting(case, (), ()))


def reveal_phone(actor: Person, register_number: str, now: datetime) -> str:
    """The number to call, empty where none was given; the journal keeps who saw it.

    AlreadyDecided when a colleague has called meanwhile: nobody sees a number that they have no call to make to.
    """
    case, _ = _lock_waiting(actor, register_number)
    journal.record("call_number_shown", actor=actor, at=now, case=case)
    phone = case.complainant.phone
    journal.commit()
    return phone


def record_call(
    office: Office, actor: Person, register_number: str, report: CallReport, now: datetime
) -> Sequence[MessageKind]:
    """Note a call and what came of it; returns what has been told now. Safe against a colleague: AlreadyDecided.

    Whoever wants no more calls is told nothing more, by text neither.
    """
    case, tasks = _lock_waiting(actor, register_number)
    call = Call(case_id=case.id, at=now, by_id=actor.id, outcome=report.outcome, note=report.note)
    db.session.add(call)
    if report.outcome.ends_calling:
        for task in tasks:
            task.done_at, task.call = now, call
    kinds = [task.kind for task in tasks]
    told = kinds if report.outcome is CallOutcome.TOLD else []
    note_delivered(case, told, office, now)
    if report.outcome is CallOutcome.NOT_WANTED:
        case.complainant.wants_updates = case.complainant.can_be_texted = False
    detail = {"outcome": report.outcome, "kinds": kinds}
    journal.record("call_made", actor=actor, at=now, case=case, detail=detail)
    journal.commit()
    return told


def list_tasks(case: Case) -> list[CallTask]:
    """Everything that was or is to be told by telephone, oldest first. The case has been found visible already."""
    query = sa.select(CallTask).where(CallTask.case_id == case.id).order_by(CallTask.id)
    return list(db.session.scalars(query))


def list_calls(case: Case) -> list[Call]:
    """Every call of a case, oldest first. The case has been found visible already."""
    query = sa.select(Call).where(Call.case_id == case.id).order_by(Call.id)
    return list(db.session.scalars(query.options(joinedload(Call.by), selectinload(Call.tasks))))


def _find(actor: Person, register_number: str) -> Case:
    _require_clerk(actor)
    return find_coarse(register_number, actor, load_directory())


def _lock_waiting(actor: Person, register_number: str) -> tuple[Case, Sequence[CallTask]]:
    case = lock_by_id(_find(actor, register_number).id)
    if not list_tasks(case):
        raise NotVisible
    waiting = sa.select(CallTask).join(CallTask.case).where(CallTask.case_id == case.id, _waits_for(actor, CallTask))
    tasks = db.session.scalars(waiting.order_by(CallTask.id)).all()
    if not tasks:
        raise AlreadyDecided(case.status)
    return case, tasks


def _waits_for(actor: Person, task: type[CallTask]) -> Condition:
    """It is still to be told, and the actor may: how satisfied somebody is asks nobody who examined their case."""
    may_ask = sa.or_(task.kind != MessageKind.SURVEY, Case.officer_id.is_distinct_from(actor.id))
    return sa.and_(task.done_at.is_(None), may_ask)


def _of_cases(actor: Person, case_ids: Sequence[int]) -> list[Waiting]:
    """In the order of their first tasks, for two statements more."""
    tasks = (
        sa.select(CallTask)
        .join(CallTask.case)
        .options(contains_eager(CallTask.case).selectinload(Case.complainant))
        .where(CallTask.case_id.in_(case_ids), _waits_for(actor, CallTask))
        .order_by(CallTask.id)
    )
    by_case: dict[int, list[CallTask]] = {}
    for task in db.session.scalars(tasks):
        by_case.setdefault(task.case_id, []).append(task)
    calls = _fruitless(by_case)
    return [
        Waiting(waiting[0].case, waiting, [call for call in calls if call.case_id == case_id])
        for case_id, waiting in by_case.items()
    ]


def _fruitless(case_ids: Iterable[int]) -> Sequence[Call]:
    """Calls that ended nothing, of cases in which something still waits."""
    query = sa.select(Call).where(Call.case_id.in_(list(case_ids)), Call.outcome.in_(_LEAVES_WAITING)).order_by(Call.id)
    return db.session.scalars(query.options(joinedload(Call.by))).all()


_LEAVES_WAITING = [outcome for outcome in CallOutcome if not outcome.ends_calling]


def _require_clerk(actor: Person) -> None:
    if not actor.may(Permission.DO_CALL_TASKS):
        raise NotAllowed
