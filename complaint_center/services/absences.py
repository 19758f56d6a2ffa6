"""Who is away, and who stands in: work moves to the stand-in at once, and back when the absence ends.

No deadline moves with it. A stand-in examines what the officer held and commands what the superior commanded, but a
case from which whoever is away is barred stays shut to the person they chose.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from complaint_center.domain.access import Directory, Permission, Person
from complaint_center.domain.calendar import BANGKOK
from complaint_center.domain.errors import InvalidInput, NotAllowed, NotVisible, Problem
from complaint_center.domain.office import Office
from complaint_center.domain.status import OPEN
from complaint_center.extensions import db
from complaint_center.models.absence import Absence
from complaint_center.models.case import Assignment, Case
from complaint_center.services import journal
from complaint_center.services.assignment import give, hand_over, officers_for
from complaint_center.services.case_queries import lock_by_id
from complaint_center.services.directory import load_directory
from complaint_center.services.steps import safely

LONGEST_AHEAD = timedelta(days=366)
"""An absence later than this is a year typed in the wrong era."""

_WORK = (Permission.EXAMINE, Permission.COMMAND)
"""What a stand-in takes over."""


@dataclass(frozen=True)
class AbsenceDraft:
    """Bangkok days, both of them away; `last_day` None: until they are back."""

    staff_id: int
    stand_in_id: int
    first_day: date
    last_day: date | None = None


@dataclass(frozen=True)
class Moved:
    """How many cases the stand-in has, and how many went to somebody else because the stand-in may not have them."""

    to_stand_in: int
    elsewhere: int


def arrange_absence(office: Office, actor: Person, draft: AbsenceDraft, now: datetime) -> Moved | None:
    """Note who will be away and who stands in; what begins today begins at once, and what moved is returned.

    NotAllowed for anybody but the person, those above them, and who commands all. InvalidInput names the part at fault.
    """
    directory = load_directory()
    _require_arranger(actor, draft.staff_id, directory)
    absence = _absence(draft, actor, now)
    _check(absence, directory, now)
    db.session.add(absence)
    db.session.flush()
    journal.record("absence_arranged", actor=actor, at=now, detail=_told(absence))
    moved = _begin(absence, office, now) if absence.starts_at <= now else None
    journal.commit()
    return moved


def end_absence(office: Office, actor: Person, absence_id: int, now: datetime) -> int | None:
    """Whoever was away is back: returns how many cases moved back. None where they had not gone. Safe to repeat."""
    absence = _locked(absence_id)
    _require_arranger(actor, absence.staff_id, load_directory())
    moved = _end(absence, office, actor, now) if absence.ended_at is None else 0
    has_begun = absence.began_at is not None
    journal.commit()
    return moved if has_begun else None


def keep_absences(office: Office, now: datetime) -> int:
    """Begin and end every absence whose time has come; returns how many. One that fails never stops the rest."""
    return sum(
        safely(partial(_keep, absence_id, office, now), False, "absence_not_kept", absence_id)
        for absence_id in _due_ids(now)
    )


def drop_absences(staff_id: int, now: datetime) -> None:
    """Whoever has left for good is away no more; what moved stays moved. For use inside another act's transaction."""
    running = (Absence.staff_id == staff_id, Absence.ended_at.is_(None))
    db.session.execute(sa.update(Absence).where(*running).values(ended_at=now))


def list_absences() -> list[Absence]:
    """Who is away and who will be, the soonest first."""
    query = sa.select(Absence).where(Absence.ended_at.is_(None)).order_by(Absence.starts_at, Absence.id)
    return list(db.session.scalars(query.options(joinedload(Absence.staff), joinedload(Absence.stand_in))))


def may_arrange(actor: Person, staff_id: int, directory: Directory) -> bool:
    """One's own absence, that of whoever is below, and anybody's for those who command all."""
    if actor.id == staff_id or (actor.commands and actor.may(Permission.READ_ALL)):
        return True
    return any(superior.id == actor.id for superior in directory.above(staff_id))


def can_stand_in(directory: Directory, staff_id: int) -> list[Person]:
    """Who is there and may do what this person may: examine, command, or both."""
    needed = {permission for permission in _WORK if directory.people[staff_id].may(permission)}
    return [
        person
        for person in directory.people.values()
        if needed and person.id != staff_id and directory.is_present(person.id) and all(map(person.may, needed))
    ]


def _absence(draft: AbsenceDraft, actor: Person, now: datetime) -> Absence:
    """From now where the first day is today; the last day counts to its end."""
    today = now.astimezone(BANGKOK).date()
    last_day = draft.last_day
    return Absence(
        staff_id=draft.staff_id,
        stand_in_id=draft.stand_in_id,
        starts_at=now if draft.first_day == today else _midnight(draft.first_day),
        ends_at=_midnight(last_day + timedelta(days=1)) if last_day else None,
        arranged_by_id=actor.id,
    )


def _check(absence: Absence, directory: Directory, now: datetime) -> None:
    if absence.starts_at < now:
        raise InvalidInput("first_day", Problem.IN_PAST)
    if absence.starts_at > now + LONGEST_AHEAD:
        raise InvalidInput("first_day", Problem.FAR_AHEAD)
    if absence.ends_at and absence.ends_at <= absence.starts_at:
        raise InvalidInput("last_day", Problem.ENDS_BEFORE)
    if _overlaps(absence, absence.staff_id):
        raise InvalidInput("first_day", Problem.AWAY_THEN)
    if absence.stand_in_id not in {person.id for person in can_stand_in(directory, absence.staff_id)}:
        raise InvalidInput("stand_in", Problem.CANNOT_STAND_IN)
    if _overlaps(absence, absence.stand_in_id):
        raise InvalidInput("stand_in", Problem.AWAY_THEN)


def _overlaps(absence: Absence, staff_id: int) -> bool:
    """Whether the person is away at some time of it already."""
    query = sa.select(Absence.id).where(
        Absence.staff_id == staff_id,
        Absence.ended_at.is_(None),
        sa.or_(Absence.ends_at.is_(None), Absence.ends_at > absence.starts_at),
    )
    if absence.ends_at:
        query = query.where(Absence.starts_at < absence.ends_at)
    return db.session.scalar(query.limit(1)) is not None


def _require_arranger(actor: Person, staff_id: int, directory: Directory) -> None:
    if staff_id not in directory.people or not may_arrange(actor, staff_id, directory):
        raise NotAllowed


def _due_ids(now: datetime) -> list[int]:
    begins = sa.and_(Absence.began_at.is_(None), Absence.starts_at <= now)
    query = sa.select(Absence.id).where(Absence.ended_at.is_(None), sa.or_(begins, Absence.ends_at <= now))
    return list(db.session.scalars(query.order_by(Absence.starts_at, Absence.id)))


def _keep(absence_id: int, office: Office, now: datetime) -> bool:
    absence = _locked(absence_id)
    is_over = absence.ends_at is not None and absence.ends_at <= now
    # Another worker may have been first.
    is_due = absence.ended_at is None and (is_over or absence.began_at is None)
    if is_due and is_over:
        _end(absence, office, None, now)
    elif is_due:
        _begin(absence, office, now)
    journal.commit()
    return is_due


def _locked(absence_id: int) -> Absence:
    query = sa.select(Absence).where(Absence.id == absence_id).with_for_update()
    absence = db.session.execute(query, execution_options={"populate_existing": True}).scalar_one_or_none()
    if absence is None:
        raise NotVisible
    return absence


def _begin(absence: Absence, office: Office, now: datetime) -> Moved:
    absence.began_at = now
    db.session.flush()
    journal.record("absence_began", actor=None, at=now, detail=_told(absence))
    directory, counts = load_directory(), Counter[bool]()
    for case in _held_by(absence.staff_id):
        is_stand_ins = absence.stand_in_id in {person.id for person in officers_for(case, directory)}
        if is_stand_ins:
            give(case, absence.stand_in_id, office, now, absence=absence)
        else:
            hand_over(case, office, directory, now, absence)
        counts[is_stand_ins] += 1
    return Moved(counts[True], counts[False])


def _end(absence: Absence, office: Office, actor: Person | None, now: datetime) -> int:
    """Returns how many cases moved."""
    absence.ended_at = now
    db.session.flush()
    journal.record("absence_ended", actor=actor, at=now, detail=_told(absence))
    directory = load_directory()
    return sum(_send_back(case, office, directory, now) for case in _moved_by(absence))


def _send_back(case: Case, office: Office, directory: Directory, now: datetime) -> bool:
    """To the first who is there again of those through whose hands it has gone since it was last really assigned.

    False where that is who has it.
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
    own = max(place for place, held in enumerate(case.assignments) if held.absence_id is None)
    return case.assignments[own:]


def _held_by(staff_id: int) -> Iterator[Case]:
    """Open cases in these hands, each locked."""
    query = sa.select(Case.id).where(Case.officer_id == staff_id, Case.status.in_(sorted(OPEN))).order_by(Case.id)
    return map(lock_by_id, db.session.scalars(query).all())


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
    return map(lock_by_id, db.session.scalars(query).all())


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, BANGKOK)


def _told(absence: Absence) -> dict[str, int | str | None]:
    return {
        "staff": absence.staff_id,
        "stand_in": absence.stand_in_id,
        "from": absence.starts_at.isoformat(),
        "until": absence.ends_at.isoformat() if absence.ends_at else None,
    }
