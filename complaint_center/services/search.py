"""Looking up cases: by a number, by words that stand in them or nearly do, and whether a matter is known already.

Who complained is not looked up here: see `services.callers`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from complaint_center.domain.access import Directory, Permission, Person
from complaint_center.domain.categories import Category
from complaint_center.domain.channels import Channel
from complaint_center.domain.errors import NotAllowed
from complaint_center.domain.search_key import GRAM, fold, stretches, trigrams
from complaint_center.domain.search_question import Question
from complaint_center.domain.status import CoarseState
from complaint_center.extensions import db, keyring
from complaint_center.models.accused import Accused
from complaint_center.models.case import Case
from complaint_center.services.case_lists import list_ids, list_where
from complaint_center.services.case_queries import Condition, not_barred, visible_to
from complaint_center.services.near_matches import near_matches
from complaint_center.services.search_texts import matches, matches_among_newest, perhaps_holding

HANDFUL = 5
"""With fewer cases than this in which the words stand, those in which they nearly do are looked for, too."""

DUPLICATES_OF = timedelta(days=365)
"""How far back an earlier complaint of the same matter is looked for."""

_STRETCH, _STEP = 5, 2
_STRETCHES = 40
_COMPARED = 100
_ALIKE = 0.5


@dataclass(frozen=True)
class Found:
    """Cases to open; cases in which the words nearly stand; and cases of which a clerk sees no more than the state.

    `complained` are those of the person whose number was asked for: see `services.callers`.
    """

    cases: Sequence[Case] = ()
    near: Sequence[Case] = ()
    coarse: Sequence[Case] = ()
    complained: Sequence[Case] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.cases or self.near or self.coarse or self.complained)


@dataclass(frozen=True)
class Duplicate:
    """An earlier complaint of what may be the same matter, as any clerk may see it."""

    register_number: str
    received_at: datetime
    channel: Channel
    state: CoarseState
    subject: str


def find_cases(person: Person, directory: Directory, question: Question, limit: int) -> Found:
    """What the person may see of it, the newest first. A number that names a case is not looked for as a word.

    Only what may be read counts: until an officer has declared no interest, the words about the accused.
    """
    named = _of_number(person, directory, question)
    if named.cases or named.coarse:
        return named
    is_visible = visible_to(person, directory)
    newest = list_where(is_visible, matches_among_newest(question.words, person), limit=limit)
    if len(newest) == limit:
        return Found(newest)
    cases = list_where(is_visible, matches(question.words, person), limit=limit)
    if len(cases) >= min(HANDFUL, limit):
        return Found(cases)
    near = near_matches(person, directory, question.words, limit - len(cases))
    return Found(cases, list_ids(near))


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
        .where(Case.id.in_(perhaps_holding(stretches(asked, _STRETCH, _STEP)[:_STRETCHES])))
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


def _of_number(person: Person, directory: Directory, question: Question) -> Found:
    """The case that a register number or tracking code names: to open, or for a clerk its state."""
    if question.register_number:
        named = Case.register_number == question.register_number
    elif question.tracking_code:
        named = Case.tracking_code_hash == keyring.hash_tracking_code(question.tracking_code)
    else:
        return Found()
    cases = list_where(named, visible_to(person, directory))
    if cases or not person.may(Permission.LOG_COMPLAINTS):
        return Found(cases)
    return Found(coarse=list_where(named, not_barred(person, directory)))


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
