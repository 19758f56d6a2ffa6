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
from complaint_center.services.inquiries import InquiryDraft, record_inquiry, require_inquiry
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.desk.pages import back_to_case, open_case
from complaint_center.web.form_pages import form_page, shown_on
from complaint_center.web.forms import OfficeForm, OptionsField, ThaiDayField, line, required, text
from complaint_center.web.labels import choices
from complaint_center.web.people import current_person, permission_required


class InquiryForm(OfficeForm):
    outcome = OptionsField(_l("Outcome of the inquiry"), [required()], choices=choices(InquiryOutcome))
    decided_on = ThaiDayField(_l("Decided on"), [required()])
    reference = line(_l("Number of the order that decided it"), LINE_LENGTH, required())
    remark = text(_l("Remark"), REASON_LENGTH)

    def draft(self) -> InquiryDraft:
        outcome = InquiryOutcome(self.outcome.data)
        return InquiryDraft(outcome, self.decided_on.data, self.reference.data, self.remark.data)


@desk.route("/cases/<register_number>/inquiry", methods=["GET", "POST"])
@permission_required(Permission.COMMAND)
def inquiry(register_number: str) -> Response:
    case = open_case(register_number, require_inquiry)
    form = InquiryForm()
    if form.validate_on_submit():
        with shown_on(form):
            record_inquiry(current_person(), register_number, form.draft(), now())
            return back_to_case(register_number, _("The outcome of the inquiry is recorded."))
    return form_page("desk/inquiries/record.html", form, case=case)
