"""A complaint as it is told, before it is a case: what the four channels hand to `record_complaint`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from complaint_center.domain.categories import Category
from complaint_center.domain.channels import Channel
from complaint_center.domain.errors import InvalidInput, Problem
from complaint_center.domain.evidence import EvidenceDraft
from complaint_center.domain.phones import Phone
from complaint_center.domain.thai import name_key, to_arabic_digits

SUBJECT_LENGTH = 200
LINE_LENGTH = 200
TEXT_LENGTH = 20_000
"""Characters. A narrative of 20,000 is about eight typed pages."""

LONGEST_AGO = timedelta(days=2 * 365)
"""No letter lies longer in a box; a receipt further back is a year typed in the wrong era."""


@dataclass(frozen=True)
class AccusedDraft:
    """Whom the complaint is about, in the complainant's words; any part may be unknown."""

    name: str = ""
    position: str = ""
    unit: str = ""

    def is_empty(self) -> bool:
        return not (self.name or self.position or self.unit)


@dataclass(frozen=True)
class ComplainantDraft:
    """Who complains. `anonymous` drops name and address but keeps a telephone that was given."""

    anonymous: bool = False
    prefix: str = ""
    first_name: str = ""
    last_name: str = ""
    address: str = ""
    phone: Phone | None = None
    email: str = ""
    national_id: str = ""
    sms_updates: bool = False
    language: str = "th"


@dataclass(frozen=True)
class OpeningDraft:
    """The opening of a suggestion box, as it is told; its time is the time of receipt of every letter in it."""

    box: str
    opened_at: datetime
    opened_by: str
    witness: str = ""


@dataclass(frozen=True)
class PhoneCall:
    """`notice_told`: the caller heard that a complaint in bad faith has legal consequences (complaint form 2)."""

    called_at: datetime
    notice_told: bool


@dataclass(frozen=True)
class Draft:
    """Everything one channel learnt. `received_at` None means now; `submission_id` makes a repeat harmless.

    `may_publish`: whoever makes a suggestion agrees that it is published with its answer, without their name.
    """

    channel: Channel
    category: Category
    subject: str
    narrative: str
    submission_id: str
    remedy: str = ""
    incident_date: str = ""
    incident_place: str = ""
    previously_reported_to: str = ""
    evidence_description: str = ""
    accused: tuple[AccusedDraft, ...] = ()
    complainant: ComplainantDraft = field(default_factory=ComplainantDraft)
    received_at: datetime | None = None
    box_opening: OpeningDraft | None = None
    phone_call: PhoneCall | None = None
    may_publish: bool = False
    evidence: tuple[EvidenceDraft, ...] = ()


@dataclass(frozen=True)
class Receipt:
    """What the complainant takes home. The tracking code exists in clear only here. `files`: of evidence, taken in."""

    register_number: str
    tracking_code: str
    received_at: datetime
    due_at: datetime | None
    files: int = 0
    repeated: bool = False


def check_draft(draft: Draft, now: datetime) -> datetime:
    """The time of receipt of a complaint that can be accepted. InvalidInput names the first field that cannot.

    The seven days run from the real receipt, which may be in the past (a letter from the box, a call
    logged late) and never in the future.
    """
    for name, limit in _LIMITS.items():
        _check_length(name, getattr(draft, name), limit)
    for name in ("subject", "narrative"):
        if not getattr(draft, name).strip():
            raise InvalidInput(name, Problem.REQUIRED)
    for accused in draft.accused:
        for part, text in vars(accused).items():
            _check_length(f"accused_{part}", text, LINE_LENGTH)
    if draft.box_opening:
        check_opening(draft.box_opening, now)
    return _received_at(draft, now)


def repeats_identity(draft: Draft) -> bool:
    """Whether subject or narrative name their writer: they are not encrypted, so staff are warned."""
    told = draft.complainant
    narrative = to_arabic_digits(f"{draft.subject} | {draft.narrative}")
    digits = "".join(character for character in narrative if character.isdigit())
    numbers = [told.phone.e164.removeprefix("+66") if told.phone else "", told.national_id]
    names = [name_key(told.first_name + told.last_name), name_key(told.address)]
    return any(n and n in digits for n in numbers) or any(n and n in name_key(narrative) for n in names)


_LIMITS = {
    "subject": SUBJECT_LENGTH,
    "narrative": TEXT_LENGTH,
    "remedy": TEXT_LENGTH,
    "evidence_description": TEXT_LENGTH,
    "incident_date": LINE_LENGTH,
    "incident_place": LINE_LENGTH,
    "previously_reported_to": LINE_LENGTH,
}


def _received_at(draft: Draft, now: datetime) -> datetime:
    told = draft.received_at
    if draft.channel is Channel.WEB:
        return now
    if draft.channel is Channel.BOX:
        if draft.box_opening is None:
            raise InvalidInput("opened_at", Problem.REQUIRED)
        return draft.box_opening.opened_at
    if draft.channel is Channel.PHONE:
        if draft.phone_call is None:
            raise InvalidInput("called_at", Problem.REQUIRED)
        check_receipt("called_at", draft.phone_call.called_at, now)
        told = told or draft.phone_call.called_at
    received_at = told or now
    check_receipt("received_at", received_at, now)
    return received_at


def check_opening(opening: OpeningDraft, now: datetime) -> None:
    """InvalidInput for the first field of an opening that cannot be accepted."""
    for name in ("box", "opened_by", "witness"):
        _check_length(name, getattr(opening, name), LINE_LENGTH)
    for name in ("box", "opened_by"):
        if not getattr(opening, name).strip():
            raise InvalidInput(name, Problem.REQUIRED)
    check_receipt("opened_at", opening.opened_at, now)


def check_receipt(name: str, instant: datetime, now: datetime) -> None:
    """InvalidInput for a time of receipt that has not come, or lies so far back that the year must be a slip."""
    if instant > now:
        raise InvalidInput(name, Problem.IN_FUTURE)
    if instant < now - LONGEST_AGO:
        raise InvalidInput(name, Problem.LONG_AGO)


def _check_length(name: str, text: str, limit: int) -> None:
    if len(text) > limit:
        raise InvalidInput(name, Problem.TOO_LONG)
