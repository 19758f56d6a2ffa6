"""A case and what is said in it: the complaint, the accused, findings and orders."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaint_center.domain.access import AccusedFacts, Conflicts
from complaint_center.domain.categories import Category
from complaint_center.domain.channels import Channel
from complaint_center.domain.status import (
    Act,
    CaseStatus,
    CoarseState,
    Ground,
    Move,
    Opinion,
    OrderKind,
    after_answer,
    coarse,
    move,
)
from complaint_center.extensions import Model
from complaint_center.models.boxes import BoxOpening
from complaint_center.models.complainant import Complainant
from complaint_center.models.conversation import ConversationEntry, Survey
from complaint_center.models.deadline import Deadline
from complaint_center.models.evidence import Evidence
from complaint_center.models.inquiry import DisciplinaryInquiry
from complaint_center.models.near_names import NearlyNamed
from complaint_center.models.procurement import Procurement
from complaint_center.models.retention import LegalHold
from complaint_center.models.search import SearchText
from complaint_center.models.staff import StaffMember, Unit
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


class Accused(Model):
    """Somebody the complaint is about, in the complainant's words, and whom of ours that is.

    `linked_at` None leaves a supervisor the task of linking by `link_due_at` (one working day); until then whoever is
    nearly named is barred. `unit_id` bars the unit whatever else is known. `is_elected`: by the words or the link they
    hold an elected office, and the case is to be referred outside.
    `told_by_complainant` is false for whoever came to light later.
    """

    __tablename__ = "accused"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(200), default="")
    position: Mapped[str] = mapped_column(sa.String(200), default="")
    unit_name: Mapped[str] = mapped_column(sa.String(200), default="")
    told_by_complainant: Mapped[bool] = mapped_column(default=False)
    staff_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("units.id"), index=True)
    is_stranger: Mapped[bool] = mapped_column(default=False)
    is_elected: Mapped[bool] = mapped_column(default=False)
    linked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    linked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))
    link_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    case: Mapped[Case] = relationship(back_populates="accused")
    staff: Mapped[StaffMember | None] = relationship(foreign_keys=[staff_id])
    unit: Mapped[Unit | None] = relationship()
    nearly_named: Mapped[list[NearlyNamed]] = relationship(lazy="selectin")

    @property
    def is_linked(self) -> bool:
        """Whether somebody of ours is barred for good, until an executive takes the link away."""
        return self.staff_id is not None or bool(self.linked_at and self.unit_id and not self.is_stranger)

    def facts(self) -> AccusedFacts:
        near = () if self.linked_at else (one.staff_id for one in self.nearly_named)
        return AccusedFacts(self.staff_id, self.unit_id, self.is_stranger, self.is_elected, frozenset(near))


class Recusal(Model):
    """A person who stepped back from a case, or was taken off it, and is barred from it since."""

    __tablename__ = "recusals"
    __table_args__ = (sa.UniqueConstraint("case_id", "staff_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"))
    staff_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class InterestDeclaration(Model):
    """An officer's declaration of no interest, without which a corruption case stays shut.

    `vendor`: in a procurement case, to whom they declared to have no relation; empty where none was known.
    """

    __tablename__ = "interest_declarations"
    __table_args__ = (sa.UniqueConstraint("case_id", "staff_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"))
    staff_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    vendor: Mapped[str] = mapped_column(sa.String(200), default="")

    staff: Mapped[StaffMember] = relationship()


class Assignment(Model):
    """Who had a case from when (None: nobody), and why. `choice` holds the numbers of an automatic one.

    `absence_id`: it was made because the officer before was away, and goes back with the end of that.
    """

    __tablename__ = "assignments"
    __table_args__ = (sa.Index("ix_assignments_officer_id_at", "officer_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"), index=True)
    officer_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("staff.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    choice: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON)
    absence_id: Mapped[int | None] = mapped_column(sa.ForeignKey("absences.id"), index=True)

    officer: Mapped[StaffMember | None] = relationship(foreign_keys=[officer_id])
    by: Mapped[StaffMember | None] = relationship(foreign_keys=[by_id])


class Finding(Model):
    """Facts, evidence and an opinion. A draft until `submitted_at`; a submitted one never changes."""

    __tablename__ = "findings"
    __table_args__ = (
        sa.Index(
            "ix_findings_drafts",
            "case_id",
            sqlite_where=sa.text("submitted_at IS NULL"),
            postgresql_where=sa.text("submitted_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"), index=True)
    officer_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id"))
    facts: Mapped[str] = mapped_column(sa.Text, default="")
    evidence_summary: Mapped[str] = mapped_column(sa.Text, default="")
    opinion: Mapped[Opinion | None] = mapped_column(enum_by_value(Opinion))
    opinion_reason: Mapped[str] = mapped_column(sa.Text, default="")
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    case: Mapped[Case] = relationship(back_populates="findings")
    officer: Mapped[StaffMember] = relationship()


class Order(Model):
    """A supervisor's order on a finding, or a referral of a case that nobody here may examine."""

    __tablename__ = "orders"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(sa.ForeignKey("cases.id"), index=True)
    finding_id: Mapped[int | None] = mapped_column(sa.ForeignKey("findings.id"), unique=True)
    kind: Mapped[OrderKind] = mapped_column(enum_by_value(OrderKind))
    reason: Mapped[str] = mapped_column(sa.Text)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    agency: Mapped[str] = mapped_column(sa.String(200), default="")
    ground: Mapped[Ground | None] = mapped_column(enum_by_value(Ground))
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    by: Mapped[StaffMember] = relationship()
