"""What the municipality answers to a suggestion, and whether everybody may read it."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaint_center.extensions import Model
from complaint_center.models.staff import StaffMember
from complaint_center.models.types import UtcDateTime


class SuggestionAnswer(Model):
    """One a case at most. `suggestion`: what was suggested, written so that it does not show who did.

    `published_at` None: only whoever has the tracking code reads the answer.
    """

    __tablename__ = "suggestion_answers"

    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"), primary_key=True, autoincrement=False)
    suggestion: Mapped[str] = mapped_column(sa.Text)
    answer: Mapped[str] = mapped_column(sa.Text)
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_by_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id"))
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)

    answered_by: Mapped[StaffMember] = relationship()
