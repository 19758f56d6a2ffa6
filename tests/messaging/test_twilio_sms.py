"""Twilio's own client against a server that speaks Twilio's API on the loopback."""

import logging
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from complaint_center.domain.delivery import (
    DeliveryState,
    Outgoing,
    PermanentFailure,
    ProviderState,
    SetupFailure,
    TemporaryFailure,
    UncertainOutcome,
)
from complaint_center.messaging.twilio_sms import (
    TwilioSms,
    is_signed_by_twilio,
    read_callback,
    status_callback_url,
)
from tests.twilio_rules import (
    BROKEN,
    TOO_MANY_REQUESTS,
    UNAVAILABLE,
    ApiError,
    callback_params,
    sign,
)
from tests.twilio_server import Drop, Fail, Garble, Slow, TwilioServer, running_twilio

MOBILE, OTHER_MOBILE, LANDLINE = "+66810000001", "+66810000002", "+6642970107"
BODY = "เทศบาลรับเรื่องท่านแล้ว เลขที่ 70-0001 โทร 042970107"
TEXT = Outgoing(to=MOBILE, body=BODY, key="received:1")
SERVICE = "MG" + "0123456789abcdef" * 2
CALLBACK = "https://complaints.example.go.th/twilio/status"


@pytest.fixture
def twilio() -> Iterator[TwilioServer]:
    with running_twilio() as server:
        yield server


def make_sms(twilio: TwilioServer, **changes: Any) -> TwilioSms:
    settings: dict[str, Any] = {
        "account_sid": twilio.account_sid,
        "auth_token": twilio.auth_token,
        "api_url": twilio.url,
        "public_url": "http://127.0.0.1:8000",
        "sender": "ThatNaweng",
        "timeout": 5.0,
    }
    return TwilioSms(**settings | changes)


def a_minute_ago() -> datetime:
    return datetime.now(UTC) - timedelta(minutes=1)


def refusal_of(twilio: TwilioServer, error: ApiError) -> Exception:
    twilio.misbehave(Fail(error))
    with pytest.raises((TemporaryFailure, PermanentFailure, UncertainOutcome)) as raised:
        make_sms(twilio).send(TEXT)
    return raised.value


def test_a_text_reaches_twilio_as_it_was_written(twilio: TwilioServer) -> None:
    sent = make_sms(twilio).send(TEXT)
    (request,) = twilio.requests
    assert request.params == {"To": MOBILE, "Body": BODY, "From": "ThatNaweng"}
    assert sent.provider_id == twilio.texts[0]["sid"]
    assert sent.state is DeliveryState.ACCEPTED


def test_a_messaging_service_takes_the_place_of_the_sender(twilio: TwilioServer) -> None:
    make_sms(twilio, messaging_service_sid=SERVICE).send(TEXT)
    assert twilio.requests[0].params == {"To": MOBILE, "Body": BODY, "MessagingServiceSid": SERVICE}


def test_a_public_service_asks_to_be_told_what_became_of_the_text(twilio: TwilioServer) -> None:
    make_sms(twilio, public_url="https://complaints.example.go.th/").send(TEXT)
    assert twilio.requests[0].params["StatusCallback"] == CALLBACK


@pytest.mark.parametrize(
    "public_url", ["http://127.0.0.1:8000", "http://localhost:8000", "http://[::1]:8000", "http://127.8.9.1"]
)
def test_a_service_on_the_loopback_asks_for_no_callback(public_url: str) -> None:
    assert status_callback_url(public_url) is None


def test_the_environment_does_not_redirect_the_client(twilio: TwilioServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWILIO_EDGE", "sydney")
    monkeypatch.setenv("TWILIO_REGION", "au1")
    make_sms(twilio).send(TEXT)
    assert len(twilio.texts) == 1


def test_nothing_of_a_send_is_logged(twilio: TwilioServer, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        sms = make_sms(twilio)
        sms.send(TEXT)
        sms.find_sent(MOBILE, BODY, a_minute_ago())
    assert "810000001" not in caplog.text


@pytest.mark.parametrize(("to", "code"), [(LANDLINE, "21614"), ("+6681", "21211"), ("081", "21211")])
def test_a_number_that_cannot_be_texted_is_a_permanent_failure(twilio: TwilioServer, to: str, code: str) -> None:
    with pytest.raises(PermanentFailure) as refused:
        make_sms(twilio).send(Outgoing(to, BODY, "a"))
    assert refused.value.code == code
    assert LANDLINE not in str(refused.value)


@pytest.mark.parametrize("code", [21408, 21610, 21612, 30003, 30005, 30006, 30008, 21617])
def test_what_twilio_refuses_about_a_text_is_permanent(twilio: TwilioServer, code: int) -> None:
    failure = refusal_of(twilio, ApiError(400, code, "No"))
    assert isinstance(failure, PermanentFailure)
    assert failure.code == str(code)


def test_a_wrong_password_is_our_own_mistake_and_costs_no_text(twilio: TwilioServer) -> None:
    with pytest.raises(SetupFailure) as refused:
        make_sms(twilio, auth_token="wrong").send(TEXT)  # noqa: S106 - made up
    assert refused.value.code == "20003"
    assert "TWILIO_" in refused.value.text
    assert twilio.texts == []


def test_an_unknown_account_is_our_own_mistake(twilio: TwilioServer) -> None:
    twilio.account_sid = "AC" + "f" * 32
    with pytest.raises(SetupFailure):
        make_sms(twilio, account_sid="AC" + "e" * 32).send(TEXT)


@pytest.mark.parametrize("code", [21212, 21606, 21659, 21703])
def test_a_wrong_sender_is_our_own_mistake(twilio: TwilioServer, code: int) -> None:
    assert isinstance(refusal_of(twilio, ApiError(400, code, "No such sender")), SetupFailure)


@pytest.mark.parametrize("error", [TOO_MANY_REQUESTS, UNAVAILABLE, ApiError(400, 21611, "Queue full")])
def test_a_busy_twilio_is_tried_again(twilio: TwilioServer, error: ApiError) -> None:
    failure = refusal_of(twilio, error)
    assert isinstance(failure, TemporaryFailure)
    assert not isinstance(failure, SetupFailure)


@pytest.mark.parametrize("status", [500, 502, 504, 408])
def test_a_broken_twilio_leaves_the_outcome_uncertain(twilio: TwilioServer, status: int) -> None:
    assert isinstance(refusal_of(twilio, ApiError(status, 20000 + status, "Broken")), UncertainOutcome)


def test_nothing_listening_is_a_temporary_failure(twilio: TwilioServer) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{unused.getsockname()[1]}"
        with pytest.raises(TemporaryFailure) as failure:
            make_sms(twilio, api_url=closed).send(TEXT)
    assert failure.value.code == "unreachable"


@pytest.mark.parametrize("accept", [True, False])
def test_a_connection_that_breaks_after_sending_is_uncertain_and_never_retried(
    twilio: TwilioServer, accept: bool
) -> None:
    twilio.misbehave(Drop(accept))
    with pytest.raises(UncertainOutcome):
        make_sms(twilio).send(TEXT)
    assert len(twilio.requests) == 1
    found = make_sms(twilio).find_sent(MOBILE, BODY, a_minute_ago())
    assert (found is not None) is accept


def test_an_answer_that_does_not_come_in_time_is_uncertain(twilio: TwilioServer) -> None:
    twilio.misbehave(Slow(0.6))
    with pytest.raises(UncertainOutcome):
        make_sms(twilio, timeout=0.2).send(TEXT)
    assert len(twilio.requests) == 1


def test_an_answer_that_is_not_twilios_is_uncertain(twilio: TwilioServer) -> None:
    twilio.misbehave(Garble())
    with pytest.raises(UncertainOutcome):
        make_sms(twilio).send(TEXT)


def test_an_uncertain_text_is_found_behind_many_others_to_the_same_number(twilio: TwilioServer) -> None:
    sms = make_sms(twilio)
    sent = sms.send(TEXT)
    for number in range(60):
        twilio.create({"To": MOBILE, "Body": f"เรื่อง 70-{number:04}", "From": "ThatNaweng"})
    assert sms.find_sent(MOBILE, BODY, a_minute_ago()) == sent


def test_another_recipient_another_body_and_an_older_text_are_not_taken_for_it(twilio: TwilioServer) -> None:
    sms = make_sms(twilio)
    sms.send(Outgoing(OTHER_MOBILE, BODY, "a"))
    sms.send(Outgoing(MOBILE, "เรื่องอื่น", "b"))
    sms.send(TEXT)
    twilio.texts[0]["date_created"] = "Thu, 30 Jul 2015 20:12:31 +0000"
    assert sms.find_sent(MOBILE, BODY, a_minute_ago()) is None


def test_a_text_that_reads_the_same_and_is_already_accounted_for_is_not_taken_for_it(
    twilio: TwilioServer,
) -> None:
    sms = make_sms(twilio)
    first = sms.send(TEXT)
    assert sms.find_sent(MOBILE, BODY, a_minute_ago(), {first.provider_id}) is None
    second = sms.send(TEXT)
    assert sms.find_sent(MOBILE, BODY, a_minute_ago(), {first.provider_id}) == second


def test_a_text_whose_body_twilio_no_longer_shows_is_passed_over(twilio: TwilioServer) -> None:
    make_sms(twilio).send(TEXT)
    twilio.texts[0]["body"] = None
    assert make_sms(twilio).find_sent(MOBILE, BODY, a_minute_ago()) is None


def test_a_trial_accounts_preface_does_not_hide_the_text(twilio: TwilioServer) -> None:
    sent = make_sms(twilio).send(TEXT)
    twilio.texts[0]["body"] = f"Sent from your Twilio trial account - {BODY}"
    assert make_sms(twilio).find_sent(MOBILE, BODY, a_minute_ago()) == sent


@pytest.mark.parametrize("behaviour", [Fail(BROKEN), Drop(accept=False), Garble()])
def test_a_question_that_is_not_answered_may_be_asked_again(
    twilio: TwilioServer, behaviour: Fail | Drop | Garble
) -> None:
    sms = make_sms(twilio)
    sent = sms.send(TEXT)
    twilio.misbehave(behaviour, times=2)
    with pytest.raises(TemporaryFailure):
        sms.find_sent(MOBILE, BODY, a_minute_ago())
    with pytest.raises(TemporaryFailure):
        sms.fetch_state(sent.provider_id)


@pytest.mark.parametrize(
    ("status", "error_code", "expected"),
    [
        ("accepted", None, ProviderState(DeliveryState.ACCEPTED)),
        ("queued", None, ProviderState(DeliveryState.ACCEPTED)),
        ("sending", None, ProviderState(DeliveryState.ACCEPTED)),
        ("sent", None, ProviderState(DeliveryState.SENT)),
        ("delivered", None, ProviderState(DeliveryState.DELIVERED)),
        ("undelivered", 30003, ProviderState(DeliveryState.FAILED, "30003")),
        ("failed", 30008, ProviderState(DeliveryState.FAILED, "30008")),
        ("canceled", None, ProviderState(DeliveryState.FAILED)),
        ("something new", None, ProviderState(DeliveryState.ACCEPTED)),
    ],
)
def test_asking_and_being_told_say_the_same(
    twilio: TwilioServer, status: str, error_code: int | None, expected: ProviderState
) -> None:
    sms = make_sms(twilio)
    sid = sms.send(TEXT).provider_id
    twilio.move(sid, status, error_code)
    assert sms.fetch_state(sid) == expected
    assert read_callback(callback_params(twilio.fetch(sid))) == (sid, expected)


def test_a_text_that_twilio_does_not_know_is_not_asked_after_again(twilio: TwilioServer) -> None:
    with pytest.raises(PermanentFailure):
        make_sms(twilio).fetch_state("SM" + "0" * 32)


@pytest.mark.parametrize("params", [{}, {"MessageSid": "SM1"}, {"MessageStatus": "sent"}])
def test_a_form_that_is_no_status_callback_is_refused(params: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="not a status callback"):
        read_callback(params)


def test_a_callback_signed_with_our_token_is_believed_and_no_other(twilio: TwilioServer) -> None:
    make_sms(twilio).send(TEXT)
    params = callback_params(twilio.texts[0])
    signature = sign(twilio.auth_token, CALLBACK, params)
    assert is_signed_by_twilio(twilio.auth_token, CALLBACK, params, signature)
    forged = params | {"MessageStatus": "failed"}
    assert not is_signed_by_twilio(twilio.auth_token, CALLBACK, forged, signature)
    assert not is_signed_by_twilio(twilio.auth_token, f"{CALLBACK}/x", params, signature)
    assert not is_signed_by_twilio("another token", CALLBACK, params, signature)
    assert not is_signed_by_twilio(twilio.auth_token, CALLBACK, params, "")
