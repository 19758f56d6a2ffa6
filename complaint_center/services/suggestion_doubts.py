"""Whether a suggestion's texts show who made it, and how often somebody tried to publish such texts."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from complaint_center.domain.access import Person
from complaint_center.domain.errors import Problem
from complaint_center.extensions import db, keyring
from complaint_center.models.case import Case
from complaint_center.models.journal import JournalEntry
from complaint_center.models.suggestion import SuggestionAnswer
from complaint_center.services import journal
from complaint_center.services.redaction import names_complainant, tells_complainant

_DOUBTED = "publication_doubted"


def find_doubts(case: Case, kept: SuggestionAnswer) -> dict[str, Problem]:
    """What is wrong with which of the two texts: a name or number of theirs, or else words of their address."""
    found = {}
    for field, text in {"suggestion": kept.suggestion, "answer": kept.answer}.items():
        if names_complainant(case, text):
            found[field] = Problem.NAMES_WHO
        elif tells_complainant(case, text):
            found[field] = Problem.TELLS_WHO
    return found


def note_doubt(actor: Person, case: Case, kept: SuggestionAnswer, now: datetime) -> None:
    """Keep in the journal that the actor wanted these texts published: once, however often they try.

    The answer may tell a guess right; another guess is another text, and another line.
    """
    texts = keyring.blind_index("doubted texts", repr((kept.suggestion, kept.answer)))
    is_noted = sa.select(JournalEntry.seq).where(
        JournalEntry.case_id == case.id,
        JournalEntry.actor_id == actor.id,
        JournalEntry.what == _DOUBTED,
        JournalEntry.detail.contains(texts, autoescape=True),
    )
    if db.session.scalar(is_noted.limit(1)) is None:
        journal.record(_DOUBTED, actor=actor, at=now, case=case, detail={"texts": texts})
