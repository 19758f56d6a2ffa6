"""The receipt: shown to the browser that filed the complaint, for a quarter of an hour, and to no other."""

from __future__ import annotations

import io
import json
from dataclasses import asdict
from datetime import datetime

import segno
from cryptography.fernet import InvalidToken
from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask_security import current_user
from werkzeug.wrappers import Response as AnyResponse

from complaint_center.clock import now
from complaint_center.domain.access import Permission
from complaint_center.domain.intake import Receipt
from complaint_center.domain.papers import Paper
from complaint_center.extensions import keyring, office
from complaint_center.services.papers import print_for_signature
from complaint_center.web.papers import send_paper
from complaint_center.web.papers.named import form_values
from complaint_center.web.papers.receipt import receipt_values
from complaint_center.web.people import current_person, permission_required

COOKIE = "receipt"
SHOWN_SECONDS = 15 * 60

receipts = Blueprint("receipt", __name__)


def hand_over(receipt: Receipt) -> AnyResponse:
    """Send the browser to its receipt. The tracking code travels sealed, and is kept nowhere in clear."""
    response = redirect(url_for("receipt.show"), 303)
    response.set_cookie(
        COOKIE,
        seal(receipt, now()),
        max_age=SHOWN_SECONDS,
        path=url_for("receipt.show"),
        httponly=True,
        samesite="Strict",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
    return response


def forget_receipt(response: AnyResponse) -> AnyResponse:
    """Have the browser show its receipt no more."""
    response.delete_cookie(COOKIE, path=url_for("receipt.show"), httponly=True, samesite="Strict")
    return response


@receipts.get("/receipt")
def show() -> str:
    """The receipt that the cookie holds; a word on where to look when it holds none or is too old.

    A clerk sees it among the pages of the desk, for there the work goes on.
    """
    moment = now()
    clerk = current_person() if current_user.is_authenticated else None
    return render_template("public/receipt.html", receipt=shown_receipt(moment), clerk=clerk, now=moment)


@receipts.get("/receipt/receipt.pdf")
def paper() -> AnyResponse:
    """The receipt on paper, with the code; a clerk gets the office's copy behind it, without."""
    moment = now()
    receipt = shown_receipt(moment)
    if receipt is None:
        return redirect(url_for("receipt.show"), 303)
    is_clerk = current_user.is_authenticated and current_person().may(Permission.LOG_COMPLAINTS)
    return send_paper(
        Paper.RECEIPT, receipt.register_number, lambda: receipt_values(receipt, moment, with_office_copy=is_clerk)
    )


@receipts.post("/receipt/form.pdf")
@permission_required(Permission.LOG_COMPLAINTS)
def form_to_sign() -> AnyResponse:
    """The form of the complaint that the clerk has just logged, for the complainant to sign there and then."""
    moment = now()
    receipt = shown_receipt(moment)
    if receipt is None:
        return redirect(url_for("receipt.show"), 303)
    case, identity = print_for_signature(current_person(), receipt.register_number, moment)
    return send_paper(Paper.FORM, case.register_number, lambda: form_values(case, identity))


def shown_receipt(at: datetime) -> Receipt | None:
    """The receipt of the browser that asks, while it may be shown."""
    return unseal(request.cookies.get(COOKIE, ""), at)


@receipts.get("/receipt/track.svg")
def address_code() -> Response:
    """The address of the tracking page as a QR code; never the tracking code."""
    drawing = io.BytesIO()
    address = office().public_url + url_for("track.show")
    segno.make(address, error="m", micro=False).save(drawing, kind="svg", scale=4, border=2, dark="#10222a")
    return Response(drawing.getvalue(), mimetype="image/svg+xml")


def seal(receipt: Receipt, at: datetime) -> str:
    content = json.dumps(asdict(receipt), default=datetime.isoformat).encode()
    return keyring.receipt.encrypt_at_time(content, int(at.timestamp())).decode()


def unseal(token: str, at: datetime) -> Receipt | None:
    """None for a token that is too old, or not one of ours."""
    try:
        content = keyring.receipt.decrypt_at_time(token.encode(), SHOWN_SECONDS, int(at.timestamp()))
    except InvalidToken:
        return None
    told = json.loads(content)
    for name in ("received_at", "due_at"):
        told[name] = told[name] and datetime.fromisoformat(told[name])
    return Receipt(**told)
