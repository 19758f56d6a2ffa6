"""Who has an interest in a case, and stays out of it, and who declared to have none."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaint_center.extensions import Model
from complaint_center.models.staff import StaffMember
from complaint_center.models.types import UtcDateTime

_STANDS = "voided_at IS NULL"


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
    `voided_at`: when another vendor was named, since when it opens nothing and is evidence only.
    """

    __tablename__ = "interest_declarations"
    __table_args__ = (
        sa.Index(
            "uq_interest_declarations_standing",
            "case_id",
            "staff_id",
            unique=True,
            sqlite_where=sa.text(_STANDS),
            postgresql_where=sa.text(_STANDS),
        ),
        # What a destruction empties and a register shows is found by the case, voided or not.
        sa.Index("ix_interest_declarations_case_id", "case_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"))
    staff_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    vendor: Mapped[str] = mapped_column(sa.String(200), default="")
    voided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    staff: Mapped[StaffMember] = relationship()
