"""Messages before they are messages."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaint_center.domain.messages import MessageKind
from complaint_center.extensions import Model
from complaint_center.models.case import Case
from complaint_center.models.staff import StaffMember
from complaint_center.models.types import UtcDateTime, enum_by_value


class Medium(StrEnum):
    SMS = "sms"
    MAIL = "mail"


class MessageState(StrEnum):
    """`accepted`: the provider has it; `uncertain`: a send was cut off and is being reconciled."""

    QUEUED = "queued"
    SENDING = "sending"
    UNCERTAIN = "uncertain"
    ACCEPTED = "accepted"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"


class OutboxMessage(Model):
    """One message to one person, written in the transaction of the event that caused it.

    The recipient is a reference, never an address: `staff_id`, or the complainant of the case.
    `unique_key` makes a second queueing of the same message impossible. `purged_at`: only that it was sent is left.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        sa.Index(
            "ix_outbox_due",
            "next_attempt_at",
            sqlite_where=sa.text("next_attempt_at IS NOT NULL"),
            postgresql_where=sa.text("next_attempt_at IS NOT NULL"),
        ),
        sa.Index("ix_outbox_case_id", "case_id"),
        sa.Index(
            "ix_outbox_failed",
            "id",
            sqlite_where=sa.text("state = 'failed'"),
            postgresql_where=sa.text("state = 'failed'"),
        ),
        sa.Index(
            "ix_outbox_unpurged",
            "created_at",
            sqlite_where=sa.text("purged_at IS NULL"),
            postgresql_where=sa.text("purged_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unique_key: Mapped[str] = mapped_column(sa.String(120), unique=True)
    kind: Mapped[MessageKind] = mapped_column(enum_by_value(MessageKind))
    medium: Mapped[Medium] = mapped_column(enum_by_value(Medium))
    case_id: Mapped[int | None] = mapped_column(sa.ForeignKey("cases.id"))
    staff_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"), index=True)
    params: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    state: Mapped[MessageState] = mapped_column(enum_by_value(MessageState), default=MessageState.QUEUED)
    next_attempt_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    sending_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    provider_id: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    error_code: Mapped[str] = mapped_column(sa.String(40), default="")
    error_text: Mapped[str] = mapped_column(sa.String(300), default="")
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    purged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    case: Mapped[Case | None] = relationship()
    staff: Mapped[StaffMember | None] = relationship()
