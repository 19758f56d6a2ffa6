"""Staff, units, and the settings of the office. Accounts are Flask-Security's; the rest is the office's own."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from flask_security import RoleMixin, UserMixin
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaint_center.domain import access
from complaint_center.domain.access import Person, Role, UnitFacts
from complaint_center.extensions import Model
from complaint_center.models.types import Encrypted, UtcDateTime, enum_by_value


class Unit(Model):
    """A division (กอง, สำนัก). `in_procurement`: kept out of procurement cases.

    `left_procurement_at`: it is no more, and stays kept out of those received until then.
    """

    __tablename__ = "units"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(200), unique=True)
    name_key: Mapped[str] = mapped_column(sa.String(200), unique=True)
    head_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("staff.id", name="fk_units_head_id_staff", use_alter=True), index=True
    )
    in_procurement: Mapped[bool] = mapped_column(default=False)
    left_procurement_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def facts(self) -> UnitFacts:
        return UnitFacts(self.id, self.name, self.head_id, self.in_procurement, self.left_procurement_at)


class FormerMember(Model):
    """Who left a unit, or ceased to head it, and when. Complaints about it received before go on barring them."""

    __tablename__ = "former_members"

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id"))
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("units.id"))
    left_at: Mapped[datetime] = mapped_column(UtcDateTime)

    def facts(self) -> access.FormerMember:
        return access.FormerMember(self.staff_id, self.unit_id, self.left_at)


class StaffRole(Model, RoleMixin):
    """One role of one person. The roles themselves are fixed by `domain.access.Role`."""

    __tablename__ = "staff_roles"

    staff_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id"), primary_key=True)
    name: Mapped[Role] = mapped_column(enum_by_value(Role), primary_key=True)


class StaffMember(Model, UserMixin):
    """A person who signs in. `handles` lists the category groups an officer examines, as `ABCD`."""

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(sa.String(64), unique=True)
    password: Mapped[str] = mapped_column(sa.String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(sa.String(64), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    name_key: Mapped[str] = mapped_column(sa.String(200), index=True)
    position: Mapped[str] = mapped_column(sa.String(200), default="")
    position_key: Mapped[str] = mapped_column(sa.String(200), default="", index=True)
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("units.id"), index=True)
    reports_to_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"), index=True)
    handles: Mapped[str] = mapped_column(sa.String(8), default="")
    phone: Mapped[str] = mapped_column(Encrypted, default="", nullable=True)
    email: Mapped[str] = mapped_column(Encrypted, default="", nullable=True)
    language: Mapped[str] = mapped_column(sa.String(2), default="th")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_signed_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    unit: Mapped[Unit | None] = relationship(foreign_keys=[unit_id])
    reports_to: Mapped[StaffMember | None] = relationship(remote_side=[id])
    roles: Mapped[list[StaffRole]] = relationship(  # type: ignore[assignment]  # the mixin's list is invariant
        cascade="all, delete-orphan", order_by=StaffRole.name
    )

    def person(self) -> Person:
        return Person(
            id=self.id,
            username=self.username,
            name=self.name,
            roles=frozenset(Role(role.name) for role in self.roles),
            unit_id=self.unit_id,
            reports_to_id=self.reports_to_id,
            handles=frozenset(self.handles),
            is_active=self.active,
        )


class OfficeSettings(Model):
    """The one row of what an administrator sets rather than an operator."""

    __tablename__ = "office_settings"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    centre_head_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))


class Holiday(Model):
    """A day on which the office is closed. Moves digests and working-day tasks, never a deadline."""

    __tablename__ = "holidays"

    day: Mapped[date] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(200))
