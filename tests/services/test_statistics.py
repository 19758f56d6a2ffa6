"""The public statistics and their breakdowns equal a count by hand, in every cell, over 10,000 random complaints."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from math import log
from random import Random
from typing import TypeVar

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from complaint_center.domain.categories import Category
from complaint_center.domain.channels import Channel
from complaint_center.domain.fiscal_years import FiscalYear
from complaint_center.domain.status import CaseStatus, OrderKind
from complaint_center.domain.suppression import SMALLEST_SHOWN
from complaint_center.domain.tallies import Tally
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.services.breakdowns import Breakdowns, count_breakdowns
from complaint_center.services.orders import give_order
from complaint_center.services.statistics import Statistics, count_statistics, list_years
from tests.make import DAY, NOW, OFFICE, make_case, make_chain, make_order, submit
from tests.services.test_query_plans import overheard, plan

YEARS = (2569, 2570, 2571)
CASES = 10_000
EXAMPLES = 2
COMPLETED = {"closed", "not_accepted", "withdrawn", "referred"}
MIDNIGHT = timedelta(hours=17)
_numbers = count(1)
Kind = TypeVar("Kind", Channel, Category, CaseStatus)

BORDERS = [
    datetime(year, month, 1, tzinfo=UTC) - DAY + MIDNIGHT for year in (2025, 2026, 2027) for month in range(1, 13)
]
"""Midnights in Bangkok at which a month begins."""

Told = tuple[datetime, Channel, Category, CaseStatus]


def complaints(seed: int) -> list[Told]:
    """Most of them near the border of a month, and many to the microsecond on it; some channels and kinds are rare."""
    chance = Random(seed)  # noqa: S311 - a game of chance, no secret
    around = (timedelta(0), timedelta(microseconds=1), timedelta(seconds=1), timedelta(hours=9), 12 * DAY)
    return [
        (
            chance.choice(BORDERS) + chance.choice((-1, 1)) * chance.choice(around),
            _unevenly(chance, Channel),
            _unevenly(chance, Category),
            _unevenly(chance, CaseStatus),
        )
        for _ in range(CASES)
    ]


def _unevenly(chance: Random, kind: type[Kind]) -> Kind:
    """Each member a third as often as the one before it: the last ones are counted on one hand, or not at all."""
    members = list(kind)
    return members[min(int(-log(1 - chance.random()) / log(3)), len(members) - 1)]


def record(told: list[Told]) -> None:
    db.session.rollback()
    db.session.execute(sa.delete(Case))
    db.session.execute(sa.insert(Case), [_row(number, one) for number, one in zip(_numbers, told, strict=False)])


def _row(number: int, told: Told) -> dict[str, object]:
    received_at, channel, category, status = told
    unique = dict.fromkeys(("register_number", "tracking_code_hash", "submission_hash"), f"s{number}")
    return {
        **unique,
        "fiscal_year": 2599,
        "sequence": number,
        "content_hash": "",
        "channel": channel,
        "category": category,
        "subject": "เรื่อง",
        "narrative": "ความ",
        "received_at": received_at,
        "registered_at": NOW,
        "status": status,
        "status_changed_at": NOW,
    }


def by_hand(told: list[Told], year: int) -> tuple[Statistics, Breakdowns]:
    """Month by month with a pencil: a day in Bangkok is seven hours ahead, a fiscal year begins in October."""
    months = [Tally() for _ in range(12)]
    channels = dict.fromkeys(Channel, 0)
    categories = {category: 0 for category in Category if category.value.startswith("A")}
    outcomes = {status: 0 for status in CaseStatus if status.value in COMPLETED}
    for received_at, channel, category, status in told:
        local = received_at + timedelta(hours=7)
        if category.value.startswith("A") and local.year + 543 + (local.month >= 10) == year:
            months[(local.month - 10) % 12] += Tally(1, int(status.value in COMPLETED))
            channels[channel] += 1
            categories[category] += 1
            if status.value in COMPLETED:
                outcomes[status] += 1
    statistics = Statistics(FiscalYear(year), NOW, dict(zip(FiscalYear(year).months, months, strict=True)))
    return statistics, Breakdowns(channels, categories, outcomes)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_every_cell_equals_a_count_by_hand(app: Flask, seed: int) -> None:
    told = complaints(seed)
    assert len(told) == 10_000
    assert {received_at for received_at, *_ in told} >= set(BORDERS)
    record(told)
    for year in YEARS:
        statistics, breakdowns = by_hand(told, year)
        counted = count_statistics(FiscalYear(year), NOW)
        assert counted == statistics
        assert count_breakdowns(FiscalYear(year)) == breakdowns
        assert all(tally.total == tally.completed + tally.in_process for tally in counted.months.values())
        assert counted.whole == sum(counted.halves.values(), Tally())
    assert sum(by_hand(told, year)[0].whole.total for year in (2568, *YEARS)) == sum(
        category.value.startswith("A") for _, _, category, _ in told
    )
    db.session.rollback()


def test_the_random_complaints_have_small_counts_and_none_and_large_ones() -> None:
    counted = [by_hand(complaints(0), year)[1] for year in YEARS]
    counts = [
        count for one in counted for kind in (one.categories, one.channels, one.outcomes) for count in kind.values()
    ]
    assert min(counts) == 0
    assert any(0 < count < SMALLEST_SHOWN for count in counts)
    assert max(counts) > 1_000


def test_a_year_without_a_complaint_has_twelve_months_of_nothing(app: Flask) -> None:
    counted = count_statistics(FiscalYear(2560), NOW)
    assert (len(counted.months), counted.whole) == (12, Tally(0, 0))
    assert count_breakdowns(FiscalYear(2560)).channels == dict.fromkeys(Channel, 0)


def test_only_corruption_is_counted_and_a_case_that_ends_is_completed_the_moment_it_does(app: Flask) -> None:
    chain = make_chain()
    case = make_case(category=Category.BRIBERY)
    make_case(category=Category.SERVICE)
    assert count_statistics(FiscalYear(2570), NOW).whole == Tally(1, 0)
    submit(case)
    give_order(OFFICE, chain.supervisor, case.register_number, make_order(OrderKind.DISMISS), NOW)
    assert count_statistics(FiscalYear(2570), NOW).whole == Tally(1, 1)


def test_the_years_go_back_to_the_first_complaint(app: Flask) -> None:
    assert list_years(NOW) == [FiscalYear(2570)]
    make_chain()
    make_case(category=Category.BRIBERY, received_at=datetime(2025, 9, 30, 16, 59, 59, tzinfo=UTC))
    assert list_years(NOW) == [FiscalYear(2570), FiscalYear(2569), FiscalYear(2568)]


@pytest.mark.parametrize("cases", [1, 40])
def test_it_is_one_statement_over_one_index_whatever_the_number_of_cases(app: Flask, cases: int) -> None:
    record(complaints(1)[:cases])
    for ask in (lambda: count_statistics(FiscalYear(2570), NOW), lambda: count_breakdowns(FiscalYear(2570))):
        with overheard() as asked:
            ask()
        assert len(asked) == 1
        assert "ix_cases_statistics" in plan(asked[0])
