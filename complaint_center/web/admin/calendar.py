"""The calendar of working days: twelve small months, the holidays of each, and adding or taking one away."""

from __future__ import annotations

from calendar import SUNDAY, Calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from babel.dates import get_day_names
from flask import flash, redirect, request, url_for
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from complaint_center.clock import BANGKOK, now
from complaint_center.domain.access import Permission
from complaint_center.domain.errors import NotVisible
from complaint_center.domain.fiscal_years import MONTHS, Month
from complaint_center.domain.intake import LINE_LENGTH
from complaint_center.domain.thai import BUDDHIST_ERA, to_arabic_digits
from complaint_center.services import calendar as services
from complaint_center.web.admin.blueprint import admin
from complaint_center.web.filters import buddhist, calendar_day
from complaint_center.web.form_pages import form_page, shown_on
from complaint_center.web.forms import OfficeForm, ThaiDayField, line, required
from complaint_center.web.people import current_person, permission_required

_WEEKS = Calendar(SUNDAY)
_DAY_NAMES = (6, 0, 1, 2, 3, 4, 5)
"""Babel's numbers of the days of a week that begins on Sunday, as Thai calendars do."""


class HolidayForm(OfficeForm):
    day = ThaiDayField(_l("Day on which the office is closed"), [required()])
    name = line(_l("What the day is called"), LINE_LENGTH, required())


@dataclass(frozen=True)
class MonthSheet:
    """One month as it is drawn: its weeks, days of other months left out, and its holidays by day."""

    month: Month
    weeks: list[list[date | None]]
    holidays: Mapping[date, str]


@admin.route("/calendar", methods=["GET", "POST"])
@permission_required(Permission.ADMINISTER)
def keep_calendar() -> Response:
    form = HolidayForm()
    if form.validate_on_submit():
        with shown_on(form):
            services.add_holiday(current_person(), form.day.data, form.name.data, now())
            added = {"day": calendar_day(form.day.data), "name": form.name.data}
            flash(_("%(day)s is a holiday now: %(name)s.", **added), "success")
            return _back_to(form.day.data)
    year = _asked_year()
    entered = services.list_year(year)
    return form_page(
        "admin/calendar/year.html",
        form,
        year=year,
        years=services.years(now()),
        sheets=[_sheet(Month(year, number), entered) for number in range(1, MONTHS + 1)],
        entered=entered,
        missing=services.list_missing(year),
        today=_today(),
        day_names=[(_day_names("abbreviated")[number], _day_names("wide")[number]) for number in _DAY_NAMES],
        unprepared=services.unprepared_year(now()),
    )


@admin.post("/calendar/holidays/<day>/remove")
@permission_required(Permission.ADMINISTER)
def remove_holiday(day: str) -> Response:
    try:
        taken_away = date.fromisoformat(day)
    except ValueError:
        raise NotVisible from None
    name = services.remove_holiday(current_person(), taken_away, now())
    flash(_("%(day)s is no holiday any more: %(name)s.", day=calendar_day(taken_away), name=name), "success")
    return _back_to(taken_away)


@admin.post("/calendar/<int:year>/fill")
@permission_required(Permission.ADMINISTER)
def fill_calendar(year: int) -> Response:
    """Enter the government's holidays of a year, which the page of the year has shown."""
    christian = _of_calendar(year - BUDDHIST_ERA)
    added = services.fill_year(current_person(), christian, now())
    flash(ngettext("%(num)s holiday was added.", "%(num)s holidays were added.", added), "success")
    return redirect(url_for("admin.keep_calendar", year=year), 303)


def _sheet(month: Month, entered: Mapping[date, str]) -> MonthSheet:
    weeks = _WEEKS.monthdatescalendar(month.year, month.month)
    return MonthSheet(
        month=month,
        weeks=[[day if day.month == month.month else None for day in week] for week in weeks],
        holidays={day: name for day, name in entered.items() if day.month == month.month},
    )


def _day_names(width: str) -> Mapping[int, str]:
    return get_day_names(width, locale=get_locale())  # type: ignore[arg-type]  # one of its words


def _asked_year() -> int:
    """Christian. NotVisible for a year that the calendar does not have."""
    asked = request.args.get("year", "")
    if not asked:
        return _today().year
    try:
        return _of_calendar(int(to_arabic_digits(asked)) - BUDDHIST_ERA)
    except ValueError:
        raise NotVisible from None


def _of_calendar(year: int) -> int:
    if year not in services.years(now()):
        raise NotVisible
    return year


def _back_to(day: date) -> Response:
    if day < _today():
        flash(_("This day has passed: what was sent or counted by then stays as it is."), "info")
    return redirect(url_for("admin.keep_calendar", year=buddhist(day.year)), 303)


def _today() -> date:
    return now().astimezone(BANGKOK).date()
