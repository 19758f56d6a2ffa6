"""The legal hold on a case: set and lifted, with a reason each time."""

from __future__ import annotations

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from complaint_center.clock import now
from complaint_center.domain.access import Permission
from complaint_center.services import holds as services
from complaint_center.services.holding import require_command
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.desk.pages import back_to_case, open_case
from complaint_center.web.desk.reasons import ReasonForm
from complaint_center.web.form_pages import form_page, shown_on
from complaint_center.web.people import current_person, permission_required


@desk.route("/cases/<register_number>/hold", methods=["GET", "POST"])
@permission_required(Permission.COMMAND)
def set_hold(register_number: str) -> Response:
    case = open_case(register_number, require_command)
    form = ReasonForm()
    if form.validate_on_submit():
        with shown_on(form):
            services.set_hold(current_person(), register_number, form.reason.data, now())
            return back_to_case(register_number, _("The case is under a legal hold."))
    return form_page("desk/holds/set.html", form, case=case)


@desk.route("/cases/<register_number>/hold/lift", methods=["GET", "POST"])
@permission_required(Permission.COMMAND)
def lift_hold(register_number: str) -> Response:
    case = open_case(register_number, require_command)
    form = ReasonForm()
    if form.validate_on_submit():
        with shown_on(form):
            services.lift_hold(current_person(), register_number, form.reason.data, now())
            return back_to_case(register_number, _("The legal hold is lifted."))
    return form_page("desk/holds/lift.html", form, case=case)
