"""Lists of cases that somebody has asked for, and how far the worker has come. Their bytes are in the store."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from complaint_center.domain.case_exports import ExportFormat, ExportState
from complaint_center.extensions import Model
from complaint_center.models.types import Encrypted, UtcDateTime, enum_by_value


class CaseExport(Model):
    """`filters` and `words` as `services.case_exports` writes them; `lease` names the worker that is at it.

    Without the vault keys the file cannot be read.
    """

    __tablename__ = "case_exports"
    __table_args__ = (sa.Index("ix_case_exports_state_lease_until", "state", "lease_until"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(sa.String(32), unique=True)
    requested_by_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id"), index=True)
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    format: Mapped[ExportFormat] = mapped_column(enum_by_value(ExportFormat))
    filters: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    words: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    state: Mapped[ExportState] = mapped_column(enum_by_value(ExportState), default=ExportState.QUEUED)
    tries: Mapped[int] = mapped_column(default=0)
    lease: Mapped[str] = mapped_column(sa.String(32), default="")
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    size: Mapped[int] = mapped_column(default=0)
    object_name: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    object_key: Mapped[str] = mapped_column(Encrypted, default="", nullable=True)
