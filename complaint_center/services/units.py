"""The divisions of the municipality: names, heads, and which are kept out of procurement cases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from complaint_center.domain.access import Person
from complaint_center.domain.errors import InvalidInput, NotVisible, Problem, require_reason
from complaint_center.domain.thai import name_key, sort_key
from complaint_center.extensions import db
from complaint_center.models.staff import FormerMember, Unit
from complaint_center.services import journal
from complaint_center.services.directory import require_admin
from complaint_center.services.near_names import note_changed_staff

NAME_LENGTH = 200


def list_units() -> list[Unit]:
    """All units in the order of a Thai dictionary."""
    return sorted(db.session.scalars(sa.select(Unit)), key=lambda unit: sort_key(unit.name))


def find_unit(unit_id: int) -> Unit:
    """NotVisible where there is none."""
    unit = db.session.get(Unit, unit_id)
    if unit is None:
        raise NotVisible
    return unit


def keep_unit(actor: Person | None, name: str, head_id: int | None, in_procurement: bool, now: datetime) -> int:
    """Add a unit, or change the one of that name; returns its id."""
    require_admin(actor)
    unit = unit_named(_usable(name))
    _write(unit, head_id, in_procurement, now)
    return _commit(unit, actor, now)


def add_unit(actor: Person, name: str, head_id: int | None, in_procurement: bool, now: datetime) -> int:
    """Add a unit and return its id. InvalidInput for a name in use."""
    require_admin(actor)
    if _with_name(_usable(name)):
        raise InvalidInput("name", Problem.TAKEN)
    unit = unit_named(name)
    _write(unit, head_id, in_procurement, now)
    return _commit(unit, actor, now)


def change_unit(
    actor: Person,
    unit_id: int,
    name: str,
    head_id: int | None,
    in_procurement: bool,
    now: datetime,
    reason: str = "",
) -> None:
    """Change a unit, its name too; its members stay with it. InvalidInput for a name in use.

    A unit that is no longer of procurement stays kept out of the cases received until now, and why it is not needs a
    reason.
    """
    require_admin(actor)
    unit = find_unit(unit_id)
    if unit.in_procurement and not in_procurement:
        reason = require_reason(reason)
    holder = _with_name(_usable(name))
    if holder is not None and holder.id != unit_id:
        raise InvalidInput("name", Problem.TAKEN)
    unit.name, unit.name_key = name.strip(), name_key(name)
    before = _facts(unit)
    _write(unit, head_id, in_procurement, now)
    _commit(unit, actor, now, before, reason)


def unit_named(name: str) -> Unit:
    """The unit of that name, made when there is none. Within another act's transaction."""
    unit = _with_name(name)
    if unit is None:
        unit = Unit(name=name.strip(), name_key=name_key(name))
        db.session.add(unit)
        db.session.flush()
    return unit


def _with_name(name: str) -> Unit | None:
    return db.session.scalar(sa.select(Unit).where(Unit.name_key == name_key(name)))


def _usable(name: str) -> str:
    if not name_key(name):
        raise InvalidInput("name", Problem.REQUIRED)
    if len(name.strip()) > NAME_LENGTH:
        raise InvalidInput("name", Problem.TOO_LONG)
    return name


def note_leaving(staff_id: int | None, unit_id: int | None, now: datetime) -> None:
    """Keep who left the unit, or ceased to head it: nobody moves out of a bar. Within another act's transaction."""
    if staff_id is not None and unit_id is not None:
        db.session.add(FormerMember(staff_id=staff_id, unit_id=unit_id, left_at=now))


def _write(unit: Unit, head_id: int | None, in_procurement: bool, now: datetime) -> None:
    if head_id != unit.head_id:
        note_leaving(unit.head_id, unit.id, now)
    unit.head_id = head_id
    if unit.in_procurement and not in_procurement:
        unit.left_procurement_at = now
    unit.in_procurement = in_procurement


def _facts(unit: Unit) -> dict[str, Any]:
    return {"head": unit.head_id, "in_procurement": unit.in_procurement}


def _commit(
    unit: Unit, actor: Person | None, now: datetime, before: Mapping[str, Any] | None = None, reason: str = ""
) -> int:
    note_changed_staff(unit.head_id)
    detail = {"unit": unit.id, **_facts(unit), **({"from": before} if before else {})}
    journal.record("unit_kept", actor=actor, at=now, reason=reason, detail=detail)
    journal.commit()
    return unit.id
