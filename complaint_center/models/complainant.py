"""The identity vault: who complained, apart from what was said, encrypted field by field."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaint_center.extensions import Model
from complaint_center.models.types import Encrypted

if TYPE_CHECKING:
    from complaint_center.models.case import Case


class Complainant(Model):
    """One row a case. The blind indexes let an earlier case of the same caller be found without decrypting.

    `can_be_texted`: a mobile number was given and texts were asked for; it says nothing about the number.
    """

    __tablename__ = "complainants"

    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"), primary_key=True, autoincrement=False)
    is_anonymous: Mapped[bool] = mapped_column(default=False)
    prefix: Mapped[str] = mapped_column(Encrypted, default="", nullable=True)
    first_name: Mapped[str] = mapped_column(Encrypted, default="", nullable=True)
    last_name: Mapped[str] = mapped_column(Encrypted, default="", nullable=True)
    address: Mapped[str] = mapped_column(Encrypted, default="", nullable=True)
    phone: Mapped[str] = mapped_column(Encrypted, default="", nullable=True)
    email: Mapped[str] = mapped_column(Encrypted, default="", nullable=True)
    national_id: Mapped[str] = mapped_column(Encrypted, default="", nullable=True)
    phone_index: Mapped[str | None] = mapped_column(sa.String(64), index=True)
    national_id_index: Mapped[str | None] = mapped_column(sa.String(64), index=True)
    wants_updates: Mapped[bool] = mapped_column(default=False)
    can_be_texted: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(sa.String(2), default="th")

    case: Mapped[Case] = relationship(back_populates="complainant")
