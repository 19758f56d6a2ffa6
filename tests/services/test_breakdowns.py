"""Breakdowns of the statistics are published once, after the year is over, and stand whatever comes later."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from complaint_center.domain.categories import Category
from complaint_center.domain.channels import Channel
from complaint_center.domain.fiscal_years import FiscalYear
from complaint_center.domain.publication import BREAKDOWN_DAYS
from complaint_center.domain.suppression import suppress
from complaint_center.extensions import db
from complaint_center.models.publication import PublishedBreakdowns
from complaint_center.services.breakdowns import count_breakdowns, find_breakdowns, publish_breakdowns
from complaint_center.services.corrections import recategorise
from tests.crowd import in_threads
from tests.make import NOW, OFFICE, SECOND, Chain, make_case, make_chain

YEAR = FiscalYear.of(NOW)
DUE = YEAR.ends_at + timedelta(days=BREAKDOWN_DAYS)


@pytest.fixture
def chain(app: Flask) -> Chain:
    chain = make_chain()
    for channel, category, number in (
        (Channel.WALK_IN, Category.BRIBERY, 6),
        (Channel.WALK_IN, Category.CONFLICT_OF_INTEREST, 5),
        (Channel.PHONE, Category.CONFLICT_OF_INTEREST, 2),
    ):
        for _ in range(number):
            make_case(channel, category)
    db.session.rollback()
    return chain


def published() -> PublishedBreakdowns | None:
    db.session.rollback()
    db.session.expire_all()
    return find_breakdowns(YEAR)


def test_they_are_published_thirty_days_after_the_year_to_the_instant(chain: Chain) -> None:
    assert publish_breakdowns(DUE - SECOND) == 0
    assert published() is None
    assert (publish_breakdowns(DUE), publish_breakdowns(DUE)) == (1, 0)
    kept = published()
    assert kept is not None
    assert kept.as_of == DUE


def test_small_counts_are_not_even_kept(chain: Chain) -> None:
    publish_breakdowns(DUE)
    counted, kept = count_breakdowns(YEAR), published()
    assert kept is not None
    assert counted.channels == {Channel.WALK_IN: 11, Channel.WEB: 0, Channel.PHONE: 2, Channel.BOX: 0}
    assert kept.channels is None
    assert kept.categories == suppress(counted.categories)
    assert {value: count for value, count in (kept.categories or {}).items() if count} == {"A2": 6, "A5": 7}
    assert kept.outcomes == dict.fromkeys(("referred", "closed", "not_accepted", "withdrawn"), 0)


def test_nothing_that_comes_later_changes_what_is_published(chain: Chain) -> None:
    publish_breakdowns(DUE)
    before = _values(published())
    case = make_case(category=Category.BRIBERY, now=DUE, received_at=NOW)
    recategorise(OFFICE, chain.supervisor, case.register_number, Category.CONFLICT_OF_INTEREST, "จัดประเภทใหม่", DUE)
    assert count_breakdowns(YEAR).categories[Category.CONFLICT_OF_INTEREST] == 8
    assert publish_breakdowns(DUE + timedelta(days=100)) == 0
    assert _values(published()) == before


def test_a_year_in_which_only_other_matters_came_has_nothing_to_break_down(app: Flask) -> None:
    make_chain()
    make_case(category=Category.GENERAL)
    assert publish_breakdowns(DUE) == 0


def test_a_late_worker_publishes_every_year_that_is_over(chain: Chain) -> None:
    later = DUE + timedelta(days=366)
    make_case(category=Category.BRIBERY, now=later, received_at=DUE)
    assert publish_breakdowns(later) == 2


def test_two_workers_publish_once(app: Flask, chain: Chain) -> None:
    assert sorted(in_threads(app, [lambda: publish_breakdowns(DUE)] * 4)) == [0, 0, 0, 1]
    db.session.rollback()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(PublishedBreakdowns)) == 1


def _values(kept: PublishedBreakdowns | None) -> tuple[datetime, object, object, object]:
    assert kept is not None
    return kept.as_of, kept.channels, kept.categories, kept.outcomes
