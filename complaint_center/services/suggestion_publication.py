"""Suggestions with their answers on the public page: while whoever made one agrees, and after a superior has read it.

What is published holds no name, no number and no day of receipt, in words that somebody of the office has
written for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from complaint_center.domain.access import Permission, Person
from complaint_center.domain.categories import Category
from complaint_center.domain.errors import AlreadyDecided, NotAsShown, TellsWho
from complaint_center.domain.fiscal_years import FiscalYear
from complaint_center.domain.office import Office
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.suggestion import SuggestionAnswer
from complaint_center.services import journal
from complaint_center.services.case_queries import find_case, find_coarse, lock_by_code, lock_by_id, require_kept
from complaint_center.services.directory import load_directory
from complaint_center.services.holding import lock_commanded, require_worker
from complaint_center.services.suggestion_doubts import find_doubts, is_certain, note_doubt
from complaint_center.services.suggestions import AnswerDraft, received_in, require_suggestion

PAGE = 20


@dataclass(frozen=True)
class Published:
    """A suggestion and its answer as everybody reads them."""

    suggestion: str
    answer: str
    published_at: datetime


@dataclass(frozen=True)
class PublishedPage:
    """Those published in a fiscal year, the newest first, and how many suggestions came in that year.

    `answered`: so many of those that came.
    """

    year: FiscalYear
    rows: Sequence[Published]
    received: int
    answered: int
    has_more: bool


@dataclass(frozen=True)
class Consent:
    """Whether whoever made a suggestion agrees, and whether everybody can read it now."""

    is_given: bool
    is_published: bool


def publish_suggestion(
    office: Office, actor: Person, register_number: str, shown: AnswerDraft, now: datetime, is_sure: bool = False
) -> None:
    """Let everybody read suggestion and answer, as they were shown to the actor.

    AlreadyDecided where there is no answer, or whoever made the suggestion does not agree; NotAsShown where either
    text has become another. TellsWho where their name, or a number of theirs or of anybody, stands in a text; and
    where words do that may show who they are, such as their village, and the actor is not sure that they do not.
    """
    _, case = lock_commanded(actor, register_number)
    require_suggestion(case)
    kept = case.suggestion_answer
    if kept is None or not case.may_publish:
        raise AlreadyDecided(case.status)
    if (kept.suggestion, kept.answer) != (shown.suggestion, shown.answer):
        raise NotAsShown
    doubts = find_doubts(office, case, kept)
    if is_certain(doubts) or (doubts and not is_sure):
        note_doubt(actor, case, kept, now)
        journal.commit()
        raise TellsWho(doubts)
    if kept.published_at is None:
        kept.published_at = now
        journal.record("suggestion_published", actor=actor, at=now, case=case, detail={"doubted": bool(doubts)})
    journal.commit()


def take_down_suggestion(actor: Person, register_number: str, now: datetime) -> None:
    """Take a suggestion off the public page. Safe to repeat."""
    _, case = lock_commanded(actor, register_number)
    take_down(case, actor, now)
    journal.commit()


def agree_to_publication(code_hash: str, is_given: bool, now: datetime) -> None:
    """Whoever has the tracking code agrees, or does so no more: then it comes off the page at once.

    NotVisible when the code is dead; AlreadyDecided for what is no suggestion.
    """
    case = lock_by_code(code_hash)
    require_suggestion(case)
    _keep_consent(case, is_given, None, now)
    journal.commit()


def withdraw_consent(actor: Person, register_number: str, now: datetime) -> None:
    """Whoever made the suggestion has told a clerk, or the one who works on it, that they agree no more."""
    case = lock_by_id(find_with_consent(actor, register_number).id)
    _keep_consent(case, False, actor, now)
    journal.commit()


def find_with_consent(actor: Person, register_number: str) -> Case:
    """The case, for a clerk or whoever works on it. Of what it is about a clerk learns nothing but whether there is a
    consent to take back, and so that it is a suggestion.

    NotVisible where it may not be seen, NotAllowed for a reader who does not work on it.
    """
    directory = load_directory()
    if actor.may(Permission.LOG_COMPLAINTS):
        case = find_coarse(register_number, actor, directory)
    else:
        case = find_case(register_number, actor, directory)
        require_worker(actor, case)
    require_kept(case)
    return case


def take_down(case: Case, actor: Person | None, now: datetime) -> None:
    """Off the public page, where it is there. For use inside another act's transaction."""
    kept = case.suggestion_answer
    if kept and kept.published_at:
        kept.published_at = None
        journal.record("suggestion_taken_down", actor=actor, at=now, case=case)


def consent_of(case: Case) -> Consent | None:
    """What there is to agree to; None where the case is no suggestion."""
    if case.category is not Category.SUGGESTION:
        return None
    kept = case.suggestion_answer
    return Consent(case.may_publish, bool(case.may_publish and kept and kept.published_at))


def texts_of(case: Case) -> AnswerDraft | None:
    """The words that everybody reads or would read; None before an answer, and where the case is no suggestion."""
    kept = case.suggestion_answer
    if case.category is not Category.SUGGESTION or kept is None:
        return None
    return AnswerDraft(kept.suggestion, kept.answer)


def list_published(year: FiscalYear, page: int = 1) -> PublishedPage:
    """What everybody may read, a page of it, the first being 1. Two statements whatever there is."""
    query = (
        sa.select(SuggestionAnswer)
        .join(Case, Case.id == SuggestionAnswer.case_id)
        .where(
            Case.category == Category.SUGGESTION,
            Case.may_publish,
            SuggestionAnswer.published_at >= year.starts_at,
            SuggestionAnswer.published_at < year.ends_at,
        )
        .order_by(SuggestionAnswer.published_at.desc(), SuggestionAnswer.case_id.desc())
        .offset((page - 1) * PAGE)
        .limit(PAGE + 1)
    )
    rows = [
        Published(one.suggestion, one.answer, one.published_at)
        for one in db.session.scalars(query)
        if one.published_at is not None
    ]
    received, answered = _counted(year)
    return PublishedPage(year, rows[:PAGE], received, answered, has_more=len(rows) > PAGE)


def first_published_year() -> FiscalYear | None:
    """The fiscal year of the oldest that everybody may read now; None while there is none."""
    first = db.session.scalar(
        sa.select(sa.func.min(SuggestionAnswer.published_at, type_=SuggestionAnswer.published_at.type))
    )
    return FiscalYear.of(first) if first else None


def _counted(year: FiscalYear) -> tuple[int, int]:
    query = (
        sa.select(sa.func.count(), sa.func.count(SuggestionAnswer.case_id))
        .select_from(Case)
        .outerjoin(SuggestionAnswer, SuggestionAnswer.case_id == Case.id)
        .where(Case.category == Category.SUGGESTION, *received_in(year))
    )
    received, answered = db.session.execute(query).one()
    return received, answered


def _keep_consent(case: Case, is_given: bool, actor: Person | None, now: datetime) -> None:
    if case.may_publish == is_given:
        return
    case.may_publish = is_given
    what = "publication_agreed" if is_given else "publication_consent_withdrawn"
    journal.record(what, actor=actor, at=now, case=case)
    if not is_given:
        take_down(case, actor, now)
