"""Complaints that a clerk is still writing down. What is in one may be an identity, so all of it is encrypted."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from complaint_center.domain.channels import Channel
from complaint_center.extensions import Model
from complaint_center.models.types import Encrypted, UtcDateTime, enum_by_value


class IntakeDraft(Model):
    """The form as it was saved last, for its clerk alone. `reference` stands in addresses; `version` counts savings.

    `writer` is the random name of the page that saved it last, empty for a page without scripts.
    """

    __tablename__ = "intake_drafts"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(sa.String(32), unique=True)
    submission_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    clerk_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id"), index=True)
    channel: Mapped[Channel] = mapped_column(enum_by_value(Channel))
    content: Mapped[str] = mapped_column(Encrypted)
    version: Mapped[int] = mapped_column(default=1)
    writer: Mapped[str] = mapped_column(sa.String(32), default="")
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
