"""The evidence of a case: what there is, adding to it, and handing a file over."""

from __future__ import annotations

import json
from collections.abc import Mapping

from flask import flash, redirect, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from complaint_center.clock import now
from complaint_center.database import writes
from complaint_center.domain.errors import NotAllowed, NotVisible
from complaint_center.extensions import store
from complaint_center.models.case import Case
from complaint_center.services.evidence import (
    add_evidence,
    find_with_evidence,
    may_add,
    open_evidence,
    open_original,
)
from complaint_center.services.history import case_history, may_read_history
from complaint_center.services.identity import may_reveal, require_revealer
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.desk.history import Line, tell
from complaint_center.web.desk.reasons import ReasonForm
from complaint_center.web.downloads import hand_over
from complaint_center.web.form_pages import form_page, shown_on
from complaint_center.web.forms import OfficeForm, required
from complaint_center.web.people import current_directory, current_person, staff_required
from complaint_center.web.uploads import EvidenceField, evidence_field, from_staff, takes_evidence


class EvidenceForm(OfficeForm):
    evidence: EvidenceField = evidence_field(required())


@desk.get("/cases/<register_number>/evidence")
@staff_required
def evidence(register_number: str) -> Response:
    return _page(register_number, EvidenceForm(formdata=None))


@desk.post("/cases/<register_number>/evidence")
@staff_required
@takes_evidence(from_staff)
def hand_in(register_number: str) -> Response:
    person = current_person()
    if not may_add(person, find_with_evidence(person, register_number)):
        raise NotAllowed
    form = EvidenceForm()
    if form.validate_on_submit():
        with shown_on(form):
            added = add_evidence(person, register_number, form.evidence.drafts, now())
            flash(ngettext("%(num)s file was added.", "%(num)s files were added.", added), "success")
            return redirect(url_for("desk.evidence", register_number=register_number), 303)
    return _page(register_number, form)


@desk.get("/cases/<register_number>/evidence/<int:evidence_id>")
@staff_required
@writes
def download(register_number: str, evidence_id: int) -> Response:
    return hand_over(open_evidence(current_person(), register_number, evidence_id, store(), now()), "evidence")


@desk.route("/cases/<register_number>/evidence/<int:evidence_id>/original", methods=["GET", "POST"])
@staff_required
def original(register_number: str, evidence_id: int) -> Response:
    """Asks why, then hands the picture over as it was sent."""
    person = current_person()
    case = find_with_evidence(person, register_number)
    row = next((row for row in case.evidence if row.id == evidence_id and row.is_served and row.is_sealed), None)
    if row is None:
        raise NotVisible
    require_revealer(person, case)
    form = ReasonForm()
    if form.validate_on_submit():
        with shown_on(form):
            opened = open_original(person, register_number, evidence_id, form.reason.data, store(), now())
            return hand_over(opened, "evidence")
    return form_page("desk/evidence/original.html", form, case=case, row=row)


def _page(register_number: str, form: EvidenceForm) -> Response:
    person = current_person()
    case = find_with_evidence(person, register_number)
    return form_page(
        "desk/evidence/list.html",
        form,
        case=case,
        custody=_custody(case) if may_read_history(person, case) else None,
        may_add=may_add(person, case),
        may_open_originals=may_reveal(person, case),
    )


def _custody(case: Case) -> Mapping[int, list[Line]]:
    """What the journal says of each file, by its number."""
    told: dict[int, list[Line]] = {row.id: [] for row in case.evidence}
    for entry in case_history(case):
        number = json.loads(entry.detail).get("evidence")
        if number in told:
            told[number].append(tell(entry, current_directory()))
    return told
