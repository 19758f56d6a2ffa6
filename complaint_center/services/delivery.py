"""Delivery: claim a message, send it with no transaction open, record what became of it.

A send that is cut off is uncertain, not failed: the provider's own list is asked before anything is
sent again. A provider that says nothing for ten minutes is asked what became of the message.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import sqlalchemy as sa

from complaint_center.domain.delivery import (
    LEASE,
    DeliveryState,
    Outgoing,
    PermanentFailure,
    Senders,
    SendFailure,
    TemporaryFailure,
    UncertainOutcome,
    next_attempt_at,
)
from complaint_center.domain.messages import MessageKind
from complaint_center.domain.office import Office
from complaint_center.extensions import db
from complaint_center.models.outbox import Medium, MessageState, OutboxMessage
from complaint_center.services import fates
from complaint_center.services.case_queries import lock_by_id
from complaint_center.services.digest import leave_out_barred
from complaint_center.services.directory import load_directory
from complaint_center.services.letters import compose
from complaint_center.services.notices import note_delivered
from complaint_center.services.outbox import NO_ADDRESS, when_allowed
from complaint_center.services.steps import safely

BATCH = 200
Fate = Callable[[OutboxMessage], None]
WITHHELD = "withheld"
_CUT_OFF = TemporaryFailure("cut_off", "the connection broke and nothing had been taken over")
_TROUBLE = TemporaryFailure("trouble", "something on our side went wrong; the log says what")


@dataclass(frozen=True)
class Counts:
    """What one pass did: messages handed over, waiting to be tried again, given up, and unclear."""

    sent: int = 0
    retry: int = 0
    failed: int = 0
    uncertain: int = 0


@dataclass(frozen=True)
class _Claim:
    """One message and what is to be done with it, copied out so that no transaction is open meanwhile."""

    message_id: int
    found: MessageState
    medium: Medium
    outgoing: Outgoing | None
    is_withheld: bool
    since: datetime
    provider_id: str
    attempts: int
    known: tuple[str, ...]


def deliver(
    office: Office, senders: Senders, clock: Callable[[], datetime], media: Iterable[Medium] = tuple(Medium)
) -> Counts:
    """One pass over the messages of those media that are due, a batch at most. Any number of workers may run it.

    The clock is asked for every message anew: a slow provider must not let the lease of a later
    message run out before it begins.
    """
    due = _due_ids(clock(), media)
    outcomes = Counter(_try_to_deliver(message_id, office, senders, clock()) for message_id in due)
    return Counts(outcomes["sent"], outcomes["retry"], outcomes["failed"], outcomes["uncertain"])


def note_provider_state(office: Office, provider_id: str, state: DeliveryState, error_code: str, now: datetime) -> bool:
    """Keep what the provider told of a message in a signed callback; False for a message that is not ours."""
    message_id = db.session.scalar(sa.select(OutboxMessage.id).where(OutboxMessage.provider_id == provider_id))
    if message_id is None:
        return False
    _settle(message_id, partial(fates.note_told, told=state, error_code=error_code, now=now), office, now)
    return True


def _try_to_deliver(message_id: int, office: Office, senders: Senders, now: datetime) -> str:
    outcome = safely(partial(_deliver, message_id, office, senders, now), "error", "message_not_delivered", message_id)
    if outcome == "error":
        safely(partial(_put_off, message_id, now), None, "message_not_put_off", message_id)
    return outcome


def _put_off(message_id: int, now: datetime) -> None:
    """A message that could not even be claimed makes way for the others, and its case shows that it waits."""
    query = sa.select(OutboxMessage).where(OutboxMessage.id == message_id, _is_due(now)).with_for_update()
    message = db.session.execute(query).scalar_one_or_none()
    if message is not None:
        message.next_attempt_at = now + LEASE
        message.error_code, message.error_text = _TROUBLE.code, _TROUBLE.text
    db.session.commit()


def _deliver(message_id: int, office: Office, senders: Senders, now: datetime) -> str:
    claim = _claim(message_id, office, now)
    if claim is None:
        return "waiting"
    outcome, fate = _fate_of(claim, office, senders, now)
    _settle(message_id, fate, office, now)
    return outcome


def _settle(message_id: int, fate: Fate, office: Office, now: datetime) -> None:
    """Record what became of a message. A complainant whom it has reached by that has been told."""
    told = sa.select(OutboxMessage.case_id).where(OutboxMessage.id == message_id, OutboxMessage.staff_id.is_(None))
    case_id = db.session.scalar(told)
    # The case first, as every act on one does: none waits for the other's rows.
    case = lock_by_id(case_id) if case_id else None
    query = sa.select(OutboxMessage).where(OutboxMessage.id == message_id).with_for_update()
    message = db.session.execute(query, execution_options={"populate_existing": True}).scalar_one()
    was_delivered = message.state is MessageState.DELIVERED
    fate(message)
    if case and message.state is MessageState.DELIVERED and not was_delivered:
        note_delivered(case, [message.kind], office, now)
    db.session.commit()


def _claim(message_id: int, office: Office, now: datetime) -> _Claim | None:
    """Take the message for the length of a lease; None when another worker has it or its hour has not come."""
    query = sa.select(OutboxMessage).where(OutboxMessage.id == message_id, _is_due(now))
    message = db.session.execute(query.with_for_update(skip_locked=True)).scalar_one_or_none()
    if message is None or _must_wait(message, office, now):
        db.session.commit()
        return None
    found = message.state
    is_withheld = found is MessageState.QUEUED and _is_withheld(message)
    if found is MessageState.QUEUED:
        message.state = MessageState.SENDING
        message.attempts += 1
        message.sending_since = now
    message.next_attempt_at = now + LEASE
    claim = _Claim(
        message_id=message.id,
        found=found,
        medium=message.medium,
        outgoing=compose(message, office),
        is_withheld=is_withheld,
        since=message.sending_since or now,
        provider_id=message.provider_id or "",
        attempts=message.attempts,
        known=_known_to_provider(message),
    )
    db.session.commit()
    return claim


def _must_wait(message: OutboxMessage, office: Office, now: datetime) -> bool:
    allowed = when_allowed(message.medium, now, office)
    if message.state is not MessageState.QUEUED or allowed <= now:
        return False
    message.next_attempt_at = allowed
    return True


def _is_withheld(message: OutboxMessage) -> bool:
    """Whether the member of staff has left, or been barred from the case, while the message waited for its hour."""
    if message.staff is None:
        return False
    if not message.staff.active:
        return True
    if message.kind is MessageKind.DIGEST:
        return not leave_out_barred(message)
    return message.case is not None and message.staff_id in message.case.conflicts.barred(load_directory())


def _known_to_provider(message: OutboxMessage) -> tuple[str, ...]:
    """The provider's numbers of the recipient's other texts, so that none of those is taken for this one."""
    query = sa.select(OutboxMessage.provider_id).where(
        OutboxMessage.provider_id.is_not(None),
        OutboxMessage.case_id.is_not_distinct_from(message.case_id),
        OutboxMessage.staff_id.is_not_distinct_from(message.staff_id),
    )
    return tuple(provider_id for provider_id in db.session.scalars(query) if provider_id)


def _fate_of(claim: _Claim, office: Office, senders: Senders, now: datetime) -> tuple[str, Fate]:
    """Speak to the provider; returns the outcome to count and what to record."""
    if claim.found in (MessageState.ACCEPTED, MessageState.SENT):
        return _ask(claim, senders, now)
    if claim.is_withheld:
        return "failed", partial(fates.fail, code=WITHHELD, text="", now=now)
    if claim.outgoing is None:
        return "failed", partial(fates.fail, code=NO_ADDRESS, text="", now=now)
    if claim.found is MessageState.QUEUED:
        return _send(claim, claim.outgoing, senders, office, now)
    return _reconcile(claim, claim.outgoing, senders, office, now)


def _send(claim: _Claim, outgoing: Outgoing, senders: Senders, office: Office, now: datetime) -> tuple[str, Fate]:
    sender = senders.sms if claim.medium is Medium.SMS else senders.mail
    try:
        sent = sender.send(outgoing)
    except TemporaryFailure as failure:
        return _retry(claim, failure, office, now)
    except PermanentFailure as failure:
        return "failed", partial(fates.fail, code=failure.code, text=failure.text, now=now)
    except UncertainOutcome as outcome:
        return "uncertain", partial(fates.doubt, text=outcome.text, now=now)
    return "sent", partial(fates.take_over, sent=sent, now=now)


def _retry(claim: _Claim, failure: TemporaryFailure, office: Office, now: datetime) -> tuple[str, Fate]:
    again = next_attempt_at(failure, claim.attempts, now)
    if again is None:
        return "failed", partial(fates.fail, code=failure.code, text=failure.text, now=now)
    return "retry", partial(fates.try_again, failure=failure, at=when_allowed(claim.medium, again, office))


def _reconcile(claim: _Claim, outgoing: Outgoing, senders: Senders, office: Office, now: datetime) -> tuple[str, Fate]:
    """Find out whether a send that was cut off has left the house.

    A mail server keeps no list to ask: the mail goes again under the same Message-ID, by which the
    reader's programme knows the copy.
    """
    known = None
    if claim.medium is Medium.SMS:
        try:
            known = senders.sms.find_sent(outgoing.to, outgoing.body, claim.since, claim.known)
        except SendFailure as failure:
            return "uncertain", partial(fates.doubt, text=failure.text, now=now)
    if known:
        return "sent", partial(fates.take_over, sent=known, now=now)
    return _retry(claim, _CUT_OFF, office, now)


def _ask(claim: _Claim, senders: Senders, now: datetime) -> tuple[str, Fate]:
    """Ask the provider what became of a message that it took over and said nothing of since."""
    try:
        told = senders.sms.fetch_state(claim.provider_id)
    except TemporaryFailure:
        return "asked", partial(fates.ask_again, now=now)
    except PermanentFailure as failure:
        return "failed", partial(fates.fail, code=failure.code, text=failure.text, now=now)
    return "asked", partial(fates.note_told, told=told.state, error_code=told.error_code, now=now)


def _due_ids(now: datetime, media: Iterable[Medium]) -> list[int]:
    wanted = sa.and_(_is_due(now), OutboxMessage.medium.in_(sorted(media)))
    query = sa.select(OutboxMessage.id).where(wanted).order_by(OutboxMessage.next_attempt_at)
    return list(db.session.scalars(query.limit(BATCH)))


def _is_due(now: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(OutboxMessage.next_attempt_at.is_not(None), OutboxMessage.next_attempt_at <= now)
