"""What the office has announced: a PDF for everybody. Its bytes are in the store."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaint_center.domain.announcements import TITLE_LENGTH, Subject
from complaint_center.extensions import Model
from complaint_center.models.staff import StaffMember
from complaint_center.models.types import UtcDateTime, enum_by_value

_CURRENT = "ended_at IS NULL"


class Announcement(Model):
    """One paper. Ended ones are kept: a newer one took the place, or somebody took it down and said why.

    `object_key` is not encrypted, for everybody may read the file: it is published under whatever vault keys, and
    without them.
    """

    __tablename__ = "announcements"
    __table_args__ = (
        sa.Index(
            "uq_announcements_current_subject_fiscal_year",
            "subject",
            "fiscal_year",
            unique=True,
            sqlite_where=sa.text(_CURRENT),
            postgresql_where=sa.text(_CURRENT),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[Subject] = mapped_column(enum_by_value(Subject))
    fiscal_year: Mapped[int]
    title: Mapped[str] = mapped_column(sa.String(TITLE_LENGTH))
    announced_on: Mapped[date]
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(sa.String(64))
    object_name: Mapped[str] = mapped_column(sa.String(64), unique=True)
    object_key: Mapped[str] = mapped_column(sa.String(64))
    posted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    posted_by_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))
    taken_down_because: Mapped[str] = mapped_column(sa.Text, default="")

    posted_by: Mapped[StaffMember] = relationship(foreign_keys=[posted_by_id])
    ended_by: Mapped[StaffMember | None] = relationship(foreign_keys=[ended_by_id])

    @property
    def is_current(self) -> bool:
        return self.ended_at is None
