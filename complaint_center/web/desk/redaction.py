"""A copy for the unit that must answer: looked at with its bars first, then printed."""

from __future__ import annotations

import re

from flask import request
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from complaint_center.clock import now
from complaint_center.domain.errors import REASON_LENGTH, NotAsShown
from complaint_center.domain.intake import TEXT_LENGTH
from complaint_center.domain.papers import Paper
from complaint_center.domain.thai import sort_key
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.services.identity import require_revealer
from complaint_center.services.redaction import Bar, Redaction, answering_units, print_copy, show_copy
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.desk.pages import open_case
from complaint_center.web.form_pages import form_page, shown_on
from complaint_center.web.forms import ChoiceField, OfficeForm, required, text, tidy
from complaint_center.web.papers import send_paper
from complaint_center.web.papers.redacted import HEADINGS, redacted_values
from complaint_center.web.people import current_directory, current_person, staff_required

_BAR = re.compile(r"([a-z_]{1,30}) ([0-9]{1,6}) ([0-9]{1,6})")


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
        shown = frozenset(filter(None, map(_bar, request.form.getlist("shown"))))
        return Redaction(tidy(self.purpose.data), besides, shown, request.form.get("seen", ""))


def _bar(told: str) -> Bar | None:
    """narrative 12 20: which text, and from where to where."""
    found = _BAR.fullmatch(told)
    return (found[1], int(found[2]), int(found[3])) if found else None


@desk.route("/cases/<register_number>/redacted", methods=["GET", "POST"])
@staff_required
def redacted(register_number: str) -> Response:
    """`print` is in the button that prints; everything else shows how it would look."""
    case = open_case(register_number, require_revealer)
    form = RedactionForm(case)
    if request.method == "GET":
        return form_page("desk/redaction/copy.html", form, case=case)
    asked, is_other = form.redaction(), False
    if "print" in request.form and form.validate_on_submit():
        try:
            with shown_on(form):
                return _printed(register_number, asked, int(form.unit.data))
        except NotAsShown:
            db.session.rollback()
            is_other = True
    copy = show_copy(current_person(), register_number, asked, now())
    shown = {"copy": copy, "asked": asked, "headings": HEADINGS, "is_other": is_other}
    return form_page("desk/redaction/copy.html", form, case=copy.case, **shown)


def _printed(register_number: str, asked: Redaction, unit_id: int) -> Response:
    person, moment = current_person(), now()
    copy = print_copy(person, register_number, asked, unit_id, moment)
    unit = current_directory().units[unit_id].name
    number = copy.case.register_number
    return send_paper(Paper.REDACTED, number, lambda: redacted_values(copy, unit, person, moment))
