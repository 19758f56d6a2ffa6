"""A list of all cases of a report: asked for, watched as it grows, and loaded."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import pgettext
from werkzeug.wrappers import Response

from complaint_center.clock import now
from complaint_center.domain.case_exports import ExportFormat, ExportState
from complaint_center.domain.categories import Category
from complaint_center.domain.channels import Channel
from complaint_center.domain.errors import InvalidInput
from complaint_center.domain.status import CaseStatus, OrderKind
from complaint_center.extensions import store
from complaint_center.services import case_exports as services
from complaint_center.services.case_exports import ExportWords
from complaint_center.services.reports import READERS
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.desk.report_forms import ReportForm
from complaint_center.web.desk.report_words import period_of, scope_of
from complaint_center.web.desk.reports import refused_page
from complaint_center.web.downloads import hand_over
from complaint_center.web.labels import label
from complaint_center.web.language import current_language
from complaint_center.web.people import current_directory, current_person, permission_required

WORDED: tuple[type[StrEnum], ...] = (Channel, Category, CaseStatus, OrderKind)
"""Whose values stand in a list; no two of them share one."""


@desk.post("/reports/cases")
@permission_required(*READERS)
def request_export() -> Response | tuple[str, int]:
    form = ReportForm(request.form, current_directory())
    if not form.validate():
        return refused_page(form), 422
    format = next((one for one in ExportFormat if one == request.form.get("file")), ExportFormat.XLSX)
    filters = form.filters()
    title = _("Cases %(period)s", period=scope_of(filters, current_directory()))
    words = _words(title, _("Cases %(period)s", period=period_of(filters)))
    try:
        reference = services.request_export(current_person(), filters, format, words, now())
    except InvalidInput as refusal:
        return refused_page(form, str(label(refusal.problem))), 422
    return redirect(url_for("desk.show_export", export_reference=reference), 303)


@desk.get("/reports/cases/<export_reference>")
@permission_required(*READERS)
def show_export(export_reference: str) -> str:
    """How far it is; the page loads itself anew until it is done."""
    export = services.find_export(current_person(), export_reference, now())
    is_waiting = export.state in (ExportState.QUEUED, ExportState.RUNNING)
    return render_template("desk/reports/export.html", export=export, is_waiting=is_waiting)


@desk.get("/reports/cases/<export_reference>/file")
@permission_required(*READERS)
def load_export(export_reference: str) -> Response:
    return hand_over(services.open_export(current_person(), export_reference, store(), now()), "cases")


def _words(title: str, name: str) -> ExportWords:
    values = {one.value: str(label(one)) for kind in WORDED for one in kind}
    in_language = {"sheet": _("List of cases"), "as_of": _("As of %(moment)s"), "language": current_language()}
    return ExportWords(title, list(_columns()), values, yes=_("yes"), name=name, **in_language)


def _columns() -> Iterator[str]:
    yield from (_("Register number"), _("Channel"), _("Category"), _("State"))
    yield from (_("Time of receipt"), _("Recorded"), _("Officer"), _("Unit"))
    yield from (_("Finding due"), _("Finding submitted on"), _("Days to the finding"))
    yield from (_("late"), _("Superiors told after (days)"), _("Last order"))
    yield from (pgettext("list of cases", "Ended on"), _("Days to the end"), _("Reopened"))
