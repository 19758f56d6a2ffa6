"""Whom a complaint is about: named at intake, linked by a supervisor, unlinked by an executive.

A link bars the linked person from the case, and where only a unit is known its members and head. What
could not be linked exactly is a supervisor's task, due within one working day; whoever may be meant is barred until
then. An answer narrows from a unit to somebody of that unit; any other leaves the unit barred. Each says why.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from complaint_center.domain.access import Directory, Permission, Person, Role
from complaint_center.domain.calendar import next_working_day
from complaint_center.domain.elected import holds_elected_office
from complaint_center.domain.errors import (
    InvalidInput,
    NotAllowed,
    NotVisible,
    Problem,
    require_reason,
)
from complaint_center.domain.hierarchy import ChainOfCommand
from complaint_center.domain.intake import AccusedDraft
from complaint_center.domain.messages import MessageKind
from complaint_center.domain.near_names import Known, nearly_named
from complaint_center.domain.office import Office
from complaint_center.domain.thai import name_key
from complaint_center.extensions import db
from complaint_center.models.accused import Accused
from complaint_center.models.case import Case
from complaint_center.models.staff import StaffMember, Unit
from complaint_center.services import journal, outbox
from complaint_center.services.assignment import hand_over
from complaint_center.services.barred_superiors import note_barred_superiors
from complaint_center.services.calendar import holidays
from complaint_center.services.case_queries import lock_case
from complaint_center.services.directory import load_directory
from complaint_center.services.holding import lock_commanded
from complaint_center.services.near_names import known_staff, note_nearly_named
from complaint_center.services.search_texts import keep_search_text


def name_accused(case: Case, drafts: Iterable[AccusedDraft], directory: Directory, now: datetime) -> None:
    """Put the accused on the case, linked where the words name exactly one of ours. Within the intake."""
    for draft in drafts:
        if not draft.is_empty():
            accused = _add(case, draft, directory, now)
            accused.told_by_complainant = True


def add_accused(
    office: Office, actor: Person, register_number: str, draft: AccusedDraft, reason: str, now: datetime
) -> None:
    """A supervisor names a further accused who came to light. InvalidInput when nothing is told, or no reason."""
    directory, case = lock_commanded(actor, register_number)
    if draft.is_empty():
        raise InvalidInput("accused_name", Problem.REQUIRED)
    reason = require_reason(reason)
    barred_before = case.conflicts.barred(directory)
    accused = _add(case, draft, directory, now)
    keep_search_text(case)
    db.session.flush()
    detail = {"accused": accused.id, "to": _answer(accused)}
    journal.record("accused_added", actor=actor, at=now, case=case, reason=reason, detail=detail)
    note_barred_superiors(case, barred_before, actor, reason, directory, now)
    _tell_elected(case, office, directory, now)
    _keep_apart(case, office, directory, now)
    journal.commit()


def link_accused(
    office: Office,
    actor: Person,
    register_number: str,
    accused_id: int,
    reason: str,
    now: datetime,
    staff_id: int | None = None,
    unit_id: int | None = None,
) -> None:
    """A supervisor links an accused to a member of staff or a unit, or with neither says "none of ours".

    Whoever the link bars loses the case at once. A unit that is barred stays so, unless the link is to somebody who
    belongs to it or heads it, or did so since the receipt. Reason required.
    """
    directory, case = lock_commanded(actor, register_number)
    accused = _accused_of(case, accused_id)
    reason = require_reason(reason)
    if accused.staff_id is not None or (accused.is_linked and staff_id is None):
        # A unit may still be narrowed to a person. Taking a link away is an executive's act: `unlink_accused`.
        raise NotAllowed
    if staff_id is not None and staff_id not in directory.people:
        raise InvalidInput("staff", Problem.UNKNOWN_CHOICE)
    if unit_id is not None and unit_id not in directory.units:
        raise InvalidInput("unit", Problem.UNKNOWN_CHOICE)
    if unit_id is not None and accused.unit_id not in (None, unit_id):
        raise InvalidInput("unit", Problem.OTHER_UNIT_BARRED)
    before, barred_before = _answer(accused), case.conflicts.barred(directory)
    _bar(accused, staff_id, unit_id, case, directory)
    accused.is_stranger = staff_id is None and unit_id is None
    accused.is_elected = _is_elected(accused, directory)
    _settle(accused, actor, now)
    detail = {"accused": accused.id, "from": before, "to": _answer(accused)}
    journal.record("accused_linked", actor=actor, at=now, case=case, reason=reason, detail=detail)
    note_barred_superiors(case, barred_before, actor, reason, directory, now)
    _tell_elected(case, office, directory, now)
    _keep_apart(case, office, directory, now)
    journal.commit()


def unlink_accused(actor: Person, register_number: str, accused_id: int, reason: str, now: datetime) -> None:
    """An unconflicted executive takes a link away, with a reason; the task of linking comes back.

    Until it is done, whoever the words may mean is barred again.
    """
    if not actor.may(Permission.UNLINK_ACCUSED):
        raise NotAllowed
    directory = load_directory()
    case = lock_case(register_number, actor, directory)
    accused = _accused_of(case, accused_id)
    reason = require_reason(reason)
    detail = {"accused": accused.id, "from": _answer(accused), "to": {}}
    journal.record("accused_unlinked", actor=actor, at=now, case=case, reason=reason, detail=detail)
    accused.staff_id = accused.unit_id = accused.linked_by_id = accused.linked_at = None
    accused.is_stranger = False
    accused.is_elected = _is_elected(accused, directory)
    accused.link_due_at = _link_due_at(now)
    note_nearly_named(accused, known_staff())
    journal.commit()


def tell_of_accused(case: Case, office: Office, directory: Directory, now: datetime) -> None:
    """Tell the supervisor of the case what its accused leave to be done. Within another act's transaction."""
    if any(accused.linked_at is None for accused in case.accused):
        _tell_supervisor(case, MessageKind.ACCUSED_UNLINKED, office, directory, now)
    _tell_elected(case, office, directory, now)


def _tell_elected(case: Case, office: Office, directory: Directory, now: datetime) -> None:
    if case.concerns_elected:
        _tell_supervisor(case, MessageKind.ELECTED_ACCUSED, office, directory, now)


def _tell_supervisor(case: Case, kind: MessageKind, office: Office, directory: Directory, now: datetime) -> None:
    supervisor = ChainOfCommand(directory, case.officer_id, case.conflicts.barred(directory)).supervisor()
    if supervisor:
        outbox.alert(supervisor, kind, office, now, f"case:{case.id}:{kind}", case)


def _accused_of(case: Case, accused_id: int) -> Accused:
    accused = next((accused for accused in case.accused if accused.id == accused_id), None)
    if accused is None:
        raise NotVisible
    return accused


def _keep_apart(case: Case, office: Office, directory: Directory, now: datetime) -> None:
    if case.status.is_open and case.officer_id in case.conflicts.barred(directory):
        hand_over(case, office, directory, now)


def _bar(accused: Accused, staff_id: int | None, unit_id: int | None, case: Case, directory: Directory) -> None:
    unit_id = unit_id or accused.unit_id
    accused.staff_id = staff_id
    accused.unit_id = None if _is_of(staff_id, unit_id, case.conflicts.received_at, directory) else unit_id


def _is_of(staff_id: int | None, unit_id: int | None, since: datetime, directory: Directory) -> bool:
    """Whether the person belongs to the unit or heads it, or did so since then: the one place where a bar narrows."""
    return unit_id is not None and staff_id in directory.members_and_head(unit_id, since)


def _answer(accused: Accused) -> dict[str, Any]:
    """Whom the accused bars, and whether they were called none of ours, as the journal keeps it."""
    told = {"staff": accused.staff_id, "unit": accused.unit_id, "stranger": accused.is_stranger}
    return {name: value for name, value in told.items() if value}


def _settle(accused: Accused, actor: Person, now: datetime) -> None:
    accused.linked_at = now
    accused.linked_by_id = actor.id
    accused.link_due_at = None


def _add(case: Case, draft: AccusedDraft, directory: Directory, now: datetime) -> Accused:
    known = known_staff()
    staff_id, unit_id = _staff_named(draft, known), _unit_named(draft.unit)
    accused = Accused(name=draft.name, position=draft.position, unit_name=draft.unit, is_stranger=False)
    _bar(accused, staff_id, unit_id, case, directory)
    # A unit alone is linked whole; a name in it that is nobody of ours is still to be looked at.
    if staff_id is not None or (unit_id is not None and not draft.name and not draft.position):
        accused.linked_at = now
    else:
        accused.link_due_at = _link_due_at(now)
    accused.is_elected = _is_elected(accused, directory)
    note_nearly_named(accused, known)
    case.accused.append(accused)
    return accused


def _is_elected(accused: Accused, directory: Directory) -> bool:
    """By the complainant's words, or because the one they are linked to is the mayor or a deputy."""
    if accused.is_stranger:
        return False
    person = directory.people.get(accused.staff_id or 0)
    is_executive = person is not None and Role.EXECUTIVE in person.roles
    return is_executive or holds_elected_office(accused.name, accused.position)


def _staff_named(draft: AccusedDraft, known: Collection[Known]) -> int | None:
    """The one member of staff with exactly this name, or else this position; None for none or several.

    None, too, where the name may mean one and the position another: whoever may be meant is barred until it is said.
    """
    staff_id = _exactly_named(draft)
    meant = [nearly_named([words], known) for words in (draft.name, draft.position)]
    return None if any(ids and staff_id not in ids for ids in meant) else staff_id


def _exactly_named(draft: AccusedDraft) -> int | None:
    by_name = _only_staff(StaffMember.name_key == name_key(draft.name)) if draft.name else None
    if by_name is not None or not draft.position:
        return by_name
    return _only_staff(StaffMember.position_key == name_key(draft.position), StaffMember.active)


def _only_staff(*conditions: sa.ColumnElement[bool] | sa.orm.InstrumentedAttribute[bool]) -> int | None:
    ids = list(db.session.scalars(sa.select(StaffMember.id).where(*conditions).limit(2)))
    return ids[0] if len(ids) == 1 else None


def _unit_named(text: str) -> int | None:
    if not text:
        return None
    return db.session.scalar(sa.select(Unit.id).where(Unit.name_key == name_key(text)))


def _link_due_at(now: datetime) -> datetime:
    return next_working_day(now, holidays())
