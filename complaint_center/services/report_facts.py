"""What reports and their exports ask of each case, as SQL; always within what the reader may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from complaint_center.domain.access import Directory, Person
from complaint_center.domain.calendar import bangkok_midnight
from complaint_center.domain.categories import Category
from complaint_center.domain.channels import Channel
from complaint_center.domain.deadlines import DeadlineKind
from complaint_center.domain.ladder import Tier
from complaint_center.models.case import Case
from complaint_center.models.days import bangkok_day
from complaint_center.models.deadline import Deadline, Escalation
from complaint_center.models.finding import Finding
from complaint_center.models.journal import JournalEntry
from complaint_center.models.order import Order
from complaint_center.services.case_queries import Condition, visible_to


@dataclass(frozen=True)
class Filters:
    """The cases of a report: received from `starts_at` until before `ends_at`; an empty filter lets all through."""

    starts_at: datetime
    ends_at: datetime
    channel: Channel | None = None
    category_group: str = ""
    unit_id: int | None = None
    officer_id: int | None = None


def reported(person: Person, directory: Directory, filters: Filters) -> list[Condition]:
    """The cases of the report that the person may see. The unit is that of the officer who has the case now."""
    conditions = [
        Case.received_at >= filters.starts_at,
        Case.received_at < filters.ends_at,
        visible_to(person, directory),
    ]
    if filters.channel:
        conditions.append(Case.channel == filters.channel)
    if filters.category_group:
        conditions.append(Case.category.in_([one for one in Category if one.group == filters.category_group]))
    if filters.unit_id is not None:
        members = [one.id for one in directory.people.values() if one.unit_id == filters.unit_id]
        conditions.append(Case.officer_id.in_(members))
    if filters.officer_id is not None:
        conditions.append(Case.officer_id == filters.officer_id)
    return conditions


def submitted_at() -> sa.ScalarSelect[datetime]:
    """When the first finding was submitted; NULL where none was."""
    first = sa.func.min(Finding.submitted_at, type_=Finding.submitted_at.type)
    return _of_case(sa.select(first).where(Finding.case_id == Case.id))


def finding_due_at() -> sa.ScalarSelect[datetime]:
    """The end of the seven days; NULL where no finding is owed."""
    due = sa.func.max(Deadline.due_at, type_=Deadline.due_at.type)
    return _of_case(sa.select(due).where(Deadline.case_id == Case.id, Deadline.kind == DeadlineKind.FINDING))


def is_late(now: datetime) -> Condition:
    """The finding was submitted after the day on which it was due, or was not when the case ended or by now."""
    due_day = bangkok_day(Deadline.due_at)
    overdue = sa.and_(Deadline.ended_by.is_(None), Deadline.due_at < bangkok_midnight(now))
    missed = sa.and_(Deadline.met_at.is_(None), sa.or_(overdue, bangkok_day(Deadline.ended_at) > due_day))
    late = sa.or_(bangkok_day(Deadline.met_at) > due_day, missed)
    owed = sa.exists().where(Deadline.case_id == Case.id, Deadline.kind == DeadlineKind.FINDING, late)
    return owed.correlate(Case)


def is_reopened() -> Condition:
    """The journal knows it; few cases are, so all of them are looked up at once."""
    return Case.id.in_(sa.select(JournalEntry.case_id).where(JournalEntry.what == "reopened"))


def escalated_day() -> sa.ScalarSelect[int]:
    """The largest day of a rung above the officer that has been recorded; NULL where there is none."""
    climbed = (
        sa.select(sa.func.max(Escalation.day))
        .join(Deadline, Deadline.id == Escalation.deadline_id)
        .where(Deadline.case_id == Case.id, Escalation.tier != Tier.OFFICER)
    )
    return _of_case(climbed)


def last_order() -> sa.ScalarSelect[Any]:
    """The latest order on the case; NULL where there is none."""
    orders = sa.select(Order.kind).where(Order.case_id == Case.id)
    return _of_case(orders.order_by(Order.at.desc(), Order.id.desc()).limit(1))


def _of_case(query: sa.Select[Any]) -> sa.ScalarSelect[Any]:
    return query.correlate(Case).scalar_subquery()
