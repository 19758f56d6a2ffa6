"""Calls to complainants who asked to be told and cannot be texted: what is to be told, and each call that was made."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaint_center.domain.calls import CallOutcome
from complaint_center.domain.messages import MessageKind
from complaint_center.extensions import Model
from complaint_center.models.case import Case
from complaint_center.models.staff import StaffMember
from complaint_center.models.types import UtcDateTime, enum_by_value


class CallTask(Model):
    """One thing to tell a complainant by telephone. One call may end several; `call_id` is the one that did."""

    __tablename__ = "call_tasks"
    __table_args__ = (
        sa.Index(
            "ix_call_tasks_open",
            "id",
            sqlite_where=sa.text("done_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unique_key: Mapped[str] = mapped_column(sa.String(120), unique=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"), index=True)
    kind: Mapped[MessageKind] = mapped_column(enum_by_value(MessageKind))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    call_id: Mapped[int | None] = mapped_column(sa.ForeignKey("calls.id"))

    case: Mapped[Case] = relationship()
    call: Mapped[Call | None] = relationship(back_populates="tasks")


class Call(Model):
    """One call that a clerk made, or took from a complainant who had left no number, and what came of it."""

    __tablename__ = "calls"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id"))
    outcome: Mapped[CallOutcome] = mapped_column(enum_by_value(CallOutcome))
    note: Mapped[str] = mapped_column(sa.Text, default="")

    by: Mapped[StaffMember] = relationship()
    tasks: Mapped[list[CallTask]] = relationship(back_populates="call", order_by=CallTask.id)
