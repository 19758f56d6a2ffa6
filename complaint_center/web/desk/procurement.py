"""Project and vendor of a procurement case, and the yearly list of such cases for the audit of procurement."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response as FileResponse
from flask import render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from complaint_center.clock import BANGKOK, now
from complaint_center.domain.access import Permission
from complaint_center.domain.fiscal_years import FiscalYear
from complaint_center.domain.intake import LINE_LENGTH
from complaint_center.domain.tables import Cell, Table
from complaint_center.models.case import Case
from complaint_center.services import procurement as services
from complaint_center.services.holding import has_declared
from complaint_center.services.procurement import ProcurementDraft
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.desk.history import Line, tell
from complaint_center.web.desk.pages import back_to_case, open_case
from complaint_center.web.desk.years import asked_year, years
from complaint_center.web.exports import FileKind, asked_kind, send_table
from complaint_center.web.filters import day
from complaint_center.web.form_pages import form_page, shown_on
from complaint_center.web.forms import OfficeForm, line
from complaint_center.web.labels import label
from complaint_center.web.people import current_directory, current_person, permission_required

FILES = (FileKind.XLSX, FileKind.CSV, FileKind.PDF)


class ProcurementForm(OfficeForm):
    project_number = line(_l("Number of the project or contract"), LINE_LENGTH)
    vendor = line(_l("Bidder or contractor"), LINE_LENGTH)


@desk.route("/cases/<register_number>/procurement", methods=["GET", "POST"])
@permission_required(Permission.EXAMINE, Permission.COMMAND)
def procurement(register_number: str) -> Response:
    case = open_case(register_number, services.require_noter)
    form = ProcurementForm(obj=case.procurement)
    if form.validate_on_submit():
        with shown_on(form):
            draft = ProcurementDraft(form.project_number.data, form.vendor.data)
            services.note_procurement(current_person(), register_number, draft, now())
            return back_to_case(register_number, _("Project and vendor are noted."))
    return form_page("desk/procurement/note.html", form, case=case)


@desk.get("/procurement")
@permission_required(Permission.READ_ALL)
def list_procurement() -> str:
    year = asked_year()
    return render_template(
        "desk/procurement/list.html",
        cases=_cases(year),
        year=year,
        years=years(),
        declared=_declared,
        recusals=_recusals(year),
    )


@desk.post("/procurement/export")
@permission_required(Permission.READ_ALL)
def export_procurement() -> FileResponse:
    year = asked_year()
    recusals = _recusals(year)
    table = _table(year, [_cells(case, recusals.get(case.id, [])) for case in _cases(year)])
    services.note_export(current_person(), year, now())
    return send_table(table, asked_kind(FILES), f"procurement-{year}")


def _cases(year: FiscalYear) -> list[Case]:
    return list(services.list_procurement(current_person(), current_directory(), year))


def _recusals(year: FiscalYear) -> Mapping[int, list[str]]:
    """Who stepped back when, and why, of each case; a reason may be erased by now."""
    directory = current_directory()
    recusals = services.recusals_of(current_person(), directory, year)
    return {case_id: [_recusal(tell(one, directory)) for one in entries] for case_id, entries in recusals.items()}


def _recusal(told: Line) -> str:
    return f"{told.who} {day(told.at, short=True)}: {told.reason}"


def _table(year: FiscalYear, rows: list[list[Cell]]) -> Table:
    return Table(
        title=_("Complaints about procurement, fiscal year %(year)s", year=year),
        name=_("Procurement"),
        columns=[
            *(_("Register number"), _("Day of receipt"), _("Category"), _("Subject")),
            *(_("Number of the project or contract"), _("Bidder or contractor"), _("State"), _("Officer")),
            *(_("Order"), _("Declared to have no relation"), _("Stepped back, and why")),
        ],
        rows=rows,
        as_of=now(),
        notes=[_("Cases that the reader may not see are not counted in.")],
        is_secret=True,
    )


def _cells(case: Case, recusals: list[str]) -> list[Cell]:
    noted = case.procurement
    return [
        case.register_number,
        case.received_at.astimezone(BANGKOK).date(),
        _category(case),
        case.subject,
        noted.project_number if noted else "",
        noted.vendor if noted else "",
        str(label(case.status)),
        case.officer.name if case.officer else "",
        str(label(case.orders[-1].kind)) if case.orders else "",
        "; ".join(_declared(case)),
        "; ".join(recusals),
    ]


def _category(case: Case) -> str:
    """With a word on one that stands in the list for what it was once taken for."""
    name = str(label(case.category))
    return name if case.category.is_procurement else f"{name} ({_('not of procurement any more')})"


def _declared(case: Case) -> list[str]:
    """Who declared when, and to have no relation to whom, also of a vendor named earlier; and who has yet to."""
    told = [
        " ".join(filter(None, (one.staff.name, day(one.at, short=True), f"({one.vendor})" if one.vendor else "")))
        + (" " + _("(earlier)") if one.voided_at else "")
        for one in case.declarations
    ]
    officer = case.officer
    if officer and case.status.is_open and not has_declared(case, officer.id):
        told.append(_("%(name)s has not declared yet", name=officer.name))
    return told
