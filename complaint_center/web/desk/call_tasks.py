"""Calls to complainants who cannot be texted: who waits, one call with its script, and what came of it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from complaint_center.clock import now
from complaint_center.domain.access import Permission
from complaint_center.domain.calls import CallOutcome, CallReport, call_script
from complaint_center.domain.errors import REASON_LENGTH
from complaint_center.domain.messages import MessageKind
from complaint_center.extensions import office
from complaint_center.models.types import LARGEST_ID
from complaint_center.services import call_tasks as services
from complaint_center.services.call_tasks import Waiting
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.form_pages import form_page, shown_on
from complaint_center.web.forms import OfficeForm, OptionsField, required, text
from complaint_center.web.labels import choices
from complaint_center.web.people import current_directory, current_person, permission_required


class CallForm(OfficeForm):
    outcome = OptionsField(_l("What came of the call"), [required()], choices=choices(CallOutcome))
    note = text(_l("Note"), REASON_LENGTH)


@desk.get("/call-tasks")
@permission_required(Permission.DO_CALL_TASKS)
def call_tasks() -> str:
    after = request.args.get("after", 0, type=int)
    waiting = services.list_waiting(current_person(), current_directory(), min(max(after, 0), LARGEST_ID))
    return render_template("desk/call_tasks/list.html", waiting=waiting, page_length=services.PAGE)


@desk.get("/call-tasks/<register_number>")
@permission_required(Permission.DO_CALL_TASKS)
def call_task(register_number: str) -> Response:
    return _page(register_number, CallForm(formdata=None))


@desk.post("/call-tasks/<register_number>/number")
@permission_required(Permission.DO_CALL_TASKS)
def show_number(register_number: str) -> Response:
    """The number is in this one answer, which no cache keeps."""
    phone = services.reveal_phone(current_person(), register_number, now())
    return _page(register_number, CallForm(formdata=None), phone)


@desk.post("/call-tasks/<register_number>/call")
@permission_required(Permission.DO_CALL_TASKS)
def record_call(register_number: str) -> Response:
    form = CallForm()
    if form.validate_on_submit():
        with shown_on(form):
            report = CallReport(CallOutcome(form.outcome.data), form.note.data)
            told = services.record_call(office(), current_person(), register_number, report, now())
            flash(_("The call is recorded."), "success")
            if MessageKind.SURVEY in told:
                return redirect(url_for("desk.survey", register_number=register_number), 303)
            return redirect(url_for("desk.call_tasks"), 303)
    return _page(register_number, form)


def _page(register_number: str, form: CallForm, phone: str | None = None) -> Response:
    waiting = services.find_waiting(current_person(), register_number)
    page = {"waiting": waiting, "script": _script(waiting), "phone": phone}
    return form_page("desk/call_tasks/show.html", form, **page)


def _script(waiting: Waiting) -> list[str]:
    return call_script(
        [task.kind for task in waiting.tasks],
        language=waiting.case.complainant.language,
        office_phone=office().phone,
        register_number=waiting.case.register_number,
        calls_in=not waiting.has_number,
    )
