"""Who has an interest in a case, and stays out of it, and who declared to have none."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaint_center.extensions import Model
from complaint_center.models.staff import StaffMember
from complaint_center.models.types import UtcDateTime

if TYPE_CHECKING:
    pass


class Recusal(Model):
    """A person who stepped back from a case, or was taken off it, and is barred from it since."""

    __tablename__ = "recusals"
    __table_args__ = (sa.UniqueConstraint("case_id", "staff_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"))
    staff_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class InterestDeclaration(Model):
    """An officer's declaration of no interest, without which a corruption case stays shut.

    `vendor`: in a procurement case, to whom they declared to have no relation; empty where none was known.
    """

    __tablename__ = "interest_declarations"
    __table_args__ = (sa.UniqueConstraint("case_id", "staff_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"))
    staff_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    vendor: Mapped[str] = mapped_column(sa.String(200), default="")

    staff: Mapped[StaffMember] = relationship()
