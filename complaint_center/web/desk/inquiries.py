"""The outcome of a disciplinary inquiry, recorded in the case that it was ordered in."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from complaint_center.clock import now
from complaint_center.domain.access import Permission
from complaint_center.domain.errors import REASON_LENGTH
from complaint_center.domain.inquiries import InquiryOutcome
from complaint_center.domain.intake import LINE_LENGTH
from complaint_center.models.case import Case
from complaint_center.services.inquiries import InquiryDraft, record_inquiry, replaceable, require_inquiry
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.desk.pages import back_to_case, open_case
from complaint_center.web.form_pages import form_page, shown_on
from complaint_center.web.forms import ChoiceField, OfficeForm, OptionsField, ThaiDayField, line, required, text
from complaint_center.web.labels import choices, label
from complaint_center.web.people import current_person, permission_required


class InquiryForm(OfficeForm):
    outcome = OptionsField(_l("Outcome of the inquiry"), [required()], choices=choices(InquiryOutcome))
    decided_on = ThaiDayField(_l("Decided on"), [required()])
    reference = line(_l("Number of the order that decided it"), LINE_LENGTH, required())
    remark = text(_l("Remark"), REASON_LENGTH)

    accused_id = ChoiceField(_l("Accused"), coerce=int, default=0)
    replaces_id = ChoiceField(_l("Takes the place of"), coerce=int, default=0)

    def offer(self, case: Case) -> None:
        """Nobody and none stand first: both may be left open."""
        accused = [(one.id, one.name or one.position or one.unit_name) for one in case.accused]
        self.accused_id.choices = [(0, _("(not said)")), *accused]
        earlier = [(one.id, f"{label(one.outcome)} ({one.reference})") for one in replaceable(case)]
        self.replaces_id.choices = [(0, _("(none)")), *earlier]

    def draft(self) -> InquiryDraft:
        told = (InquiryOutcome(self.outcome.data), self.decided_on.data, self.reference.data, self.remark.data)
        return InquiryDraft(*told, self.accused_id.data or None, self.replaces_id.data or None)


@desk.route("/cases/<register_number>/inquiry", methods=["GET", "POST"])
@permission_required(Permission.COMMAND)
def inquiry(register_number: str) -> Response:
    case = open_case(register_number, require_inquiry)
    form = InquiryForm()
    form.offer(case)
    if form.validate_on_submit():
        with shown_on(form):
            record_inquiry(current_person(), register_number, form.draft(), now())
            return back_to_case(register_number, _("The outcome of the inquiry is recorded."))
    return form_page("desk/inquiries/record.html", form, case=case)
