"""Who is away from when until when, and who stands in."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaint_center.extensions import Model
from complaint_center.models.staff import StaffMember
from complaint_center.models.types import UtcDateTime

_IN_FORCE = "began_at IS NOT NULL AND ended_at IS NULL"


class Absence(Model):
    """`ends_at` None: until they are back. `began_at` and `ended_at` are when their work moved, and moved back.

    One that was called off before it began has ended without having begun.
    """

    __tablename__ = "absences"
    __table_args__ = (
        sa.Index(
            "uq_absences_in_force_staff_id",
            "staff_id",
            unique=True,
            sqlite_where=sa.text(_IN_FORCE),
            postgresql_where=sa.text(_IN_FORCE),
        ),
        sa.Index("ix_absences_ended_at_starts_at", "ended_at", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id"))
    stand_in_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id"))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    began_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    arranged_by_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id"))

    staff: Mapped[StaffMember] = relationship(foreign_keys=[staff_id])
    stand_in: Mapped[StaffMember] = relationship(foreign_keys=[stand_in_id])

    @property
    def last_moment(self) -> datetime | None:
        """The end of the last day; None where that is not known yet."""
        return self.ends_at - timedelta(microseconds=1) if self.ends_at else None

    @property
    def is_in_force(self) -> bool:
        return self.began_at is not None and self.ended_at is None
