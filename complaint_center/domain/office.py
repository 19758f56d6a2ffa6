"""The office as a value: names, telephone and policies that services are handed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time

from complaint_center.domain.access import Person
from complaint_center.domain.calendar import BANGKOK, next_bangkok_midnight
from complaint_center.domain.ladder import Ladder
from complaint_center.domain.sign_in import needs_second_factor


@dataclass(frozen=True)
class SmsWindow:
    """Hours of the Bangkok day in which a text may be sent; `closes` itself is outside."""

    opens: time
    closes: time

    @classmethod
    def parse(cls, text: str) -> SmsWindow:
        """From `08:30-18:00`. ValueError for anything else, or a window that closes before it opens."""
        match = re.fullmatch(r"(\d\d:\d\d)-(\d\d:\d\d)", text.strip())
        if not match:
            raise ValueError(f"not a window HH:MM-HH:MM: {text!r}")
        window = cls(time.fromisoformat(match[1]), time.fromisoformat(match[2]))
        if window.opens >= window.closes:
            raise ValueError(f"the window closes before it opens: {text!r}")
        return window

    def next_open(self, now: datetime) -> datetime:
        """`now` when the window is open, else the instant at which it opens next."""
        local = now.astimezone(BANGKOK)
        if self.opens <= local.time() < self.closes:
            return now
        day = local if local.time() < self.opens else next_bangkok_midnight(now).astimezone(BANGKOK)
        return datetime.combine(day.date(), self.opens, BANGKOK).astimezone(now.tzinfo)


@dataclass(frozen=True)
class Office:
    """One municipality. Built once from the configuration and handed to every service."""

    name: str
    phone: str
    public_url: str
    ladder: Ladder
    sms_window: SmsWindow
    demo: bool = False
    second_factor_required: bool = False

    def asks_second_factor(self, person: Person) -> bool:
        """Whether this person must have a second factor; never outside production, where nothing is secret."""
        return self.second_factor_required and needs_second_factor(person)
