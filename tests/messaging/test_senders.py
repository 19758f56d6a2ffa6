"""The way out that each configuration opens."""

from collections.abc import Collection
from dataclasses import dataclass

import pytest

from complaint_center.domain.delivery import Outgoing, PermanentFailure, Senders
from complaint_center.messaging import build_senders
from complaint_center.messaging.console import ConsoleMail, ConsoleSms
from complaint_center.messaging.smtp_mail import SmtpMail
from tests.twilio_server import ACCOUNT_SID, AUTH_TOKEN, running_twilio

MOBILE = "+66810000001"


@dataclass(frozen=True)
class Settings:
    is_production: bool = False
    public_url: str = "http://127.0.0.1:8000"
    sms_backend: str = "console"
    twilio_account_sid: str | None = ACCOUNT_SID
    twilio_auth_token: str | None = AUTH_TOKEN
    twilio_sender: str | None = "ThatNaweng"
    twilio_messaging_service_sid: str | None = None
    twilio_api_url: str | None = None
    sms_allowed_recipients: Collection[str] = ()
    mail_url: str = "console"
    mail_from: str = "center@example.go.th"


def text(senders: Senders) -> None:
    senders.sms.send(Outgoing(MOBILE, "70-0001", "a"))


def test_nothing_leaves_the_house_unless_it_is_told_to() -> None:
    senders = build_senders(Settings())
    assert isinstance(senders.sms, ConsoleSms)
    assert isinstance(senders.mail, ConsoleMail)


def test_outside_production_only_allowed_numbers_are_texted() -> None:
    with running_twilio() as twilio:
        with pytest.raises(PermanentFailure):
            text(build_senders(Settings(sms_backend="twilio", twilio_api_url=twilio.url)))
        assert twilio.requests == []
        allowed = Settings(sms_backend="twilio", twilio_api_url=twilio.url, sms_allowed_recipients=[MOBILE])
        text(build_senders(allowed))
        assert len(twilio.texts) == 1


def test_in_production_everybody_is_texted() -> None:
    with running_twilio() as twilio:
        text(build_senders(Settings(is_production=True, sms_backend="twilio", twilio_api_url=twilio.url)))
        assert len(twilio.texts) == 1


def test_a_mail_url_opens_the_way_to_its_server() -> None:
    assert isinstance(build_senders(Settings(mail_url="smtp://127.0.0.1:2525")).mail, SmtpMail)


def test_a_wrong_mail_url_stops_the_start() -> None:
    with pytest.raises(ValueError, match="mail server"):
        build_senders(Settings(mail_url="http://mail.example.go.th"))
