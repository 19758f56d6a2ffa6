"""Reports on the cases that the reader may see, with charts, and every table of them as a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from flask import Response, render_template, request
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from complaint_center.clock import now
from complaint_center.domain.access import Directory
from complaint_center.domain.categories import Category
from complaint_center.domain.channels import Channel
from complaint_center.domain.fiscal_years import Month
from complaint_center.domain.reports import DAYS_UP_TO, Dimension, Tally
from complaint_center.domain.status import CaseStatus
from complaint_center.domain.tables import Cell, Table
from complaint_center.domain.thai import sort_key
from complaint_center.services import reports as services
from complaint_center.services.case_exports import list_exports
from complaint_center.services.reports import NOBODY, Report
from complaint_center.web.charts import Chart, Series
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.desk.report_forms import ReportForm
from complaint_center.web.desk.report_words import scope_of
from complaint_center.web.exports import FileKind, asked_kind, send_tables
from complaint_center.web.filters import month as month_in_words
from complaint_center.web.labels import label
from complaint_center.web.people import current_directory, current_person, permission_required

FILES = (FileKind.XLSX, FileKind.CSV, FileKind.PDF)

CROSSED = "crossed"
"""The name of the table of two dimensions."""

TITLES: Mapping[Dimension, LazyString] = {
    Dimension.CHANNEL: _l("By channel"),
    Dimension.STATE: _l("By state"),
    Dimension.CATEGORY: _l("By category"),
    Dimension.UNIT: _l("By unit"),
    Dimension.MONTH: _l("By month of receipt"),
}


@desk.get("/reports")
@permission_required(*services.READERS)
def read_report() -> tuple[str, int]:
    form = ReportForm(request.args, current_directory())
    return (_page(form), 200) if form.validate() else (refused_page(form), 422)


@desk.post("/reports/export")
@permission_required(*services.READERS)
def export_report() -> Response | tuple[str, int]:
    """The table that was asked for, first of all of them."""
    form = ReportForm(request.form, current_directory())
    if not form.validate():
        return refused_page(form), 422
    report = _read(form)
    tables = dict(_tables(report, current_directory()))
    asked = request.form.get("table", "")
    first = asked if asked in tables else next(iter(tables))
    services.note_export(current_person(), report.filters, first, now())
    in_order = [tables[first], *(table for name, table in tables.items() if name != first)]
    title = _("Report on complaints, %(scope)s", scope=scope_of(report.filters, current_directory()))
    return send_tables(in_order, asked_kind(FILES), f"report-{first}", title)


def _read(form: ReportForm) -> Report:
    return services.read_report(current_person(), current_directory(), form.filters(), form.crossing(), now())


def _page(form: ReportForm) -> str:
    report, directory = _read(form), current_directory()
    return render_template(
        "desk/reports/show.html",
        form=form,
        asked=_asked(form),
        report=report,
        period=scope_of(report.filters, directory),
        exports=list_exports(current_person(), now()),
        tables=dict(_tables(report, directory)),
        charts={one: _chart(one, report, directory) for one in Dimension},
        day_charts=_day_charts(report),
    )


def refused_page(form: ReportForm, problem: str = "") -> str:
    """The form once more, with what is wrong beside its fields, or above it."""
    exports = list_exports(current_person(), now())
    return render_template(
        "desk/reports/show.html", form=form, asked=_asked(form), report=None, problem=problem, exports=exports
    )


def _asked(form: ReportForm) -> MultiDict[str, str]:
    """What was typed, for the forms of the files to send it again."""
    return MultiDict((field.name, field._value() if hasattr(field, "_value") else field.data or "") for field in form)


def _tables(report: Report, directory: Directory) -> Iterator[tuple[str, Table]]:
    for one in Dimension:
        yield one.value, _table(one, report, directory)
    yield CROSSED, _crossed(report, directory)


def _table(one: Dimension, report: Report, directory: Directory) -> Table:
    members = _members(one, report, directory)
    return Table(
        title=f"{TITLES[one]}, {scope_of(report.filters, directory)}",
        columns=[str(label(one)), *_columns()],
        rows=[[words, *_figures(report.tallies[one].get(value, Tally()))] for value, words in members],
        as_of=report.as_of,
        sums=[_("Together"), *_figures(report.whole)],
        notes=_notes(),
        is_secret=True,
        name=str(TITLES[one]),
    )


def _crossed(report: Report, directory: Directory) -> Table:
    row, column = report.crossing
    across = _members(column, report, directory)

    def told(value: str, words: str) -> list[Cell]:
        counts = [report.crossed.get((value, other), 0) for other, _words in across]
        return [words, *counts, sum(counts)]

    rows = [told(value, words) for value, words in _members(row, report, directory)]
    sums = [sum(int(cell or 0) for cell in cells) for cells in list(zip(*rows, strict=True))[1:]] if rows else []
    return Table(
        title=f"{label(row)} × {label(column)}, {scope_of(report.filters, directory)}",
        columns=[f"{label(row)} \\ {label(column)}", *(words for _value, words in across), _("Together")],
        rows=rows,
        as_of=report.as_of,
        sums=[_("Together"), *sums] if rows else None,
        notes=_notes()[-1:],
        is_secret=True,
        name=f"{label(row)} × {label(column)}",
    )


def _columns() -> list[str]:
    """Each says of itself what it is of, for in a file two of the same name are one."""
    return [
        *(_("Cases"), _("In process"), _("Ended"), _("Finding late"), _("Escalated"), _("Reopened")),
        *(_("Days to the finding: median"), _("Days to the finding: 9 of 10 within"), _("Days to the finding: mean")),
        *(_("Days to the end: median"), _("Days to the end: 9 of 10 within"), _("Days to the end: mean")),
    ]


def _figures(tally: Tally) -> list[Cell]:
    return [
        *(tally.cases, tally.in_process, tally.ended, tally.late, tally.escalated, tally.reopened),
        *(tally.to_finding.median, tally.to_finding.ninth_tenth, tally.to_finding.mean),
        *(tally.to_close.median, tally.to_close.ninth_tenth, tally.to_close.mean),
    ]


Members = list[tuple[str, str]]
"""Values of a dimension and their words, in the order of the table."""


def _members(one: Dimension, report: Report, directory: Directory) -> Members:
    return _MEMBERS[one](report, directory)


def _channels(_report: Report, _directory: Directory) -> Members:
    return [(one.value, str(label(one))) for one in Channel]


def _states(_report: Report, _directory: Directory) -> Members:
    return [(one.value, str(label(one))) for one in CaseStatus]


def _categories(_report: Report, _directory: Directory) -> Members:
    return [(one.value, f"{one.value} {label(one)}") for one in Category]


def _units(report: Report, directory: Directory) -> Members:
    """Those of whose officers there are cases, by name; those that nobody has, or whose officer has no unit, last."""
    found = set(report.tallies[Dimension.UNIT])
    units = [(str(unit.id), unit.name) for unit in directory.units.values() if str(unit.id) in found]
    nobody = [(NOBODY, _("(no unit, or nobody has it yet)"))] if NOBODY in found else []
    return [*sorted(units, key=lambda unit: sort_key(unit[1])), *nobody]


def _months(report: Report, _directory: Directory) -> Members:
    """Every month of the time that has begun, those in which nothing came, too."""
    month, last = Month.of(report.filters.starts_at), Month.of(min(report.filters.ends_at, report.as_of))
    found: Members = []
    while month <= last and month.starts_at < report.filters.ends_at:
        found.append((str(month), month_in_words(month)))
        month = Month.of(month.ends_at)
    return found


_MEMBERS: Mapping[Dimension, Callable[[Report, Directory], Members]] = {
    Dimension.CHANNEL: _channels,
    Dimension.STATE: _states,
    Dimension.CATEGORY: _categories,
    Dimension.UNIT: _units,
    Dimension.MONTH: _months,
}


def _chart(one: Dimension, report: Report, directory: Directory) -> Chart:
    members = _members(one, report, directory)
    tallies = [report.tallies[one].get(value, Tally()) for value, _words in members]
    series = [
        Series(_("Ended"), [tally.ended for tally in tallies]),
        Series(_("In process"), [tally.in_process for tally in tallies]),
    ]
    return Chart(_("Cases"), [words for _value, words in members], series)


def _day_charts(report: Report) -> list[Chart]:
    """Two, for what a finding took is no part of what the end took."""
    starts = [last + 1 for last in DAYS_UP_TO]
    between = zip(starts, DAYS_UP_TO[1:], strict=False)
    labels = [
        _("up to %(days)s days", days=DAYS_UP_TO[0]),
        *(_("%(first)s to %(last)s days", first=first, last=last) for first, last in between),
        _("more than %(days)s days", days=DAYS_UP_TO[-1]),
    ]
    spreads = ((_("Days to the finding"), report.whole.to_finding), (_("Days to the end"), report.whole.to_close))
    return [Chart(title, labels, [Series(_("Cases"), spread.bands)]) for title, spread in spreads]


def _notes() -> list[str]:
    return [
        _("A finding is late from the midnight after the day on which it was due, done or not."),
        _("Days are counted from that of receipt to that of the first finding, and of the end."),
        _("A unit is that of the officer who has the case now."),
        _("Cases that the reader may not see are not counted in."),
    ]
