"""The journal: every act, chained by a keyed digest; and the reasons, which retention may erase."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaint_center.extensions import Model
from complaint_center.models.case import Case
from complaint_center.models.staff import StaffMember
from complaint_center.models.types import UtcDateTime


class Reason(Model):
    """The text of a reason. The journal keeps its digest, so erasing the text leaves the chain whole."""

    __tablename__ = "reasons"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str | None] = mapped_column(sa.Text)


class JournalEntry(Model):
    """One act. `mac` is keyed over the previous row's `mac` and all the other columns of this one.

    `detail` is kept as the JSON text that was digested, for a database may store JSON in another order.
    Triggers refuse to change or delete a row, and of `reasons` all but erasing the text.
    """

    __tablename__ = "journal"
    __table_args__ = (
        sa.Index("ix_journal_case_id_at_seq", "case_id", "at", "seq"),
        sa.Index("ix_journal_at_seq", "at", "seq"),
        sa.Index("ix_journal_actor_id_at_seq", "actor_id", "at", "seq"),
        sa.Index("ix_journal_what_at_seq", "what", "at", "seq"),
    )

    seq: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))
    case_id: Mapped[int | None] = mapped_column(sa.ForeignKey("cases.id"))
    what: Mapped[str] = mapped_column(sa.String(60))
    detail: Mapped[str] = mapped_column(sa.Text, default="{}")
    reason_id: Mapped[int | None] = mapped_column(sa.ForeignKey("reasons.id"))
    reason_digest: Mapped[str] = mapped_column(sa.String(64), default="")
    mac: Mapped[str] = mapped_column(sa.String(64))

    actor: Mapped[StaffMember | None] = relationship()
    case: Mapped[Case | None] = relationship()
    reason: Mapped[Reason | None] = relationship()


class JournalHead(Model):
    """The last row's number and digest, in one row: writers take it in turn, so the chain has no fork."""

    __tablename__ = "journal_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(sa.BigInteger)
    mac: Mapped[str] = mapped_column(sa.String(64))
