"""Has this caller complained before? Asked by telephone or national ID, answered with the clerk's own cases."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from complaint_center.clock import now
from complaint_center.domain.access import Permission
from complaint_center.domain.errors import InvalidInput, Problem
from complaint_center.services.callers import look_up_caller
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.form_pages import form_page, shown_on
from complaint_center.web.forms import NationalIdField, OfficeForm, PhoneField
from complaint_center.web.people import current_person, permission_required


class CallerForm(OfficeForm):
    phone = PhoneField(_l("Telephone"))
    national_id = NationalIdField(_l("National ID number"))


@desk.route("/callers", methods=["GET", "POST"])
@permission_required(Permission.LOG_COMPLAINTS)
def callers() -> Response:
    """Posted, for neither number may stand in an address."""
    form, found = CallerForm(), None
    if form.validate_on_submit():
        with shown_on(form):
            phone, national_id = form.phone.data, form.national_id.data
            if not (phone or national_id):
                raise InvalidInput("phone", Problem.REQUIRED)
            found = look_up_caller(current_person(), phone.e164 if phone else "", national_id or "", now())
    return form_page("desk/callers/look_up.html", form, found=found)
