"""Breakdowns of the published statistics: by channel, by kind of corruption, and how what is completed has ended.

They are counted once, when a fiscal year is over for some time, and stand as they are from then on: whoever could look
at them before and after one more complaint would learn what it was about, and a count that was hidden.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import sqlalchemy as sa

from complaint_center.domain.categories import Category
from complaint_center.domain.channels import Channel
from complaint_center.domain.fiscal_years import FiscalYear
from complaint_center.domain.publication import breaks_down
from complaint_center.domain.status import ENDED, CaseStatus
from complaint_center.domain.suppression import suppress
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.publication import PublishedBreakdowns
from complaint_center.services.directory import lock_settings
from complaint_center.services.statistics import CORRUPTION, is_received_in, list_years
from complaint_center.services.steps import safely

COMPLETED = tuple(status for status in CaseStatus if status in ENDED)


@dataclass(frozen=True)
class Breakdowns:
    """How many complaints of a fiscal year came by each channel, were of each kind, and have ended in each way."""

    channels: Mapping[Channel, int]
    categories: Mapping[Category, int]
    outcomes: Mapping[CaseStatus, int]


def count_breakdowns(year: FiscalYear) -> Breakdowns:
    """As the register stands, small counts too, which are not to be published; in one statement."""
    channels, categories = dict.fromkeys(Channel, 0), dict.fromkeys(CORRUPTION, 0)
    outcomes = dict.fromkeys(COMPLETED, 0)
    query = (
        sa.select(Case.channel, Case.category, Case.status, sa.func.count())
        .where(*is_received_in(year))
        .group_by(Case.channel, Case.category, Case.status)
    )
    for channel, category, status, count in db.session.execute(query):
        channels[channel] += count
        categories[category] += count
        if status in ENDED:
            outcomes[status] += count
    return Breakdowns(channels, categories, outcomes)


def publish_breakdowns(now: datetime) -> int:
    """Publish those of every fiscal year that has been over for long enough; returns of how many. Safe to repeat."""
    over = [year for year in list_years(now) if breaks_down(year, now)]
    return sum(safely(partial(_publish, year, now), False, "breakdowns_not_published", year.number) for year in over)


def find_breakdowns(year: FiscalYear) -> PublishedBreakdowns | None:
    """What is published of the year; None where nothing is."""
    return db.session.get(PublishedBreakdowns, year.number)


def _publish(year: FiscalYear, now: datetime) -> bool:
    if find_breakdowns(year):
        return False
    # Whoever waits here for another worker finds, after that, that it has published them.
    lock_settings()
    is_first = db.session.get(PublishedBreakdowns, year.number, populate_existing=True) is None
    if is_first:
        counted = count_breakdowns(year)
        db.session.add(
            PublishedBreakdowns(
                fiscal_year=year.number,
                as_of=now,
                channels=suppress(counted.channels),
                categories=suppress(counted.categories),
                outcomes=suppress(counted.outcomes),
            )
        )
    db.session.commit()
    return is_first
