"""E-mail by SMTP.

Nobody can ask what became of an e-mail, so one whose sending broke off may be sent again: its Message-ID
comes from the message's key, is the same at every attempt, and lets a mailbox drop the second copy.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from contextlib import closing, suppress
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime, parseaddr
from hashlib import sha256
from urllib.parse import unquote, urlsplit

from complaint_center.clock import now
from complaint_center.domain.delivery import (
    DeliveryState,
    Outgoing,
    PermanentFailure,
    Sent,
    SetupFailure,
    TemporaryFailure,
    UncertainOutcome,
)

TIMEOUT_SECONDS = 20.0
"""For connecting, and again for each of the server's answers."""


@dataclass(frozen=True)
class MailServer:
    """Where to hand e-mail in.

    `smtp://` (port 587 with a password, else 25) is upgraded by STARTTLS where the server offers it, and
    sends no password without it except to this very machine. `smtps://` (port 465) is TLS from the start.
    """

    host: str
    port: int
    username: str = ""
    password: str = ""
    tls_from_start: bool = False

    @classmethod
    def parse(cls, url: str) -> MailServer:
        """From `smtp://user:password@host:port`, percent-encoded. ValueError for anything else."""
        parts = urlsplit(url)
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname or parts.path.strip("/"):
            raise ValueError("not a mail server: smtp://user:password@host:port or smtps://…")
        tls_from_start = parts.scheme == "smtps"
        default_port = 465 if tls_from_start else 587 if parts.password else 25
        return cls(
            parts.hostname,
            parts.port or default_port,
            unquote(parts.username or ""),
            unquote(parts.password or ""),
            tls_from_start,
        )

    @property
    def needs_starttls(self) -> bool:
        """Whether a password would otherwise cross a network in the clear."""
        local = self.host in ("localhost", "127.0.0.1", "::1")
        return bool(self.password) and not self.tls_from_start and not local


class SmtpMail:
    """An e-mail sender; one connection per message. `mail_from` may carry a name: `Center <center@…>`."""

    def __init__(self, server: MailServer, mail_from: str, timeout: float = TIMEOUT_SECONDS) -> None:
        """ValueError when `mail_from` is no address."""
        self._server = server
        self._from = parse_sender(mail_from)
        self._timeout = timeout

    def send(self, message: Outgoing) -> Sent:
        """Hand the e-mail in. Raises what `Sender.send` raises."""
        mail = self._compose(message)
        try:
            smtp = self._connect()
        except OSError as error:
            raise _not_handed_in(error) from None
        with closing(smtp):
            self._prepare(smtp)
            self._hand_in(smtp, mail, message.to)
            # The e-mail is accepted; how the server says goodbye changes nothing.
            with suppress(smtplib.SMTPException):
                smtp.quit()
        return Sent(_message_number(message), DeliveryState.SENT)

    def _compose(self, message: Outgoing) -> EmailMessage:
        mail = EmailMessage(policy=SMTP)
        mail["To"] = _recipient(message.to)
        mail["From"] = self._from
        mail["Subject"] = " ".join(message.subject.split())
        mail["Date"] = format_datetime(now())
        mail["Message-ID"] = f"<{_message_number(message)}@{self._from.domain}>"
        # Keeps out-of-office robots from answering (RFC 3834).
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(message.body)
        return mail

    def _connect(self) -> smtplib.SMTP:
        server = self._server
        if server.tls_from_start:
            return smtplib.SMTP_SSL(
                server.host, server.port, timeout=self._timeout, context=ssl.create_default_context()
            )
        return smtplib.SMTP(server.host, server.port, timeout=self._timeout)

    def _prepare(self, smtp: smtplib.SMTP) -> None:
        try:
            smtp.ehlo_or_helo_if_needed()
            self._secure(smtp)
            if self._server.username:
                smtp.login(self._server.username, self._server.password)
        except smtplib.SMTPAuthenticationError as error:
            code = str(error.smtp_code)
            raise SetupFailure(code, "the mail server refuses the user or password in MAIL_URL") from None
        except smtplib.SMTPNotSupportedError as error:
            raise SetupFailure("not_supported", f"check MAIL_URL: {error}") from None
        except OSError as error:
            raise _not_handed_in(error) from None

    def _secure(self, smtp: smtplib.SMTP) -> None:
        if self._server.needs_starttls or (not self._server.tls_from_start and smtp.has_extn("starttls")):
            smtp.starttls(context=ssl.create_default_context())
            smtp.ehlo()

    def _hand_in(self, smtp: smtplib.SMTP, mail: EmailMessage, recipient: str) -> None:
        sender = self._from.addr_spec
        needs_utf8 = not (recipient.isascii() and sender.isascii())
        if needs_utf8 and not smtp.has_extn("smtputf8"):
            raise PermanentFailure("smtputf8", "the mail server takes only Latin letters in addresses")
        try:
            _expect_sender_accepted(*smtp.mail(sender, ["SMTPUTF8", "BODY=8BITMIME"] if needs_utf8 else []))
            _expect_success(*smtp.rcpt(recipient))
        except OSError as error:
            raise _not_handed_in(error) from None
        _transfer(smtp, mail.as_bytes(policy=SMTPUTF8 if needs_utf8 else SMTP))


def _transfer(smtp: smtplib.SMTP, content: bytes) -> None:
    try:
        code, said = smtp.data(content)
    except smtplib.SMTPDataError as error:
        raise _refusal(error.smtp_code, error.smtp_error) from None
    except OSError as error:
        raise UncertainOutcome(f"the mail server was lost after DATA ({_name(error)})") from None
    if code < 0:
        raise UncertainOutcome("unreadable answer after DATA")
    _expect_success(code, said)


def parse_sender(text: str) -> Address:
    """From `center@example.go.th` or `Center <center@example.go.th>`. ValueError for anything else."""
    name, spec = parseaddr(text)
    return _address(spec, name)


def _address(spec: str, name: str = "") -> Address:
    """ValueError when it cannot be one. Letters of any script are let through (RFC 6531)."""
    if not re.fullmatch(r"[^\s<>@,;]+@[^\s<>@,;]+", spec):
        raise ValueError("not an e-mail address")
    username, domain = spec.split("@")
    return Address(name, username, domain)


def _recipient(spec: str) -> Address:
    try:
        return _address(spec)
    except ValueError as error:
        raise PermanentFailure("bad_address", str(error)) from None


def _message_number(message: Outgoing) -> str:
    """A hash, because keys name cases."""
    return sha256(message.key.encode()).hexdigest()[:32]


def _expect_sender_accepted(code: int, said: bytes) -> None:
    """A server that will take no mail from us at all says nothing about the recipient."""
    if code >= 500:
        raise SetupFailure(str(code), "the mail server refuses our sender: check MAIL_URL and MAIL_FROM")
    _expect_success(code, said)


def _expect_success(code: int, said: bytes) -> None:
    if not 200 <= code < 300:
        raise _refusal(code, said)


def _refusal(code: int, said: bytes | str) -> TemporaryFailure | PermanentFailure:
    """4xx is "not now", 5xx "never" (RFC 5321 section 4.2.1). The server's own words may name the address."""
    status = said.decode("ascii", "replace") if isinstance(said, bytes) else said
    enhanced = status.split(" ", 1)[0] if status[:2] in ("4.", "5.") else ""
    text = f"the mail server answered {code} {enhanced}".rstrip()
    return PermanentFailure(str(code), text) if code >= 500 else TemporaryFailure(str(code), text)


def _not_handed_in(error: OSError) -> TemporaryFailure:
    return TemporaryFailure("unreachable", f"no connection to the mail server ({_name(error)})")


def _name(error: OSError) -> str:
    return type(error).__name__
