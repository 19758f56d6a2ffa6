"""Accounts of staff: adding, changing and deactivating people, and naming the centre's head."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from complaint_center.domain.access import Person, Role
from complaint_center.domain.errors import (
    InvalidInput,
    LastOneStays,
    NotVisible,
    Problem,
    require_reason,
)
from complaint_center.domain.office import Office
from complaint_center.domain.phones import parse_phone
from complaint_center.domain.thai import name_key
from complaint_center.extensions import db
from complaint_center.models.staff import StaffMember, StaffRole, Unit
from complaint_center.services import journal
from complaint_center.services.absences import drop_absences
from complaint_center.services.assignment import hand_over
from complaint_center.services.directory import load_directory, lock_settings, require_admin, settings
from complaint_center.services.holding import lock_open_cases_of
from complaint_center.services.near_names import note_changed_staff
from complaint_center.services.units import note_leaving, unit_named

HashPassword = Callable[[str], str]


@dataclass(frozen=True)
class StaffDraft:
    """What is known of a member of staff. `handles` holds category groups; `unit` is a unit's name."""

    username: str
    name: str
    roles: frozenset[Role]
    position: str = ""
    unit: str = ""
    handles: frozenset[str] = frozenset()
    phone: str = ""
    email: str = ""
    reports_to: str = ""
    language: str = "th"


def add_staff(
    actor: Person | None, draft: StaffDraft, password: str, hash_password: HashPassword, now: datetime
) -> int:
    """Add a person and return their id. Actor None is an operator at the command line.

    InvalidInput for a taken username, an unknown superior or a telephone that is none.
    """
    require_admin(actor)
    username = draft.username.strip().lower()
    if not username:
        raise InvalidInput("username", Problem.REQUIRED)
    if _by_username(username):
        raise InvalidInput("username", Problem.TAKEN)
    member = StaffMember(
        username=username,
        password=hash_password(password),
        fs_uniquifier=secrets.token_hex(32),
        created_at=now,
    )
    _write(member, draft, now)
    db.session.add(member)
    db.session.flush()
    note_changed_staff(member.id)
    detail = {"staff": member.id, "username": username, "roles": sorted(draft.roles), "to": _place(member)}
    journal.record("staff_added", actor=actor, at=now, detail=detail)
    journal.commit()
    return member.id


def change_staff(actor: Person, staff_id: int, draft: StaffDraft, now: datetime) -> None:
    """Change a person's particulars; the username stays. LastOneStays guards the last of a needed role.

    InvalidInput for whoever gives themselves other roles, another unit or another superior.
    """
    require_admin(actor)
    member = _member(staff_id)
    _require_another(member, draft.roles if member.active else frozenset())
    before = _place(member)
    _write(member, draft, now)
    after = _place(member)
    if actor.id == staff_id:
        _refuse_own(before, after)
    note_changed_staff(staff_id)
    detail = {"staff": staff_id, "roles": sorted(draft.roles), "from": before, "to": after}
    journal.record("staff_changed", actor=actor, at=now, detail=detail)
    journal.commit()


def set_password(actor: Person, staff_id: int, password: str, hash_password: HashPassword, now: datetime) -> None:
    """Give a person a new password and sign them out everywhere."""
    require_admin(actor)
    _replace_password(_member(staff_id), hash_password(password))
    journal.record("password_set", actor=actor, at=now, detail={"staff": staff_id})
    journal.commit()


def change_own_password(actor: Person, password: str, hash_password: HashPassword, now: datetime) -> None:
    """The actor takes a new password and is signed out everywhere."""
    _replace_password(_member(actor.id), hash_password(password))
    journal.record("password_changed", actor=actor, at=now, detail={"staff": actor.id})
    journal.commit()


def deactivate_staff(office: Office, actor: Person, staff_id: int, reason: str, now: datetime) -> None:
    """Deactivate a person: open cases move, those below report one step up, all in one transaction.

    LastOneStays for the last active administrator or supervisor.
    """
    require_admin(actor)
    reason = require_reason(reason)
    member = _member(staff_id)
    _require_another(member, frozenset())
    # Absences before cases, like the sweep; cases before the person: whoever acts on one may yet refer to the person.
    drop_absences(staff_id, now)
    cases = lock_open_cases_of(staff_id)
    member.active = False
    member.fs_uniquifier = secrets.token_hex(32)
    promoted = _promote_subordinates(member)
    _replace_as_head(member, now)
    db.session.flush()
    detail = {"staff": staff_id, "promoted": promoted, "below": member.reports_to_id}
    journal.record("staff_deactivated", actor=actor, at=now, reason=reason, detail=detail)
    directory = load_directory()
    for case in cases:
        hand_over(case, office, directory, now)
    journal.commit()


def reactivate_staff(actor: Person, staff_id: int, now: datetime) -> None:
    """Let a person sign in again. Cases and subordinates stay where they went."""
    require_admin(actor)
    _member(staff_id).active = True
    journal.record("staff_reactivated", actor=actor, at=now, detail={"staff": staff_id})
    journal.commit()


def name_centre_head(actor: Person | None, staff_id: int, now: datetime) -> None:
    """Name the head of the centre, from whom the supervisor of an unassigned case is sought upward."""
    require_admin(actor)
    member = _member(staff_id)
    if not member.active or not member.person().commands:
        raise InvalidInput("centre_head", Problem.NOT_ELIGIBLE)
    settings().centre_head_id = staff_id
    journal.record("centre_head_named", actor=actor, at=now, detail={"staff": staff_id})
    journal.commit()


def _place(member: StaffMember) -> dict[str, Any]:
    """What decides which cases a person sees, as the journal keeps it."""
    roles = sorted(role.name for role in member.roles)
    return {"roles": roles, "unit": member.unit_id, "reports_to": member.reports_to_id}


def _refuse_own(before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    changed = next((field for field in before if before[field] != after[field]), None)
    if changed:
        raise InvalidInput(changed, Problem.OWN_ACCOUNT)


def _write(member: StaffMember, draft: StaffDraft, now: datetime) -> None:
    if not draft.name.strip():
        raise InvalidInput("name", Problem.REQUIRED)
    if not draft.roles:
        raise InvalidInput("roles", Problem.REQUIRED)
    member.name = draft.name.strip()
    member.name_key = name_key(draft.name)
    member.position = draft.position.strip()
    member.position_key = name_key(draft.position)
    _move_to_unit(member, unit_named(draft.unit).id if draft.unit.strip() else None, now)
    member.handles = "".join(sorted(draft.handles))
    member.phone = _phone(draft.phone)
    member.email = draft.email.strip()
    member.language = draft.language
    member.reports_to_id = _superior(member, draft.reports_to)
    _set_roles(member, draft.roles)


def _move_to_unit(member: StaffMember, unit_id: int | None, now: datetime) -> None:
    if member.unit_id != unit_id:
        note_leaving(member.id, member.unit_id, now)
    member.unit_id = unit_id


def _replace_password(member: StaffMember, hashed: str) -> None:
    member.password = hashed
    member.fs_uniquifier = secrets.token_hex(32)


def _set_roles(member: StaffMember, roles: Iterable[Role]) -> None:
    kept = [row for row in member.roles if Role(row.name) in set(roles)]
    known = {Role(row.name) for row in kept}
    member.roles = kept + [StaffRole(name=role) for role in sorted(set(roles) - known)]


def _phone(text: str) -> str:
    if not text.strip():
        return ""
    try:
        return parse_phone(text).e164
    except ValueError:
        raise InvalidInput("phone", Problem.NOT_A_PHONE) from None


def _superior(member: StaffMember, username: str) -> int | None:
    """InvalidInput for nobody of that name, oneself, or somebody below: a chain of command has a top."""
    if not username.strip():
        return None
    superior = _by_username(username.strip().lower())
    if superior is None:
        raise InvalidInput("reports_to", Problem.UNKNOWN_CHOICE)
    if member.id and superior.id in {member.id, *load_directory().below(member.id)}:
        raise InvalidInput("reports_to", Problem.NOT_ELIGIBLE)
    return superior.id


def _require_another(member: StaffMember, roles: frozenset[Role]) -> None:
    """Somebody must be able to administer and somebody to command."""
    others = [p for p in load_directory().people.values() if p.is_active and p.id != member.id]
    person = member.person()
    for role in (Role.ADMIN, Role.SUPERVISOR):
        loses = member.active and role in person.roles and role not in roles
        if loses and not any(role in other.roles for other in others):
            raise LastOneStays(role)


def _promote_subordinates(member: StaffMember) -> list[int]:
    """Everybody below reports one step up; returns their ids."""
    is_below = StaffMember.reports_to_id == member.id
    below = db.session.scalars(sa.select(StaffMember.id).where(is_below).order_by(StaffMember.id)).all()
    db.session.execute(sa.update(StaffMember).where(is_below).values(reports_to_id=member.reports_to_id))
    return list(below)


def _replace_as_head(member: StaffMember, now: datetime) -> None:
    """Units and the centre pass to the superior, so that no unassigned case is without a supervisor."""
    for unit in db.session.scalars(sa.select(Unit).where(Unit.head_id == member.id)):
        note_leaving(member.id, unit.id, now)
        unit.head_id = member.reports_to_id
    office_settings = settings()
    if office_settings.centre_head_id == member.id:
        office_settings.centre_head_id = member.reports_to_id


def _member(staff_id: int) -> StaffMember:
    """The person, while nobody else changes staff: two who take away each other's last one must not do it at once."""
    lock_settings()
    # The weaker lock lets others go on writing rows that refer to the person.
    member = db.session.get(StaffMember, staff_id, with_for_update={"key_share": True})
    if member is None:
        raise NotVisible
    return member


def _by_username(username: str) -> StaffMember | None:
    return db.session.scalar(sa.select(StaffMember).where(StaffMember.username == username))
