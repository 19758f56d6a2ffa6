"""What is past its term, and the batches in which two people have it destroyed."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response

from complaint_center.clock import now
from complaint_center.domain.access import Permission
from complaint_center.services import disposal as services
from complaint_center.services.case_lists import Cursor
from complaint_center.services.retention import list_due, load_terms
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.desk.reasons import ReasonForm
from complaint_center.web.form_pages import form_page, shown_on
from complaint_center.web.forms import BooleanField, OfficeForm, TicksField, required
from complaint_center.web.people import current_directory, current_person, permission_required


class ProposeForm(OfficeForm):
    cases = TicksField(_l("Cases"), [required()])


class ApproveForm(OfficeForm):
    read = BooleanField(
        _l("I have read the list. What is destroyed cannot be brought back."), [required()], false_values=("", "0")
    )


@desk.route("/retention", methods=["GET", "POST"])
@permission_required(Permission.DISPOSE)
def retention() -> Response:
    terms = load_terms()
    after = Cursor.parse(request.args.get("after", ""))
    cases, next_after = list_due(current_person(), current_directory(), terms, now(), after)
    numbers = [case.register_number for case in cases]
    form = ProposeForm(cases=numbers)
    form.cases.choices = [(number, number) for number in numbers]
    if form.validate_on_submit():
        with shown_on(form):
            made = services.propose(current_person(), form.cases.data, now())
            said = ngettext("%(num)s batch has been proposed.", "%(num)s batches have been proposed.", len(made))
            flash(said, "success")
            return redirect(url_for("desk.retention_batches"), 303)
    return form_page("desk/retention/due.html", form, cases=cases, terms=terms, next_after=next_after)


@desk.get("/retention/batches")
@permission_required(Permission.DISPOSE)
def retention_batches() -> str:
    after = request.args.get("after", "")
    batches, next_after = services.list_batches(current_person(), current_directory(), after)
    return render_template("desk/retention/batches.html", batches=batches, next_after=next_after)


@desk.get("/retention/batches/<reference>")
@permission_required(Permission.DISPOSE)
def retention_batch(reference: str) -> Response:
    return _page(reference, ApproveForm(), ReasonForm())


@desk.post("/retention/batches/<reference>/approve")
@permission_required(Permission.DISPOSE)
def approve_batch(reference: str) -> Response:
    form = ApproveForm()
    if form.validate_on_submit():
        services.approve(current_person(), reference, now())
        return _back(reference, _("The batch is approved. Its cases are now destroyed one by one."))
    return _page(reference, form, ReasonForm(formdata=None))


@desk.post("/retention/batches/<reference>/withdraw")
@permission_required(Permission.DISPOSE)
def withdraw_batch(reference: str) -> Response:
    form = ReasonForm()
    if form.validate_on_submit():
        with shown_on(form):
            services.withdraw(current_person(), reference, form.reason.data, now())
            return _back(reference, _("The batch is withdrawn. What was not destroyed is kept."))
    return _page(reference, form, form)


def _page(reference: str, form: OfficeForm, reason_form: ReasonForm) -> Response:
    """The batch with both forms; `form` is the one that was sent, whose errors the page begins with."""
    directory = current_directory()
    batch = services.find_batch(current_person(), directory, reference)
    return form_page(
        "desk/retention/batch.html",
        form,
        approve_form=form if isinstance(form, ApproveForm) else ApproveForm(formdata=None),
        reason_form=reason_form,
        batch=batch,
        terms=load_terms(),
        stands=services.proposer_stands(batch, directory),
        approvers=services.approvers(batch, directory),
    )


def _back(reference: str, said: str) -> Response:
    flash(said, "success")
    return redirect(url_for("desk.retention_batch", reference=reference), 303)
