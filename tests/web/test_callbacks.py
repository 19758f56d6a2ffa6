"""What Twilio posts about a text is believed only with Twilio's signature."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from twilio.request_validator import RequestValidator

from complaint_center.extensions import db
from complaint_center.models.outbox import MessageState, OutboxMessage
from tests.make import make_case, make_chain

pytestmark = pytest.mark.one_database

PUBLIC_URL = "https://complaints.example.go.th"
TOKEN = "a token of the tests"
SID = "SM" + "0" * 32


@pytest.fixture
def twilio(make_app: Callable[..., Flask]) -> FlaskClient:
    app = make_app(
        SMS_BACKEND="twilio",
        TWILIO_ACCOUNT_SID="AC" + "0" * 32,
        TWILIO_AUTH_TOKEN=TOKEN,
        TWILIO_SENDER="+15005550006",
        PUBLIC_URL=PUBLIC_URL,
    )
    return app.test_client()


@pytest.fixture
def text(app: Flask) -> None:
    """One text that Twilio has taken over as SID."""
    make_chain()
    make_case()
    first = sa.select(sa.func.min(OutboxMessage.id)).scalar_subquery()
    taken_over = {"provider_id": SID, "state": MessageState.ACCEPTED}
    db.session.execute(sa.update(OutboxMessage).where(OutboxMessage.id == first).values(taken_over))
    db.session.commit()


def post(client: FlaskClient, params: dict[str, str], token: str = TOKEN) -> int:
    signature = RequestValidator(token).compute_signature(f"{PUBLIC_URL}/twilio/status", params)
    answer = client.post("/twilio/status", data=params, base_url=PUBLIC_URL, headers={"X-Twilio-Signature": signature})
    return answer.status_code


def state() -> MessageState | None:
    db.session.rollback()
    return db.session.scalar(sa.select(OutboxMessage.state).where(OutboxMessage.provider_id == SID))


def test_a_signed_callback_tells_the_fate_of_a_text(text: None, twilio: FlaskClient) -> None:
    assert post(twilio, {"MessageSid": SID, "MessageStatus": "delivered"}) == 204
    assert state() is MessageState.DELIVERED


def test_another_signature_is_refused(text: None, twilio: FlaskClient) -> None:
    assert post(twilio, {"MessageSid": SID, "MessageStatus": "delivered"}, token="another") == 403
    assert state() is MessageState.ACCEPTED


def test_without_a_signature_nothing_is_believed(text: None, twilio: FlaskClient) -> None:
    params = {"MessageSid": SID, "MessageStatus": "failed"}
    assert twilio.post("/twilio/status", data=params, base_url=PUBLIC_URL).status_code == 403
    assert state() is MessageState.ACCEPTED


def test_without_an_account_nothing_is_believed(text: None, client: FlaskClient) -> None:
    assert post(client, {"MessageSid": SID, "MessageStatus": "failed"}, token="") == 403


def test_a_text_that_is_not_ours_is_taken_note_of_and_no_more(app: Flask, twilio: FlaskClient) -> None:
    assert post(twilio, {"MessageSid": "SM" + "9" * 32, "MessageStatus": "sent"}) == 204


def test_a_post_that_is_no_status_is_refused(app: Flask, twilio: FlaskClient) -> None:
    assert post(twilio, {"Body": "hello"}) == 400
