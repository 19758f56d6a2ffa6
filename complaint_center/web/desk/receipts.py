"""A new tracking code at the counter, for whoever lost theirs."""

from __future__ import annotations

from flask import request
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from complaint_center.clock import now
from complaint_center.domain.access import Permission
from complaint_center.domain.intake import LINE_LENGTH
from complaint_center.domain.tracking import PersonCheck
from complaint_center.services.case_queries import find_coarse
from complaint_center.services.tracking import reissue_code
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.desk.reasons import ReasonForm
from complaint_center.web.form_pages import form_page, shown_on
from complaint_center.web.forms import BooleanField, OptionsField, line, required
from complaint_center.web.labels import choices
from complaint_center.web.people import current_directory, current_person, permission_required
from complaint_center.web.shown_once import have_shown, redirect_to_secrets, secrets_to_show


class CodeForm(ReasonForm):
    checked = BooleanField(_l("I have made sure that this is the complainant"), [required()])
    check = OptionsField(_l("How"), [required()], choices=choices(PersonCheck))
    proof = line(_l("Which document, or which facts"), LINE_LENGTH, required())


@desk.route("/cases/<register_number>/code", methods=["GET", "POST"])
@permission_required(Permission.LOG_COMPLAINTS)
def code(register_number: str) -> Response:
    """The new code is shown once, behind a redirect: loading the page again issues no other. The old one is dead."""
    case = find_coarse(register_number, current_person(), current_directory())
    form = CodeForm()
    if form.validate_on_submit():
        with shown_on(form):
            check, told = PersonCheck(form.check.data), (form.proof.data, form.reason.data)
            issued = reissue_code(current_person(), register_number, check, *told, now())
            return redirect_to_secrets(request.path, [issued])
    if request.method == "GET" and (shown := secrets_to_show()):
        return have_shown(form_page("desk/receipts/code.html", form, case=case, issued=shown[0]))
    return form_page("desk/receipts/code.html", form, case=case, issued=None)
