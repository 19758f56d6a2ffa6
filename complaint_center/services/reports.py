"""Reports: the cases of a time, by channel, state, category, unit and month, with how long they took."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from complaint_center.domain.access import Directory, Permission, Person
from complaint_center.domain.errors import NotAllowed
from complaint_center.domain.reports import Dimension, Tally
from complaint_center.domain.status import ENDED
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.days import bangkok_day, bangkok_month
from complaint_center.models.staff import StaffMember
from complaint_center.services import journal
from complaint_center.services.report_facts import Filters, escalated_day, is_late, is_reopened, reported, submitted_at

READERS = (Permission.COMMAND, Permission.READ_ALL)

NOBODY = ""
"""In place of a unit: the officer belongs to none, or nobody has the case yet."""

Crossing = tuple[Dimension, Dimension]


@dataclass(frozen=True)
class Report:
    """Tallies of each dimension by the value of its members, units by number, months as `2026-10`.

    `crossed` counts the cases of each pair of two dimensions.
    """

    filters: Filters
    as_of: datetime
    tallies: Mapping[Dimension, Mapping[str, Tally]]
    crossing: Crossing
    crossed: Mapping[tuple[str, str], int]

    @property
    def whole(self) -> Tally:
        """All cases of the report."""
        together = Tally()
        for tally in self.tallies[Dimension.STATE].values():
            together.add(tally)
        return together


def read_report(person: Person, directory: Directory, filters: Filters, crossing: Crossing, now: datetime) -> Report:
    """The figures over the cases that the person may see, in one statement whatever their number.

    NotAllowed for whoever neither commands nor reads all.
    """
    require_reader(person)
    tallies: dict[Dimension, defaultdict[str, Tally]] = {one: defaultdict(Tally) for one in Dimension}
    crossed: dict[tuple[str, str], int] = {}
    facts = _facts(person, directory, filters, now)
    for told in db.session.execute(sa.union_all(*_counts(facts), *_days(facts), _cross(facts, crossing))):
        if told.about == _CROSSED:
            crossed[told.value, told.other] = told.cases
            continue
        tally = tallies[Dimension(told.about)][told.value]
        if told.other == _COUNTS:
            tally.cases, tally.ended, tally.reopened = told.cases, told.ended, told.reopened
            tally.escalated, tally.late = told.escalated, told.late
        else:
            spread = tally.to_finding if told.other == _TO_FINDING else tally.to_close
            spread.days[told.days] = told.cases
    return Report(filters, now, tallies, crossing, crossed)


def note_export(actor: Person, filters: Filters, table: str, now: datetime) -> None:
    """Keep in the journal that a table of the report is taken out."""
    require_reader(actor)
    journal.record("report_exported", actor=actor, at=now, detail={"table": table, **written(filters)})
    journal.commit()


def require_reader(person: Person) -> None:
    """NotAllowed for whoever neither commands nor reads all."""
    if not is_reader(person):
        raise NotAllowed


def is_reader(person: Person) -> bool:
    """Whether they command or read all."""
    return any(map(person.may, READERS))


def written(filters: Filters) -> dict[str, Any]:
    """The filters as the journal and a waiting export keep them."""
    told = {
        "since": filters.starts_at.isoformat(),
        "until": filters.ends_at.isoformat(),
        "channel": filters.channel and filters.channel.value,
        "category": filters.category_group,
        "unit": filters.unit_id,
        "officer": filters.officer_id,
    }
    return {name: value for name, value in told.items() if value not in (None, "")}


_COUNTS, _TO_FINDING, _TO_CLOSE, _CROSSED = "counts", "to_finding", "to_close", "crossed"
_SUMS = ("ended", "reopened", "escalated", "late")


def _facts(person: Person, directory: Directory, filters: Filters, now: datetime) -> sa.CTE:
    """One row a case, worked out once and then counted in each way."""
    received = bangkok_day(Case.received_at)
    has_ended = Case.status.in_(sorted(ENDED))
    return (
        sa.select(
            sa.cast(Case.channel, sa.Text).label(Dimension.CHANNEL),
            sa.cast(Case.status, sa.Text).label(Dimension.STATE),
            sa.cast(Case.category, sa.Text).label(Dimension.CATEGORY),
            sa.func.coalesce(sa.cast(StaffMember.unit_id, sa.Text), NOBODY).label(Dimension.UNIT),
            bangkok_month(Case.received_at).label(Dimension.MONTH),
            (bangkok_day(submitted_at()) - received).label(_TO_FINDING),
            sa.case((has_ended, bangkok_day(Case.status_changed_at) - received)).label(_TO_CLOSE),
            _one_if(has_ended).label("ended"),
            _one_if(is_reopened()).label("reopened"),
            _one_if(escalated_day().is_not(None)).label("escalated"),
            _one_if(is_late(now)).label("late"),
        )
        .outerjoin(StaffMember, StaffMember.id == Case.officer_id)
        .where(*reported(person, directory, filters))
        .cte("facts")
    )


def _counts(facts: sa.CTE) -> Iterator[sa.Select[Any]]:
    sums = [sa.func.sum(facts.c[name]).label(name) for name in _SUMS]
    for one in Dimension:
        yield _arm(one, facts.c[one], _text(_COUNTS), _number(0), *sums).group_by(facts.c[one])


def _days(facts: sa.CTE) -> Iterator[sa.Select[Any]]:
    for one in Dimension:
        for name in (_TO_FINDING, _TO_CLOSE):
            days = facts.c[name]
            arm = _arm(one, facts.c[one], _text(name), days, *_no_sums())
            yield arm.where(days.is_not(None)).group_by(facts.c[one], days)


def _cross(facts: sa.CTE, crossing: Crossing) -> sa.Select[Any]:
    row, column = (facts.c[one] for one in crossing)
    return _arm(_CROSSED, row, column, _number(0), *_no_sums()).group_by(row, column)


def _arm(about: str, value: Any, other: Any, days: Any, *sums: Any) -> sa.Select[Any]:
    """Counts of one kind; all have the same columns, so that they are one statement."""
    named = (_text(about).label("about"), value.label("value"), other.label("other"), days.label("days"))
    return sa.select(*named, sa.func.count().label("cases"), *sums)


def _no_sums() -> list[Any]:
    return [_number(0).label(name) for name in _SUMS]


def _one_if(condition: sa.ColumnElement[bool]) -> sa.Case[int]:
    return sa.case((condition, 1), else_=0)


def _text(word: str) -> sa.ColumnElement[str]:
    return sa.literal_column(f"'{word}'", sa.Text())


def _number(number: int) -> sa.ColumnElement[int]:
    return sa.literal_column(str(number), sa.Integer())
