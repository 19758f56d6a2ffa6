"""The supervisor's orders, the complainant's withdrawal, and reopening."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from complaint_center.clock import now
from complaint_center.domain.access import Permission
from complaint_center.domain.errors import REASON_LENGTH
from complaint_center.domain.intake import LINE_LENGTH
from complaint_center.domain.status import Act, Ground, OrderKind, move
from complaint_center.extensions import office
from complaint_center.models.case import Case
from complaint_center.services import orders as services
from complaint_center.services.findings import latest_submitted
from complaint_center.services.holding import require_command
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.desk.offers import open_orders
from complaint_center.web.desk.pages import back_to_case, open_case
from complaint_center.web.desk.reasons import ReasonForm
from complaint_center.web.form_pages import form_page, shown_on
from complaint_center.web.forms import (
    ChoiceField,
    OfficeForm,
    OptionsField,
    ThaiDueField,
    line,
    required,
    text,
)
from complaint_center.web.labels import choices, label
from complaint_center.web.people import current_person, permission_required

AGENCIES = (
    "สำนักงาน ป.ป.ช.",
    "สำนักงาน ป.ป.ท.",
    "สำนักงานการตรวจเงินแผ่นดิน (สตง.)",
    "ที่ว่าการอำเภอ",
    "ศูนย์ดำรงธรรมอำเภอ",
    "ศูนย์ดำรงธรรมจังหวัด",
    "สถานีตำรวจ",
)
"""Offered where a referral names its agency; any other may be written."""


class OrderForm(OfficeForm):
    order = OptionsField(_l("Order"), [required()])
    reason = text(_l("Reason and instructions"), REASON_LENGTH, required())
    due_at = ThaiDueField(_l("To be done by"))
    question = text(_l("What is asked of the complainant"), REASON_LENGTH)
    agency = line(_l("Agency"), LINE_LENGTH)
    ground = ChoiceField(_l("Ground for not accepting"), choices=[("", _l("(choose)")), *choices(Ground)], default="")

    def draft(self) -> services.OrderDraft:
        return services.OrderDraft(
            kind=OrderKind(self.order.data),
            reason=self.reason.data,
            due_at=self.due_at.data,
            agency=self.agency.data,
            ground=Ground(self.ground.data) if self.ground.data else None,
            question=self.question.data,
        )


@desk.route("/cases/<register_number>/order", methods=["GET", "POST"])
@permission_required(Permission.COMMAND)
def order(register_number: str) -> Response:
    case = open_case(register_number, require_command)
    form = OrderForm()
    form.order.choices = [(kind.value, label(kind)) for kind in _orders(case)]
    if form.validate_on_submit():
        with shown_on(form):
            services.give_order(office(), current_person(), register_number, form.draft(), now())
            return back_to_case(register_number, _("The order has been given."))
    return form_page("desk/orders/order.html", form, case=case, finding=latest_submitted(case), agencies=AGENCIES)


@desk.route("/cases/<register_number>/withdraw", methods=["GET", "POST"])
@permission_required(Permission.COMMAND)
def withdraw(register_number: str) -> Response:
    case = open_case(register_number, require_command)
    move(case.status, Act.WITHDRAW)
    form = ReasonForm()
    if form.validate_on_submit():
        with shown_on(form):
            services.withdraw(office(), current_person(), register_number, form.reason.data, now())
            return back_to_case(register_number, _("The withdrawal is recorded."))
    return form_page("desk/orders/withdraw.html", form, case=case)


@desk.route("/cases/<register_number>/reopen", methods=["GET", "POST"])
@permission_required(Permission.COMMAND)
def reopen(register_number: str) -> Response:
    case = open_case(register_number, require_command)
    move(case.status, Act.REOPEN)
    form = ReasonForm()
    if form.validate_on_submit():
        with shown_on(form):
            services.reopen(office(), current_person(), register_number, form.reason.data, now())
            return back_to_case(register_number, _("The case has been reopened."))
    return form_page("desk/orders/reopen.html", form, case=case)


def _orders(case: Case) -> list[OrderKind]:
    """The orders that are open; with none, the refusal that tells what the case has become."""
    orders = open_orders(case)
    if not orders:
        move(case.status, Act.ORDER_DISMISS)
    return orders
