"""What was published where and when, who looked at the guideline, and the numbers that the assessment gives to both."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaint_center.domain.fiscal_years import HalfYear
from complaint_center.domain.publication import Item, Place
from complaint_center.extensions import Model
from complaint_center.models.staff import StaffMember
from complaint_center.models.types import UtcDateTime, enum_by_value


class Publication(Model):
    """The statistics of half a fiscal year were put in one place. `fiscal_year` is Buddhist, `half` is 1 or 2."""

    __tablename__ = "publications"
    __table_args__ = (sa.Index("ix_publications_fiscal_year_half", "fiscal_year", "half"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    fiscal_year: Mapped[int]
    half: Mapped[int]
    place: Mapped[Place] = mapped_column(enum_by_value(Place))
    published_on: Mapped[date]
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    noted_by_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id"))

    noted_by: Mapped[StaffMember] = relationship()

    @property
    def half_year(self) -> HalfYear:
        return HalfYear(self.fiscal_year, self.half)


class PublishedBreakdowns(Model):
    """The breakdowns of one fiscal year's statistics as they were published at `as_of`, and stand.

    By value of what is counted. None for a count that is hidden, and in the place of a whole breakdown that would show
    too much; no number that is not published is kept here.
    """

    __tablename__ = "published_breakdowns"

    fiscal_year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    as_of: Mapped[datetime] = mapped_column(UtcDateTime)
    channels: Mapped[dict[str, int | None] | None] = mapped_column(sa.JSON)
    categories: Mapped[dict[str, int | None] | None] = mapped_column(sa.JSON)
    outcomes: Mapped[dict[str, int | None] | None] = mapped_column(sa.JSON)


class GuidelineReview(Model):
    """Somebody looked at the guideline that is published and found it right."""

    __tablename__ = "guideline_reviews"

    id: Mapped[int] = mapped_column(primary_key=True)
    reviewed_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    reviewed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("staff.id"))

    reviewed_by: Mapped[StaffMember] = relationship()


class ItemNumber(Model):
    """The number of an item in the assessment of one fiscal year, such as O17."""

    __tablename__ = "item_numbers"

    fiscal_year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    item: Mapped[Item] = mapped_column(enum_by_value(Item), primary_key=True)
    number: Mapped[str] = mapped_column(sa.String(10))
