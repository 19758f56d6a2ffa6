"""The configuration, parsed once from the environment. A bad or unknown value stops the start and names its key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from sqlalchemy.engine import make_url

from complaint_center.domain.ladder import Ladder
from complaint_center.domain.office import Office, SmsWindow
from complaint_center.domain.phones import parse_phone
from complaint_center.instance_secrets import KEYS, read_keys
from complaint_center.messaging.smtp_mail import MailServer, parse_sender
from complaint_center.storage import folder_of
from complaint_center.storage.clamd import Clamd

T = TypeVar("T")

ROOT = Path(__file__).parent
KNOWN = frozenset(
    (
        *KEYS,
        *("DATABASE_URL", "ENVIRONMENT", "HOST", "PORT", "PUBLIC_URL", "DEMO", "DEMO_PASSWORD", "INSTANCE_DIR"),
        *("SMS_BACKEND", "SMS_ALLOWED_RECIPIENTS", "SMS_WINDOW", "MAIL_URL", "MAIL_FROM"),
        *("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_SENDER", "TWILIO_MESSAGING_SERVICE_SID"),
        *("ATTACHMENTS_URL", "CLAMD_URL"),
        *("TWILIO_API_URL", "ESCALATION_LADDER", "OFFICE_NAME", "OFFICE_PHONE"),
        *("LIMIT_SUBMIT", "LIMIT_TRACK", "LIMIT_WRITE"),
    )
)
OUR_PREFIXES = (
    "SMS_",
    "MAIL_",
    "TWILIO_",
    "LIMIT_",
    "OFFICE_",
    "DEMO_",
    "ESCALATION_",
    "VAULT_",
    "JOURNAL_",
    "ATTACHMENTS_",
    "CLAMD_",
)

SECRET_LENGTH = 32
"""Characters that a secret of production has at least: a guessed key forges every cookie, code and journal row."""


class ConfigError(ValueError):
    """One setting cannot be used; the text begins with its key."""

    def __init__(self, key: str, problem: str) -> None:
        super().__init__(f"{key}: {problem}")
        self.key = key


@dataclass(frozen=True)
class Config:
    """Every setting, typed. Secrets stay out of `repr`."""

    database_url: str
    environment: str
    host: str
    port: int
    public_url: str
    demo: bool
    demo_password: str = field(repr=False)
    instance_dir: Path
    secret_key: str = field(repr=False)
    vault_keys: tuple[str, ...] = field(repr=False)
    code_key: str = field(repr=False)
    journal_key: str = field(repr=False)
    sms_backend: str
    sms_allowed_recipients: frozenset[str]
    sms_window: SmsWindow
    twilio_account_sid: str
    twilio_auth_token: str = field(repr=False)
    twilio_sender: str
    twilio_messaging_service_sid: str
    twilio_api_url: str | None
    mail_url: str = field(repr=False)
    mail_from: str
    attachments_url: str
    clamd_url: str
    ladder: Ladder
    limit_submit: str | None
    limit_track: str | None
    limit_write: str | None
    office_name: str
    office_phone: str

    @property
    def is_production(self) -> bool:
        return self.environment == "production"

    @property
    def head_file(self) -> Path:
        """Where this machine keeps the head of the journal; named after the database, for a folder may serve two."""
        database = Path(make_url(self.database_url).database or "")
        return self.instance_dir / f"{database.name}.journal-head"

    def office(self) -> Office:
        return Office(
            name=self.office_name,
            phone=self.office_phone,
            public_url=self.public_url,
            ladder=self.ladder,
            sms_window=self.sms_window,
            demo=self.demo,
            second_factor_required=self.is_production,
        )

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Config:
        """From environment variables, and outside production from the key file beside the database.

        ConfigError names the first key that is unknown, missing or cannot be read.
        """
        _refuse_unknown(env)
        environment = _choice(env, "ENVIRONMENT", ("development", "production"))
        instance_dir = instance_dir_of(env)
        env = env if environment == "production" else {**read_keys(instance_dir), **env}
        demo = _flag(env, "DEMO", default="0" if environment == "production" or env.get("DATABASE_URL") else "1")
        if demo and environment == "production":
            raise ConfigError("DEMO", "the demo is never shown in production")
        host, port = env.get("HOST", "127.0.0.1"), _parsed(env, "PORT", "8000", _port)
        config = cls(
            database_url=_database_url(env, instance_dir, demo),
            environment=environment,
            host=host,
            port=port,
            public_url=_parsed(env, "PUBLIC_URL", f"http://{host}:{port}", _web_address),
            demo=demo,
            demo_password=env.get("DEMO_PASSWORD", ""),
            instance_dir=instance_dir,
            secret_key=_secret(env, "SECRET_KEY"),
            vault_keys=_parsed(env, "VAULT_KEYS", "", _vault_keys),
            code_key=_secret(env, "CODE_KEY"),
            journal_key=_secret(env, "JOURNAL_KEY"),
            sms_backend=_choice(env, "SMS_BACKEND", ("console", "twilio")),
            sms_allowed_recipients=_parsed(env, "SMS_ALLOWED_RECIPIENTS", "", _phones),
            sms_window=_parsed(env, "SMS_WINDOW", "08:30-18:00", SmsWindow.parse),
            twilio_account_sid=env.get("TWILIO_ACCOUNT_SID", ""),
            twilio_auth_token=env.get("TWILIO_AUTH_TOKEN", ""),
            twilio_sender=env.get("TWILIO_SENDER", ""),
            twilio_messaging_service_sid=env.get("TWILIO_MESSAGING_SERVICE_SID", ""),
            twilio_api_url=_parsed(env, "TWILIO_API_URL", "", lambda url: _web_address(url) if url else None),
            mail_url=_parsed(env, "MAIL_URL", "console", _mail_url),
            mail_from=_parsed(env, "MAIL_FROM", "complaints@localhost", _mail_from),
            attachments_url=_parsed(env, "ATTACHMENTS_URL", (instance_dir / "attachments").as_uri(), _folder),
            clamd_url=_parsed(env, "CLAMD_URL", "", _scanner),
            ladder=_parsed(
                env,
                "ESCALATION_LADDER",
                "officer@3,officer@5,officer@6,supervisor@7,next_superior@10",
                Ladder.parse,
            ),
            limit_submit=_parsed(env, "LIMIT_SUBMIT", "20/hour", _limit),
            limit_track=_parsed(env, "LIMIT_TRACK", "10/minute", _limit),
            limit_write=_parsed(env, "LIMIT_WRITE", "30/hour", _limit),
            office_name=env.get("OFFICE_NAME", "เทศบาลตำบลธาตุนาเวง"),
            office_phone=env.get("OFFICE_PHONE", "042 970107"),
        )
        _check_twilio(config)
        return config


def instance_dir_of(env: Mapping[str, str]) -> Path:
    """Where this machine keeps its SQLite database, and outside production its keys."""
    return Path(env.get("INSTANCE_DIR") or ROOT / "instance").resolve()


def _refuse_unknown(env: Mapping[str, str]) -> None:
    for key in sorted(env):
        if key.startswith(OUR_PREFIXES) and key not in KNOWN:
            raise ConfigError(key, "there is no such setting")


def _database_url(env: Mapping[str, str], instance_dir: Path, demo: bool) -> str:
    url = env.get("DATABASE_URL", "")
    if not url:
        name = "demo" if demo else "complaint_center"
        return f"sqlite:///{instance_dir / name}.sqlite3"
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise ConfigError("DATABASE_URL", "begin with sqlite:/// or postgresql+psycopg://")
    return url


def _secret(env: Mapping[str, str], key: str) -> str:
    secret = env.get(key, "")
    if not secret:
        raise ConfigError(key, "is required; outside production `make run` makes one")
    if len(secret) < SECRET_LENGTH and env.get("ENVIRONMENT") == "production":
        raise ConfigError(key, f"is {SECRET_LENGTH} random characters or more; `openssl rand -base64 32` makes them")
    return secret


def _parsed(env: Mapping[str, str], key: str, default: str, parse: Callable[[str], T]) -> T:
    try:
        return parse(env.get(key) or default)
    except ValueError as error:
        raise ConfigError(key, str(error)) from error


def _choice(env: Mapping[str, str], key: str, choices: tuple[str, ...]) -> str:
    value = env.get(key) or choices[0]
    if value not in choices:
        raise ConfigError(key, f"is one of {', '.join(choices)}")
    return value


def _flag(env: Mapping[str, str], key: str, default: str) -> bool:
    value = env.get(key) or default
    if value not in ("0", "1"):
        raise ConfigError(key, "is 0 or 1")
    return value == "1"


def _port(text: str) -> int:
    port = int(text) if text.isascii() and text.isdigit() else 0
    if not 0 < port < 65536:
        raise ValueError("is a number from 1 to 65535")
    return port


def _web_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("is an address that begins with http:// or https://")
    return text.rstrip("/")


def _mail_url(text: str) -> str:
    if text != "console":
        MailServer.parse(text)
    return text


def _mail_from(text: str) -> str:
    parse_sender(text)
    return text


def _folder(text: str) -> str:
    folder_of(text)
    return text


def _scanner(text: str) -> str:
    if text:
        Clamd.parse(text)
    return text


def _vault_keys(text: str) -> tuple[str, ...]:
    keys = tuple(_listed(text))
    if not keys:
        raise ValueError("is required; outside production `make run` makes one")
    for key in keys:
        Fernet(key)
    return keys


def _phones(text: str) -> frozenset[str]:
    return frozenset(parse_phone(part).e164 for part in _listed(text))


def _limit(text: str) -> str | None:
    if text == "off":
        return None
    count, _, period = text.partition("/")
    if not count.isdigit() or int(count) == 0 or period not in ("second", "minute", "hour", "day"):
        raise ValueError("is off, or a number per second, minute, hour or day, such as 20/hour")
    return text


def _listed(text: str) -> Iterable[str]:
    return (part.strip() for part in text.split(",") if part.strip())


def _check_twilio(config: Config) -> None:
    if config.sms_backend != "twilio":
        return
    for key in ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"):
        if not getattr(config, key.lower()):
            raise ConfigError(key, "is required when SMS_BACKEND=twilio")
    if bool(config.twilio_sender) == bool(config.twilio_messaging_service_sid):
        raise ConfigError("TWILIO_SENDER", "set either this or TWILIO_MESSAGING_SERVICE_SID")
