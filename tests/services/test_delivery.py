"""The outbox: queued once, sent within its hours, and known what became of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import NoReturn

import pytest
import sqlalchemy as sa
from flask import Flask

from complaint_center.domain.calendar import BANGKOK
from complaint_center.domain.categories import Category
from complaint_center.domain.delivery import (
    ASK_AFTER,
    LEASE,
    RECONCILE_AFTER,
    RETRY_DELAYS,
    DeliveryState,
    PermanentFailure,
    ProviderState,
    Sent,
    SetupFailure,
    TemporaryFailure,
    UncertainOutcome,
)
from complaint_center.domain.intake import AccusedDraft, ComplainantDraft
from complaint_center.domain.messages import MessageKind
from complaint_center.extensions import db
from complaint_center.models.accused import Accused
from complaint_center.models.calls import CallTask
from complaint_center.models.case import Case
from complaint_center.models.outbox import Medium, MessageState, OutboxMessage
from complaint_center.models.staff import StaffMember
from complaint_center.services import outbox
from complaint_center.services.accused import link_accused
from complaint_center.services.delivery import Counts, deliver, note_provider_state
from complaint_center.services.digest import send_digests
from complaint_center.services.escalation import escalate_due
from complaint_center.services.staff import deactivate_staff
from tests.crowd import in_threads
from tests.make import DAY, NOW, OFFICE, SECOND, Recorder, make_case, make_chain, make_complainant

BUSY = TemporaryFailure("429", "too many requests")
REFUSED = PermanentFailure("21610", "the recipient said stop")


class Killed(BaseException):
    """The worker dies in the middle of a send."""


@pytest.fixture
def case(app: Flask) -> Case:
    """A case whose complainant is to be texted once; nobody of the staff can be reached."""
    return make_case()


def at(now: datetime) -> partial[datetime]:
    return partial(lambda instant: instant, now)


def send(recorder: Recorder, now: datetime = NOW) -> Counts:
    return deliver(OFFICE, recorder.senders, at(now))


def text() -> OutboxMessage:
    """The text to the complainant."""
    db.session.rollback()
    return db.session.scalars(sa.select(OutboxMessage).where(OutboxMessage.staff_id.is_(None))).one()


def throw(error: Exception) -> NoReturn:
    raise error


def call_tasks() -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(CallTask)) or 0


def test_a_text_is_sent_once_and_to_the_number_of_the_vault(case: Case) -> None:
    recorder = Recorder()
    assert send(recorder) == Counts(sent=1)
    assert send(recorder, NOW + SECOND) == Counts()
    assert [outgoing.to for outgoing in recorder.sent] == ["+66812345678"]
    assert case.register_number in recorder.sent[0].body
    assert (text().state, text().next_attempt_at) == (MessageState.ACCEPTED, NOW + ASK_AFTER)


def test_the_same_event_is_queued_once(case: Case) -> None:
    for _ in range(3):
        outbox.tell_complainant(case, MessageKind.COMPLAINT_RECEIVED, OFFICE, NOW)
        db.session.commit()
    assert text()


def test_a_pass_over_the_mail_leaves_the_texts_to_their_own(case: Case) -> None:
    recorder = Recorder()
    assert deliver(OFFICE, recorder.senders, at(NOW), [Medium.MAIL]) == Counts()
    assert deliver(OFFICE, recorder.senders, at(NOW), [Medium.SMS]) == Counts(sent=1)


@pytest.mark.parametrize(("hour", "minute", "sent"), [(8, 29, 0), (8, 30, 1), (17, 59, 1), (18, 0, 0), (23, 0, 0)])
def test_a_text_leaves_within_its_hours_only(app: Flask, hour: int, minute: int, sent: int) -> None:
    now = datetime(2026, 11, 23, hour, minute, tzinfo=BANGKOK)
    make_case(now=now)
    recorder = Recorder()
    send(recorder, now)
    assert len(recorder.sent) == sent


def test_a_text_that_waited_for_its_hours_leaves_at_their_beginning(app: Flask) -> None:
    evening = datetime(2026, 11, 23, 18, 0, tzinfo=BANGKOK)
    make_case(now=evening)
    morning = datetime(2026, 11, 24, 8, 30, tzinfo=BANGKOK)
    assert text().next_attempt_at == morning
    assert send(Recorder(), morning - SECOND) == Counts()
    assert send(Recorder(), morning) == Counts(sent=1)


def test_a_text_due_before_the_hours_were_narrowed_waits_for_them(case: Case) -> None:
    late = datetime(2026, 11, 23, 20, 0, tzinfo=BANGKOK)
    assert send(Recorder(), late) == Counts()
    assert text().next_attempt_at == datetime(2026, 11, 24, 8, 30, tzinfo=BANGKOK)


def test_mail_never_waits(app: Flask) -> None:
    make_chain()
    night = datetime(2026, 11, 23, 23, 0, tzinfo=BANGKOK)
    make_case(now=night, complainant=ComplainantDraft())
    recorder = Recorder(state=DeliveryState.SENT)
    send(recorder, night)
    assert [outgoing.to.endswith("@example.go.th") for outgoing in recorder.sent] == [True]
    mail = db.session.scalars(sa.select(OutboxMessage).where(OutboxMessage.medium == Medium.MAIL)).one()
    assert (mail.state, mail.next_attempt_at, mail.settled_at) == (MessageState.SENT, None, night)


def test_temporary_failures_wait_by_the_table_and_then_end(case: Case) -> None:
    recorder = Recorder(failures=[BUSY] * (len(RETRY_DELAYS) + 1))
    now = NOW
    for delay in RETRY_DELAYS:
        assert send(recorder, now) == Counts(retry=1)
        again = text().next_attempt_at
        assert again == OFFICE.sms_window.next_open(now + delay)
        assert send(recorder, again - SECOND) == Counts()
        now = again
    assert send(recorder, now) == Counts(failed=1)
    assert (text().state, text().error_code, call_tasks()) == (MessageState.FAILED, "429", 1)


def test_a_wrong_setting_of_ours_loses_no_message(case: Case) -> None:
    recorder = Recorder(failures=[SetupFailure("20003", "authenticate")] * 20)
    now = NOW
    for _ in range(20):
        assert send(recorder, now) == Counts(retry=1)
        now = text().next_attempt_at or now
    assert send(recorder, now) == Counts(sent=1)


def test_a_text_that_can_never_reach_the_complainant_becomes_a_clerks_call(case: Case) -> None:
    assert send(Recorder(failures=[REFUSED])) == Counts(failed=1)
    assert (text().state, text().error_code, text().next_attempt_at) == (MessageState.FAILED, "21610", None)
    task = db.session.scalars(sa.select(CallTask)).one()
    assert (task.case_id, task.kind) == (case.id, MessageKind.COMPLAINT_RECEIVED)


def test_what_cannot_reach_staff_asks_for_no_call(app: Flask) -> None:
    make_chain()
    make_case(complainant=ComplainantDraft())
    assert send(Recorder(failures=[REFUSED, REFUSED])) == Counts(failed=2)
    assert call_tasks() == 0


def test_an_uncertain_text_is_looked_for_before_it_is_sent_again(case: Case) -> None:
    recorder = Recorder(failures=[UncertainOutcome("connection reset")])
    assert send(recorder) == Counts(uncertain=1)
    assert send(recorder, NOW + RECONCILE_AFTER - SECOND) == Counts()
    assert recorder.listed == []
    recorder.on_list = Sent("SM1", DeliveryState.DELIVERED)
    assert send(recorder, NOW + RECONCILE_AFTER) == Counts(sent=1)
    assert recorder.listed == [("+66812345678", NOW, ())]
    assert recorder.sent == []
    assert (text().state, text().provider_id) == (MessageState.DELIVERED, "SM1")


def test_an_uncertain_text_that_never_left_is_sent_again(case: Case) -> None:
    recorder = Recorder(failures=[UncertainOutcome("connection reset")])
    send(recorder)
    assert send(recorder, NOW + RECONCILE_AFTER) == Counts(retry=1)
    assert send(recorder, text().next_attempt_at) == Counts(sent=1)  # type: ignore[arg-type]
    assert len(recorder.sent) == 1


def test_a_send_that_always_stays_uncertain_is_given_up_at_last(case: Case) -> None:
    recorder = Recorder(failures=[UncertainOutcome("connection reset")] * 50)
    passes = 0
    while (again := text().next_attempt_at) and passes < 100:
        send(recorder, again)
        passes += 1
    assert (text().state, call_tasks()) == (MessageState.FAILED, 1)
    assert len(recorder.failures) == 50 - (len(RETRY_DELAYS) + 1)


def test_while_the_providers_list_cannot_be_read_nothing_is_sent_again(case: Case) -> None:
    class Unreadable(Recorder):
        def find_sent(self, *_: object) -> Sent | None:
            raise BUSY

    recorder = Unreadable(failures=[UncertainOutcome("connection reset")])
    send(recorder)
    for minutes in (2, 4, 6):
        assert send(recorder, NOW + timedelta(minutes=minutes)) == Counts(uncertain=1)
    assert recorder.sent == []


def test_a_provider_that_refuses_to_show_its_list_leaves_the_message_unclear_and_the_pass_whole(case: Case) -> None:
    send(Recorder(failures=[UncertainOutcome("lost after sending")]))
    refusing = Recorder()
    refusing.find_sent = lambda *_: throw(PermanentFailure("20404", "no such account"))  # type: ignore[method-assign]
    assert send(refusing, NOW + RECONCILE_AFTER).uncertain == 1
    assert text().next_attempt_at == NOW + 2 * RECONCILE_AFTER
    assert not refusing.sent


def test_the_text_of_another_message_is_not_taken_for_the_uncertain_one(case: Case) -> None:
    send(Recorder())
    first = text().provider_id
    outbox.tell_complainant(case, MessageKind.COMPLAINT_RECEIVED, OFFICE, NOW, "2")
    db.session.commit()
    recorder = Recorder(failures=[UncertainOutcome("connection reset")])
    send(recorder)
    send(recorder, NOW + RECONCILE_AFTER)
    assert recorder.listed[0][2] == (first,)


def test_a_worker_killed_between_claim_and_record_leaves_its_message_to_another(case: Case) -> None:
    class Deadly(Recorder):
        def send(self, message: object) -> Sent:
            raise Killed

    with pytest.raises(Killed):
        send(Deadly())
    assert text().state is MessageState.SENDING
    survivor = Recorder()
    assert send(survivor, NOW + LEASE - SECOND) == Counts()
    assert send(survivor, NOW + LEASE) == Counts(retry=1)
    assert survivor.listed
    assert send(survivor, text().next_attempt_at) == Counts(sent=1)  # type: ignore[arg-type]
    assert len(survivor.sent) == 1


def test_a_worker_killed_after_the_provider_took_over_sends_nothing_twice(case: Case) -> None:
    class Deadly(Recorder):
        def send(self, message: object) -> Sent:
            raise Killed

    with pytest.raises(Killed):
        send(Deadly())
    survivor = Recorder(on_list=Sent("SM1", DeliveryState.SENT))
    assert send(survivor, NOW + LEASE) == Counts(sent=1)
    assert survivor.sent == []


def test_two_workers_at_once_send_every_message_once(app: Flask) -> None:
    make_chain()
    for _ in range(10):
        make_case()
    recorder = Recorder()
    outcomes = in_threads(app, [partial(send, recorder)] * 4)
    assert sum(outcome.sent for outcome in outcomes if isinstance(outcome, Counts)) == 30
    keys = [outgoing.key for outgoing in recorder.sent]
    assert (len(keys), len(set(keys))) == (30, 30)


# What became of it


def test_a_callback_settles_a_message(case: Case) -> None:
    send(Recorder())
    provider_id = text().provider_id or ""
    assert note_provider_state(OFFICE, provider_id, DeliveryState.SENT, "", NOW + SECOND)
    assert (text().state, text().next_attempt_at) == (MessageState.SENT, NOW + SECOND + ASK_AFTER)
    assert note_provider_state(OFFICE, provider_id, DeliveryState.DELIVERED, "", NOW + 2 * SECOND)
    assert (text().state, text().next_attempt_at) == (MessageState.DELIVERED, None)
    assert note_provider_state(OFFICE, provider_id, DeliveryState.SENT, "", NOW + 3 * SECOND)
    assert text().state is MessageState.DELIVERED


def test_a_callback_that_says_failed_asks_a_clerk_to_call_once(case: Case) -> None:
    send(Recorder())
    for _ in range(2):
        note_provider_state(OFFICE, text().provider_id or "", DeliveryState.FAILED, "30003", NOW + SECOND)
    assert (text().state, text().error_code, call_tasks()) == (MessageState.FAILED, "30003", 1)


def test_a_callback_that_overtakes_our_own_record_is_made_up_for_by_asking(case: Case) -> None:
    class Quick(Recorder):
        def send(self, message: object) -> Sent:
            assert not note_provider_state(OFFICE, "SM1", DeliveryState.DELIVERED, "", NOW)
            return Sent("SM1", DeliveryState.ACCEPTED)

    quick = Quick(states={"SM1": ProviderState(DeliveryState.DELIVERED)})
    assert send(quick) == Counts(sent=1)
    assert text().state is MessageState.ACCEPTED
    send(quick, NOW + ASK_AFTER)
    assert text().state is MessageState.DELIVERED


def test_a_callback_for_no_message_of_ours_is_not_ours(app: Flask) -> None:
    assert not note_provider_state(OFFICE, "SM0", DeliveryState.DELIVERED, "", NOW)


def test_a_provider_that_says_nothing_is_asked_for_three_days_and_no_longer(case: Case) -> None:
    recorder = Recorder()
    send(recorder)
    asked = 0
    while (again := text().next_attempt_at) and asked < 1000:
        send(recorder, again)
        asked += 1
    assert asked == timedelta(days=3) / ASK_AFTER
    assert text().state is MessageState.SENT


def test_a_provider_that_tells_of_a_failure_when_asked_leads_to_a_call(case: Case) -> None:
    recorder = Recorder()
    send(recorder)
    recorder.states[text().provider_id or ""] = ProviderState(DeliveryState.FAILED, "30005")
    send(recorder, NOW + ASK_AFTER)
    assert (text().state, text().error_code, call_tasks()) == (MessageState.FAILED, "30005", 1)


# Confidence


@pytest.mark.parametrize("lost_to", ["a link", "a departure"])
def test_who_was_barred_or_left_while_a_text_waited_for_its_hour_is_not_told(app: Flask, lost_to: str) -> None:
    chain, night = make_chain(), NOW + timedelta(hours=12)
    case = make_case(category=Category.CORRUPTION, now=night, accused=(AccusedDraft(name="คนหนึ่ง"),))
    if lost_to == "a link":
        link_accused(
            OFFICE,
            chain.supervisor,
            case.register_number,
            case.accused[0].id,
            "พยานยืนยัน",
            night,
            staff_id=chain.officer.id,
        )
    else:
        deactivate_staff(OFFICE, chain.admin, chain.officer.id, "ย้าย", night)
    recorder = Recorder()
    send(recorder, night + timedelta(hours=12))
    officer = db.session.get_one(StaffMember, chain.officer.id)
    assert not {officer.phone, officer.email} & {message.to for message in recorder.sent}
    assigned = sa.select(OutboxMessage).where(OutboxMessage.staff_id == officer.id)
    assert {(message.state, message.error_code) for message in db.session.scalars(assigned)} == {
        (MessageState.FAILED, "withheld")
    }


def test_a_digest_that_waits_loses_the_case_its_reader_was_barred_from_meanwhile(app: Flask) -> None:
    chain, overdue, morning = make_chain(), NOW - 8 * DAY, NOW + DAY
    told, barred = (make_case(category=Category.BRIBERY, received_at=overdue) for _ in range(2))
    escalate_due(OFFICE, NOW)
    send_digests(OFFICE, morning)
    db.session.add(Accused(case=barred, name=chain.supervisor.name, staff_id=chain.supervisor.id))
    db.session.commit()
    recorder = Recorder()
    send(recorder, morning)
    [digest] = [
        one for one in recorder.sent if one.key.startswith("digest") and one.key.endswith(f":{chain.supervisor.id}")
    ]
    assert told.register_number in digest.body
    assert barred.register_number not in digest.body


def test_no_row_of_the_outbox_holds_an_address(app: Flask) -> None:
    make_chain()
    make_case()
    make_case(complainant=make_complainant(phone=None))
    send(Recorder(failures=[BUSY, REFUSED, UncertainOutcome("reset")]))
    db.session.commit()
    for table in ("outbox", "call_tasks"):
        for row in db.session.execute(sa.text(f"SELECT * FROM {table}")):  # noqa: S608  # two tables of ours
            shown = " ".join(map(str, row))
            assert "812345678" not in shown
            assert "@" not in shown
            assert "สมศรี" not in shown


def test_one_message_that_cannot_be_written_never_stops_the_rest(app: Flask) -> None:
    make_chain()
    make_case()
    db.session.execute(sa.text("UPDATE complainants SET phone = 'not a token'"))
    db.session.commit()
    assert send(Recorder()).sent == 2
    # It makes way for the others, and is seen to wait.
    unwritable = text()
    assert (unwritable.state, unwritable.error_code) == (MessageState.QUEUED, "trouble")
    assert unwritable.next_attempt_at == NOW + LEASE
