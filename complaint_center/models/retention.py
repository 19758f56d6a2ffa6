"""How long things are kept, what may not be destroyed, and the batches in which the rest is."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaint_center.domain.categories import Category
from complaint_center.domain.retention import BatchState
from complaint_center.extensions import Model
from complaint_center.models.staff import StaffMember
from complaint_center.models.types import UtcDateTime, enum_by_value

if TYPE_CHECKING:
    from complaint_center.models.case import Case

_IN_BATCH = "left_at IS NULL"
_WAITING = "left_at IS NULL AND disposed_at IS NULL"


class RetentionTerm(Model):
    """For how many whole years the cases of a category are kept after their end."""

    __tablename__ = "retention_terms"

    category: Mapped[Category] = mapped_column(enum_by_value(Category), primary_key=True)
    years: Mapped[int]


class LegalHold(Model):
    """A case that may not be destroyed, for as long as the row is there. Why, and since when before, is journalled."""

    __tablename__ = "legal_holds"

    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"), primary_key=True, autoincrement=False)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    by: Mapped[StaffMember] = relationship()


class DisposalBatch(Model):
    """Cases that one person proposed to destroy, and a second one allowed or did not.

    `reference` is drawn at random: a running number would tell of the batches that somebody may not see.
    """

    __tablename__ = "disposal_batches"
    __table_args__ = (
        sa.CheckConstraint("approved_by_id <> proposed_by_id", name="two_people"),
        sa.Index("ix_disposal_batches_proposed_at_id", "proposed_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(sa.String(8), unique=True)
    proposed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id"))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    approved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    proposed_by: Mapped[StaffMember] = relationship(foreign_keys=[proposed_by_id])
    approved_by: Mapped[StaffMember | None] = relationship(foreign_keys=[approved_by_id])
    withdrawn_by: Mapped[StaffMember | None] = relationship(foreign_keys=[withdrawn_by_id])
    items: Mapped[list[DisposalItem]] = relationship(back_populates="batch", order_by="DisposalItem.case_id")

    @property
    def kept_in(self) -> list[DisposalItem]:
        """The cases that did not leave the batch."""
        return [item for item in self.items if item.left_at is None]

    @property
    def disposed(self) -> int:
        return sum(item.disposed_at is not None for item in self.items)

    @property
    def state(self) -> BatchState:
        if self.withdrawn_at is not None:
            return BatchState.WITHDRAWN
        if self.approved_at is None:
            return BatchState.PROPOSED
        return BatchState.DONE if self.disposed == len(self.kept_in) else BatchState.RUNNING


class DisposalItem(Model):
    """One case in one batch. `left_at`: taken out again, because of a hold, a reopening or a withdrawal."""

    __tablename__ = "disposal_items"
    __table_args__ = (
        sa.Index(
            "uq_disposal_items_case_id",
            "case_id",
            unique=True,
            sqlite_where=sa.text(_IN_BATCH),
            postgresql_where=sa.text(_IN_BATCH),
        ),
        sa.Index(
            "ix_disposal_items_waiting",
            "batch_id",
            "case_id",
            sqlite_where=sa.text(_WAITING),
            postgresql_where=sa.text(_WAITING),
        ),
    )

    batch_id: Mapped[int] = mapped_column(sa.ForeignKey("disposal_batches.id"), primary_key=True, autoincrement=False)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"), primary_key=True, autoincrement=False)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    disposed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    batch: Mapped[DisposalBatch] = relationship(back_populates="items")
    case: Mapped[Case] = relationship()
