"""The terms for which cases are kept, and which cases are past theirs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

import sqlalchemy as sa

from complaint_center.domain.access import Directory, Person
from complaint_center.domain.categories import Category
from complaint_center.domain.errors import InvalidInput, Problem, require_reason
from complaint_center.domain.retention import FLOOR_YEARS, LONGEST_YEARS, Terms
from complaint_center.domain.status import OPEN
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.retention import DisposalItem, LegalHold, RetentionTerm
from complaint_center.services import journal
from complaint_center.services.case_lists import Cursor
from complaint_center.services.case_queries import Condition, visible_to
from complaint_center.services.directory import require_admin

PAGE = 100
"""Cases that one look at a list can still judge; no batch holds more."""


def load_terms() -> Terms:
    """The years of every category group."""
    return _as_terms(db.session.scalars(sa.select(RetentionTerm)).all())


def lock_terms() -> Terms:
    """The same, held: who proposes cases and who changes a term wait for each other."""
    query = sa.select(RetentionTerm).order_by(RetentionTerm.category_group).with_for_update()
    return _as_terms(db.session.scalars(query, execution_options={"populate_existing": True}).all())


def change_terms(actor: Person, years: Mapping[str, int], reason: str, now: datetime) -> None:
    """Set the years of some category groups, with a reason. InvalidInput names the group whose term is too short."""
    require_admin(actor)
    reason = require_reason(reason)
    known = lock_terms().years
    for group, wanted in years.items():
        if not FLOOR_YEARS <= wanted <= LONGEST_YEARS:
            raise InvalidInput(group, Problem.NOT_A_TERM)
        if wanted != known[group]:
            _change_term(actor, group, wanted, reason, now)
    journal.commit()


def list_due(
    person: Person, directory: Directory, terms: Terms, now: datetime, after: Cursor | None = None
) -> tuple[list[Case], Cursor | None]:
    """A page of the cases past their term that nothing keeps and the person may see, and where the next one begins.

    The longest ended come first.
    """
    query = due_query(terms, now).where(visible_to(person, directory))
    if after:
        query = query.where(sa.tuple_(Case.status_changed_at, Case.id) > sa.tuple_(after.at, after.case_id))
    rows = list(db.session.scalars(query.limit(PAGE + 1)))
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return rows[:PAGE], Cursor(last.status_changed_at, last.id) if last else None


def due_query(terms: Terms, now: datetime) -> sa.Select[Case]:
    """Cases past their term, neither held nor in a batch; whoever shows them adds who may see them."""
    in_batch = sa.exists().where(DisposalItem.case_id == Case.id, DisposalItem.left_at.is_(None))
    longest_ended = max(terms.ended_before(group, now) for group in terms.years)
    return (
        sa.select(Case)
        .where(
            # The first of these is what the index is read by; each group then has its own bound.
            Case.status_changed_at < longest_ended,
            past_term(terms, now),
            sa.not_(is_held()),
            sa.not_(in_batch),
        )
        .order_by(Case.status_changed_at, Case.id)
    )


def past_term(terms: Terms, now: datetime) -> Condition:
    """Ended, still kept, and longer ago than the term of the category group."""
    over = sa.or_(
        *(
            sa.and_(Case.category.in_(_of_group(group)), Case.status_changed_at < terms.ended_before(group, now))
            for group in terms.years
        )
    )
    # Said the other way round, for the index of states would mislead the database on its way to the oldest.
    return sa.and_(Case.disposed_at.is_(None), Case.status.not_in(sorted(OPEN)), over)


def is_held() -> Condition:
    """Whether somebody has forbidden that anything of the case be destroyed."""
    return sa.exists().where(LegalHold.case_id == Case.id).correlate(Case)


def _of_group(group: str) -> Collection[Category]:
    return [category for category in Category if category.group == group]


def _change_term(actor: Person, group: str, years: int, reason: str, now: datetime) -> None:
    term = db.session.get_one(RetentionTerm, group)
    detail = {"group": group, "from": term.years, "to": years}
    journal.record("retention_term_changed", actor=actor, at=now, reason=reason, detail=detail)
    term.years = years


def _as_terms(rows: Collection[RetentionTerm]) -> Terms:
    return Terms({row.category_group: row.years for row in rows})
