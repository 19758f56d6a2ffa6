"""Corrections with a reason: the category, the time of receipt."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from complaint_center.clock import now
from complaint_center.domain.access import Permission
from complaint_center.domain.categories import Category
from complaint_center.domain.errors import NotAllowed
from complaint_center.extensions import office
from complaint_center.services.corrections import correct_received_at, recategorise
from complaint_center.services.holding import require_command
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.desk.intake import grouped_categories
from complaint_center.web.desk.offers import Offer, offered
from complaint_center.web.desk.pages import back_to_case, open_case
from complaint_center.web.desk.reasons import ReasonForm
from complaint_center.web.form_pages import form_page, shown_on
from complaint_center.web.forms import ChoiceField, ThaiDateTimeField, required
from complaint_center.web.people import current_person, permission_required, staff_required


class CategoryForm(ReasonForm):
    category = ChoiceField(_l("Category"), choices=grouped_categories)


class ReceivedAtForm(ReasonForm):
    received_at = ThaiDateTimeField(_l("Time of receipt"), [required()])


@desk.route("/cases/<register_number>/category", methods=["GET", "POST"])
@staff_required
def category(register_number: str) -> Response:
    case = open_case(register_number)
    if Offer.CATEGORY not in offered(current_person(), case):
        raise NotAllowed
    form = CategoryForm(data={"category": case.category.value})
    if form.validate_on_submit():
        with shown_on(form):
            chosen = Category(form.category.data)
            recategorise(office(), current_person(), register_number, chosen, form.reason.data, now())
            return back_to_case(register_number, _("The category has been changed."))
    return form_page("desk/corrections/category.html", form, case=case)


@desk.route("/cases/<register_number>/received-at", methods=["GET", "POST"])
@permission_required(Permission.COMMAND)
def received_at(register_number: str) -> Response:
    case = open_case(register_number, require_command)
    form = ReceivedAtForm(data={"received_at": case.received_at})
    if form.validate_on_submit():
        with shown_on(form):
            received = form.received_at.data
            correct_received_at(office(), current_person(), register_number, received, form.reason.data, now())
            return back_to_case(register_number, _("The time of receipt is corrected; the due date follows it."))
    return form_page("desk/corrections/received_at.html", form, case=case)
