"""The monthly samples of discretionary decisions, and what those above found when they looked at them."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaint_center.extensions import Model
from complaint_center.models.case import Case
from complaint_center.models.journal import JournalEntry
from complaint_center.models.staff import StaffMember
from complaint_center.models.types import UtcDateTime


class DiscretionSample(Model):
    """The draw of one month, written as `2026-10`. With its seed anybody who has the journal can draw it again."""

    __tablename__ = "discretion_samples"

    id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[str] = mapped_column(sa.String(7), unique=True)
    seed: Mapped[str] = mapped_column(sa.String(64))
    drawn_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SampledAct(Model):
    """One decision that was drawn. `is_in_order` None: nobody has looked at it yet.

    `reference` is drawn at random: a running number would tell of the decisions that somebody may not see.
    """

    __tablename__ = "sampled_acts"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(sa.String(16), unique=True)
    sample_id: Mapped[int] = mapped_column(sa.ForeignKey("discretion_samples.id"), index=True)
    seq: Mapped[int] = mapped_column(sa.ForeignKey("journal.seq"), unique=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"), index=True)
    is_in_order: Mapped[bool | None]
    remark: Mapped[str] = mapped_column(sa.Text, default="")
    reviewed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))
    reviewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    sample: Mapped[DiscretionSample] = relationship()
    entry: Mapped[JournalEntry] = relationship()
    case: Mapped[Case] = relationship()
    reviewed_by: Mapped[StaffMember | None] = relationship()
