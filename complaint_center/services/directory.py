"""Staff and units as the rules see them."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from complaint_center.domain.access import Directory, Permission, Person
from complaint_center.domain.errors import NotAllowed, NotVisible
from complaint_center.domain.thai import sort_key
from complaint_center.extensions import db
from complaint_center.models.absence import Absence
from complaint_center.models.staff import FormerMember, OfficeSettings, StaffMember, Unit

_SETTINGS_ID = 1


def load_directory() -> Directory:
    """Everyone, active or not, as they are by now, in six statements whatever their number."""
    afresh = {"populate_existing": True}
    staff = db.session.scalars(
        sa.select(StaffMember).options(selectinload(StaffMember.roles)), execution_options=afresh
    )
    units = db.session.scalars(sa.select(Unit), execution_options=afresh)
    return Directory(
        people={member.id: member.person() for member in staff},
        units={unit.id: unit.facts() for unit in units},
        centre_head_id=settings().centre_head_id,
        former_members=tuple(gone.facts() for gone in db.session.scalars(sa.select(FormerMember))),
        stand_ins=_stand_ins(),
    )


def _stand_ins() -> dict[int, int]:
    in_force = (Absence.began_at.is_not(None), Absence.ended_at.is_(None))
    return dict(db.session.execute(sa.select(Absence.staff_id, Absence.stand_in_id).where(*in_force)).all())


def list_members() -> list[StaffMember]:
    """Everybody, those who can sign in first, in the order of a Thai dictionary."""
    shown = (selectinload(StaffMember.roles), joinedload(StaffMember.unit), joinedload(StaffMember.reports_to))
    members = db.session.scalars(sa.select(StaffMember).options(*shown))
    return sorted(members, key=lambda member: (not member.active, sort_key(member.name_key)))


def find_member(staff_id: int) -> StaffMember:
    """NotVisible where there is none."""
    member = db.session.get(StaffMember, staff_id)
    if member is None:
        raise NotVisible
    return member


def settings() -> OfficeSettings:
    """The one row of settings; made by the first migration."""
    return db.session.get_one(OfficeSettings, _SETTINGS_ID)


def lock_settings() -> OfficeSettings:
    """The settings, held until the transaction ends: whoever changes what there is one of for the office waits here."""
    return db.session.get_one(OfficeSettings, _SETTINGS_ID, with_for_update=True)


def require_admin(actor: Person | None) -> None:
    """NotAllowed for people who may not administer. Actor None is an operator at the command line."""
    if actor is not None and not actor.may(Permission.ADMINISTER):
        raise NotAllowed


def person(staff_id: int) -> Person:
    """One person as the rules see them."""
    return db.session.get_one(StaffMember, staff_id).person()
