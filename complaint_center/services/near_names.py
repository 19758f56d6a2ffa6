"""Keeping who may be meant by words that nobody has answered. Within another act's transaction, all of it."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from complaint_center.domain.near_names import Known, nearly_named
from complaint_center.extensions import db
from complaint_center.models.accused import Accused
from complaint_center.models.near_names import NearlyNamed
from complaint_center.models.staff import StaffMember, Unit


def known_staff(only: Collection[int] | None = None) -> list[Known]:
    """Everybody, active or not, or only some, by what a letter may call them; two statements."""
    heads: dict[int | None, list[str]] = {}
    for head_id, name in db.session.execute(sa.select(Unit.head_id, Unit.name)):
        heads.setdefault(head_id, []).append(name)
    query = sa.select(StaffMember.id, StaffMember.name, StaffMember.position)
    if only is not None:
        query = query.where(StaffMember.id.in_(only))
    return [Known(*row, tuple(heads.get(row.id, ()))) for row in db.session.execute(query)]


def note_nearly_named(accused: Accused, known: Collection[Known]) -> None:
    """Keep who of these may be meant; who was kept before stays."""
    words = (accused.name, accused.position, accused.unit_name)
    noted = {one.staff_id for one in accused.nearly_named}
    for staff_id in sorted(nearly_named(words, known) - noted):
        accused.nearly_named.append(NearlyNamed(staff_id=staff_id))


def note_changed_staff(*staff_ids: int | None) -> None:
    """The same for people who came or changed, in all words that nobody has answered."""
    changed = [staff_id for staff_id in staff_ids if staff_id is not None]
    if not changed:
        return
    db.session.flush()
    known = known_staff(changed)
    for accused in db.session.scalars(sa.select(Accused).where(Accused.linked_at.is_(None))):
        note_nearly_named(accused, known)
