"""Delivery: claim a message, send it with no transaction open, record what became of it.

A send that is cut off is uncertain, not failed: the provider's own list is asked before anything is
sent again. A provider that says nothing for ten minutes is asked what became of the message.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import sqlalchemy as sa

from complaint_center.domain.delivery import (
    ASK_AFTER,
    LEASE,
    RECONCILE_AFTER,
    DeliveryState,
    Outgoing,
    PermanentFailure,
    Senders,
    Sent,
    SetupFailure,
    TemporaryFailure,
    UncertainOutcome,
    next_attempt_at,
)
from complaint_center.domain.office import Office
from complaint_center.extensions import db
from complaint_center.models.outbox import Medium, MessageState, OutboxMessage
from complaint_center.services.letters import compose
from complaint_center.services.outbox import NO_ADDRESS, call_instead, when_allowed
from complaint_center.services.steps import safely

BATCH = 200
GIVE_UP_ASKING = timedelta(days=3)
ERROR_TEXT_LENGTH = 300


@dataclass(frozen=True)
class Counts:
    """What one pass did: messages handed over, waiting to be tried again, given up, and unclear."""

    sent: int = 0
    retry: int = 0
    failed: int = 0
    uncertain: int = 0


def deliver(office: Office, senders: Senders, clock: Callable[[], datetime]) -> Counts:
    """One pass over the messages that are due, a batch at most. Any number of workers may run it.

    The clock is asked for every message anew: a slow provider must not let the lease of a later
    message run out before it begins.
    """
    outcomes = Counter(
        safely(partial(_deliver, message_id, office, senders, clock()), "error", "message_not_delivered", message_id)
        for message_id in _due_ids(clock())
    )
    return Counts(
        sent=outcomes["sent"],
        retry=outcomes["retry"],
        failed=outcomes["failed"],
        uncertain=outcomes["uncertain"],
    )


def note_provider_state(provider_id: str, state: DeliveryState, error_code: str, now: datetime) -> bool:
    """Keep what the provider told of a message in a signed callback; False for a message that is not ours."""
    query = sa.select(OutboxMessage).where(OutboxMessage.provider_id == provider_id).with_for_update()
    message = db.session.execute(query).scalar_one_or_none()
    if message is None:
        return False
    _note_state(message, state, error_code, now)
    db.session.commit()
    return True


@dataclass(frozen=True)
class _Claim:
    """What is to be done with one message, copied out so that no transaction is open meanwhile."""

    message_id: int
    found: MessageState
    medium: Medium
    outgoing: Outgoing | None
    since: datetime
    provider_id: str
    attempts: int
    known: tuple[str, ...] = ()


def _deliver(message_id: int, office: Office, senders: Senders, now: datetime) -> str:
    claim = _claim(message_id, office, now)
    if claim is None:
        return "waiting"
    if claim.found in (MessageState.ACCEPTED, MessageState.SENT):
        return _ask(claim, senders, now)
    if claim.outgoing is None:
        return _settle(claim, now, lambda message: _fail(message, NO_ADDRESS, "", now), "failed")
    if claim.found is MessageState.QUEUED:
        return _send(claim, claim.outgoing, senders, office, now)
    return _reconcile(claim, claim.outgoing, senders, office, now)


def _claim(message_id: int, office: Office, now: datetime) -> _Claim | None:
    """Take the message for the length of a lease; None when another worker has it or its hour has not come."""
    query = sa.select(OutboxMessage).where(OutboxMessage.id == message_id, _is_due(now))
    message = db.session.execute(query.with_for_update(skip_locked=True)).scalar_one_or_none()
    allowed = when_allowed(message.medium, now, office) if message else now
    if message is None or (message.state is MessageState.QUEUED and allowed > now):
        if message:
            message.next_attempt_at = allowed
        db.session.commit()
        return None
    found = message.state
    if found is MessageState.QUEUED:
        message.state = MessageState.SENDING
        message.attempts += 1
        message.sending_since = now
    message.next_attempt_at = now + LEASE
    claim = _Claim(
        message.id,
        found,
        message.medium,
        compose(message, office),
        message.sending_since or now,
        message.provider_id or "",
        message.attempts,
        _known_to_provider(message),
    )
    db.session.commit()
    return claim


def _known_to_provider(message: OutboxMessage) -> tuple[str, ...]:
    """The provider's numbers of the recipient's other texts, so that none of those is taken for this one."""
    query = sa.select(OutboxMessage.provider_id).where(
        OutboxMessage.provider_id.is_not(None),
        OutboxMessage.case_id.is_not_distinct_from(message.case_id),
        OutboxMessage.staff_id.is_not_distinct_from(message.staff_id),
    )
    return tuple(provider_id for provider_id in db.session.scalars(query) if provider_id)


def _send(claim: _Claim, outgoing: Outgoing, senders: Senders, office: Office, now: datetime) -> str:
    sender = senders.sms if claim.medium is Medium.SMS else senders.mail
    try:
        sent = sender.send(outgoing)
    except TemporaryFailure as failure:
        return _retry(claim, failure, office, now)
    except PermanentFailure as failure:
        code, text = failure.code, failure.text
        return _settle(claim, now, lambda message: _fail(message, code, text, now), "failed")
    except UncertainOutcome as outcome:
        text = outcome.text
        return _settle(claim, now, lambda message: _doubt(message, text, now), "uncertain")
    return _settle(claim, now, lambda message: _take_over(message, sent, now), "sent")


def _reconcile(claim: _Claim, outgoing: Outgoing, senders: Senders, office: Office, now: datetime) -> str:
    """Find out whether a send that was cut off has left the house.

    A mail server keeps no list to ask: the mail goes again under the same Message-ID, by which the
    reader's programme knows the copy.
    """
    try:
        known = (
            senders.sms.find_sent(outgoing.to, outgoing.body, claim.since, claim.known)
            if claim.medium is Medium.SMS
            else None
        )
    except TemporaryFailure as failure:
        text = failure.text
        return _settle(claim, now, lambda message: _doubt(message, text, now), "uncertain")
    if known:
        return _settle(claim, now, lambda message: _take_over(message, known, now), "sent")
    return _settle(claim, now, lambda message: _requeue(message, when_allowed(claim.medium, now, office)), "retry")


def _ask(claim: _Claim, senders: Senders, now: datetime) -> str:
    """Ask the provider what became of a message that it took over and said nothing of since."""
    try:
        told = senders.sms.fetch_state(claim.provider_id)
    except TemporaryFailure:
        return _settle(claim, now, lambda message: _ask_again(message, now), "asked")
    except PermanentFailure as failure:
        code, text = failure.code, failure.text
        return _settle(claim, now, lambda message: _fail(message, code, text, now), "failed")
    return _settle(claim, now, lambda message: _note_state(message, told.state, told.error_code, now), "asked")


def _retry(claim: _Claim, failure: TemporaryFailure, office: Office, now: datetime) -> str:
    again = next_attempt_at(failure, claim.attempts, now)
    if again is None:
        return _settle(claim, now, lambda message: _fail(message, failure.code, failure.text, now), "failed")
    at = when_allowed(claim.medium, again, office)

    def requeue(message: OutboxMessage) -> None:
        _requeue(message, at)
        # What our own wrong settings cost does not count towards giving up.
        message.attempts -= isinstance(failure, SetupFailure)
        _keep_error(message, failure.code, failure.text)

    return _settle(claim, now, requeue, "retry")


def _settle(claim: _Claim, now: datetime, change: Callable[[OutboxMessage], None], outcome: str) -> str:
    query = sa.select(OutboxMessage).where(OutboxMessage.id == claim.message_id).with_for_update()
    change(db.session.execute(query).scalar_one())
    db.session.commit()
    return outcome


def _take_over(message: OutboxMessage, sent: Sent, now: datetime) -> None:
    message.provider_id = sent.provider_id
    message.state = MessageState(sent.state)
    _keep_error(message, "", "")
    if message.medium is Medium.SMS and not sent.state.is_final:
        message.next_attempt_at = now + ASK_AFTER
    else:
        _conclude(message, now)


def _note_state(message: OutboxMessage, told: DeliveryState, error_code: str, now: datetime) -> None:
    known = _TOLD.get(message.state, DeliveryState.ACCEPTED)
    state = known.followed_by(told)
    if state is DeliveryState.FAILED and known is not DeliveryState.FAILED:
        _fail(message, error_code, "", now)
    elif state.is_final:
        message.state = MessageState(state)
        _conclude(message, now)
    else:
        message.state = MessageState(state)
        _ask_again(message, now)


_TOLD = {MessageState(state.value): state for state in DeliveryState}
"""States that the provider has told us, as the provider's own."""


def _ask_again(message: OutboxMessage, now: datetime) -> None:
    asked_for = now - (message.sending_since or now)
    message.next_attempt_at = now + ASK_AFTER if asked_for < GIVE_UP_ASKING else None


def _fail(message: OutboxMessage, code: str, text: str, now: datetime) -> None:
    message.state = MessageState.FAILED
    _keep_error(message, code, text)
    _conclude(message, now)
    if message.staff_id is None:
        # Whoever asked to be told is told, if not by text then by a clerk's call.
        call_instead(message, now)


def _doubt(message: OutboxMessage, text: str, now: datetime) -> None:
    message.state = MessageState.UNCERTAIN
    message.error_text = text[:ERROR_TEXT_LENGTH]
    message.next_attempt_at = now + RECONCILE_AFTER


def _requeue(message: OutboxMessage, at: datetime) -> None:
    message.state = MessageState.QUEUED
    message.next_attempt_at = at


def _conclude(message: OutboxMessage, now: datetime) -> None:
    message.next_attempt_at = None
    message.settled_at = now


def _keep_error(message: OutboxMessage, code: str, text: str) -> None:
    message.error_code = code[:40]
    message.error_text = text[:ERROR_TEXT_LENGTH]


def _due_ids(now: datetime) -> list[int]:
    query = sa.select(OutboxMessage.id).where(_is_due(now)).order_by(OutboxMessage.next_attempt_at)
    return list(db.session.scalars(query.limit(BATCH)))


def _is_due(now: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(OutboxMessage.next_attempt_at.is_not(None), OutboxMessage.next_attempt_at <= now)
