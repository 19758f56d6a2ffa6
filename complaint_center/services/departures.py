"""What an administrator is told before somebody's account is closed: what will move, and to whom."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from complaint_center.domain.access import Directory, Person
from complaint_center.domain.status import OPEN
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.services.case_queries import not_barred


@dataclass(frozen=True)
class Departure:
    """`superior` takes over what the person heads and those who report to them; None where nobody is above."""

    open_cases: int
    subordinates: tuple[Person, ...]
    units: tuple[str, ...]
    heads_centre: bool
    superior: Person | None


def foresee_departure(actor: Person, staff_id: int, directory: Directory) -> Departure:
    """What deactivating this person would move. Counts cases without telling which, and none that bars the actor."""
    held = sa.select(sa.func.count()).where(
        Case.officer_id == staff_id, Case.status.in_(sorted(OPEN)), not_barred(actor, directory)
    )
    below = (person for person in directory.people.values() if person.reports_to_id == staff_id)
    return Departure(
        open_cases=db.session.scalar(held) or 0,
        subordinates=tuple(sorted(below, key=lambda person: person.name)),
        units=tuple(sorted(unit.name for unit in directory.units.values() if unit.head_id == staff_id)),
        heads_centre=directory.centre_head_id == staff_id,
        superior=directory.people.get(directory.people[staff_id].reports_to_id or 0),
    )
