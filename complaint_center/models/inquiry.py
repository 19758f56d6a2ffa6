"""What became of a disciplinary inquiry that a supervisor ordered."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaint_center.domain.inquiries import InquiryOutcome
from complaint_center.extensions import Model
from complaint_center.models.accused import Accused
from complaint_center.models.staff import StaffMember
from complaint_center.models.types import UtcDateTime, enum_by_value


class DisciplinaryInquiry(Model):
    """One outcome as it was recorded; a later row takes its place (`replaces_id`) or tells of another inquiry.

    `reference` is the number of the order that decided; `accused_id` None where it was not said whom it concerns.
    """

    __tablename__ = "disciplinary_inquiries"
    __table_args__ = (sa.UniqueConstraint("replaces_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"), index=True)
    outcome: Mapped[InquiryOutcome] = mapped_column(enum_by_value(InquiryOutcome))
    decided_on: Mapped[date] = mapped_column(sa.Date)
    reference: Mapped[str] = mapped_column(sa.String(200), default="")
    remark: Mapped[str] = mapped_column(sa.Text, default="")
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id"))

    accused_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accused.id"))
    replaces_id: Mapped[int | None] = mapped_column(sa.ForeignKey("disciplinary_inquiries.id"))

    accused: Mapped[Accused | None] = relationship()
    replaces: Mapped[DisciplinaryInquiry | None] = relationship(remote_side=[id], back_populates="replaced_by")
    replaced_by: Mapped[DisciplinaryInquiry | None] = relationship(back_populates="replaces", uselist=False)
    recorded_by: Mapped[StaffMember] = relationship()
