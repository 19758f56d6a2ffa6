"""Papers that tell who complained: printed for a written reason each time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from complaint_center.clock import now
from complaint_center.domain.papers import Paper
from complaint_center.extensions import office
from complaint_center.models.case import Case
from complaint_center.services.identity import Identity, require_revealer
from complaint_center.services.papers import print_with_identity, require_printable
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.desk.pages import open_case
from complaint_center.web.desk.reasons import ReasonForm
from complaint_center.web.form_pages import form_page, shown_on
from complaint_center.web.papers import send_paper
from complaint_center.web.papers.named import acknowledgement_values, form_values, result_values
from complaint_center.web.people import current_person, staff_required

NAMES: Mapping[Paper, LazyString] = {
    Paper.FORM: _l("Complaint form"),
    Paper.ACKNOWLEDGEMENT: _l("Acknowledgement letter"),
    Paper.RESULT: _l("Letter of the result"),
}

VALUES: Mapping[Paper, Callable[[Case, Identity, datetime], dict[str, Any]]] = {
    Paper.FORM: lambda case, identity, _at: form_values(case, identity),
    Paper.ACKNOWLEDGEMENT: acknowledgement_values,
    Paper.RESULT: result_values,
}


@desk.route("/cases/<register_number>/form.pdf", methods=["GET", "POST"])
@staff_required
def form_paper(register_number: str) -> Response:
    return _for_a_reason(register_number, Paper.FORM)


@desk.route("/cases/<register_number>/acknowledgement.pdf", methods=["GET", "POST"])
@staff_required
def acknowledgement_paper(register_number: str) -> Response:
    return _for_a_reason(register_number, Paper.ACKNOWLEDGEMENT)


@desk.route("/cases/<register_number>/result.pdf", methods=["GET", "POST"])
@staff_required
def result_paper(register_number: str) -> Response:
    return _for_a_reason(register_number, Paper.RESULT)


def _for_a_reason(register_number: str, paper: Paper) -> Response:
    case = open_case(register_number, require_revealer)
    require_printable(case, paper)
    form, moment = ReasonForm(), now()
    if form.validate_on_submit():
        with shown_on(form):
            reason = form.reason.data
            case, identity = print_with_identity(office(), current_person(), register_number, paper, reason, moment)
            return send_paper(paper, case.register_number, lambda: VALUES[paper](case, identity, moment))
    return form_page("desk/papers/reason.html", form, case=case, heading=NAMES[paper])
