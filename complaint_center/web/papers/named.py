"""Papers that tell who complained: the forms that are signed, and the letters to the complainant."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from complaint_center.domain import phones
from complaint_center.domain.channels import Channel
from complaint_center.domain.papers import Paper, is_secret
from complaint_center.domain.status import OrderKind
from complaint_center.models.case import Case
from complaint_center.services.identity import Identity
from complaint_center.services.papers import told_order
from complaint_center.web.papers.writing import accused, day, heading, moment, thai, word

ANONYMOUS = "ไม่ประสงค์ออกนาม"


def form_values(case: Case, identity: Identity) -> dict[str, Any]:
    """Form 2 for a call, which the clerk signs; form 1 for everything else."""
    by_phone = case.channel is Channel.PHONE
    name = full_name(identity)
    return {
        **heading(case),
        "title": "แบบคำร้องเรียน",
        "secret": is_secret(Paper.FORM, case.category),
        "number": "๒" if by_phone else "๑",
        "heading": "คำร้องเรียนทางโทรศัพท์" if by_phone else "คำร้องเรียน",
        "by_phone": by_phone,
        "name": name or ANONYMOUS,
        "signer": name,
        "address": identity.address,
        "phone_of": thai(phones.display(identity.phone)) if identity.phone else "",
        "national_id": thai(identity.national_id),
        "accused": ", ".join(accused(case)),
        "narrative": case.narrative,
        "incident_date": case.incident_date,
        "incident_place": case.incident_place,
        "remedy": case.remedy,
        "evidence": case.evidence_description,
        "notice_told": case.notice_told,
        "called_at": moment(case.called_at) if case.called_at else "",
        "clerk": case.logged_by.name if case.logged_by else "",
    }


def acknowledgement_values(case: Case, identity: Identity, at: datetime) -> dict[str, Any]:
    referral = next((order for order in case.orders if order.kind is OrderKind.REFER), None)
    return {
        **_letter(case, identity, Paper.ACKNOWLEDGEMENT, at),
        "title": "แจ้งการรับเรื่องร้องเรียน",
        "referred": referral is not None,
        "agency": referral.agency if referral else "",
    }


def result_values(case: Case, identity: Identity, at: datetime) -> dict[str, Any]:
    """The order by its kind: its reason is written for the office, so what is told of it is added by hand."""
    order = told_order(case)
    return {
        **_letter(case, identity, Paper.RESULT, at),
        "title": "แจ้งผลการดำเนินการเรื่องร้องเรียน",
        "order": word(order.kind if order else None),
        "ordered_on": day(order.at if order else None),
        "agency": order.agency if order else "",
        "ground": word(order.ground if order else None),
    }


def full_name(identity: Identity) -> str:
    """นางสมศรี ใจกล้า; empty for somebody without a name."""
    return " ".join(filter(None, (f"{identity.prefix}{identity.first_name}", identity.last_name)))


def _letter(case: Case, identity: Identity, paper: Paper, at: datetime) -> dict[str, Any]:
    return {
        **heading(case),
        "secret": is_secret(paper, case.category),
        "name": full_name(identity),
        "address": identity.address,
        "printed_on": day(at),
    }
