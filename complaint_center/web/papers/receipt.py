"""The receipt on paper: the complainant's copy with the code, the office's without."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import segno
from flask import url_for

from complaint_center.clock import BANGKOK
from complaint_center.domain.intake import Receipt
from complaint_center.domain.references import format_tracking_code
from complaint_center.extensions import office
from complaint_center.models.case import Case
from complaint_center.services.moves import finding_deadline
from complaint_center.services.papers import sign_receipt
from complaint_center.web.papers.writing import day, moment, thai, word


def receipt_values(receipt: Receipt, at: datetime, *, with_office_copy: bool) -> dict[str, Any]:
    """With the tracking code, while the receipt may still be shown."""
    code = format_tracking_code(receipt.tracking_code)
    return {
        **_values(receipt.register_number, receipt.received_at, receipt.due_at, at),
        "channel": "",
        "code": code,
        "code_thai": thai(code),
        "with_office_copy": with_office_copy,
    }


def office_receipt_values(case: Case, at: datetime) -> dict[str, Any]:
    """The office's copy, at any time: the code was given out and stands nowhere."""
    deadline = finding_deadline(case)
    due_at = deadline.due_at if deadline else None
    return {
        **_values(case.register_number, case.received_at, due_at, at),
        "channel": word(case.channel),
        "code": "",
        "code_thai": "",
        "with_office_copy": True,
    }


def _values(register_number: str, received_at: datetime, due_at: datetime | None, at: datetime) -> dict[str, Any]:
    received_on = received_at.astimezone(BANGKOK).date()
    due_on = due_at.astimezone(BANGKOK).date() if due_at else None
    address = office().public_url
    return {
        "title": "ใบรับเรื่องร้องเรียน",
        "office": office().name,
        "phone": thai(office().phone),
        "register_number": thai(register_number),
        "received_at": moment(received_at),
        "due_on": day(due_at),
        "qr": _qr_code(address + url_for("track.show")),
        "track_address": address + url_for("track.show"),
        "signature": sign_receipt(register_number, received_on, due_on),
        "verify_address": address + url_for("verification.verify"),
        "printed_at": moment(at),
    }


def _qr_code(address: str) -> str:
    drawing = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawing, kind="svg", border=0)
    return drawing.getvalue().decode()
