"""Whether a receipt on paper is genuine: told from the paper alone, so that nothing else is revealed."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, current_app, request
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import StringField

from complaint_center.domain.receipt_signature import read_signature
from complaint_center.domain.thai import format_date
from complaint_center.extensions import limiter
from complaint_center.services.papers import check_receipt
from complaint_center.web.form_pages import form_page
from complaint_center.web.forms import OfficeForm, RegisterNumberField, ThaiDayField, required, tidy
from complaint_center.web.language import current_language

verification = Blueprint("verification", __name__)


class ReceiptForm(OfficeForm):
    register_number = RegisterNumberField(_l("Register number"), [required()])
    received_on = ThaiDayField(_l("Day of receipt"), [required()])
    signature = StringField(_l("Signature of the receipt"), [required()], filters=[tidy])


@verification.route("/receipt/verify", methods=["GET", "POST"])
@limiter.shared_limit(
    lambda: current_app.config["LIMIT_TRACK"],
    scope="track",
    exempt_when=lambda: not current_app.config["LIMIT_TRACK"] or request.method != "POST",
)
def verify() -> Response:
    """A signature that cannot be read is as little genuine as one that was never given: they are not told apart."""
    form = ReceiptForm()
    is_checked = form.validate_on_submit()
    genuine = _genuine(form) if is_checked else None
    return form_page("public/verification.html", form, is_checked=is_checked, genuine=genuine)


def _genuine(form: ReceiptForm) -> dict[str, str] | None:
    """What a genuine receipt says; None for any other."""
    number, received_on = form.register_number.data, form.received_on.data
    try:
        found = check_receipt(number, received_on, read_signature(form.signature.data))
    except ValueError:
        return None
    if found is None:
        return None
    return {"register_number": number, "received_on": _day(received_on), "due_on": _day(found[0]) if found[0] else ""}


def _day(one: date) -> str:
    return format_date(one, language=current_language())
