"""What can become of a message, one function a fate. Within another act's transaction."""

from __future__ import annotations

from datetime import datetime, timedelta

from complaint_center.domain.delivery import ASK_AFTER, RECONCILE_AFTER, DeliveryState, SendFailure, Sent, SetupFailure
from complaint_center.models.outbox import Medium, MessageState, OutboxMessage
from complaint_center.services.outbox import call_instead

GIVE_UP_ASKING = timedelta(days=3)
_CODE_LENGTH, _TEXT_LENGTH = 40, 300
_TOLD = {MessageState(state.value): state for state in DeliveryState}
"""States that the provider has told us, as the provider's own."""


def take_over(message: OutboxMessage, sent: Sent, now: datetime) -> None:
    """The provider has it. A text is asked after; a mail is out of our hands."""
    message.provider_id = sent.provider_id
    message.state = MessageState(sent.state)
    _keep_error(message, "", "")
    if message.medium is Medium.SMS and not sent.state.is_final:
        message.next_attempt_at = now + ASK_AFTER
    else:
        _conclude(message, now)


def note_told(message: OutboxMessage, told: DeliveryState, error_code: str, now: datetime) -> None:
    """The provider told how far the message has come; what was told later never leads backwards."""
    known = _TOLD.get(message.state, DeliveryState.ACCEPTED)
    state = known.followed_by(told)
    if state is DeliveryState.FAILED and known is not DeliveryState.FAILED:
        fail(message, error_code, "", now)
        return
    message.state = MessageState(state)
    if state.is_final:
        _conclude(message, now)
    else:
        ask_again(message, now)


def ask_again(message: OutboxMessage, now: datetime) -> None:
    """The provider is asked once more, until it has been silent for too long."""
    asked_for = now - (message.sending_since or now)
    message.next_attempt_at = now + ASK_AFTER if asked_for < GIVE_UP_ASKING else None


def try_again(message: OutboxMessage, failure: SendFailure, at: datetime) -> None:
    """It was certainly not sent and goes again at that time."""
    message.state = MessageState.QUEUED
    message.next_attempt_at = at
    _keep_error(message, failure.code, failure.text)
    # What our own wrong settings cost does not count towards giving up.
    message.attempts -= isinstance(failure, SetupFailure)


def doubt(message: OutboxMessage, text: str, now: datetime) -> None:
    """Nobody knows whether it left; the provider's list is asked before anything is sent again."""
    message.state = MessageState.UNCERTAIN
    _keep_error(message, "", text)
    message.next_attempt_at = now + RECONCILE_AFTER


def fail(message: OutboxMessage, code: str, text: str, now: datetime) -> None:
    """It is given up and stays visible. A complainant who asked to be told is then told by a clerk's call."""
    message.state = MessageState.FAILED
    _keep_error(message, code, text)
    _conclude(message, now)
    if message.staff_id is None:
        call_instead(message, now)


def _conclude(message: OutboxMessage, now: datetime) -> None:
    message.next_attempt_at = None
    message.settled_at = now


def _keep_error(message: OutboxMessage, code: str, text: str) -> None:
    message.error_code = code[:_CODE_LENGTH]
    message.error_text = text[:_TEXT_LENGTH]
