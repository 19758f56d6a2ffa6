"""What a supervisor orders on a case."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaint_center.domain.status import Ground, OrderKind
from complaint_center.extensions import Model
from complaint_center.models.staff import StaffMember
from complaint_center.models.types import UtcDateTime, enum_by_value

if TYPE_CHECKING:
    pass


class Order(Model):
    """A supervisor's order on a finding, or a referral of a case that nobody here may examine."""

    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"), index=True)
    finding_id: Mapped[int | None] = mapped_column(sa.ForeignKey("findings.id"), unique=True)
    kind: Mapped[OrderKind] = mapped_column(enum_by_value(OrderKind))
    reason: Mapped[str] = mapped_column(sa.Text)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    agency: Mapped[str] = mapped_column(sa.String(200), default="")
    ground: Mapped[Ground | None] = mapped_column(enum_by_value(Ground))
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    by: Mapped[StaffMember] = relationship()
