"""The on-time scorecard of a fiscal year, and the same as an annex to the agreements on performance."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from flask import Response, render_template, request
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict

from complaint_center.clock import now
from complaint_center.domain.access import Directory
from complaint_center.domain.fiscal_years import FiscalYear, Month
from complaint_center.domain.performance import Outcome, Tally, owed, share, together
from complaint_center.domain.tables import Cell, Table
from complaint_center.domain.thai import sort_key
from complaint_center.services import performance as services
from complaint_center.services.performance import Scorecard
from complaint_center.web.charts import Chart, Series
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.desk.years import years
from complaint_center.web.exports import FileKind, asked_kind, send_tables
from complaint_center.web.filters import month as month_in_words
from complaint_center.web.forms import ChoiceField
from complaint_center.web.labels import label
from complaint_center.web.people import current_directory, current_person, permission_required

FILES = (FileKind.XLSX, FileKind.CSV, FileKind.PDF)
DRAWN = (Outcome.IN_TIME, Outcome.LATE, Outcome.OVERDUE)


class By(StrEnum):
    """What a row of a table stands for."""

    OFFICER = "officer"
    UNIT = "unit"
    MONTH = "month"


HEADINGS: Mapping[By, LazyString] = {By.OFFICER: _l("Officer"), By.UNIT: _l("Unit"), By.MONTH: _l("Month")}
TITLES: Mapping[By, LazyString] = {By.OFFICER: _l("By officer"), By.UNIT: _l("By unit"), By.MONTH: _l("By month")}


class PerformanceForm(FlaskForm):
    """Which figures; it changes nothing, so its own token is not asked for."""

    class Meta:
        csrf = False

    fiscal_year = ChoiceField(_l("Fiscal year"))
    unit = ChoiceField(_l("Unit"), default="")
    officer = ChoiceField(_l("Officer"), default="")

    def __init__(self, typed: MultiDict[str, str], directory: Directory, officer_ids: Collection[int]) -> None:
        offered = years()
        super().__init__(typed, fiscal_year=str(offered[0]))
        self.fiscal_year.choices = [(str(year), str(year)) for year in offered]
        unit_ids = {directory.people[one].unit_id for one in officer_ids}
        units = ((unit.id, unit.name) for unit in directory.units.values() if unit.id in unit_ids)
        self.unit.choices = _choices(units)
        self.officer.choices = _choices((one, directory.name_of(one)) for one in officer_ids)

    def narrowed(self, card: Scorecard, directory: Directory) -> Scorecard:
        """The figures of the officers that were asked for."""
        ids = card.officer_ids
        if self.unit.data:
            ids = [one for one in ids if directory.people[one].unit_id == int(self.unit.data)]
        if self.officer.data:
            ids = [one for one in ids if one == int(self.officer.data)]
        return card.only(ids) if self.unit.data or self.officer.data else card


@dataclass(frozen=True)
class Asked:
    """The form as it was sent, and the figures of its year; those of the present year where it was refused."""

    form: PerformanceForm
    card: Scorecard
    is_refused: bool

    @property
    def kinds(self) -> list[By]:
        """Which tables are drawn; one officer's figures are not those of a unit."""
        return [by for by in By if by is not By.UNIT or not self.form.officer.data]

    @property
    def heading(self) -> str:
        """With the unit and the officer that it was narrowed to."""
        whole = _("Punctuality, fiscal year %(year)s", year=self.card.year)
        if self.is_refused:
            return whole
        narrowed = [str(dict(field.choices)[field.data]) for field in (self.form.unit, self.form.officer) if field.data]
        return " · ".join([whole, *narrowed])

    @property
    def title(self) -> str:
        """What is taken out, on paper."""
        return _("%(heading)s (annex to the agreement on performance)", heading=self.heading)


@desk.get("/performance")
@permission_required(*services.READERS)
def show_performance() -> tuple[str, int]:
    asked = _asked(request.args)
    return _page(asked), 422 if asked.is_refused else 200


@desk.post("/performance/export")
@permission_required(*services.READERS)
def export_performance() -> Response | tuple[str, int]:
    asked = _asked(request.form)
    if asked.is_refused:
        return _page(asked), 422
    first = next((by for by in asked.kinds if by == request.form.get("by")), By.OFFICER)
    tables = [_annex(by, asked) for by in (first, *(by for by in asked.kinds if by is not first))]
    services.note_export(current_person(), asked.card.year, now())
    return send_tables(tables, asked_kind(FILES), f"performance-{first}-{asked.card.year}", asked.title)


def _asked(typed: MultiDict[str, str]) -> Asked:
    person, directory, moment = current_person(), current_directory(), now()
    year = next((one for one in years() if str(one) == typed.get("fiscal_year")), FiscalYear.of(moment))
    card = services.score(person, directory, year, moment)
    form = PerformanceForm(typed, directory, card.officer_ids)
    if form.validate():
        return Asked(form, form.narrowed(card, directory), is_refused=False)
    return Asked(form, card.only(()), is_refused=True)


def _page(asked: Asked) -> str:
    return render_template(
        "desk/performance/show.html",
        form=asked.form,
        title=asked.heading,
        as_of=now(),
        tables=[(by, TITLES[by], HEADINGS[by], _table(by, asked)) for by in asked.kinds],
        duties=_duties(),
        chart=_chart(asked.card),
        notes=_notes(asked.card),
    )


def _table(by: By, asked: Asked) -> Table:
    return Table(
        title=f"{TITLES[by]}: {asked.title}",
        columns=[str(HEADINGS[by]), *_columns()],
        rows=[[name, *_figures(tally)] for name, tally in _ROWS[by](asked.card, current_directory())],
        as_of=now(),
        sums=[_("Together"), *_figures(asked.card.whole)],
        name=str(TITLES[by]),
    )


def _annex(by: By, asked: Asked) -> Table:
    signatures = [_("Who makes the agreement"), _("Superior")]
    return replace(_table(by, asked), notes=_notes(asked.card), signatures=signatures)


def _duties() -> list[tuple[str, list[str]]]:
    """Each duty, and what is told of it."""
    in_all, share_in_time = _("in all"), _("share in time (%)")
    each = [in_all, _("in time"), _("late"), _("overdue now"), _("not yet due"), share_in_time]
    return [
        (_("Findings within 7 days"), [*each, _("median days")]),
        (_("Notices within 15 days"), each),
        (_("Notices every 30 days after that"), [in_all, share_in_time]),
    ]


def _columns() -> Iterator[str]:
    for duty, headings in _duties():
        yield from (f"{duty}: {heading}" for heading in headings)


def _figures(tally: Tally) -> list[Cell]:
    later = tally.later_notices
    return [
        *_in_full(tally.findings),
        tally.median_days,
        *_in_full(tally.first_notices),
        owed(later),
        share(later),
    ]


def _in_full(counts: Counter[Outcome]) -> list[Cell]:
    return [owed(counts), *(counts[outcome] for outcome in (*DRAWN, Outcome.RUNNING)), share(counts)]


Rows = Sequence[tuple[str, Tally]]
_NO_UNIT = 0


def _officers(card: Scorecard, directory: Directory) -> Rows:
    """By name: nobody is ranked."""
    named = _by_name((one, directory.name_of(one)) for one in card.officer_ids)
    return [*((name, card.of_officer(officer_id)) for officer_id, name in named), *_unassigned(card)]


def _units(card: Scorecard, directory: Directory) -> Rows:
    """Officers count in the unit that they belong to now."""
    members: defaultdict[int, list[Tally]] = defaultdict(list)
    for officer_id in card.officer_ids:
        members[directory.people[officer_id].unit_id or _NO_UNIT].append(card.of_officer(officer_id))
    homeless = [(_("(no unit)"), together(members.pop(_NO_UNIT)))] if _NO_UNIT in members else []
    named = _by_name((unit_id, directory.units[unit_id].name) for unit_id in members)
    return [*((name, together(members[unit_id])) for unit_id, name in named), *homeless, *_unassigned(card)]


def _unassigned(card: Scorecard) -> Rows:
    tally = card.of_officer(None)
    return [] if tally.is_empty else [(_("(nobody has it yet)"), tally)]


def _months(card: Scorecard, _directory: Directory) -> Rows:
    """Those that have begun, and any later one in which something falls due."""
    present = Month.of(now())
    tallies = ((month, card.of_month(month)) for month in card.year.months)
    return [(month_in_words(month), tally) for month, tally in tallies if month <= present or not tally.is_empty]


_ROWS: Mapping[By, Callable[[Scorecard, Directory], Rows]] = {
    By.OFFICER: _officers,
    By.UNIT: _units,
    By.MONTH: _months,
}


def _chart(card: Scorecard) -> Chart:
    months = _months(card, current_directory())
    series = [Series(str(label(one)), [tally.findings[one] for _name, tally in months]) for one in DRAWN]
    return Chart(_("Findings by the month in which they were due"), [name for name, _tally in months], series)


def _notes(card: Scorecard) -> list[str]:
    return [
        _("A duty counts in the month in which it fell due; it is late, or overdue, from the midnight after that day."),
        _(
            "What was done in time is charged to the officer who had the case then, what was not to the one who had "
            "it when it fell due; what is not due yet, to the one who has the case now."
        ),
        _("Days are counted from the day of receipt to that of submission; suggestions owe no finding."),
        _(
            "Cases that ended before a finding was submitted, and are not counted: %(count)s",
            count=card.whole.findings[Outcome.ENDED],
        ),
        _("Cases that the reader may not see are not counted in."),
    ]


def _choices(named: Iterable[tuple[int, str]]) -> list[tuple[str, str]]:
    return [("", _("(all)")), *((str(number), name) for number, name in _by_name(named))]


def _by_name(named: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    return sorted(named, key=lambda one: sort_key(one[1]))
