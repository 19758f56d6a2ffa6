"""Whom a complaint is about."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaint_center.domain.access import AccusedFacts
from complaint_center.extensions import Model
from complaint_center.models.near_names import NearlyNamed
from complaint_center.models.staff import StaffMember, Unit
from complaint_center.models.types import UtcDateTime

if TYPE_CHECKING:
    from complaint_center.models.case import Case


class Accused(Model):
    """Somebody the complaint is about, in the complainant's words, and whom of ours that is.

    `linked_at` None leaves a supervisor the task of linking by `link_due_at` (one working day); until then whoever is
    nearly named is barred. `unit_id` bars the unit whatever else is known. `is_elected`: by the words or the link they
    hold an elected office, and the case is to be referred outside.
    `told_by_complainant` is false for whoever came to light later.
    """

    __tablename__ = "accused"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(200), default="")
    position: Mapped[str] = mapped_column(sa.String(200), default="")
    unit_name: Mapped[str] = mapped_column(sa.String(200), default="")
    told_by_complainant: Mapped[bool] = mapped_column(default=False)
    staff_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("units.id"), index=True)
    is_stranger: Mapped[bool] = mapped_column(default=False)
    is_elected: Mapped[bool] = mapped_column(default=False)
    linked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    linked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))
    link_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    case: Mapped[Case] = relationship(back_populates="accused")
    staff: Mapped[StaffMember | None] = relationship(foreign_keys=[staff_id])
    unit: Mapped[Unit | None] = relationship()
    nearly_named: Mapped[list[NearlyNamed]] = relationship(lazy="selectin")

    @property
    def is_linked(self) -> bool:
        """Whether somebody of ours is barred for good, until an executive takes the link away."""
        return self.staff_id is not None or bool(self.linked_at and self.unit_id and not self.is_stranger)

    def facts(self) -> AccusedFacts:
        near = () if self.linked_at else (one.staff_id for one in self.nearly_named)
        return AccusedFacts(self.staff_id, self.unit_id, self.is_stranger, self.is_elected, frozenset(near))
