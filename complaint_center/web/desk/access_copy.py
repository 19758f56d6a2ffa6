"""The complainant's right of access: a paper with what is kept about them, for a written reason."""

from __future__ import annotations

from werkzeug.wrappers import Response

from complaint_center.clock import now
from complaint_center.services.access_copy import print_access_copy
from complaint_center.services.identity import require_revealer
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.desk.pages import open_case
from complaint_center.web.desk.reasons import ReasonForm
from complaint_center.web.form_pages import form_page, shown_on
from complaint_center.web.people import current_person, staff_required


@desk.route("/cases/<register_number>/access", methods=["GET", "POST"])
@staff_required
def access_copy(register_number: str) -> Response:
    """The paper is in this one answer, which no cache keeps."""
    case = open_case(register_number, require_revealer)
    form, moment = ReasonForm(), now()
    if form.validate_on_submit():
        with shown_on(form):
            copy = print_access_copy(current_person(), register_number, form.reason.data, moment)
            return form_page("desk/access_copy/paper.html", form, case=case, copy=copy, printed_at=moment)
    return form_page("desk/access_copy/ask.html", form, case=case)
