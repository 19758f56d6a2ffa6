"""Calls to complainants who asked to be told and cannot be texted."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from complaint_center.domain.access import Directory, Permission, Person
from complaint_center.domain.errors import (
    AlreadyDecided,
    NotAllowed,
    NotVisible,
    require_reason,
)
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.outbox import CallTask
from complaint_center.services import journal
from complaint_center.services.case_queries import not_barred
from complaint_center.services.directory import load_directory

PAGE = 50


def open_call_tasks(actor: Person, directory: Directory, after_id: int = 0) -> list[CallTask]:
    """The oldest calls to make, a page at a time, without cases that the clerk is barred from."""
    query = (
        _visible(actor, directory)
        .where(CallTask.done_at.is_(None), CallTask.id > after_id)
        .order_by(CallTask.id)
        .limit(PAGE)
    )
    return list(db.session.scalars(query))


def reveal_phone(actor: Person, task_id: int, now: datetime) -> str:
    """The number to call, for the clerk who calls; the journal keeps who saw it."""
    task = _lock_task(actor, task_id)
    journal.record("call_number_shown", actor=actor, at=now, case=task.case)
    phone = task.case.complainant.phone
    journal.commit()
    return phone


def finish_call(actor: Person, task_id: int, result: str, now: datetime) -> None:
    """Note what came of the call. AlreadyDecided when a colleague has done it."""
    task = _lock_task(actor, task_id)
    result = require_reason(result, "result")
    if task.done_at is not None:
        raise AlreadyDecided("done")
    task.done_at = now
    task.done_by_id = actor.id
    task.result = result
    journal.record("call_made", actor=actor, at=now, case=task.case, detail={"kind": task.kind})
    journal.commit()


def find_task(actor: Person, task_id: int) -> CallTask:
    """One call, for reading. NotVisible alike when there is none and when the clerk is barred from its case."""
    return _one(_visible(actor, load_directory()).where(CallTask.id == task_id))


def list_calls(case: Case) -> list[CallTask]:
    """Every call of a case, made or to make, oldest first. The case has been found visible already."""
    query = sa.select(CallTask).where(CallTask.case_id == case.id).order_by(CallTask.id)
    return list(db.session.scalars(query.options(joinedload(CallTask.done_by))))


def _lock_task(actor: Person, task_id: int) -> CallTask:
    query = _visible(actor, load_directory()).where(CallTask.id == task_id)
    return _one(query.with_for_update(of=CallTask))


def _one(query: sa.Select[CallTask]) -> CallTask:
    task = db.session.execute(query).scalar_one_or_none()
    if task is None:
        raise NotVisible
    return task


def _visible(actor: Person, directory: Directory) -> sa.Select[CallTask]:
    _require_clerk(actor)
    return (
        sa.select(CallTask)
        .join(CallTask.case)
        .options(contains_eager(CallTask.case).selectinload(Case.complainant))
        .where(not_barred(actor, directory))
    )


def _require_clerk(actor: Person) -> None:
    if not actor.may(Permission.DO_CALL_TASKS):
        raise NotAllowed
