"""Of which project or contract a procurement case is, and with whom."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from complaint_center.extensions import Model
from complaint_center.models.types import UtcDateTime


class Procurement(Model):
    """One row a case at most; either may be empty while it is not known."""

    __tablename__ = "procurements"

    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"), primary_key=True, autoincrement=False)
    project_number: Mapped[str] = mapped_column(sa.String(200), default="")
    vendor: Mapped[str] = mapped_column(sa.String(200), default="")
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    noted_by_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id"))
