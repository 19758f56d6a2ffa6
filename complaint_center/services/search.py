"""Looking up cases by what stands in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from complaint_center.domain.access import Directory, Permission, Person
from complaint_center.domain.categories import Category
from complaint_center.domain.channels import Channel
from complaint_center.domain.errors import NotAllowed
from complaint_center.domain.search_key import GRAM, fold, stretches, trigrams
from complaint_center.domain.status import CoarseState
from complaint_center.extensions import db
from complaint_center.models.case import Accused, Case
from complaint_center.services.case_queries import Condition, not_barred
from complaint_center.services.search_texts import holding_any

DUPLICATES_OF = timedelta(days=365)
"""How far back an earlier complaint of the same matter is looked for."""

_STRETCH, _STEP = 5, 2
_STRETCHES = 40
_COMPARED = 100
_ALIKE = 0.5


@dataclass(frozen=True)
class Duplicate:
    """An earlier complaint of what may be the same matter, as any clerk may see it."""

    register_number: str
    received_at: datetime
    channel: Channel
    state: CoarseState
    subject: str


def likely_duplicates(
    actor: Person, directory: Directory, subject: str, narrative: str, now: datetime, limit: int = 5
) -> list[Duplicate]:
    """Complaints of the last 12 months, of any channel, in words like these; the likest first.

    Nothing confidential: general matters and suggestions only, none that accuses anybody, tells who wrote it, or bars
    the actor.
    """
    if not actor.may(Permission.LOG_COMPLAINTS):
        raise NotAllowed
    asked = fold(subject)
    if len(asked) < GRAM:
        return []
    query = (
        sa.select(Case)
        .where(Case.id.in_(holding_any(stretches(asked, _STRETCH, _STEP)[:_STRETCHES])))
        .where(Case.received_at >= now - DUPLICATES_OF, not_barred(actor, directory), *_open_to_every_clerk())
        .order_by(Case.id.desc())
        .limit(_COMPARED)
    )
    typed = trigrams(asked), trigrams(fold(subject + narrative))
    likeness = {case: _likeness(case, *typed) for case in db.session.scalars(query)}
    likest = sorted(
        (case for case in likeness if likeness[case] >= _ALIKE), key=lambda case: (-likeness[case], -case.id)
    )
    return [_duplicate(case) for case in likest[:limit]]


def _open_to_every_clerk() -> list[Condition]:
    return [
        Case.category.in_([Category.GENERAL, Category.SUGGESTION]),
        Case.repeats_identity.is_(False),
        sa.not_(sa.exists().where(Accused.case_id == Case.id)),
    ]


def _likeness(case: Case, subject: frozenset[str], whole: frozenset[str]) -> float:
    """The larger share of one's subject that stands in the other, by trigrams; 1 is all of it."""
    other_subject, other_whole = trigrams(fold(case.subject)), trigrams(fold(case.subject + case.narrative))
    return max(_share(subject, other_whole), _share(other_subject, whole))


def _share(part: frozenset[str], whole: frozenset[str]) -> float:
    return len(part & whole) / len(part) if part else 0.0


def _duplicate(case: Case) -> Duplicate:
    return Duplicate(case.register_number, case.received_at, case.channel, case.coarse_state, case.subject)
