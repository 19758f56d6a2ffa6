"""How long somebody stays signed in, and of whom a second factor is asked."""

from __future__ import annotations

from datetime import datetime, timedelta

from complaint_center.domain.access import Person, Role

IDLE = timedelta(minutes=30)
"""Without a page being asked for: a desk that was left for a meeting is found closed (ASVS 5.0, 7.3.1)."""

LONGEST = timedelta(hours=12)
"""A working day with overtime; nobody is still signed in on the next morning (ASVS 5.0, 7.3.2)."""

WARNING = timedelta(minutes=2)
"""Before the end, in which somebody who reads or cannot type fast asks for more time (WCAG 2.2, 2.2.1)."""

SECOND_FACTOR_ROLES = frozenset(Role) - {Role.CLERK, Role.OFFICER}
"""Who sees more than the cases that they log or hold, or decides who does."""


def signed_in_until(signed_in_at: datetime, seen_at: datetime) -> datetime:
    """The instant from which on one has to sign in again, whichever limit comes first."""
    return min(seen_at + IDLE, signed_in_at + LONGEST)


def needs_second_factor(person: Person) -> bool:
    """Whether a password alone opens too much to this person."""
    return bool(person.roles & SECOND_FACTOR_ROLES)
