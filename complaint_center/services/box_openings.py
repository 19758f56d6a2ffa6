"""Openings of suggestion boxes: each is an act, whatever was in the box, and its letters are entered one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from complaint_center.domain.access import Directory, Permission, Person
from complaint_center.domain.errors import InvalidInput, NotAllowed, NotVisible, Problem
from complaint_center.domain.intake import OpeningDraft, check_opening
from complaint_center.extensions import db
from complaint_center.models.boxes import BoxOpening
from complaint_center.models.case import Case
from complaint_center.services import journal
from complaint_center.services.boxes import box_named
from complaint_center.services.case_queries import Condition, not_barred

PAGE = 50
MOST_LETTERS = 999


@dataclass(frozen=True)
class OpeningLine:
    """One line of the log: an opening, and how many of its letters are in the register by now, as the reader may know.

    Letters that bar the reader are counted nowhere: neither among those that lay there nor among those entered.
    """

    opening: BoxOpening
    entered: int
    hidden: int = 0

    @property
    def letters(self) -> int:
        return max(self.entered, self.opening.letters - self.hidden)

    @property
    def left(self) -> int:
        """Letters still to be entered."""
        return self.letters - self.entered


def record_opening(actor: Person, opening: OpeningDraft, letters: int, now: datetime) -> int:
    """Record that a box was opened and how many letters were in it; returns the number of the opening.

    The same opening again changes its count. InvalidInput for a time that cannot be, or a count that is none.
    """
    _require_clerk(actor)
    check_opening(opening, now)
    if not 0 <= letters <= MOST_LETTERS:
        raise InvalidInput("letters", Problem.NOT_A_COUNT)
    recorded = _opening_of(opening, actor, now)
    recorded.letters = max(letters, _entered(recorded.id))
    journal.record("box_opened", actor=actor, at=now, detail={"opening": recorded.id, "letters": recorded.letters})
    journal.commit()
    return recorded.id


def add_letter(case: Case, told: OpeningDraft, actor: Person | None, now: datetime) -> None:
    """The case came out of that opening: there were at least as many letters. Within another act's transaction."""
    opening = _opening_of(told, actor, now)
    case.box_opening_id = opening.id
    db.session.flush()
    opening.letters = max(opening.letters, _entered(opening.id))


def find_opening(actor: Person, directory: Directory, opening_id: int) -> OpeningLine:
    """NotVisible where there is none."""
    _require_reader(actor)
    opening = db.session.get(BoxOpening, opening_id, options=[joinedload(BoxOpening.box)])
    if opening is None:
        raise NotVisible
    seen = _entered(opening_id, not_barred(actor, directory))
    return OpeningLine(opening, seen, _entered(opening_id) - seen)


def opening_with(register_number: str) -> int | None:
    """The opening in which the letter of that number lay."""
    return db.session.scalar(sa.select(Case.box_opening_id).where(Case.register_number == register_number))


def list_letters(actor: Person, directory: Directory, opening: BoxOpening) -> Sequence[Case]:
    """The cases that its letters became, in the order of entering, without those that the person is barred from."""
    query = sa.select(Case).where(Case.box_opening_id == opening.id, not_barred(actor, directory)).order_by(Case.id)
    return db.session.scalars(query).all()


def list_openings(actor: Person, directory: Directory, limit: int = PAGE) -> list[OpeningLine]:
    """The log, newest first."""
    _require_reader(actor)
    entered = sa.select(sa.func.count()).where(Case.box_opening_id == BoxOpening.id).correlate(BoxOpening)
    seen = entered.where(not_barred(actor, directory))
    query = (
        sa.select(BoxOpening, seen.scalar_subquery(), entered.scalar_subquery())
        .join(BoxOpening.box)
        .options(contains_eager(BoxOpening.box), joinedload(BoxOpening.recorded_by))
        .order_by(BoxOpening.opened_at.desc(), BoxOpening.id.desc())
        .limit(limit)
    )
    return [OpeningLine(opening, known, every - known) for opening, known, every in db.session.execute(query)]


def _opening_of(told: OpeningDraft, actor: Person | None, now: datetime) -> BoxOpening:
    """The opening that was told of, made when nobody has recorded it."""
    box = box_named(told.box, told.opened_at)
    key = {"box_id": box.id, "opened_at": told.opened_at, "opened_by": told.opened_by}
    opening = db.session.scalar(sa.select(BoxOpening).filter_by(**key))
    if opening is None:
        recorder = actor.id if actor else None
        opening = BoxOpening(**key, witness=told.witness, letters=0, recorded_by_id=recorder, recorded_at=now)
        db.session.add(opening)
        db.session.flush()
    return opening


def _entered(opening_id: int, *conditions: Condition) -> int:
    query = sa.select(sa.func.count()).select_from(Case).where(Case.box_opening_id == opening_id, *conditions)
    return db.session.scalar(query) or 0


def _require_clerk(actor: Person) -> None:
    if not actor.may(Permission.LOG_COMPLAINTS):
        raise NotAllowed


def _require_reader(actor: Person) -> None:
    if not (actor.may(Permission.LOG_COMPLAINTS) or actor.commands or actor.may(Permission.READ_ALL)):
        raise NotAllowed
