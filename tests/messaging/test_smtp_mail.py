"""E-mail handed to a real SMTP server on the loopback."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from complaint_center.domain.delivery import (
    DeliveryState,
    Outgoing,
    PermanentFailure,
    Sent,
    SetupFailure,
    TemporaryFailure,
    UncertainOutcome,
)
from complaint_center.messaging.smtp_mail import MailServer, SmtpMail

SUBJECT = "เรื่อง 70-0001: ครบกำหนดเสนอความเห็นแล้ว โปรดเข้าสู่ระบบตามปกติเพื่อพิจารณาเรื่องที่ค้างอยู่"
BODY = "เรื่อง 70-0001 ครบกำหนดแล้ว\n.\nโทร 042 970107\n"
MAIL = Outgoing(to="supervisor@example.go.th", subject=SUBJECT, body=BODY, key="escalated:1:supervisor")
MAIL_FROM = "ศูนย์รับเรื่องร้องเรียน <center@example.go.th>"
PASSWORD = "p@ss/word"  # noqa: S105 - made up


class Mailbox:
    """Keeps what it is given, and answers MAIL, RCPT and DATA as told."""

    def __init__(self, mail: str = "250 OK", rcpt: str = "250 OK", data: str = "250 OK", hang_up: bool = False) -> None:
        self.mail, self.rcpt, self.data, self.hang_up = mail, rcpt, data, hang_up
        self.envelopes: list[Envelope] = []
        self.sessions: list[Session] = []

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self.mail

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.envelopes.append(envelope)
        self.sessions.append(session)
        if self.hang_up:
            assert server.transport is not None
            server.transport.close()
        return self.data

    @property
    def mails(self) -> list[EmailMessage]:
        return [
            message_from_bytes(envelope.original_content or b"", EmailMessage, policy=policy.SMTP)
            for envelope in self.envelopes
        ]


def decoded(envelope: Envelope, name: str) -> str:
    """A header as the older of Python's two readers has it: the newer puts blanks into long Thai names."""
    return str(make_header(decode_header(message_from_bytes(envelope.original_content or b"")[name])))


@contextmanager
def running_smtp(mailbox: Mailbox, **settings: Any) -> Iterator[int]:
    """The port of a server that is stopped on leaving."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    controller = Controller(mailbox, hostname="127.0.0.1", port=port, **settings)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def authenticate(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
    right = isinstance(data, LoginPassword) and (data.login, data.password) == (b"center", PASSWORD.encode())
    return AuthResult(success=right, handled=False)


def send(port: int, message: Outgoing = MAIL, url: str = "smtp://127.0.0.1:{port}", timeout: float = 5.0) -> Sent:
    return SmtpMail(MailServer.parse(url.format(port=port)), MAIL_FROM, timeout).send(message)


@pytest.fixture
def trusted_certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A server's TLS with a certificate that this test's clients trust."""
    context = self_signed(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
    return context


def self_signed(folder: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail")])
    made = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(made - timedelta(minutes=1))
        .not_valid_after(made + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(secret)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
    return context


def test_a_thai_mail_arrives_as_it_was_written() -> None:
    with running_smtp(mailbox := Mailbox()) as port:
        sent = send(port)
    (mail,) = mailbox.mails
    assert mail["Subject"] == SUBJECT
    assert mail.get_content().replace("\r\n", "\n") == BODY
    assert mail["To"] == MAIL.to
    assert decoded(mailbox.envelopes[0], "From") == MAIL_FROM
    assert mailbox.envelopes[0].mail_from == "center@example.go.th"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert sent.state is DeliveryState.SENT


def test_a_second_attempt_has_the_same_message_id_and_another_mail_another() -> None:
    with running_smtp(mailbox := Mailbox()) as port:
        sent = [send(port), send(port), send(port, Outgoing(MAIL.to, BODY, "another", SUBJECT))]
    first, second, other = [mail["Message-ID"] for mail in mailbox.mails]
    assert first == second != other
    assert first == f"<{sent[0].provider_id}@example.go.th>"


def test_a_thai_address_is_served_where_the_server_can_and_refused_where_it_cannot() -> None:
    thai = Outgoing("สมชาย@ตัวอย่าง.ไทย", BODY, "a", SUBJECT)
    with running_smtp(mailbox := Mailbox(), enable_SMTPUTF8=True) as port:
        send(port, thai)
    assert mailbox.envelopes[0].rcpt_tos == [thai.to]
    assert mailbox.mails[0]["Subject"] == SUBJECT
    with running_smtp(Mailbox(), enable_SMTPUTF8=False) as port, pytest.raises(PermanentFailure) as refused:
        send(port, thai)
    assert refused.value.code == "smtputf8"


@pytest.mark.parametrize(
    "address", ["", "nobody", "a b@example.go.th", "a@b\r\nBcc: c@example.go.th", "a@b,c@d", "<a@b>"]
)
def test_what_cannot_be_an_address_is_never_sent(address: str) -> None:
    with running_smtp(mailbox := Mailbox()) as port, pytest.raises(PermanentFailure) as refused:
        send(port, Outgoing(address, BODY, "a", SUBJECT))
    assert refused.value.code == "bad_address"
    assert mailbox.envelopes == []


def test_a_subject_of_several_lines_becomes_one() -> None:
    with running_smtp(mailbox := Mailbox()) as port:
        send(port, Outgoing(MAIL.to, BODY, "a", "เรื่อง\r\nBcc: c@example.go.th"))
    assert mailbox.mails[0]["Subject"] == "เรื่อง Bcc: c@example.go.th"
    assert mailbox.mails[0]["Bcc"] is None


@pytest.mark.parametrize(
    "mailbox",
    [Mailbox(rcpt="451 4.7.1 Greylisted"), Mailbox(data="452 4.3.1 supervisor@example.go.th is full")],
)
def test_not_now_is_a_temporary_failure(mailbox: Mailbox) -> None:
    with running_smtp(mailbox) as port, pytest.raises(TemporaryFailure) as failure:
        send(port)
    assert failure.value.code in ("451", "452")
    assert "supervisor@" not in str(failure.value)


@pytest.mark.parametrize("mailbox", [Mailbox(rcpt="550 5.1.1 No such user"), Mailbox(data="554 5.7.1 Looks like spam")])
def test_never_is_a_permanent_failure(mailbox: Mailbox) -> None:
    with running_smtp(mailbox) as port, pytest.raises(PermanentFailure) as failure:
        send(port)
    assert failure.value.code in ("550", "554")
    assert "5.1.1" in failure.value.text or "5.7.1" in failure.value.text


def test_a_server_that_takes_no_mail_from_us_is_our_own_mistake() -> None:
    with (
        running_smtp(Mailbox(mail="553 5.7.1 Not your address")) as port,
        pytest.raises(SetupFailure) as refused,
    ):
        send(port)
    assert refused.value.code == "553"
    assert "MAIL_FROM" in refused.value.text


def test_a_sender_that_is_no_address_stops_the_start() -> None:
    with pytest.raises(ValueError, match="address"):
        SmtpMail(MailServer.parse("smtp://127.0.0.1"), "the centre")


def test_a_server_lost_after_the_mail_was_handed_over_is_uncertain() -> None:
    with running_smtp(mailbox := Mailbox(hang_up=True)) as port, pytest.raises(UncertainOutcome):
        send(port)
    assert len(mailbox.envelopes) == 1


def test_nothing_listening_is_a_temporary_failure() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        with pytest.raises(TemporaryFailure) as failure:
            send(unused.getsockname()[1])
    assert failure.value.code == "unreachable"


def test_a_server_that_never_greets_is_given_up_in_time() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(TemporaryFailure):
            send(silent.getsockname()[1], timeout=0.2)


def test_a_password_is_used_and_a_wrong_one_is_our_own_mistake(trusted_certificate: ssl.SSLContext) -> None:
    settings = {"authenticator": authenticate, "auth_required": True, "tls_context": trusted_certificate}
    with running_smtp(mailbox := Mailbox(), **settings) as port:
        send(port, url="smtp://center:p%40ss%2Fword@127.0.0.1:{port}")
        with pytest.raises(SetupFailure) as refused:
            send(port, url="smtp://center:wrong@127.0.0.1:{port}")
    assert len(mailbox.envelopes) == 1
    assert refused.value.code == "535"
    assert "MAIL_URL" in refused.value.text


def test_a_server_that_knows_no_passwords_is_our_own_mistake() -> None:
    with running_smtp(Mailbox()) as port, pytest.raises(SetupFailure):
        send(port, url="smtp://center:secret@127.0.0.1:{port}")


def test_an_offered_starttls_is_taken(trusted_certificate: ssl.SSLContext) -> None:
    with running_smtp(mailbox := Mailbox(), tls_context=trusted_certificate, require_starttls=True) as port:
        send(port)
    assert mailbox.sessions[0].ssl is not None


def test_smtps_speaks_tls_from_the_first_byte(trusted_certificate: ssl.SSLContext) -> None:
    with running_smtp(mailbox := Mailbox(), ssl_context=trusted_certificate) as port:
        send(port, url="smtps://127.0.0.1:{port}")
    assert len(mailbox.envelopes) == 1


def test_a_certificate_that_nobody_vouches_for_gets_no_mail(tmp_path: Path) -> None:
    mailbox, tls = Mailbox(), self_signed(tmp_path)
    with running_smtp(mailbox, tls_context=tls) as port, pytest.raises(TemporaryFailure) as failure:
        send(port)
    assert mailbox.envelopes == []
    assert "SSLCertVerificationError" in failure.value.text


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example.go.th", MailServer("mail.example.go.th", 25)),
        ("smtp://center:p%40ss@mail.example.go.th", MailServer("mail.example.go.th", 587, "center", "p@ss")),
        ("smtp://127.0.0.1:2525", MailServer("127.0.0.1", 2525)),
        ("smtps://mail.example.go.th", MailServer("mail.example.go.th", 465, tls_from_start=True)),
    ],
)
def test_a_mail_url_says_where_and_how(url: str, server: MailServer) -> None:
    assert MailServer.parse(url) == server


@pytest.mark.parametrize(
    "url", ["", "console", "http://mail.example.go.th", "smtp://", "smtp://mail:port", "smtp://mail/inbox"]
)
def test_what_is_no_mail_url_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"mail server|[Pp]ort"):
        MailServer.parse(url)


def test_a_password_crosses_no_network_without_tls() -> None:
    assert MailServer.parse("smtp://center:secret@mail.example.go.th").needs_starttls
    assert not MailServer.parse("smtp://center:secret@127.0.0.1").needs_starttls
    assert not MailServer.parse("smtps://center:secret@mail.example.go.th").needs_starttls
    assert not MailServer.parse("smtp://mail.example.go.th").needs_starttls
