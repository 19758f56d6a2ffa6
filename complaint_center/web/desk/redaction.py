"""A copy for the unit that must answer: looked at with its bars first, then printed."""

from __future__ import annotations

from flask import request
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from complaint_center.clock import now
from complaint_center.domain.errors import REASON_LENGTH
from complaint_center.domain.intake import TEXT_LENGTH
from complaint_center.domain.papers import Paper
from complaint_center.domain.thai import sort_key
from complaint_center.models.case import Case
from complaint_center.services.identity import require_revealer
from complaint_center.services.redaction import Redaction, answering_units, print_copy, show_copy
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.desk.pages import open_case
from complaint_center.web.form_pages import form_page, shown_on
from complaint_center.web.forms import ChoiceField, OfficeForm, required, text
from complaint_center.web.papers import send_paper
from complaint_center.web.papers.redacted import HEADINGS, redacted_values
from complaint_center.web.people import current_directory, current_person, staff_required


class RedactionForm(OfficeForm):
    unit = ChoiceField(_l("Unit that must answer"), [required()])
    purpose = text(_l("What it is asked to answer"), REASON_LENGTH, required())
    besides = text(_l("Black out these words as well, one a line"), TEXT_LENGTH)

    def __init__(self, case: Case) -> None:
        super().__init__()
        units = sorted(answering_units(case, current_directory()), key=lambda unit: sort_key(unit.name))
        self.unit.choices = [("", _l("(choose)")), *((str(unit.id), unit.name) for unit in units)]

    def redaction(self) -> Redaction:
        besides = tuple(filter(None, map(str.strip, (self.besides.data or "").splitlines())))
        return Redaction(besides, frozenset(int(number) for number in request.form.getlist("shown", type=int)))


@desk.route("/cases/<register_number>/redacted", methods=["GET", "POST"])
@staff_required
def redacted(register_number: str) -> Response:
    """`print` is in the button that prints; everything else shows how it would look."""
    case, person = open_case(register_number, require_revealer), current_person()
    form, asked = RedactionForm(case), Redaction()
    if request.method == "POST":
        asked = form.redaction()
        if "print" in request.form and form.validate_on_submit():
            with shown_on(form):
                told = int(form.unit.data), form.purpose.data
                moment = now()
                copy = print_copy(person, register_number, asked, *told, moment)
                unit = current_directory().units[told[0]].name
                return send_paper(
                    Paper.REDACTED,
                    copy.case.register_number,
                    lambda: redacted_values(copy, unit, form.purpose.data, person, moment),
                )
        copy = show_copy(person, register_number, asked, now())
        return form_page("desk/redaction/copy.html", form, case=case, copy=copy, asked=asked, headings=HEADINGS)
    return form_page("desk/redaction/copy.html", form, case=case)
