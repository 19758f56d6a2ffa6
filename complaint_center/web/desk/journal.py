"""The journal for auditors: a page to read and to narrow, and the same as a file for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from flask import Response, render_template, request, stream_with_context
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict

from complaint_center.clock import BANGKOK, now
from complaint_center.database import only_reading
from complaint_center.documents.spreadsheets import UTF8_MARK, csv_lines
from complaint_center.domain.access import Directory, Permission
from complaint_center.domain.thai import sort_key
from complaint_center.extensions import db
from complaint_center.services.journal_list import (
    THE_SYSTEM,
    JournalFilters,
    JournalPage,
    Place,
    note_export,
    read_journal,
)
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.desk.history import Line, tell
from complaint_center.web.filters import moment
from complaint_center.web.forms import ChoiceField, RegisterNumberField, ThaiDayField
from complaint_center.web.labels.journal import JOURNAL_ACTS
from complaint_center.web.people import current_directory, current_person, permission_required

AT_ONCE = 1000
"""Rows of the file that are held in memory, and read in one transaction, at a time."""

Told = tuple[Line, str]


class JournalFilterForm(FlaskForm):
    """Narrows the list; it changes nothing, so its own token is not asked for."""

    class Meta:
        csrf = False

    act = ChoiceField(_l("Act"), default="")
    person = ChoiceField(_l("By whom"), default="")
    number = RegisterNumberField(_l("Register number"))
    since = ThaiDayField(_l("From day"))
    until = ThaiDayField(_l("To day"))

    def __init__(self, typed: MultiDict[str, str], directory: Directory) -> None:
        super().__init__(typed)
        self.act.choices = [("", _("(all)")), *sorted(JOURNAL_ACTS.items(), key=lambda act: sort_key(str(act[1])))]
        people = sorted(directory.people.values(), key=lambda person: sort_key(person.name))
        self.person.choices = [
            *(("", _("(all)")), (str(THE_SYSTEM), _("the system"))),
            *((str(person.id), person.name) for person in people),
        ]

    def filters(self) -> JournalFilters:
        return JournalFilters(
            what=self.act.data or "",
            actor_id=int(self.person.data) if self.person.data else None,
            register_number=self.number.data or "",
            since=self.since.data and _midnight(self.since.data),
            until=self.until.data and _midnight(self.until.data + timedelta(days=1)),
        )


@desk.get("/journal")
@permission_required(Permission.READ_JOURNAL)
def show_journal() -> tuple[str, int]:
    form = JournalFilterForm(request.args, current_directory())
    if not form.validate():
        return _page(form, JournalPage((), None)), 422
    after = Place.parse(request.args.get("after", ""))
    return _page(form, read_journal(current_person(), current_directory(), form.filters(), after)), 200


@desk.post("/journal/export")
@permission_required(Permission.READ_JOURNAL)
def export_journal() -> Response | tuple[str, int]:
    form = JournalFilterForm(request.form, current_directory())
    if not form.validate():
        return _page(form, JournalPage((), None)), 422
    filters = form.filters()
    note_export(current_person(), filters, now())
    answer = Response(stream_with_context(_file(filters)), content_type="text/csv; charset=utf-8")
    answer.headers.set("Content-Disposition", "attachment", filename="journal.csv")
    return answer


def _page(form: JournalFilterForm, page: JournalPage) -> str:
    next_page = f"?{urlencode({**request.args.to_dict(), 'after': str(page.after)})}"
    return render_template("desk/journal/list.html", form=form, page=page, rows=_told(page), next_page=next_page)


def _told(page: JournalPage) -> list[Told]:
    return [(tell(entry, current_directory()), number or "") for entry, number in page.rows]


def _file(filters: JournalFilters) -> Iterator[str]:
    """The rows of all pages. No transaction is open while a slow reader takes them."""
    heading = [_("Time (ISO 8601)"), _("Time"), _("Act"), _("Details"), _("By"), _("Register number"), _("Reason")]
    yield UTF8_MARK + csv_lines([heading])
    after: Place | None = None
    while True:
        with only_reading():
            page = read_journal(current_person(), current_directory(), filters, after, AT_ONCE)
            lines = csv_lines(_cells(line, number) for line, number in _told(page))
            db.session.rollback()
        yield lines
        if page.after is None:
            return
        after = page.after


def _cells(line: Line, number: str) -> list[str]:
    at = line.at.astimezone(BANGKOK).isoformat(timespec="seconds")
    return [at, moment(line.at), line.what, line.more, line.who or _("the system"), number, line.reason]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, BANGKOK)
