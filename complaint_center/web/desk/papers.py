"""The papers of a case: memo, cover, receipt and the whole case at once, what tells the complainant for a reason."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from complaint_center.clock import now
from complaint_center.database import writes
from complaint_center.domain.access import Person
from complaint_center.domain.errors import NothingToPrint
from complaint_center.domain.papers import Paper
from complaint_center.models.case import Case
from complaint_center.services.call_tasks import list_calls
from complaint_center.services.findings import latest_submitted
from complaint_center.services.history import case_history, may_read_history
from complaint_center.services.holding import may_read_narrative
from complaint_center.services.identity import may_reveal
from complaint_center.services.papers import print_memo, print_paper, told_order
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.desk.history import tell
from complaint_center.web.labels import label
from complaint_center.web.papers import send_paper
from complaint_center.web.papers.case import case_values, cover_values, memo_values
from complaint_center.web.papers.receipt import office_receipt_values
from complaint_center.web.people import current_directory, current_person, staff_required

NOTHING = {
    Paper.MEMO: _l("The memo is made from a submitted finding, and there is none yet."),
    Paper.ACKNOWLEDGEMENT: _l("The complainant gave no name: there is nobody to write a letter to."),
    Paper.RESULT: _l("The letter of the result is made from an order, and there is none yet."),
}


def papers_of(person: Person, case: Case) -> list[tuple[str, LazyString]]:
    """Endpoint and name of the papers that the page of the case offers."""
    if case.disposed_at is not None:
        return []
    offered = [("desk.receipt_paper", label(Paper.RECEIPT))]
    if may_read_narrative(person, case):
        if latest_submitted(case):
            offered.append(("desk.memo_paper", label(Paper.MEMO)))
        offered += [("desk.cover_paper", label(Paper.COVER)), ("desk.case_paper", label(Paper.CASE))]
    if may_reveal(person, case):
        offered.append(("desk.form_paper", label(Paper.FORM)))
        offered.append(("desk.redacted", label(Paper.REDACTED)))
        if not case.complainant.is_anonymous:
            offered.append(("desk.acknowledgement_paper", label(Paper.ACKNOWLEDGEMENT)))
        if told_order(case) and not case.complainant.is_anonymous:
            offered.append(("desk.result_paper", label(Paper.RESULT)))
    return offered


@desk.errorhandler(NothingToPrint)
def _say_why(refusal: NothingToPrint) -> Response:
    flash(str(NOTHING[Paper(refusal.paper)]), "warning")
    return redirect(url_for("desk.show_case", **(request.view_args or {})), 303)


@desk.get("/cases/<register_number>/receipt.pdf")
@staff_required
@writes
def receipt_paper(register_number: str) -> Response:
    moment = now()
    case = print_paper(current_person(), register_number, Paper.RECEIPT, moment)
    return send_paper(Paper.RECEIPT, case.register_number, lambda: office_receipt_values(case, moment))


@desk.get("/cases/<register_number>/memo.pdf")
@staff_required
@writes
def memo_paper(register_number: str) -> Response:
    case, finding = print_memo(current_person(), register_number, now())
    return send_paper(Paper.MEMO, case.register_number, lambda: memo_values(case, finding))


@desk.get("/cases/<register_number>/cover.pdf")
@staff_required
@writes
def cover_paper(register_number: str) -> Response:
    person, moment = current_person(), now()
    case = print_paper(person, register_number, Paper.COVER, moment)
    return send_paper(Paper.COVER, case.register_number, lambda: cover_values(case, person, moment))


@desk.get("/cases/<register_number>/case.pdf")
@staff_required
@writes
def case_paper(register_number: str) -> Response:
    person, moment = current_person(), now()
    case = print_paper(person, register_number, Paper.CASE, moment)
    calls = list_calls(case)
    acts = case_history(case) if may_read_history(person, case) else []
    return send_paper(
        Paper.CASE,
        case.register_number,
        lambda: case_values(case, calls, [tell(act, current_directory()) for act in acts], person, moment),
    )
