"""The statistics of corruption complaints for everybody: as a page, and as files that other programs read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any

from flask import Blueprint, Response, jsonify, render_template
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from complaint_center.clock import now
from complaint_center.domain.categories import Category
from complaint_center.domain.channels import Channel
from complaint_center.domain.fiscal_years import FiscalYear
from complaint_center.domain.publication import BREAKDOWN_DAYS, Item
from complaint_center.domain.status import ENDED, OPEN, CaseStatus
from complaint_center.domain.suppression import SMALLEST_SHOWN
from complaint_center.domain.tables import Cell, Table
from complaint_center.domain.tallies import Tally
from complaint_center.models.publication import PublishedBreakdowns
from complaint_center.services.breakdowns import find_breakdowns
from complaint_center.services.publication import in_use_since, item_numbers
from complaint_center.services.statistics import Statistics, count_statistics, list_years
from complaint_center.web.charts import Chart, Series
from complaint_center.web.exports import FileKind, send_tables
from complaint_center.web.filters import day as day_in_words
from complaint_center.web.filters import half as half_in_words
from complaint_center.web.filters import iso
from complaint_center.web.filters import month as month_in_words
from complaint_center.web.labels import label
from complaint_center.web.public.years import asked_year

statistics = Blueprint("statistics", __name__)

HIDDEN = "*"
"""In the place of a count that is not published."""

BREAKDOWNS: Mapping[str, tuple[LazyString, LazyString, type[StrEnum]]] = {
    "channels": (_l("By channel"), _l("Channel"), Channel),
    "categories": (_l("By kind of corruption"), _l("Kind"), Category),
    "outcomes": (_l("How the completed ones ended"), _l("Outcome"), CaseStatus),
}


@statistics.get("/statistics")
def show() -> str:
    counted = _counted()
    published = find_breakdowns(counted.year)
    return render_template(
        "public/statistics.html",
        statistics=counted,
        title=_title(counted.year),
        number=item_numbers(counted.year).get(Item.STATISTICS),
        table=months_table(counted),
        halves=_halves_table(counted),
        chart=_chart(counted),
        published=published,
        breakdowns=_breakdowns(published),
        hides=published is not None and _hides(published),
        breakdown_days=BREAKDOWN_DAYS,
        years=list_years(counted.as_of),
        completed=_labels(ENDED),
        in_process=_labels(OPEN),
        kinds=list(FileKind),
        hidden=HIDDEN,
        smallest=SMALLEST_SHOWN,
    )


@statistics.get("/statistics.<any(csv, xlsx, json, pdf):file_kind>")
def download(file_kind: str) -> Response:
    counted = _counted()
    if file_kind == FileKind.JSON:
        return jsonify(_json(counted))
    published = find_breakdowns(counted.year)
    broken_down, months = _breakdowns(published), months_table(counted)
    if published and len(broken_down) < len(BREAKDOWNS):
        withheld = _("Breakdowns that are not here are too small to be published without showing who is meant.")
        months = replace(months, notes=[*months.notes, withheld])
    return send_tables(
        [months, _halves_table(counted), *broken_down], FileKind(file_kind), f"statistics-{counted.year}"
    )


def months_table(counted: Statistics) -> Table:
    """Every month of the year with its three numbers, and the year's."""
    return Table(
        title=_title(counted.year),
        name=_("By month"),
        columns=[_("Month"), *_headings()],
        rows=[[month_in_words(month), *_cells(tally)] for month, tally in counted.months.items()],
        sums=[_("Total"), *_cells(counted.whole)],
        as_of=counted.as_of,
        notes=list(_notes(counted)),
    )


def _halves_table(counted: Statistics) -> Table:
    return Table(
        title=_("By half-year"),
        columns=[_("Half-year"), *_headings()],
        rows=[[half_in_words(half), *_cells(tally)] for half, tally in counted.halves.items()],
        as_of=counted.as_of,
    )


def _headings() -> list[str]:
    return [_("Complaints received"), _("Completed"), _("In process")]


def _counted() -> Statistics:
    moment = now()
    return count_statistics(asked_year(moment), moment)


def _title(year: FiscalYear) -> str:
    return _("Statistics of complaints of corruption and misconduct, fiscal year %(year)s", year=year)


def _notes(counted: Statistics) -> Iterator[str]:
    since = in_use_since()
    if since and counted.year.starts_at < since:
        yield _("This register has been in use since %(day)s.", day=day_in_words(since))
    if not counted.whole.total and (since is None or since < counted.year.ends_at):
        yield _("There were no complaints.")
    if counted.as_of < counted.year.months[-1].starts_at:
        yield _("Months that are still to come stand with 0.")


def _cells(tally: Tally) -> list[Cell]:
    return [tally.total, tally.completed, tally.in_process]


def _chart(counted: Statistics) -> Chart:
    tallies = counted.months.values()
    series = [
        Series(_("Completed"), [tally.completed for tally in tallies]),
        Series(_("In process"), [tally.in_process for tally in tallies]),
    ]
    return Chart(_("Complaints by month of receipt"), [month_in_words(month) for month in counted.months], series)


def _breakdowns(published: PublishedBreakdowns | None) -> list[Table]:
    """Those that are published of the year, without the ones that would show too much."""
    if published is None:
        return []
    tables = []
    for name, (heading, column, members) in BREAKDOWNS.items():
        counts = getattr(published, name)
        if counts is not None:
            rows: list[list[Cell]] = [
                [str(label(members(value))), HIDDEN if count is None else count] for value, count in counts.items()
            ]
            tables.append(Table(str(heading), [str(column), _("Complaints")], rows, as_of=published.as_of))
    return tables


def _hides(published: PublishedBreakdowns) -> bool:
    """Whether a count of what is broken down is not told."""
    return any(None in (getattr(published, name) or {}).values() for name in BREAKDOWNS)


def _labels(statuses: frozenset[CaseStatus]) -> Iterator[LazyString]:
    return (label(status) for status in CaseStatus if status in statuses)


def _json(counted: Statistics) -> dict[str, Any]:
    """The names are those that other programs rely on; a breakdown, or a count in it, that is not published is null."""
    since, published = in_use_since(), find_breakdowns(counted.year)
    return {
        "fiscal_year": counted.year.number,
        "as_of": iso(counted.as_of),
        "in_use_since": iso(since) if since else None,
        **_numbers(counted.whole),
        "months": [{"month": str(month), **_numbers(tally)} for month, tally in counted.months.items()],
        "halves": [{"half": str(half), **_numbers(tally)} for half, tally in counted.halves.items()],
        "breakdowns_as_of": iso(published.as_of) if published else None,
        **{name: published and getattr(published, name) for name in BREAKDOWNS},
    }


def _numbers(tally: Tally) -> dict[str, int]:
    return {"total": tally.total, "completed": tally.completed, "in_process": tally.in_process}
