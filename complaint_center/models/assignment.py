"""Who had a case, and from when."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaint_center.extensions import Model
from complaint_center.models.staff import StaffMember
from complaint_center.models.types import UtcDateTime

if TYPE_CHECKING:
    pass


class Assignment(Model):
    """Who had a case from when (None: nobody), and why. `choice` holds the numbers of an automatic one.

    `absence_id`: it was made because the officer before was away, and goes back with the end of that.
    """

    __tablename__ = "assignments"
    __table_args__ = (sa.Index("ix_assignments_officer_id_at", "officer_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"), index=True)
    officer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    choice: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON)
    absence_id: Mapped[int | None] = mapped_column(sa.ForeignKey("absences.id"), index=True)

    officer: Mapped[StaffMember | None] = relationship(foreign_keys=[officer_id])
    by: Mapped[StaffMember | None] = relationship(foreign_keys=[by_id])
