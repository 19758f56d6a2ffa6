"""The two ways out of the house, chosen by the configuration."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from complaint_center.domain.delivery import Sender, Senders, SmsSender
from complaint_center.messaging.console import ConsoleMail, ConsoleSms
from complaint_center.messaging.recipients import OnlyAllowedRecipients
from complaint_center.messaging.smtp_mail import MailServer, SmtpMail
from complaint_center.messaging.twilio_sms import DEFAULT_API_URL, TwilioSms


class MessagingSettings(Protocol):
    """The part of the configuration that this room reads."""

    @property
    def is_production(self) -> bool: ...
    @property
    def public_url(self) -> str: ...
    @property
    def sms_backend(self) -> str: ...
    @property
    def twilio_account_sid(self) -> str | None: ...
    @property
    def twilio_auth_token(self) -> str | None: ...
    @property
    def twilio_sender(self) -> str | None: ...
    @property
    def twilio_messaging_service_sid(self) -> str | None: ...
    @property
    def twilio_api_url(self) -> str | None: ...
    @property
    def sms_allowed_recipients(self) -> Collection[str]: ...
    @property
    def mail_url(self) -> str: ...
    @property
    def mail_from(self) -> str: ...


def build_senders(config: MessagingSettings) -> Senders:
    """ValueError when MAIL_URL is neither `console` nor a mail server, or MAIL_FROM no address."""
    return Senders(sms=_sms_sender(config), mail=_mail_sender(config))


def _sms_sender(config: MessagingSettings) -> SmsSender:
    if config.sms_backend == "console":
        return ConsoleSms()
    twilio = TwilioSms(
        config.twilio_account_sid or "",
        config.twilio_auth_token or "",
        public_url=config.public_url,
        sender=config.twilio_sender,
        messaging_service_sid=config.twilio_messaging_service_sid,
        api_url=config.twilio_api_url or DEFAULT_API_URL,
    )
    if config.is_production:
        return twilio
    return OnlyAllowedRecipients(twilio, frozenset(config.sms_allowed_recipients))


def _mail_sender(config: MessagingSettings) -> Sender:
    if config.mail_url == "console":
        return ConsoleMail()
    return SmtpMail(MailServer.parse(config.mail_url), config.mail_from)
