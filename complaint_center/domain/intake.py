"""A complaint as it is told, before it is a case: what the four channels hand to `record_complaint`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from complaint_center.domain.categories import Category
from complaint_center.domain.channels import Channel
from complaint_center.domain.phones import Phone

SUBJECT_LENGTH = 200
LINE_LENGTH = 200
TEXT_LENGTH = 20_000
"""Characters. A narrative of 20,000 is about eight typed pages."""


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
class BoxOpening:
    """The opening of a suggestion box; its time is the time of receipt of every letter in it."""

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
    """Everything one channel learnt. `received_at` None means now; `submission_id` makes a repeat harmless."""

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
    box_opening: BoxOpening | None = None
    phone_call: PhoneCall | None = None


@dataclass(frozen=True)
class Receipt:
    """What the complainant takes home. The tracking code exists in clear only here."""

    register_number: str
    tracking_code: str
    received_at: datetime
    due_at: datetime | None
    repeated: bool = False
