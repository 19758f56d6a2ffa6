"""Decisions that were made as somebody saw fit, each with its reason: a page to narrow, and the same as a file."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Response, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict

from complaint_center.clock import now
from complaint_center.domain.access import Directory, Permission
from complaint_center.domain.discretion import Discretion
from complaint_center.domain.errors import InvalidInput
from complaint_center.domain.fiscal_years import Month
from complaint_center.domain.tables import Cell, Table
from complaint_center.domain.thai import sort_key
from complaint_center.services import discretion as services
from complaint_center.services.journal_list import JournalPage, Place
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.desk.history import Line, tell
from complaint_center.web.exports import FileKind, asked_kind, send_table
from complaint_center.web.filters import month as month_in_words
from complaint_center.web.forms import ChoiceField
from complaint_center.web.labels import choices, label
from complaint_center.web.people import current_directory, current_person, permission_required

FILES = (FileKind.XLSX, FileKind.CSV, FileKind.PDF)

Told = tuple[Discretion, Line, str]


class DiscretionFilterForm(FlaskForm):
    """Narrows the list; it changes nothing, so its own token is not asked for."""

    class Meta:
        csrf = False

    kind = ChoiceField(_l("Decision"), default="")
    person = ChoiceField(_l("By whom"), default="")
    month = ChoiceField(_l("Month"), default="")

    def __init__(self, typed: MultiDict[str, str], directory: Directory) -> None:
        super().__init__(typed)
        everything = ("", _("(all)"))
        people = sorted(directory.people.values(), key=lambda person: sort_key(person.name))
        self.kind.choices = [everything, *choices(Discretion)]
        self.person.choices = [everything, *((str(person.id), person.name) for person in people)]
        self.month.choices = [everything, *month_choices(services.months_until(now()))]

    def filters(self) -> services.Filters:
        return services.Filters(
            kind=Discretion(self.kind.data) if self.kind.data else None,
            actor_id=int(self.person.data) if self.person.data else None,
            month=Month.parse(self.month.data) if self.month.data else None,
        )


def month_choices(months: list[Month]) -> list[tuple[str, str]]:
    return [(str(month), month_in_words(month)) for month in months]


@desk.get("/discretion")
@permission_required(Permission.COMMAND, Permission.READ_ALL)
def show_discretion() -> tuple[str, int]:
    form = DiscretionFilterForm(request.args, current_directory())
    if not form.validate():
        return _page(form, JournalPage((), None)), 422
    after = Place.parse(request.args.get("after", ""))
    return _page(form, services.list_acts(current_person(), current_directory(), form.filters(), after)), 200


@desk.post("/discretion/export")
@permission_required(Permission.COMMAND, Permission.READ_ALL)
def export_discretion() -> Response | tuple[str, int]:
    form = DiscretionFilterForm(request.form, current_directory())
    if not form.validate():
        return _page(form, JournalPage((), None)), 422
    person, filters = current_person(), form.filters()
    try:
        table = _table(filters, _told(services.all_acts(person, current_directory(), filters)))
    except InvalidInput as refusal:
        form.month.errors = [label(refusal.problem)]
        return _page(form, JournalPage((), None)), 422
    services.note_export(person, filters, now())
    return send_table(table, asked_kind(FILES), "discretion")


def _page(form: DiscretionFilterForm, page: JournalPage) -> str:
    next_page = f"?{urlencode({**request.args.to_dict(), 'after': str(page.after)})}"
    rows = _told(page.rows)
    return render_template("desk/discretion/list.html", form=form, page=page, rows=rows, next_page=next_page)


def _told(rows: services.Rows) -> list[Told]:
    told = ((services.kind_of_entry(entry), tell(entry, current_directory()), number) for entry, number in rows)
    return [(kind, line, number or "") for kind, line, number in told if kind]


def _table(filters: services.Filters, rows: list[Told]) -> Table:
    title = _("Discretionary decisions")
    return Table(
        title=f"{title}, {month_in_words(filters.month)}" if filters.month else title,
        columns=[_("Time"), _("Decision"), _("Details"), _("By"), _("Register number"), _("Reason")],
        rows=[_cells(kind, line, number) for kind, line, number in rows],
        as_of=now(),
        notes=[_("Cases that the reader may not see are not counted in.")],
        is_secret=True,
        name=title,
    )


def _cells(kind: Discretion, line: Line, number: str) -> list[Cell]:
    return [line.at, str(label(kind)), line.more, line.who, number, line.reason]
