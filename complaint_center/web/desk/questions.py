"""Questions to the complainant and what was answered."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from complaint_center.clock import now
from complaint_center.domain.access import Permission
from complaint_center.domain.errors import REASON_LENGTH
from complaint_center.extensions import office
from complaint_center.services.questions import ask_complainant, record_answer
from complaint_center.web import forms
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.desk.findings import require_open_narrative
from complaint_center.web.desk.offers import offered
from complaint_center.web.desk.pages import back_to_case, open_case
from complaint_center.web.form_pages import form_page, shown_on
from complaint_center.web.people import current_person, permission_required, staff_required


class QuestionForm(forms.OfficeForm):
    text = forms.text(_l("Question to the complainant"), REASON_LENGTH, forms.required())


class AnswerForm(forms.OfficeForm):
    answer = forms.text(_l("What the complainant answered"), REASON_LENGTH, forms.required())


@desk.get("/cases/<register_number>/questions")
@staff_required
def questions(register_number: str) -> Response:
    return _page(register_number, forms.OfficeForm())


@desk.post("/cases/<register_number>/questions")
@permission_required(Permission.EXAMINE)
def ask(register_number: str) -> Response:
    form = QuestionForm()
    if form.validate_on_submit():
        with shown_on(form):
            ask_complainant(office(), current_person(), register_number, form.text.data, now())
            return back_to_case(register_number, _("The question is recorded. The clock runs on meanwhile."))
    return _page(register_number, form, ask_form=form)


@desk.post("/cases/<register_number>/questions/answer")
@permission_required(Permission.EXAMINE)
def answer(register_number: str) -> Response:
    form = AnswerForm()
    if form.validate_on_submit():
        with shown_on(form):
            record_answer(office(), current_person(), register_number, form.answer.data, now())
            return back_to_case(register_number, _("The answer is recorded and the case goes on."))
    return _page(register_number, form, answer_form=form)


def _page(
    register_number: str,
    form: forms.OfficeForm,
    ask_form: QuestionForm | None = None,
    answer_form: AnswerForm | None = None,
) -> Response:
    """Both forms fresh, but for the one that was refused."""
    case = open_case(register_number, require_open_narrative)
    return form_page(
        "desk/questions/list.html",
        form,
        case=case,
        acts=offered(current_person(), case),
        ask_form=ask_form or QuestionForm(formdata=None),
        answer_form=answer_form or AnswerForm(formdata=None),
    )
