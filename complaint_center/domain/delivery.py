"""What it means to hand a message to a provider, and what may become of it.

A send ends in one of four ways, and only these: it was taken over (`Sent`), it may be tried again
(`TemporaryFailure`), trying again is pointless (`PermanentFailure`), or nobody knows (`UncertainOutcome`).
An uncertain send is never simply repeated: a resident must not get the same text twice.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

RETRY_DELAYS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
    timedelta(hours=24),
)
"""Wait after the first, second, … temporary failure. One more failure than there are delays is the end."""

LEASE = timedelta(minutes=5)
"""For how long a worker owns a message it has claimed; longer than the slowest send takes to time out."""

RECONCILE_AFTER = timedelta(minutes=2)
"""Wait after an uncertain send before the provider's list is believed to be complete."""

ASK_AFTER = timedelta(minutes=10)
"""Silence after which the provider is asked about a message: a town hall behind NAT gets no callbacks."""


class DeliveryState(StrEnum):
    """How far a provider says that a message has come."""

    ACCEPTED = "accepted"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"

    @property
    def is_final(self) -> bool:
        """Whether nothing that arrives later can change it."""
        return self in (DeliveryState.DELIVERED, DeliveryState.FAILED)

    def followed_by(self, told: DeliveryState) -> DeliveryState:
        """The state to keep after being told another: callbacks overtake each other, but never lead back."""
        if self.is_final or (self is DeliveryState.SENT and told is DeliveryState.ACCEPTED):
            return self
        return told


@dataclass(frozen=True)
class Outgoing:
    """One message to one address. `key` is unique to it and the same at every attempt."""

    to: str
    body: str
    key: str
    subject: str = ""


@dataclass(frozen=True)
class Sent:
    """A message that the provider has taken over, under the provider's own number for it."""

    provider_id: str
    state: DeliveryState


@dataclass(frozen=True)
class ProviderState:
    """The provider's answer about one message; `error_code` is the provider's own, empty without one."""

    state: DeliveryState
    error_code: str = ""


class SendFailure(Exception):
    """Certainly not taken over. `code` is for programs, `text` for the desk; neither has an address."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(f"{code}: {text}")
        self.code = code
        self.text = text


class TemporaryFailure(SendFailure):
    """Worth another attempt after the next of `RETRY_DELAYS`."""


class SetupFailure(TemporaryFailure):
    """The office's own settings are wrong (account, password, sender): no message may be lost to that."""


class PermanentFailure(SendFailure):
    """Another attempt would end the same way."""


class UncertainOutcome(Exception):
    """The connection broke when the provider may already have taken the message over."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def next_attempt_at(failure: TemporaryFailure, failures: int, now: datetime) -> datetime | None:
    """When to try again after the `failures`-th temporary failure in a row (1 is the first); None to give up.

    A wrong setting is never given up on: it waits at the last delay until somebody corrects it.
    """
    if failures <= len(RETRY_DELAYS):
        return now + RETRY_DELAYS[failures - 1]
    return now + RETRY_DELAYS[-1] if isinstance(failure, SetupFailure) else None


class Sender(Protocol):
    """Hands one message to a provider."""

    def send(self, message: Outgoing) -> Sent:
        """Raises TemporaryFailure, PermanentFailure or UncertainOutcome; takes less than `LEASE`."""
        ...


class SmsSender(Sender, Protocol):
    """A text provider, which can also be asked afterwards."""

    def find_sent(self, to: str, body: str, since: datetime, known: Collection[str] = ()) -> Sent | None:
        """What an uncertain send at `since` left with the provider, if anything. Raises TemporaryFailure.

        `known` are the provider's ids of the same person's other texts, which may read just the same.
        """
        ...

    def fetch_state(self, provider_id: str) -> ProviderState:
        """Raises TemporaryFailure, or PermanentFailure when the provider knows no such message."""
        ...


@dataclass(frozen=True)
class Senders:
    """The two ways out of the house."""

    sms: SmsSender
    mail: Sender
