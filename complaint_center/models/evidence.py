"""Evidence that was handed in: what is known of each file. Its bytes are in the store."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaint_center.domain.evidence import EvidenceType
from complaint_center.domain.storage import ScanState
from complaint_center.extensions import Model
from complaint_center.models.staff import StaffMember
from complaint_center.models.types import Encrypted, UtcDateTime, enum_by_value

if TYPE_CHECKING:
    from complaint_center.models.case import Case


class Evidence(Model):
    """One file. A picture has a copy besides, without what a camera writes into it, and its original is sealed.

    `name` is encrypted because names of files name people; the keys open the files in the store, so without the
    vault keys nothing in it can be read. `received_by_id` None: the complainant sent it. A destroyed one has lost
    name, keys and files, and keeps its digests.
    """

    __tablename__ = "evidence"
    __table_args__ = (sa.Index("ix_evidence_scan_state_scan_tried_at", "scan_state", "scan_tried_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"), index=True)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))
    name: Mapped[str] = mapped_column(Encrypted, default="", nullable=True)
    type: Mapped[EvidenceType] = mapped_column(enum_by_value(EvidenceType))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(sa.String(64))
    object_name: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    object_key: Mapped[str] = mapped_column(Encrypted, default="", nullable=True)
    copy_type: Mapped[EvidenceType | None] = mapped_column(enum_by_value(EvidenceType))
    copy_size: Mapped[int | None]
    copy_sha256: Mapped[str] = mapped_column(sa.String(64), default="")
    copy_object_name: Mapped[str | None] = mapped_column(sa.String(64), unique=True)
    copy_object_key: Mapped[str] = mapped_column(Encrypted, default="", nullable=True)
    scan_state: Mapped[ScanState] = mapped_column(enum_by_value(ScanState))
    scan_tried_at: Mapped[datetime] = mapped_column(UtcDateTime)
    destroyed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    case: Mapped[Case] = relationship(back_populates="evidence")
    received_by: Mapped[StaffMember | None] = relationship()

    @property
    def is_served(self) -> bool:
        return self.destroyed_at is None and self.scan_state is not ScanState.INFECTED

    @property
    def is_sealed(self) -> bool:
        """Whether staff see a copy, and the original only with a reason."""
        return self.copy_type is not None
