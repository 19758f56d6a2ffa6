"""Suggestions: the list of a year, the answer to one, and its publication."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from complaint_center.clock import now
from complaint_center.domain.access import Permission
from complaint_center.domain.errors import REASON_LENGTH, InvalidInput, Problem, TellsWho
from complaint_center.extensions import office
from complaint_center.models.case import Case
from complaint_center.services import orders
from complaint_center.services import suggestion_publication as publication
from complaint_center.services import suggestions as services
from complaint_center.services.case_lists import Cursor
from complaint_center.services.holding import require_command
from complaint_center.services.suggestion_doubts import is_certain, told_doubts
from complaint_center.services.suggestions import AnswerDraft
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.desk.offers import passes
from complaint_center.web.desk.pages import open_case
from complaint_center.web.desk.years import asked_year, years
from complaint_center.web.form_pages import form_page, shown_on
from complaint_center.web.forms import OfficeForm, required, text, tidy
from complaint_center.web.people import current_directory, current_person, permission_required


class AnswerForm(OfficeForm):
    suggestion = text(_l("The suggestion, in words that do not show who made it"), REASON_LENGTH, required())
    answer = text(_l("Answer of the municipality"), REASON_LENGTH, required())

    def draft(self) -> AnswerDraft:
        return AnswerDraft(self.suggestion.data, self.answer.data)


@desk.get("/suggestions")
@permission_required(Permission.COMMAND, Permission.READ_ALL)
def list_suggestions() -> str:
    year = asked_year()
    after = Cursor.parse(request.args.get("after", ""))
    page = services.list_suggestions(current_person(), current_directory(), year, after)
    next_page = url_for("desk.list_suggestions", fiscal_year=year, after=str(page.after)) if page.after else ""
    return render_template(
        "desk/suggestions/list.html",
        page=page,
        next_page=next_page,
        year=year,
        years=years(),
        of=publication.consent_of,
    )


@desk.route("/cases/<register_number>/suggestion", methods=["GET", "POST"])
@permission_required(Permission.EXAMINE, Permission.COMMAND)
def suggestion(register_number: str) -> Response:
    form = AnswerForm(data=_written(_open(register_number)))
    if form.validate_on_submit():
        with shown_on(form):
            services.answer_suggestion(office(), current_person(), register_number, form.draft(), now())
            return _back(register_number, _("The answer is kept."))
    return _page(form, register_number)


@desk.post("/cases/<register_number>/suggestion/publish")
@permission_required(Permission.COMMAND)
def publish_suggestion(register_number: str) -> Response:
    """The texts that were read are sent back, so that no other ones are published; `sure` once there were doubts."""
    shown = AnswerDraft(*(tidy(request.form.get(name)) for name in ("suggestion", "answer")))
    try:
        publication.publish_suggestion(
            office(), current_person(), register_number, shown, now(), "sure" in request.form
        )
    except TellsWho:
        return _doubted(register_number)
    return _back(register_number, _("Everybody can read it now."))


@desk.post("/cases/<register_number>/suggestion/take-down")
@permission_required(Permission.COMMAND)
def take_down_suggestion(register_number: str) -> Response:
    publication.take_down_suggestion(current_person(), register_number, now())
    return _back(register_number, _("It is off the public page."))


@desk.post("/cases/<register_number>/suggestion/close")
@permission_required(Permission.COMMAND)
def close_answered(register_number: str) -> Response:
    form = AnswerForm(data=_written(_open(register_number)), formdata=None)
    with shown_on(form):
        orders.close_answered(office(), current_person(), register_number, now())
        return _back(register_number, _("The suggestion is answered and the case closed."))
    return _page(form, register_number)


@desk.route("/cases/<register_number>/suggestion/consent", methods=["GET", "POST"])
@permission_required(Permission.LOG_COMPLAINTS, Permission.EXAMINE, Permission.COMMAND)
def suggestion_consent(register_number: str) -> Response:
    """Whoever made the suggestion says at the counter or on the telephone that they agree no more."""
    case = publication.find_with_consent(current_person(), register_number)
    form = OfficeForm()
    if form.validate_on_submit():
        publication.withdraw_consent(current_person(), register_number, now())
        flash(_("They agree no more; the suggestion is not published."), "success")
        return redirect(url_for("desk.show_case", register_number=register_number), 303)
    return form_page("desk/suggestions/consent.html", form, case=case, consent=publication.consent_of(case))


def _open(register_number: str) -> Case:
    return open_case(register_number, services.require_answerer)


def _doubted(register_number: str) -> Response:
    """Each problem beside its text as well; of what is certain nobody is asked whether they are sure."""
    form = AnswerForm()
    for field, problem in _told_doubts(_open(register_number)).items():
        form.refuse(InvalidInput(field, problem))
    return _page(form, register_number)


def _page(form: AnswerForm, register_number: str) -> Response:
    case = _open(register_number)
    doubts = _told_doubts(case)
    return form_page(
        "desk/suggestions/answer.html",
        form,
        case=case,
        consent=publication.consent_of(case),
        commands=passes(require_command, current_person(), case),
        may_close=orders.may_close_answered(case),
        doubts=doubts,
        is_certain=is_certain(doubts),
    )


def _told_doubts(case: Case) -> dict[str, Problem]:
    return told_doubts(office(), current_person(), case)


def _written(case: Case) -> dict[str, str]:
    """What is written so far; nothing at first, for the suggestion as it came may show who made it."""
    kept = case.suggestion_answer
    return {"suggestion": kept.suggestion, "answer": kept.answer} if kept else {}


def _back(register_number: str, said: str) -> Response:
    flash(said, "success")
    return redirect(url_for("desk.suggestion", register_number=register_number), 303)
