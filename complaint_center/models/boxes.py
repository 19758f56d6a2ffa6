"""Suggestion boxes, and each time that one was opened: how many letters were in it, none too."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaint_center.extensions import Model
from complaint_center.models.staff import StaffMember
from complaint_center.models.types import UtcDateTime

CHECK_DAYS = 5
"""Working days after which an unopened box is warned of, until an administrator says otherwise: a week."""


class SuggestionBox(Model):
    """A box that hangs somewhere. `check_days`: working days in which it is to be opened; retired ones are not."""

    __tablename__ = "suggestion_boxes"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    name_key: Mapped[str] = mapped_column(sa.String(200), unique=True)
    check_days: Mapped[int] = mapped_column(default=CHECK_DAYS)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class BoxOpening(Model):
    """One opening. Its time is the time of receipt of every letter in it; `letters` counts those that lay there."""

    __tablename__ = "box_openings"
    __table_args__ = (
        sa.UniqueConstraint("box_id", "opened_at", "opened_by"),
        sa.Index("ix_box_openings_opened_at", "opened_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    box_id: Mapped[int] = mapped_column(sa.ForeignKey("suggestion_boxes.id"))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opened_by: Mapped[str] = mapped_column(sa.String(200))
    witness: Mapped[str] = mapped_column(sa.String(200), default="")
    letters: Mapped[int] = mapped_column(default=0)
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)

    box: Mapped[SuggestionBox] = relationship()
    recorded_by: Mapped[StaffMember | None] = relationship()
