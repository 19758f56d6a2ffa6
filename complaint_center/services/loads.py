"""How much work each officer has, as far as the reader may know of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from complaint_center.domain.access import Directory, Permission, Person
from complaint_center.domain.attention import Attention
from complaint_center.domain.status import OPEN, CaseStatus
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.services.attention import needs
from complaint_center.services.case_queries import visible_to


@dataclass(frozen=True)
class Load:
    """Of one officer: open cases, those of them that await a superior's order, and those that are overdue.

    `stand_in` None: the officer is there.
    """

    officer: Person
    open_cases: int
    awaiting_order: int
    overdue: int
    stand_in: Person | None

    @property
    def in_hand(self) -> int:
        """What the officer can work on now."""
        return self.open_cases - self.awaiting_order


def list_loads(person: Person, directory: Directory, now: datetime) -> list[Load]:
    """Every officer that the person commands or audits, the heaviest load first, in one statement."""
    counted = (
        sa.select(
            Case.officer_id,
            sa.func.count(),
            _count(Case.status == CaseStatus.AWAITING_ORDER),
            _count(_is_late_in_hand(now)),
        )
        .where(visible_to(person, directory), Case.officer_id.is_not(None), Case.status.in_(sorted(OPEN)))
        .group_by(Case.officer_id)
    )
    rows = {row[0]: row[1:] for row in db.session.execute(counted)}
    officers = _officers(person, directory) | {officer_id for officer_id in rows if officer_id is not None}
    loads = [_load(officer_id, rows.get(officer_id, (0, 0, 0)), directory) for officer_id in officers]
    return sorted(loads, key=lambda load: (-load.in_hand, -load.open_cases, load.officer.id))


def _is_late_in_hand(now: datetime) -> sa.ColumnElement[bool]:
    """Overdue, and not only for an order, which the superior owes."""
    return sa.and_(Case.status != CaseStatus.AWAITING_ORDER, needs(Attention.OVERDUE, now))


def _count(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)


def _officers(person: Person, directory: Directory) -> set[int]:
    """Who examines, of those below the person, or of all where they read all."""
    below = directory.below(person.id)
    return {
        one.id
        for one in directory.people.values()
        if one.is_active and one.may(Permission.EXAMINE) and (one.id in below or person.may(Permission.READ_ALL))
    }


def _load(officer_id: int, counts: tuple[int, int, int], directory: Directory) -> Load:
    open_cases, awaiting_order, overdue = map(int, counts)
    stand_in = None if directory.is_present(officer_id) else directory.acting_for(officer_id)
    return Load(directory.people[officer_id], open_cases, awaiting_order, overdue, stand_in)
