"""What members of staff say about the work of the executives, without anything of who said it."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from complaint_center.extensions import Model
from complaint_center.models.types import Encrypted, EncryptedUndated, UtcDateTime


class StaffVoice(Model):
    """One voice. Its number is drawn at random and `month` (2026-11) is all there is of its time, so that neither
    order nor time leads to a person. Read, and noted what was done, by the municipal clerk alone.
    """

    __tablename__ = "staff_voices"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    month: Mapped[str] = mapped_column(sa.String(7), index=True)
    text: Mapped[str] = mapped_column(EncryptedUndated)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(Encrypted, default="", nullable=True)
