"""Writing a message to its recipient: the words are chosen and the address read from the vault only now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from complaint_center.domain.chain import Head
from complaint_center.domain.delivery import Outgoing
from complaint_center.domain.messages import (
    MessageKind,
    OverdueCase,
    render_digest,
    render_head,
    render_mail,
    render_new_sign_in,
    render_sms,
)
from complaint_center.domain.office import Office
from complaint_center.models.outbox import Medium, OutboxMessage


def compose(message: OutboxMessage, office: Office) -> Outgoing | None:
    """The message as it leaves the house; None where its recipient has no address any more."""
    address = _address(message)
    if not address:
        return None
    subject, body = _words(message, office)
    return Outgoing(to=address, subject=subject, body=body, key=message.unique_key)


def _address(message: OutboxMessage) -> str:
    recipient = message.staff or (message.case.complainant if message.case else None)
    if recipient is None:
        return ""
    return recipient.phone if message.medium is Medium.SMS else recipient.email


def _words(message: OutboxMessage, office: Office) -> tuple[str, str]:
    language = _language(message)
    if message.kind is MessageKind.DIGEST:
        return render_digest(_overdue(message.params), language=language, office_phone=office.phone)
    if message.kind is MessageKind.JOURNAL_HEAD:
        head, at = Head.parse(message.params["head"]), datetime.fromisoformat(message.params["at"])
        return render_head(head, at=at, language=language, office_phone=office.phone)
    if message.kind is MessageKind.NEW_SIGN_IN:
        at = datetime.fromisoformat(message.params["at"])
        return render_new_sign_in(at, language=language, office_phone=office.phone)
    number = message.case.register_number if message.case else ""
    due_at = _instant(message.params.get("due_at"))
    if message.medium is Medium.SMS:
        body = render_sms(
            message.kind, language=language, office_phone=office.phone, register_number=number, due_at=due_at
        )
        return "", body
    return render_mail(
        message.kind, language=language, office_phone=office.phone, register_number=number, due_at=due_at
    )


def _language(message: OutboxMessage) -> str:
    if message.staff:
        return message.staff.language
    return message.case.complainant.language if message.case else "th"


def _overdue(params: Mapping[str, Any]) -> list[OverdueCase]:
    return [OverdueCase(case["register_number"], datetime.fromisoformat(case["due_at"])) for case in params["cases"]]


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
