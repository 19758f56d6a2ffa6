"""Who is away and who stands in, from when and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from complaint_center.domain.access import Directory, Permission, Person
from complaint_center.domain.calendar import BANGKOK
from complaint_center.domain.errors import InvalidInput, NotAllowed, NotVisible, Problem
from complaint_center.domain.office import Office
from complaint_center.extensions import db
from complaint_center.models.absence import Absence
from complaint_center.services import journal
from complaint_center.services.directory import load_directory, lock_settings
from complaint_center.services.stand_ins import Moved, can_stand_in, lend_work, return_work
from complaint_center.services.steps import safely

LONGEST_AHEAD = timedelta(days=366)
"""An absence later than this is a year typed in the wrong era."""


@dataclass(frozen=True)
class AbsenceDraft:
    """Bangkok days, both of them away; `last_day` None: until they are back."""

    staff_id: int
    stand_in_id: int
    first_day: date
    last_day: date | None = None


def arrange_absence(office: Office, actor: Person, draft: AbsenceDraft, now: datetime) -> Moved | None:
    """Note who will be away and who stands in; what begins today begins at once, and what moved is returned.

    NotAllowed for anybody but the person, those above them, and who commands all. InvalidInput names the part at fault.
    """
    lock_settings()
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
    query = sa.select(Absence).where(Absence.id == absence_id).with_for_update(key_share=True)
    absence = db.session.execute(query, execution_options={"populate_existing": True}).scalar_one_or_none()
    if absence is None:
        raise NotVisible
    return absence


def _begin(absence: Absence, office: Office, now: datetime) -> Moved:
    absence.began_at = now
    db.session.flush()
    journal.record("absence_began", actor=None, at=now, detail=_told(absence))
    return lend_work(absence, office, now)


def _end(absence: Absence, office: Office, actor: Person | None, now: datetime) -> int:
    """Returns how many cases moved."""
    absence.ended_at = now
    db.session.flush()
    journal.record("absence_ended", actor=actor, at=now, detail=_told(absence))
    return return_work(absence, office, now)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, BANGKOK)


def _told(absence: Absence) -> dict[str, int | str | None]:
    return {
        "staff": absence.staff_id,
        "stand_in": absence.stand_in_id,
        "from": absence.starts_at.isoformat(),
        "until": absence.ends_at.isoformat() if absence.ends_at else None,
    }
