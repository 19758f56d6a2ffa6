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
    """The years of every category."""
    return _as_terms(db.session.scalars(sa.select(RetentionTerm)).all())


def lock_terms() -> Terms:
    """The same, held: who proposes cases and who changes a term wait for each other."""
    query = sa.select(RetentionTerm).order_by(RetentionTerm.category).with_for_update()
    return _as_terms(db.session.scalars(query, execution_options={"populate_existing": True}).all())


def change_terms(actor: Person, years: Mapping[Category, int], reason: str, now: datetime) -> None:
    """Set the years of some categories, with a reason. InvalidInput names the category whose term is too short."""
    require_admin(actor)
    reason = require_reason(reason)
    known = lock_terms().years
    for category, wanted in years.items():
        if not FLOOR_YEARS <= wanted <= LONGEST_YEARS:
            raise InvalidInput(category, Problem.NOT_A_TERM)
        if wanted != known[category]:
            _change_term(actor, category, wanted, reason, now)
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
    longest_ended = max(terms.ended_before(category, now) for category in terms.years)
    return (
        sa.select(Case)
        .where(
            # The first of these is what the index is read by; each category then has its own bound.
            Case.status_changed_at < longest_ended,
            past_term(terms, now),
            sa.not_(is_held()),
            sa.not_(in_batch),
        )
        .order_by(Case.status_changed_at, Case.id)
    )


def past_term(terms: Terms, now: datetime) -> Condition:
    """Ended, still kept, and longer ago than the term of the category."""
    over = sa.or_(
        *(
            sa.and_(Case.category == category, Case.status_changed_at < terms.ended_before(category, now))
            for category in terms.years
        )
    )
    # Said the other way round, for the index of states would mislead the database on its way to the oldest.
    return sa.and_(Case.disposed_at.is_(None), Case.status.not_in(sorted(OPEN)), over)


def is_held() -> Condition:
    """Whether somebody has forbidden that anything of the case be destroyed."""
    return sa.exists().where(LegalHold.case_id == Case.id).correlate(Case)


def _change_term(actor: Person, category: Category, years: int, reason: str, now: datetime) -> None:
    term = db.session.get_one(RetentionTerm, category)
    detail = {"category": category, "from": term.years, "to": years}
    journal.record("retention_term_changed", actor=actor, at=now, reason=reason, detail=detail)
    term.years = years


def _as_terms(rows: Collection[RetentionTerm]) -> Terms:
    return Terms({row.category: row.years for row in rows})
