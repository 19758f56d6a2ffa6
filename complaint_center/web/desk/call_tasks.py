"""Calls to complainants who cannot be texted: the list, one call with its script, and what came of it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from complaint_center.clock import now
from complaint_center.domain.access import Permission
from complaint_center.domain.errors import REASON_LENGTH
from complaint_center.domain.messages import call_script
from complaint_center.extensions import office
from complaint_center.models.outbox import CallTask
from complaint_center.models.types import LARGEST_ID
from complaint_center.services import call_tasks as services
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.form_pages import form_page, shown_on
from complaint_center.web.forms import OfficeForm, required, text
from complaint_center.web.people import current_directory, current_person, permission_required


class ResultForm(OfficeForm):
    result = text(_l("What came of the call"), REASON_LENGTH, required())


@desk.get("/call-tasks")
@permission_required(Permission.DO_CALL_TASKS)
def call_tasks() -> str:
    after = request.args.get("after", 0, type=int)
    tasks = services.open_call_tasks(current_person(), current_directory(), min(max(after, 0), LARGEST_ID))
    return render_template("desk/call_tasks/list.html", tasks=tasks, page_length=services.PAGE)


@desk.get("/call-tasks/<int:task_id>")
@permission_required(Permission.DO_CALL_TASKS)
def call_task(task_id: int) -> Response:
    return _page(task_id, ResultForm())


@desk.post("/call-tasks/<int:task_id>/number")
@permission_required(Permission.DO_CALL_TASKS)
def show_number(task_id: int) -> Response:
    """The number is in this one answer, which no cache keeps."""
    phone = services.reveal_phone(current_person(), task_id, now())
    return _page(task_id, ResultForm(formdata=None), phone)


@desk.post("/call-tasks/<int:task_id>/result")
@permission_required(Permission.DO_CALL_TASKS)
def finish_call(task_id: int) -> Response:
    form = ResultForm()
    if form.validate_on_submit():
        with shown_on(form):
            services.finish_call(current_person(), task_id, form.result.data, now())
            flash(_("The call is recorded."), "success")
            return redirect(url_for("desk.call_tasks"), 303)
    return _page(task_id, form)


def _page(task_id: int, form: ResultForm, phone: str | None = None) -> Response:
    task = services.find_task(current_person(), task_id)
    return form_page("desk/call_tasks/show.html", form, task=task, script=_script(task), phone=phone)


def _script(task: CallTask) -> list[str]:
    return call_script(
        task.kind,
        language=task.case.complainant.language,
        office_phone=office().phone,
        register_number=task.case.register_number,
    ).splitlines()
