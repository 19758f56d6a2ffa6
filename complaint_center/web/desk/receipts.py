"""A new tracking code at the counter, for whoever lost theirs."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from complaint_center.clock import now
from complaint_center.domain.access import Permission
from complaint_center.domain.tracking import PersonCheck
from complaint_center.services.case_queries import find_coarse
from complaint_center.services.tracking import reissue_code
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.desk.reasons import ReasonForm
from complaint_center.web.form_pages import form_page, shown_on
from complaint_center.web.forms import BooleanField, OptionsField, required
from complaint_center.web.labels import choices
from complaint_center.web.people import current_directory, current_person, permission_required


class CodeForm(ReasonForm):
    checked = BooleanField(_l("I have made sure that this is the complainant"), [required()])
    check = OptionsField(_l("How"), [required()], choices=choices(PersonCheck))


@desk.route("/cases/<register_number>/code", methods=["GET", "POST"])
@permission_required(Permission.LOG_COMPLAINTS)
def code(register_number: str) -> Response:
    """The new code is in this one answer, which no cache keeps; the old one is dead."""
    case = find_coarse(register_number, current_person(), current_directory())
    form, issued = CodeForm(), None
    if form.validate_on_submit():
        with shown_on(form):
            check = PersonCheck(form.check.data)
            issued = reissue_code(current_person(), register_number, check, form.reason.data, now())
    return form_page("desk/receipts/code.html", form, case=case, issued=issued)
