"""The preliminary finding with its opinion."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaint_center.domain.status import Opinion
from complaint_center.extensions import Model
from complaint_center.models.staff import StaffMember
from complaint_center.models.types import UtcDateTime, enum_by_value

if TYPE_CHECKING:
    from complaint_center.models.case import Case


class Finding(Model):
    """Facts, evidence and an opinion. A draft until `submitted_at`; a submitted one never changes."""

    __tablename__ = "findings"
    __table_args__ = (
        sa.Index(
            "ix_findings_drafts",
            "case_id",
            sqlite_where=sa.text("submitted_at IS NULL"),
            postgresql_where=sa.text("submitted_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"), index=True)
    officer_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id"))
    facts: Mapped[str] = mapped_column(sa.Text, default="")
    evidence_summary: Mapped[str] = mapped_column(sa.Text, default="")
    opinion: Mapped[Opinion | None] = mapped_column(enum_by_value(Opinion))
    opinion_reason: Mapped[str] = mapped_column(sa.Text, default="")
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    case: Mapped[Case] = relationship(back_populates="findings")
    officer: Mapped[StaffMember] = relationship()
