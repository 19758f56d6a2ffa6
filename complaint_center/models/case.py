"""A case: the complaint as it was told, where it stands, and what belongs to it."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaint_center.domain.access import Conflicts
from complaint_center.domain.categories import Category
from complaint_center.domain.channels import Channel
from complaint_center.domain.status import (
    Act,
    CaseStatus,
    CoarseState,
    Move,
    after_answer,
    coarse,
    move,
)
from complaint_center.extensions import Model
from complaint_center.models.accused import Accused
from complaint_center.models.assignment import Assignment
from complaint_center.models.boxes import BoxOpening
from complaint_center.models.complainant import Complainant
from complaint_center.models.conversation import ConversationEntry, Survey
from complaint_center.models.deadline import Deadline
from complaint_center.models.evidence import Evidence
from complaint_center.models.finding import Finding
from complaint_center.models.inquiry import DisciplinaryInquiry
from complaint_center.models.interest import InterestDeclaration, Recusal
from complaint_center.models.order import Order
from complaint_center.models.procurement import Procurement
from complaint_center.models.retention import LegalHold
from complaint_center.models.search import SearchText
from complaint_center.models.staff import StaffMember
from complaint_center.models.suggestion import SuggestionAnswer
from complaint_center.models.types import UtcDateTime, enum_by_value


class RegisterCounter(Model):
    """The last register number given in a fiscal year. Taken inside the transaction, so no number is lost."""

    __tablename__ = "register_counters"

    fiscal_year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(default=0)


class Case(Model):
    """One complaint from receipt to its end. Who complained is kept apart, in `Complainant`.

    `earliest_received_at`: the earliest of several times taken for the receipt, None while there was one.
    `was_procurement`: its category was procurement once and is another now. Both keep bars that stood.
    """

    __tablename__ = "cases"
    __table_args__ = (
        sa.UniqueConstraint("fiscal_year", "sequence"),
        sa.Index("ix_cases_received_at_id", "received_at", "id"),
        # All that the statistics ask for, so that they are counted from the index alone.
        sa.Index("ix_cases_statistics", "received_at", "category", "status", "channel"),
        sa.Index("ix_cases_officer_id_status", "officer_id", "status"),
        sa.Index("ix_cases_status_received_at_id", "status", "received_at", "id"),
        sa.Index("ix_cases_logged_by_id_received_at", "logged_by_id", "received_at"),
        sa.Index(
            "ix_cases_kept",
            "status_changed_at",
            "id",
            sqlite_where=sa.text("disposed_at IS NULL"),
            postgresql_where=sa.text("disposed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    register_number: Mapped[str] = mapped_column(sa.String(12), unique=True)
    fiscal_year: Mapped[int]
    sequence: Mapped[int]
    tracking_code_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    submission_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    content_hash: Mapped[str] = mapped_column(sa.String(64))

    channel: Mapped[Channel] = mapped_column(enum_by_value(Channel))
    category: Mapped[Category] = mapped_column(enum_by_value(Category))
    subject: Mapped[str] = mapped_column(sa.String(200))
    narrative: Mapped[str] = mapped_column(sa.Text)
    remedy: Mapped[str] = mapped_column(sa.Text, default="")
    incident_date: Mapped[str] = mapped_column(sa.String(200), default="")
    incident_place: Mapped[str] = mapped_column(sa.String(200), default="")
    previously_reported_to: Mapped[str] = mapped_column(sa.String(200), default="")
    evidence_description: Mapped[str] = mapped_column(sa.Text, default="")
    repeats_identity: Mapped[bool] = mapped_column(default=False)

    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    earliest_received_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    logged_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))
    box_opening_id: Mapped[int | None] = mapped_column(sa.ForeignKey("box_openings.id"), index=True)
    called_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    notice_told: Mapped[bool] = mapped_column(default=False)
    may_publish: Mapped[bool] = mapped_column(default=False)

    status: Mapped[CaseStatus] = mapped_column(enum_by_value(CaseStatus), default=CaseStatus.RECEIVED)
    before_question: Mapped[CaseStatus | None] = mapped_column(enum_by_value(CaseStatus))
    status_changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    officer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))
    has_finding: Mapped[bool] = mapped_column(default=False)
    is_late: Mapped[bool] = mapped_column(default=False)
    was_procurement: Mapped[bool] = mapped_column(default=False)
    refer_outside: Mapped[bool] = mapped_column(default=False)
    disposed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    officer: Mapped[StaffMember | None] = relationship(foreign_keys=[officer_id])
    logged_by: Mapped[StaffMember | None] = relationship(foreign_keys=[logged_by_id])
    box_opening: Mapped[BoxOpening | None] = relationship()
    complainant: Mapped[Complainant] = relationship(back_populates="case", uselist=False)
    accused: Mapped[list[Accused]] = relationship(back_populates="case", order_by="Accused.id")
    recusals: Mapped[list[Recusal]] = relationship(order_by="Recusal.id")
    declarations: Mapped[list[InterestDeclaration]] = relationship(order_by="InterestDeclaration.id")
    deadlines: Mapped[list[Deadline]] = relationship(back_populates="case", order_by="Deadline.id")
    assignments: Mapped[list[Assignment]] = relationship(order_by="Assignment.id")
    findings: Mapped[list[Finding]] = relationship(back_populates="case", order_by="Finding.id")
    orders: Mapped[list[Order]] = relationship(order_by="Order.id")
    conversation: Mapped[list[ConversationEntry]] = relationship(order_by=(ConversationEntry.at, ConversationEntry.id))
    survey: Mapped[Survey | None] = relationship(uselist=False)
    procurement: Mapped[Procurement | None] = relationship(uselist=False)
    suggestion_answer: Mapped[SuggestionAnswer | None] = relationship(uselist=False)
    inquiries: Mapped[list[DisciplinaryInquiry]] = relationship(order_by="DisciplinaryInquiry.id")
    hold: Mapped[LegalHold | None] = relationship(cascade="all, delete-orphan")
    evidence: Mapped[list[Evidence]] = relationship(back_populates="case", order_by="Evidence.id")
    search_text: Mapped[SearchText | None] = relationship(uselist=False)

    @property
    def coarse_state(self) -> CoarseState:
        return coarse(self.status, self.before_question)

    @property
    def concerns_elected(self) -> bool:
        """Whether somebody accused holds an elected office, above whom nobody in the town hall stands."""
        return any(accused.is_elected for accused in self.accused)

    @property
    def conflicts(self) -> Conflicts:
        return Conflicts(
            received_at=self.earliest_received_at or self.received_at,
            accused=tuple(accused.facts() for accused in self.accused),
            recused_ids=frozenset(recusal.staff_id for recusal in self.recusals),
            is_procurement=self.category.is_procurement or self.was_procurement,
        )

    def make_move(self, act: Act, now: datetime) -> Move:
        """Change the status as the table says and return what that means for the deadlines.

        ForbiddenMove where the table has no such move.
        """
        made = move(self.status, act)
        target = made.to or after_answer(self.before_question or CaseStatus.PRELIMINARY_CHECK)
        if target is CaseStatus.INFO_REQUESTED and self.status is not target:
            self.before_question = self.status
        if target is not self.status:
            self.status = target
            self.status_changed_at = now
        return made
