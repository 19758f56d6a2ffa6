"""Lists of cases, a keyset page at a time, each through the one visibility filter.

A page costs the same number of statements whatever the number of cases.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from complaint_center.domain.access import Directory, Person
from complaint_center.domain.attention import Attention
from complaint_center.domain.conversation import Author
from complaint_center.domain.status import OPEN
from complaint_center.extensions import db
from complaint_center.models.accused import Accused
from complaint_center.models.case import Case
from complaint_center.models.conversation import ConversationEntry
from complaint_center.models.deadline import Deadline
from complaint_center.models.outbox import MessageState, OutboxMessage
from complaint_center.models.types import LARGEST_ID
from complaint_center.services.attention import needs
from complaint_center.services.case_filters import Filters, narrowed
from complaint_center.services.case_queries import Condition, logged_by, visible_to

PAGE = 50


@dataclass(frozen=True)
class Cursor:
    """The last row of a page: the next one begins behind it."""

    at: datetime
    case_id: int

    def __str__(self) -> str:
        return f"{self.at.isoformat()}~{self.case_id}"

    @classmethod
    def parse(cls, text: str) -> Cursor | None:
        """None for anything that is no cursor: the list then begins at its beginning."""
        at, _, case_id = text.partition("~")
        try:
            cursor = cls(datetime.fromisoformat(at), int(case_id))
        except ValueError:
            return None
        return cursor if cursor.at.tzinfo and 0 < cursor.case_id <= LARGEST_ID else None


@dataclass(frozen=True)
class Page:
    """Cases and where the next page begins; `after` None: this is the last."""

    cases: Sequence[Case]
    after: Cursor | None


def list_cases(
    person: Person, directory: Directory, filters: Filters, now: datetime, after: Cursor | None = None
) -> Page:
    """The newest cases first that the person may see and the filters let through."""
    query = _with_rows(sa.select(Case)).where(visible_to(person, directory), *narrowed(filters, person, directory, now))
    return newest_first(query, after)


def list_where(*conditions: Condition, limit: int = PAGE) -> list[Case]:
    """The newest cases first of which all that holds; one of the conditions says who may see them."""
    query = _with_rows(sa.select(Case)).where(*conditions)
    return _cases(query.order_by(Case.received_at.desc(), Case.id.desc()).limit(limit))


def list_ids(case_ids: Sequence[int]) -> list[Case]:
    """The cases with these numbers, in this order; they have been found visible already."""
    cases = {case.id: case for case in _cases(_with_rows(sa.select(Case)).where(Case.id.in_(case_ids)))}
    return [cases[case_id] for case_id in case_ids]


def first_received_at(person: Person, directory: Directory) -> datetime | None:
    """When the earliest case that the person may see was received; None where there is none."""
    query = sa.select(Case.received_at).where(visible_to(person, directory))
    return db.session.scalar(query.order_by(Case.received_at).limit(1))


def list_logged(person: Person, directory: Directory, after: Cursor | None = None) -> Page:
    """What a clerk logged, newest first; shown with no more than the coarse state."""
    return newest_first(_with_rows(sa.select(Case)).where(logged_by(person, directory)), after)


def list_held(person: Person, directory: Directory, limit: int = PAGE) -> list[Case]:
    """The open cases in an officer's hands, the soonest due first."""
    query = _soonest_due(person, directory).where(Case.officer_id == person.id, Case.status.in_(sorted(OPEN)))
    return _cases(query.limit(limit))


def list_answered(person: Person, directory: Directory, limit: int = PAGE) -> list[Case]:
    """Cases in an officer's hands, open or ended, whose complainant wrote something that is still to be read."""
    is_unread = sa.exists().where(
        ConversationEntry.case_id == Case.id,
        ConversationEntry.author == Author.COMPLAINANT,
        ConversationEntry.read_at.is_(None),
    )
    return _cases(_soonest_due(person, directory).where(Case.officer_id == person.id, is_unread).limit(limit))


def list_needing(
    attention: Attention, person: Person, directory: Directory, now: datetime, limit: int = PAGE
) -> list[Case]:
    """The cases that need attention for that reason, the soonest due first."""
    return _cases(_soonest_due(person, directory).where(needs(attention, now)).limit(limit))


def list_unlinked(person: Person, directory: Directory, limit: int = PAGE) -> list[Accused]:
    """Accused whom a supervisor has still to link or to call none of ours, the soonest due first."""
    query = (
        sa.select(Accused)
        .join(Accused.case)
        .options(contains_eager(Accused.case))
        .where(Accused.link_due_at.is_not(None), Case.status.in_(sorted(OPEN)), visible_to(person, directory))
        .order_by(Accused.link_due_at, Accused.id)
        .limit(limit)
    )
    return list(db.session.scalars(query))


def list_failed_messages(person: Person, directory: Directory, limit: int = PAGE) -> list[OutboxMessage]:
    """Messages that were given up, newest first: of cases that the person may see, and digests, which are of none."""
    query = (
        sa.select(OutboxMessage)
        .outerjoin(OutboxMessage.case)
        .options(contains_eager(OutboxMessage.case), joinedload(OutboxMessage.staff))
        .where(_is_failed(person, directory))
        .order_by(OutboxMessage.id.desc())
        .limit(limit)
    )
    return list(db.session.scalars(query))


def count_failed_messages(person: Person, directory: Directory) -> int:
    """All of them."""
    query = sa.select(sa.func.count()).select_from(OutboxMessage).outerjoin(OutboxMessage.case)
    return db.session.scalar(query.where(_is_failed(person, directory))) or 0


def list_messages(case: Case) -> list[OutboxMessage]:
    """Every message of a case and its fate, oldest first. The case has been found visible already."""
    query = (
        sa.select(OutboxMessage)
        .where(OutboxMessage.case_id == case.id)
        .order_by(OutboxMessage.id)
        .options(joinedload(OutboxMessage.staff))
    )
    return list(db.session.scalars(query))


def newest_first(query: sa.Select[Case], after: Cursor | None) -> Page:
    """A page of the cases of a query that says which ones and who may see them."""
    if after:
        query = query.where(sa.tuple_(Case.received_at, Case.id) < sa.tuple_(after.at, after.case_id))
    rows = _cases(query.order_by(Case.received_at.desc(), Case.id.desc()).limit(PAGE + 1))
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return Page(rows[:PAGE], Cursor(last.received_at, last.id) if last else None)


def _is_failed(person: Person, directory: Directory) -> Condition:
    of_no_case = OutboxMessage.case_id.is_(None)
    return sa.and_(OutboxMessage.state == MessageState.FAILED, sa.or_(of_no_case, visible_to(person, directory)))


def _soonest_due(person: Person, directory: Directory) -> sa.Select[Case]:
    due_at = (
        sa.select(sa.func.min(Deadline.due_at))
        .where(Deadline.case_id == Case.id, Deadline.met_at.is_(None), Deadline.ended_by.is_(None))
        .scalar_subquery()
    )
    query = sa.select(Case).where(visible_to(person, directory)).order_by(due_at.nulls_last(), Case.id)
    return _with_rows(query)


def _with_rows(query: sa.Select[Case]) -> sa.Select[Case]:
    """What a row of a list shows, in a fixed number of statements."""
    shown: list[ORMOption] = [
        joinedload(Case.officer),
        selectinload(Case.declarations),
        selectinload(Case.deadlines).selectinload(Deadline.escalations),
    ]
    return query.options(*shown)


def _cases(query: sa.Select[Case]) -> list[Case]:
    return list(db.session.scalars(query).unique())
