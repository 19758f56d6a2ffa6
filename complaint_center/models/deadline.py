"""Deadlines, the rungs that have been recorded on them, and the heartbeat of the jobs that look."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaint_center.domain.deadlines import DeadlineKind
from complaint_center.domain.ladder import Tier
from complaint_center.extensions import Model
from complaint_center.models.staff import StaffMember
from complaint_center.models.types import UtcDateTime, enum_by_value

if TYPE_CHECKING:
    from complaint_center.models.case import Case

_RUNNING = "met_at IS NULL AND ended_by IS NULL"


class Deadline(Model):
    """Something owed by an instant. `met_at` when it was done, `ended_by` what made it pointless: the status
    in which the case ended, or its becoming a suggestion; `ended_at` when that was.

    `next_rung_at` is all that a sweep reads; NULL when the ladder is climbed or the deadline is over.
    """

    __tablename__ = "deadlines"
    __table_args__ = (
        sa.Index(
            "uq_deadlines_running_case_id_kind",
            "case_id",
            "kind",
            unique=True,
            sqlite_where=sa.text(_RUNNING),
            postgresql_where=sa.text(_RUNNING),
        ),
        sa.Index(
            "ix_deadlines_next_rung_at",
            "next_rung_at",
            sqlite_where=sa.text("next_rung_at IS NOT NULL"),
            postgresql_where=sa.text("next_rung_at IS NOT NULL"),
        ),
        sa.Index(
            "ix_deadlines_running_due_at",
            "due_at",
            "case_id",
            sqlite_where=sa.text(_RUNNING),
            postgresql_where=sa.text(_RUNNING),
        ),
        sa.Index("ix_deadlines_case_id", "case_id"),
        sa.Index("ix_deadlines_kind_due_at", "kind", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"))
    kind: Mapped[DeadlineKind] = mapped_column(enum_by_value(DeadlineKind))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    met_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[str | None] = mapped_column(sa.String(40))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    next_rung_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    case: Mapped[Case] = relationship(back_populates="deadlines")
    escalations: Mapped[list[Escalation]] = relationship(back_populates="deadline", order_by="Escalation.id")

    @property
    def is_running(self) -> bool:
        return self.met_at is None and self.ended_by is None

    def is_overdue(self, now: datetime) -> bool:
        return self.is_running and now >= self.due_at


class Escalation(Model):
    """One rung recorded on one deadline, once. `recipient_id` None: the administrators were told the number.

    `is_alerted` is false for a rung that was missed and recorded while catching up.
    """

    __tablename__ = "escalations"
    __table_args__ = (sa.UniqueConstraint("deadline_id", "day", "tier"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    deadline_id: Mapped[int] = mapped_column(sa.ForeignKey("deadlines.id"))
    day: Mapped[int]
    tier: Mapped[Tier] = mapped_column(enum_by_value(Tier))
    recipient_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"), index=True)
    is_alerted: Mapped[bool] = mapped_column(default=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    deadline: Mapped[Deadline] = relationship(back_populates="escalations")
    recipient: Mapped[StaffMember | None] = relationship()


class Heartbeat(Model):
    """When a job last finished a pass; what `/healthz/deadlines` reads."""

    __tablename__ = "heartbeats"

    name: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    finished_at: Mapped[datetime] = mapped_column(UtcDateTime)
