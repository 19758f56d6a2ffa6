"""What a report is asked for: a time, and what of it. Shared by the page of reports and by exports."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms.validators import ValidationError

from complaint_center.clock import BANGKOK, now
from complaint_center.domain.access import Directory, Person, Role
from complaint_center.domain.channels import Channel
from complaint_center.domain.fiscal_years import FiscalYear
from complaint_center.domain.reports import LONGEST_YEARS, Dimension
from complaint_center.domain.thai import sort_key
from complaint_center.services.report_facts import Filters
from complaint_center.services.reports import Crossing
from complaint_center.web.desk.years import years
from complaint_center.web.forms import ChoiceField, ThaiDayField
from complaint_center.web.labels import CATEGORY_GROUPS, choices


class ReportForm(FlaskForm):
    """It changes nothing, so its own token is not asked for. Days that are given go before the fiscal year."""

    class Meta:
        csrf = False

    fiscal_year = ChoiceField(_l("Fiscal year"))
    since = ThaiDayField(_l("or received since"))
    until = ThaiDayField(_l("until"))
    channel = ChoiceField(_l("Channel"), default="")
    category = ChoiceField(_l("Category"), default="")
    unit = ChoiceField(_l("Unit"), default="")
    officer = ChoiceField(_l("Officer"), default="")
    rows = ChoiceField(_l("Rows"), choices=lambda: choices(Dimension), default=Dimension.CATEGORY.value)
    columns = ChoiceField(_l("Columns"), choices=lambda: choices(Dimension), default=Dimension.CHANNEL.value)

    def __init__(self, typed: MultiDict[str, str], directory: Directory) -> None:
        offered = years()
        super().__init__(typed, fiscal_year=str(offered[0]))
        self.fiscal_year.choices = [(str(year), str(year)) for year in offered]
        self.channel.choices = [_ALL, *choices(Channel)]
        self.category.choices = [_ALL, *((group, f"{group} {words}") for group, words in CATEGORY_GROUPS.items())]
        self.unit.choices = _named((unit.id, unit.name) for unit in directory.units.values())
        self.officer.choices = _named(
            (one.id, _officer(one)) for one in directory.people.values() if _may_have_had(one)
        )

    def validate_until(self, field: Any) -> None:
        since, until = self._days()
        if since > until:
            raise ValidationError(_l("This day lies before the first one."))
        if until - since > timedelta(days=366 * LONGEST_YEARS):
            raise ValidationError(_l("A report is of ten years at most."))

    def filters(self) -> Filters:
        """Of a form that is in order."""
        since, until = self._days()
        return Filters(
            starts_at=_midnight(since),
            ends_at=_midnight(until + timedelta(days=1)),
            channel=Channel(self.channel.data) if self.channel.data else None,
            category_group=self.category.data,
            unit_id=int(self.unit.data) if self.unit.data else None,
            officer_id=int(self.officer.data) if self.officer.data else None,
        )

    def crossing(self) -> Crossing:
        return Dimension(self.rows.data), Dimension(self.columns.data)

    def _days(self) -> tuple[date, date]:
        """The first and the last; where only one of them is given, the year begins or ends it.

        That is its own year where it lies on the other side of the chosen one.
        """
        year = next((one for one in years() if str(one) == self.fiscal_year.data), FiscalYear.of(now()))
        since, until = self.since.data, self.until.data
        first_year, last_year = min(year, _year_of(until) or year), max(year, _year_of(since) or year)
        last_day = last_year.ends_at.astimezone(BANGKOK).date() - timedelta(days=1)
        return since or first_year.starts_at.astimezone(BANGKOK).date(), until or last_day


_ALL = ("", _l("(all)"))


def _may_have_had(person: Person) -> bool:
    """Whether there may be cases of somebody: an officer, or who left, for then it is not kept what they were."""
    return Role.OFFICER in person.roles or bool(person.handles) or not person.is_active


def _officer(person: Person) -> str:
    return person.name if person.is_active else _("%(name)s (has left)", name=person.name)


def _named(named: Iterable[tuple[int, str]]) -> list[tuple[str, Any]]:
    return [_ALL, *((str(number), name) for number, name in sorted(named, key=lambda one: sort_key(one[1])))]


def _year_of(day: date | None) -> FiscalYear | None:
    return FiscalYear.of(_midnight(day)) if day else None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), BANGKOK)
