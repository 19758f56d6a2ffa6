"""Whether a suggestion's texts show who made it, and how often somebody tried to publish such texts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from complaint_center.domain.access import Person
from complaint_center.domain.errors import Problem
from complaint_center.domain.office import Office
from complaint_center.domain.personal_data import hints_at_somebody, holds_number
from complaint_center.domain.thai import normalise
from complaint_center.extensions import db, keyring
from complaint_center.models.case import Case
from complaint_center.models.journal import JournalEntry
from complaint_center.models.suggestion import SuggestionAnswer
from complaint_center.services import journal
from complaint_center.services.redaction import names_complainant, tells_complainant

_DOUBTED = "publication_doubted"
_CERTAIN = frozenset({Problem.NAMES_WHO, Problem.HOLDS_NUMBER})


def find_doubts(office: Office, case: Case, kept: SuggestionAnswer) -> dict[str, Problem]:
    """What is wrong with which of the two texts: a name or number of theirs, a number of anybody, or else words that
    may show who they are.

    Of whoever gave no name nothing is known, so the texts are also read for what looks like somebody's.
    """
    texts = {"suggestion": kept.suggestion, "answer": kept.answer}
    problems = {field: _problem(office, case, text) for field, text in texts.items()}
    if normalise(kept.suggestion) == normalise(case.narrative):
        problems["suggestion"] = problems["suggestion"] or Problem.TELLS_WHO
    return {field: problem for field, problem in problems.items() if problem}


def is_certain(doubts: Mapping[str, Problem]) -> bool:
    """Whether nobody is asked any more if they are sure."""
    return not _CERTAIN.isdisjoint(doubts.values())


def told_doubts(office: Office, actor: Person, case: Case) -> dict[str, Problem]:
    """What the actor was told of these very texts when they tried to publish them; before that they learn nothing."""
    kept = case.suggestion_answer
    return find_doubts(office, case, kept) if kept and _is_noted(actor, case, _digest(kept)) else {}


def note_doubt(actor: Person, case: Case, kept: SuggestionAnswer, now: datetime) -> None:
    """Keep in the journal that the actor wanted these texts published: once, however often they try.

    The answer may tell a guess right; another guess is another text, and another line.
    """
    texts = _digest(kept)
    if not _is_noted(actor, case, texts):
        journal.record(_DOUBTED, actor=actor, at=now, case=case, detail={"texts": texts})


def _problem(office: Office, case: Case, text: str) -> Problem | None:
    if names_complainant(case, text):
        return Problem.NAMES_WHO
    if holds_number(text, office.phone):
        return Problem.HOLDS_NUMBER
    return Problem.TELLS_WHO if tells_complainant(case, text) or hints_at_somebody(text) else None


def _digest(kept: SuggestionAnswer) -> str:
    return keyring.blind_index("doubted texts", repr((kept.suggestion, kept.answer)))


def _is_noted(actor: Person, case: Case, texts: str) -> bool:
    noted = sa.select(JournalEntry.seq).where(
        JournalEntry.case_id == case.id,
        JournalEntry.actor_id == actor.id,
        JournalEntry.what == _DOUBTED,
        JournalEntry.detail.contains(texts, autoescape=True),
    )
    return db.session.scalar(noted.limit(1)) is not None
