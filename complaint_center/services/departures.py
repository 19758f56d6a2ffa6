"""What an administrator is told before somebody's account is closed: what will move, and to whom."""

from __future__ import annotations

from dataclasses import dataclass

from complaint_center.domain.access import Directory, Person


@dataclass(frozen=True)
class Departure:
    """`superior` takes over what the person heads and those who report to them; None where nobody is above."""

    subordinates: tuple[Person, ...]
    units: tuple[str, ...]
    heads_centre: bool
    superior: Person | None


def foresee_departure(staff_id: int, directory: Directory) -> Departure:
    """What deactivating this person would move. Not how many cases: an administrator may be accused in one of them."""
    below = (person for person in directory.people.values() if person.reports_to_id == staff_id)
    return Departure(
        subordinates=tuple(sorted(below, key=lambda person: person.name)),
        units=tuple(sorted(unit.name for unit in directory.units.values() if unit.head_id == staff_id)),
        heads_centre=directory.centre_head_id == staff_id,
        superior=directory.people.get(directory.people[staff_id].reports_to_id or 0),
    )
