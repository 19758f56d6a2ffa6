"""What a stand-in takes over: work goes to them while somebody is away, and back when the absence ends.

No deadline moves with it. A stand-in examines what the officer held and commands what the superior commanded, but a
case from which whoever is away is barred stays shut to the person they chose.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from complaint_center.domain.access import Directory, Permission, Person
from complaint_center.domain.office import Office
from complaint_center.domain.status import OPEN
from complaint_center.extensions import db
from complaint_center.models.absence import Absence
from complaint_center.models.assignment import Assignment
from complaint_center.models.case import Case
from complaint_center.services.assignment import give, hand_over, officers_for
from complaint_center.services.case_queries import lock_by_id
from complaint_center.services.directory import load_directory
from complaint_center.services.holding import lock_open_cases_of

_WORK = (Permission.COMMAND, Permission.EXAMINE)


@dataclass(frozen=True)
class Moved:
    """How many cases the stand-in has, and how many went to somebody else because the stand-in may not have them."""

    to_stand_in: int
    elsewhere: int


def can_stand_in(directory: Directory, staff_id: int) -> list[Person]:
    """Who commands in the place of whoever commands, or examines in the place of whoever examines only.

    What whoever commands examines beside that, and their stand-in may not, goes to others. Whether the stand-in is
    there is asked of the days.
    """
    needed = next((permission for permission in _WORK if directory.people[staff_id].may(permission)), None)
    return [
        person
        for person in directory.people.values()
        if needed and person.id != staff_id and person.is_active and person.may(needed)
    ]


def lend_work(absence: Absence, office: Office, now: datetime) -> Moved:
    """Give to the stand-in what whoever is away holds, and to others what the stand-in may not have.

    For use inside another act's transaction.
    """
    directory, counts = load_directory(), Counter[bool]()
    for case in lock_open_cases_of(absence.staff_id):
        is_stand_ins = absence.stand_in_id in {person.id for person in officers_for(case, directory)}
        if is_stand_ins:
            give(case, absence.stand_in_id, office, now, absence=absence)
        else:
            hand_over(case, office, directory, now, absence)
        counts[is_stand_ins] += 1
    return Moved(counts[True], counts[False])


def return_work(absence: Absence, office: Office, now: datetime) -> int:
    """Send back what the absence moved; returns how many cases moved. For use inside another act's transaction."""
    directory = load_directory()
    return sum(send_back(case, office, directory, now) for case in _moved_by(absence))


def send_back(case: Case, office: Office, directory: Directory, now: datetime) -> bool:
    """To the first who is there again of those through whose hands it has gone since it was last really assigned.

    False where that is who has it. For use inside another act's transaction.
    """
    there = {person.id for person in officers_for(case, directory)}
    for held in _lent(case):
        if held.officer_id == case.officer_id:
            break
        if held.officer_id in there:
            absence = db.session.get(Absence, held.absence_id) if held.absence_id else None
            give(case, held.officer_id, office, now, absence=absence)
            return True
    return False


def _lent(case: Case) -> list[Assignment]:
    """The assignment that was no stand-in's, and every one after it, which were."""
    own = max((place for place, held in enumerate(case.assignments) if held.absence_id is None), default=0)
    return case.assignments[own:]


def _moved_by(absence: Absence) -> Iterator[Case]:
    """Open cases that the absence moved, each locked, also where another absence moved them on; what somebody gave
    away since stays there."""
    later = aliased(Assignment)
    given_since = (later.case_id == Assignment.case_id, later.id > Assignment.id, later.absence_id.is_(None))
    query = (
        sa.select(Case.id)
        .join(Assignment, Assignment.case_id == Case.id)
        .where(
            Assignment.absence_id == absence.id,
            Case.officer_id.is_not(None),
            Case.status.in_(sorted(OPEN)),
            ~sa.exists().where(*given_since),
        )
        .distinct()
        .order_by(Case.id)
    )
    return (case for case in map(lock_by_id, db.session.scalars(query).all()) if case.status.is_open)
