"""The conversation with the complainant: questions and messages of the office, and what came back."""

from __future__ import annotations

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import IntegerField

from complaint_center.clock import now
from complaint_center.domain.access import Permission
from complaint_center.domain.errors import REASON_LENGTH
from complaint_center.extensions import office
from complaint_center.services import conversation as services
from complaint_center.web import forms
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.desk.findings import require_open_narrative
from complaint_center.web.desk.offers import offered
from complaint_center.web.desk.pages import back_to_case, open_case
from complaint_center.web.form_pages import form_page, shown_on
from complaint_center.web.people import current_person, permission_required, staff_required


class WritingForm(forms.OfficeForm):
    """Two buttons: a question, for whose answer the case waits, or a message."""

    text = forms.text(_l("To the complainant"), REASON_LENGTH, forms.required())


class AnswerForm(forms.OfficeForm):
    answer = forms.text(_l("What the complainant answered"), REASON_LENGTH, forms.required())


class ReadForm(forms.OfficeForm):
    last = IntegerField()


@desk.get("/cases/<register_number>/conversation")
@staff_required
def conversation(register_number: str) -> Response:
    return _page(register_number, forms.OfficeForm())


@desk.post("/cases/<register_number>/conversation")
@permission_required(Permission.EXAMINE)
def write(register_number: str) -> Response:
    form = WritingForm()
    if form.validate_on_submit():
        with shown_on(form):
            return _written(register_number, form.text.data)
    return _page(register_number, form, writing_form=form)


@desk.post("/cases/<register_number>/conversation/answer")
@permission_required(Permission.EXAMINE)
def answer(register_number: str) -> Response:
    form = AnswerForm()
    if form.validate_on_submit():
        with shown_on(form):
            services.record_answer(office(), current_person(), register_number, form.answer.data, now())
            return back_to_case(register_number, _("The answer is recorded and the case goes on."))
    return _page(register_number, form, answer_form=form)


@desk.post("/cases/<register_number>/conversation/read")
@permission_required(Permission.EXAMINE)
def mark_read(register_number: str) -> Response:
    services.mark_read(current_person(), register_number, ReadForm().last.data or 0, now())
    return back_to_case(register_number, _("What the complainant wrote is noted as read."))


def _written(register_number: str, text: str) -> Response:
    if "message" in request.form:
        services.write_to_complainant(office(), current_person(), register_number, text, now())
        return back_to_case(register_number, _("The message is recorded."))
    services.ask_complainant(office(), current_person(), register_number, text, now())
    return back_to_case(register_number, _("The question is recorded. The clock runs on meanwhile."))


def _page(
    register_number: str,
    form: forms.OfficeForm,
    writing_form: WritingForm | None = None,
    answer_form: AnswerForm | None = None,
) -> Response:
    """Both forms fresh, but for the one that was refused."""
    case = open_case(register_number, require_open_narrative)
    return form_page(
        "desk/conversation/list.html",
        form,
        case=case,
        acts=offered(current_person(), case),
        writing_form=writing_form or WritingForm(formdata=None),
        answer_form=answer_form or AnswerForm(formdata=None),
    )
