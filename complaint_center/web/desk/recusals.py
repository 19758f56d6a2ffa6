"""Stepping back from a case: the officer who holds it, or a superior who would decide it."""

from __future__ import annotations

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from complaint_center.clock import now
from complaint_center.domain.access import Permission
from complaint_center.extensions import office
from complaint_center.services import recusals as services
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.desk.pages import back_to_case, open_case
from complaint_center.web.desk.reasons import ReasonForm
from complaint_center.web.form_pages import form_page, shown_on
from complaint_center.web.people import current_person, permission_required


@desk.route("/cases/<register_number>/recusal", methods=["GET", "POST"])
@permission_required(Permission.EXAMINE, Permission.COMMAND)
def step_back(register_number: str) -> Response:
    person, case = current_person(), open_case(register_number, services.require_recusable)
    form = ReasonForm()
    if form.validate_on_submit():
        with shown_on(form):
            services.step_back(office(), person, register_number, form.reason.data, now())
            return back_to_case(register_number, _("You have stepped back from the case."))
    return form_page("desk/recusals/step_back.html", form, case=case, is_held=case.officer_id == person.id)
