"""Who complained: masked, and revealed once for a written reason."""

from __future__ import annotations

from werkzeug.wrappers import Response

from complaint_center.clock import now
from complaint_center.services.identity import require_revealer, reveal_identity
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.desk.pages import open_case
from complaint_center.web.desk.reasons import ReasonForm
from complaint_center.web.form_pages import form_page, shown_on
from complaint_center.web.people import current_person, staff_required


@desk.route("/cases/<register_number>/identity", methods=["GET", "POST"])
@staff_required
def identity(register_number: str) -> Response:
    case = open_case(register_number, require_revealer)
    form, revealed = ReasonForm(), None
    if form.validate_on_submit():
        with shown_on(form):
            revealed = reveal_identity(current_person(), register_number, form.reason.data, now())
    return form_page("desk/identity/identity.html", form, case=case, revealed=revealed)
