"""How often somebody came lately, counted for all web processes together."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from complaint_center.extensions import Model
from complaint_center.models.types import UtcDateTime


class RateCount(Model):
    """One counter until it expires. The key is a keyed digest: no address is written down."""

    __tablename__ = "rate_counts"

    key: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    count: Mapped[int]
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
