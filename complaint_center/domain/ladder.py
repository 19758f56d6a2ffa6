"""The ladder: who is told, and when, that a deadline nears or has passed.

Rungs are written as days after receipt of a case whose finding is owed within seven days
(measure 5 of the municipality's report); for a deadline of another length the same rungs keep
their distance to the due instant.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from complaint_center.domain.deadlines import FINDING_DAYS


class Tier(StrEnum):
    """To whom a rung speaks: who owes the deadline, the supervisor of the case, the superior above."""

    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    NEXT_SUPERIOR = "next_superior"


@dataclass(frozen=True, order=True)
class Rung:
    """`day` counts from receipt; day 7 is the due instant."""

    day: int
    tier: Tier

    def comes_at(self, due_at: datetime) -> datetime:
        return due_at + timedelta(days=self.day - FINDING_DAYS)

    @property
    def is_escalation(self) -> bool:
        """A rung to the officer is a reminder; anything above is an escalation."""
        return self.tier is not Tier.OFFICER


@dataclass(frozen=True)
class Ladder:
    """The rungs in order of time."""

    rungs: tuple[Rung, ...]

    @classmethod
    def parse(cls, text: str) -> Ladder:
        """From `officer@3,supervisor@7`. ValueError names the rung that cannot be read."""
        rungs = sorted(_parse_rung(part) for part in text.split(",") if part.strip())
        if not any(rung.tier is Tier.SUPERVISOR for rung in rungs):
            raise ValueError("the ladder has no supervisor rung")
        if len(set(rungs)) != len(rungs):
            raise ValueError("the ladder has the same rung twice")
        return cls(tuple(rungs))

    def first_rung_at(self, started_at: datetime, due_at: datetime) -> datetime | None:
        """When the sweep must look at a new deadline for the first time."""
        return _earliest(rung.comes_at(due_at) for rung in self._of(started_at, due_at))

    def reached(self, started_at: datetime, due_at: datetime, now: datetime) -> list[Rung]:
        """Rungs whose instant has come, lowest first."""
        return [rung for rung in self._of(started_at, due_at) if rung.comes_at(due_at) <= now]

    def next_rung_at(self, started_at: datetime, due_at: datetime, now: datetime) -> datetime | None:
        """The first instant after `now` at which a rung comes; None at the top of the ladder."""
        return _earliest(at for rung in self._of(started_at, due_at) if (at := rung.comes_at(due_at)) > now)

    def _of(self, started_at: datetime, due_at: datetime) -> list[Rung]:
        # A deadline shorter than a week has no reminder dated before it existed.
        return [rung for rung in self.rungs if rung.comes_at(due_at) > started_at]


def _parse_rung(text: str) -> Rung:
    tier, _, day = text.strip().partition("@")
    try:
        rung = Rung(int(day), Tier(tier))
    except ValueError:
        raise ValueError(f"not a rung TIER@DAY: {text.strip()!r}") from None
    if rung.day < 1:
        raise ValueError(f"a rung before the first day: {text.strip()!r}")
    return rung


def _earliest(instants: Iterable[datetime]) -> datetime | None:
    return min(instants, default=None)
