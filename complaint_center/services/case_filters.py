"""What a list of cases is narrowed to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from complaint_center.domain.access import Directory, Person
from complaint_center.domain.attention import Attention
from complaint_center.domain.categories import Category
from complaint_center.domain.channels import Channel
from complaint_center.domain.references import parse_register_number
from complaint_center.domain.search_key import words_of
from complaint_center.domain.status import CaseStatus
from complaint_center.models.case import Case
from complaint_center.models.deadline import Deadline
from complaint_center.services.attention import needs
from complaint_center.services.search_texts import matches


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; an empty filter lets everything through. `officer` is a username."""

    q: str = ""
    status: CaseStatus | None = None
    channel: Channel | None = None
    category_group: str = ""
    officer: str = ""
    overdue: bool = False
    attention: Attention | None = None


def narrowed(filters: Filters, person: Person, directory: Directory, now: datetime) -> list[sa.ColumnElement[bool]]:
    """The conditions that the filters put on a query of cases which the person may see."""
    conditions: list[sa.ColumnElement[bool]] = []
    if filters.status:
        conditions.append(Case.status == filters.status)
    if filters.channel:
        conditions.append(Case.channel == filters.channel)
    if filters.category_group:
        conditions.append(Case.category.in_([c for c in Category if c.group == filters.category_group]))
    if filters.officer:
        ids = [person.id for person in directory.people.values() if person.username == filters.officer]
        conditions.append(Case.officer_id.in_(ids))
    if filters.overdue:
        conditions.append(_is_overdue(now))
    if filters.attention:
        conditions.append(needs(filters.attention, now))
    if filters.q.strip():
        conditions.append(_matches(filters.q, person))
    return conditions


def _is_overdue(now: datetime) -> sa.ColumnElement[bool]:
    return sa.exists().where(
        Deadline.case_id == Case.id,
        Deadline.met_at.is_(None),
        Deadline.ended_by.is_(None),
        Deadline.due_at <= now,
    )


def _matches(q: str, person: Person) -> sa.ColumnElement[bool]:
    """A register number, or words that all stand in what the person may read of the case."""
    try:
        return Case.register_number == parse_register_number(q)
    except ValueError:
        return matches(words_of(q), person)
