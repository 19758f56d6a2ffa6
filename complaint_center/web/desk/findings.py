"""The officer's finding: saved as often as wanted, submitted once."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from complaint_center.clock import now
from complaint_center.domain.access import Permission, Person
from complaint_center.domain.errors import NotAllowed
from complaint_center.domain.intake import TEXT_LENGTH
from complaint_center.domain.status import Act, Opinion, move
from complaint_center.extensions import office
from complaint_center.models.case import Case
from complaint_center.services.findings import FindingDraft, draft_of, save_finding, submit_finding
from complaint_center.services.holding import may_read_narrative, require_holder
from complaint_center.services.moves import finding_deadline
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.desk.pages import back_to_case, open_case
from complaint_center.web.form_pages import form_page, shown_on
from complaint_center.web.forms import OfficeForm, OptionsField, Required, required, text
from complaint_center.web.labels import choices
from complaint_center.web.people import current_person, permission_required


class FindingForm(OfficeForm):
    facts = text(_l("Facts found"), TEXT_LENGTH)
    evidence_summary = text(_l("Summary of the evidence"), TEXT_LENGTH)
    opinion = OptionsField(_l("Opinion"), choices=choices(Opinion), validate_choice=False)
    opinion_reason = text(_l("Reason for the opinion"), TEXT_LENGTH)

    def draft(self) -> FindingDraft:
        opinion = Opinion(self.opinion.data) if self.opinion.data in set(Opinion) else None
        return FindingDraft(self.facts.data, self.evidence_summary.data, opinion, self.opinion_reason.data)


@desk.route("/cases/<register_number>/finding", methods=["GET", "POST"])
@permission_required(Permission.EXAMINE)
def finding(register_number: str) -> Response:
    case = open_case(register_number, require_holder, require_open_narrative)
    move(case.status, Act.SUBMIT)
    form = FindingForm(data=_kept(case))
    if form.validate_on_submit(extra_validators=_of_a_whole_one() if "submit" in request.form else None):
        with shown_on(form):
            return _submit(register_number, form) if "submit" in request.form else _save(register_number, form)
    return form_page("desk/findings/form.html", form, case=case, deadline=finding_deadline(case))


def _of_a_whole_one() -> dict[str, list[Required]]:
    """What a draft may still lack and a finding may not, said of all its parts together."""
    return {name: [required()] for name in ("facts", "evidence_summary", "opinion", "opinion_reason")}


def _submit(register_number: str, form: FindingForm) -> Response:
    submit_finding(office(), current_person(), register_number, form.draft(), now())
    return back_to_case(register_number, _("The finding has been submitted to the supervisor."))


def _save(register_number: str, form: FindingForm) -> Response:
    save_finding(current_person(), register_number, form.draft(), now())
    return back_to_case(register_number, _("The draft is saved. It is not submitted: the clock runs on."))


def _kept(case: Case) -> dict[str, Any]:
    draft = draft_of(case)
    return {name: getattr(draft, name) for name in vars(FindingDraft())} if draft else {}


def require_open_narrative(person: Person, case: Case) -> None:
    """NotAllowed while the holding officer has still to declare no interest."""
    if not may_read_narrative(person, case):
        raise NotAllowed
