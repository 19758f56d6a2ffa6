"""The clerk asks on the telephone how satisfied the complainant was, and writes it down."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from complaint_center.clock import now
from complaint_center.domain.access import Permission
from complaint_center.services import survey as services
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.form_pages import form_page, shown_on
from complaint_center.web.people import current_person, permission_required
from complaint_center.web.surveys import SurveyForm


@desk.route("/cases/<register_number>/survey", methods=["GET", "POST"])
@permission_required(Permission.LOG_COMPLAINTS)
def survey(register_number: str) -> Response:
    """Always an empty form: what was said before is not the clerk's to read."""
    case = services.find_recordable(current_person(), register_number)
    form = SurveyForm()
    if form.validate_on_submit():
        with shown_on(form):
            services.record(current_person(), register_number, form.draft(), now())
            flash(_("What the complainant said is recorded."), "success")
            return redirect(url_for("desk.show_case", register_number=register_number), 303)
    return form_page("desk/survey/form.html", form, case=case, asked=services.state_of(case, now(), current_person()))
