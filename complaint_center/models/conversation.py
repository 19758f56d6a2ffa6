"""The conversation with the complainant of a case, and what the complainant says of its end."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaint_center.domain.conversation import Author, EntryKind
from complaint_center.extensions import Model
from complaint_center.models.staff import StaffMember
from complaint_center.models.types import UtcDateTime, enum_by_value

_UNREAD = "author = 'complainant' AND read_at IS NULL"


class ConversationEntry(Model):
    """Something that one side wrote. `staff_id`: who of the office wrote it, or wrote down what was told by telephone.

    `question_id` names the question that an answer belongs to; it is unique, so that no question has two.
    `read_at` is when the officer noted having read what the complainant wrote.
    """

    __tablename__ = "conversation_entries"
    __table_args__ = (
        sa.Index("ix_conversation_entries_case_id_at", "case_id", "at", "id"),
        sa.Index(
            "ix_conversation_entries_unread",
            "case_id",
            sqlite_where=sa.text(_UNREAD),
            postgresql_where=sa.text(_UNREAD),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"))
    kind: Mapped[EntryKind] = mapped_column(enum_by_value(EntryKind))
    author: Mapped[Author] = mapped_column(enum_by_value(Author))
    staff_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    text: Mapped[str] = mapped_column(sa.Text)
    question_id: Mapped[int | None] = mapped_column(sa.ForeignKey("conversation_entries.id"), unique=True)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    submission_hash: Mapped[str | None] = mapped_column(sa.String(64), unique=True)

    staff: Mapped[StaffMember | None] = relationship()

    @property
    def is_unread(self) -> bool:
        return self.author is Author.COMPLAINANT and self.read_at is None


class Survey(Model):
    """How satisfied the complainant was, from 1 to 5. One a case, and nothing in it says who that is.

    `recorded_by_id`: the clerk who wrote down what was told by telephone. `published_year`: the fiscal year in whose
    published summary it is counted; from then on it stands.
    """

    __tablename__ = "surveys"

    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"), primary_key=True, autoincrement=False)
    handling: Mapped[int]
    result: Mapped[int]
    comment: Mapped[str] = mapped_column(sa.Text, default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))
    published_year: Mapped[int | None] = mapped_column(index=True)

    recorded_by: Mapped[StaffMember | None] = relationship()
