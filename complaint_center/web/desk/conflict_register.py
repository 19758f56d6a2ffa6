"""The register of conflicts of interest: a page for each fiscal year, and the same as a file."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from flask import Response, render_template, request
from flask_babel import gettext as _

from complaint_center.clock import now
from complaint_center.domain.access import Permission
from complaint_center.domain.conflict_register import ConflictEntry
from complaint_center.domain.errors import InvalidInput
from complaint_center.domain.tables import Cell, Table
from complaint_center.models.inquiry import DisciplinaryInquiry
from complaint_center.models.interest import InterestDeclaration
from complaint_center.models.journal import JournalEntry
from complaint_center.services import conflict_register as services
from complaint_center.services.conflict_register import Filters
from complaint_center.services.discretion import Rows
from complaint_center.services.journal_list import JournalPage, Place
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.desk.history import Line, tell
from complaint_center.web.desk.years import asked_year, years
from complaint_center.web.exports import FileKind, asked_kind, send_table
from complaint_center.web.filters import calendar_day
from complaint_center.web.labels import choices, label
from complaint_center.web.people import current_directory, current_person, permission_required

FILES = (FileKind.XLSX, FileKind.CSV, FileKind.PDF)

Told = tuple[ConflictEntry, Line, str]


@desk.get("/conflict-register")
@permission_required(Permission.COMMAND, Permission.READ_ALL)
def show_conflict_register() -> str:
    after = Place.parse(request.args.get("after", ""))
    return _page(services.list_entries(current_person(), current_directory(), _filters(), after))


@desk.post("/conflict-register/export")
@permission_required(Permission.COMMAND, Permission.READ_ALL)
def export_conflict_register() -> Response | tuple[str, int]:
    person, filters = current_person(), _filters()
    try:
        rows = services.all_entries(person, current_directory(), filters)
    except InvalidInput as refusal:
        return _page(JournalPage((), None), str(label(refusal.problem))), 422
    table = Table(
        title=_("Register of conflicts of interest, fiscal year %(year)s", year=filters.year),
        columns=[_("Time"), _("Entry"), _("Details"), _("By"), _("Register number"), _("Reason or remark")],
        rows=[_cells(*told) for told in _told(rows)],
        as_of=now(),
        notes=[_("Cases that the reader may not see are not counted in.")],
        is_secret=True,
        name=_("Conflicts of interest"),
    )
    services.note_export(person, filters, now())
    return send_table(table, asked_kind(FILES), f"conflict-register-{filters.year}")


def _filters() -> Filters:
    """What is no kind of entry narrows nothing."""
    asked = request.values.get("kind", "")
    return Filters(asked_year(), next((kind for kind in ConflictEntry if kind == asked), None))


def _page(page: JournalPage, problem: str = "") -> str:
    return render_template(
        "desk/conflict_register/list.html",
        filters=_filters(),
        year=_filters().year,
        years=years(),
        kinds=choices(ConflictEntry),
        page=page,
        waiting=services.waiting_inquiries(current_person(), current_directory()),
        rows=_told(page.rows),
        problem=problem,
        next_page=f"?{urlencode({**request.args.to_dict(), 'after': str(page.after)})}",
    )


def _told(rows: Rows) -> list[Told]:
    directory, asked = current_directory(), (current_person(), current_directory(), _filters().year)
    inquiries, declarations = services.inquiries_of(*asked), services.declarations_of(*asked)

    def line(entry: JournalEntry) -> Line:
        told, kind, act = tell(entry, directory), services.kind_of_entry(entry), (entry.case_id, entry.at)
        if kind is ConflictEntry.INQUIRY and act in inquiries:
            return _with_outcome(told, inquiries[act])
        if kind is ConflictEntry.DECLARED and act in declarations:
            return _with_vendor(told, declarations[act])
        return told

    return [(services.kind_of_entry(entry), line(entry), number or "") for entry, number in rows]


def _with_vendor(line: Line, declaration: InterestDeclaration) -> Line:
    """With whom they declared to have no relation to, and whether another one was named since."""
    return replace(line, more=declaration.vendor + (" " + _("(earlier)") if declaration.voided_at else ""))


def _with_outcome(line: Line, inquiry: DisciplinaryInquiry) -> Line:
    """With whom it concerns, the order that decided, its day and the remark; once destroyed, with the day alone."""
    day = calendar_day(inquiry.decided_on)
    order = _("order no. %(number)s, %(day)s", number=inquiry.reference, day=day) if inquiry.reference else day
    accused = inquiry.accused.name if inquiry.accused else ""
    more = ", ".join(filter(None, (line.more, accused, order)))
    return replace(line, more=more + (" " + _("(replaced)") if inquiry.replaced_by else ""), reason=inquiry.remark)


def _cells(kind: ConflictEntry, line: Line, number: str) -> list[Cell]:
    return [line.at, str(label(kind)), line.more, line.who, number, line.reason]
