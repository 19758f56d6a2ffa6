"""Suggestions: answered to whoever made them.

Measure 7 of the municipality's report, the participation of those concerned.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from complaint_center.domain.access import Directory, Permission, Person
from complaint_center.domain.categories import Category
from complaint_center.domain.errors import AlreadyDecided, NotAllowed, require_reason
from complaint_center.domain.fiscal_years import FiscalYear
from complaint_center.domain.office import Office
from complaint_center.models.case import Case
from complaint_center.models.suggestion import SuggestionAnswer
from complaint_center.services import conversation, journal
from complaint_center.services.case_lists import Cursor, Page, newest_first
from complaint_center.services.case_queries import lock_case, visible_to
from complaint_center.services.directory import load_directory
from complaint_center.services.holding import require_worker


@dataclass(frozen=True)
class AnswerDraft:
    """What is answered, and the suggestion in words that do not show who made it. Both required."""

    suggestion: str
    answer: str


def answer_suggestion(office: Office, actor: Person, register_number: str, draft: AnswerDraft, now: datetime) -> None:
    """Answer, and tell whoever suggested it that an answer is there. What was published before comes off the page.

    Once the case has ended nobody is told any more: what is changed is the wording for the page. AlreadyDecided for
    what is no suggestion, or ended without an answer.
    """
    case = lock_case(register_number, actor, load_directory())
    require_answerer(actor, case)
    suggestion, answer = require_reason(draft.suggestion, "suggestion"), require_reason(draft.answer, "answer")
    if case.suggestion_answer is None and not case.status.is_open:
        raise AlreadyDecided(case.status)
    kept = case.suggestion_answer or SuggestionAnswer(answer="", answered_by_id=actor.id, answered_at=now)
    if answer != kept.answer and case.status.is_open:
        conversation.write(case, actor, answer, office, now)
        kept.answered_by_id, kept.answered_at = actor.id, now
    kept.suggestion, kept.answer, kept.published_at = suggestion, answer, None
    case.suggestion_answer = kept
    journal.record("suggestion_answered", actor=actor, at=now, case=case)
    journal.commit()


def require_answerer(actor: Person, case: Case) -> None:
    """NotAllowed unless the actor examines or commands the case; AlreadyDecided where it is no suggestion."""
    require_worker(actor, case)
    require_suggestion(case)


def require_suggestion(case: Case) -> None:
    """AlreadyDecided where the case is no suggestion."""
    if case.category is not Category.SUGGESTION:
        raise AlreadyDecided(case.status)


def list_suggestions(person: Person, directory: Directory, year: FiscalYear, after: Cursor | None = None) -> Page:
    """Suggestions received in the year that the person may see, the newest first.

    NotAllowed for whoever neither commands nor reads all.
    """
    if not (person.commands or person.may(Permission.READ_ALL)):
        raise NotAllowed
    query = (
        sa.select(Case)
        .where(Case.category == Category.SUGGESTION, *received_in(year), visible_to(person, directory))
        .options(joinedload(Case.suggestion_answer))
    )
    return newest_first(query, after)


def received_in(year: FiscalYear) -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
    """Conditions of what came in the year."""
    return Case.received_at >= year.starts_at, Case.received_at < year.ends_at
