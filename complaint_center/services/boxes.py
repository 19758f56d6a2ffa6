"""Suggestion boxes: where they hang, how often they are to be opened, and which of them was not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from complaint_center.domain.access import Person
from complaint_center.domain.calendar import working_days_between
from complaint_center.domain.errors import InvalidInput, NotVisible, Problem
from complaint_center.domain.intake import LINE_LENGTH
from complaint_center.domain.thai import name_key, sort_key
from complaint_center.extensions import db
from complaint_center.models.boxes import BoxOpening, SuggestionBox
from complaint_center.services import journal
from complaint_center.services.calendar import holidays
from complaint_center.services.directory import require_admin

MOST_DAYS = 60


@dataclass(frozen=True)
class BoxLine:
    """One box and when it was opened last; `waited`: working days since then, or since it was hung up."""

    box: SuggestionBox
    opened_at: datetime | None
    waited: int

    @property
    def is_neglected(self) -> bool:
        return self.waited >= self.box.check_days


def list_boxes(now: datetime) -> list[BoxLine]:
    """Boxes in use, in the order of a Thai dictionary, each with its last opening."""
    last = sa.select(sa.func.max(BoxOpening.opened_at)).where(BoxOpening.box_id == SuggestionBox.id)
    query = sa.select(SuggestionBox, last.correlate(SuggestionBox).scalar_subquery())
    closed = holidays()
    lines = [
        BoxLine(box, opened_at, working_days_between(opened_at or box.added_at, now, closed))
        for box, opened_at in db.session.execute(query.where(SuggestionBox.retired_at.is_(None)))
    ]
    return sorted(lines, key=lambda line: sort_key(line.box.name))


def list_neglected(now: datetime) -> list[BoxLine]:
    """Boxes that should have been opened by now."""
    return [line for line in list_boxes(now) if line.is_neglected]


def list_all() -> list[SuggestionBox]:
    """Every box, retired ones last."""
    boxes = db.session.scalars(sa.select(SuggestionBox))
    return sorted(boxes, key=lambda box: (box.retired_at is not None, sort_key(box.name)))


def find_box(box_id: int) -> SuggestionBox:
    """NotVisible where there is none."""
    box = db.session.get(SuggestionBox, box_id)
    if box is None:
        raise NotVisible
    return box


def add_box(actor: Person, name: str, check_days: int, now: datetime) -> int:
    """Add a box and return its number. InvalidInput for a name in use."""
    require_admin(actor)
    box = SuggestionBox(added_at=now)
    _write(box, name, check_days)
    db.session.add(box)
    return _commit(box, actor, now)


def change_box(actor: Person, box_id: int, name: str, check_days: int, is_retired: bool, now: datetime) -> None:
    """Rename a box, say how often it is to be opened, or take it out of use. InvalidInput for a name in use."""
    require_admin(actor)
    box = find_box(box_id)
    _write(box, name, check_days)
    box.retired_at = (box.retired_at or now) if is_retired else None
    _commit(box, actor, now)


def box_named(name: str, since: datetime) -> SuggestionBox:
    """The box of that name. A letter is taken from whatever box it lay in, so one that nobody knows yet is added.

    Within another act's transaction.
    """
    box = _with_name(name)
    if box is None:
        box = SuggestionBox(name=name.strip(), name_key=_key(name), added_at=since)
        db.session.add(box)
        db.session.flush()
    return box


def _with_name(name: str) -> SuggestionBox | None:
    return db.session.scalar(sa.select(SuggestionBox).where(SuggestionBox.name_key == _key(name)))


def _key(name: str) -> str:
    return name_key(name) or name.strip()


def _write(box: SuggestionBox, name: str, check_days: int) -> None:
    if not name.strip():
        raise InvalidInput("name", Problem.REQUIRED)
    if len(name) > LINE_LENGTH:
        raise InvalidInput("name", Problem.TOO_LONG)
    if not 1 <= check_days <= MOST_DAYS:
        raise InvalidInput("check_days", Problem.NOT_A_COUNT)
    with db.session.no_autoflush:
        holder = _with_name(name)
    if holder is not None and holder is not box:
        raise InvalidInput("name", Problem.TAKEN)
    box.name, box.name_key, box.check_days = name.strip(), _key(name), check_days


def _commit(box: SuggestionBox, actor: Person, now: datetime) -> int:
    db.session.flush()
    journal.record("box_kept", actor=actor, at=now, detail={"box": box.id, "retired": box.retired_at is not None})
    journal.commit()
    return box.id
