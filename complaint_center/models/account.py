"""The second factor of those who have one, and sessions that were ended.

Neither the secret nor the recovery codes can be read in a dump.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from complaint_center.extensions import Model
from complaint_center.models.types import Encrypted, UtcDateTime


class SecondFactor(Model):
    """What an authenticator app and this service both know. `last_step` is the period of the last code accepted."""

    __tablename__ = "second_factors"

    staff_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id"), primary_key=True, autoincrement=False)
    secret: Mapped[str] = mapped_column(Encrypted)
    last_step: Mapped[int]
    set_up_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RecoveryCode(Model):
    """One that has not been used; only its keyed digest is known."""

    __tablename__ = "recovery_codes"

    staff_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(sa.String(64), primary_key=True)


class EndedSession(Model):
    """A session whose owner signed out: a copy of its cookie opens nothing. Kept until it would have ended anyway."""

    __tablename__ = "ended_sessions"

    number: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
