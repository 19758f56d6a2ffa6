"""The configuration, parsed once from the environment. A bad or unknown value stops the start and names its key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from sqlalchemy.engine import make_url

from complaint_center import setting_values as values
from complaint_center.domain.ladder import Ladder
from complaint_center.domain.office import Office, SmsWindow
from complaint_center.instance_secrets import KEYS, read_keys
from complaint_center.setting_values import ConfigError

ROOT = Path(__file__).parent
KNOWN = frozenset(
    (
        *KEYS,
        *("DATABASE_URL", "ENVIRONMENT", "HOST", "PORT", "PUBLIC_URL", "DEMO", "DEMO_PASSWORD", "INSTANCE_DIR"),
        *("SMS_BACKEND", "SMS_ALLOWED_RECIPIENTS", "SMS_WINDOW", "MAIL_URL", "MAIL_FROM"),
        *("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_SENDER", "TWILIO_MESSAGING_SERVICE_SID"),
        *("ATTACHMENTS_URL", "CLAMD_URL"),
        *("TWILIO_API_URL", "ESCALATION_LADDER", "OFFICE_NAME", "OFFICE_PHONE", "OFFICE_EMBLEM"),
        *("LIMIT_SUBMIT", "LIMIT_TRACK", "LIMIT_WRITE"),
        *("TRUSTED_PROXIES", "METRICS_TOKEN"),
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
    "METRICS_",
    "TRUSTED_",
)


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
    trusted_proxies: int
    metrics_token: str = field(repr=False)
    office_name: str
    office_phone: str
    office_emblem: Path | None

    @property
    def is_production(self) -> bool:
        return self.environment == "production"

    @property
    def head_file(self) -> Path:
        """Where this machine keeps the head of the journal; named after the database, for a folder may serve two."""
        database = Path(make_url(self.database_url).database or "")
        return self.instance_dir / f"{database.name}.journal-head"

    def doubts(self) -> list[str]:
        """What production can run with and hardly ever should."""
        if not self.is_production:
            return []
        found = {
            "PUBLIC_URL is not https: cookies of sessions can be read on the way": self.public_url.startswith(
                "http://"
            ),
            "SMS_BACKEND is console: nobody is texted": self.sms_backend == "console",
            "MAIL_URL is console: nobody is mailed": self.mail_url == "console",
        }
        return [doubt for doubt, is_true in found.items() if is_true]

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
        environment = values.choice(env, "ENVIRONMENT", ("development", "production"))
        instance_dir = instance_dir_of(env)
        env = env if environment == "production" else {**read_keys(instance_dir), **env}
        demo = values.flag(env, "DEMO", default="0" if environment == "production" or env.get("DATABASE_URL") else "1")
        if demo and environment == "production":
            raise ConfigError("DEMO", "the demo is never shown in production")
        parsed = partial(values.parsed, env)
        host, port = env.get("HOST", "127.0.0.1"), parsed("PORT", "8000", values.port)
        config = cls(
            database_url=_database_url(env, instance_dir, demo),
            environment=environment,
            host=host,
            port=port,
            public_url=parsed("PUBLIC_URL", f"http://{host}:{port}", values.web_address),
            demo=demo,
            demo_password=env.get("DEMO_PASSWORD", ""),
            instance_dir=instance_dir,
            secret_key=values.secret(env, "SECRET_KEY"),
            vault_keys=parsed("VAULT_KEYS", "", values.vault_keys),
            code_key=values.secret(env, "CODE_KEY"),
            journal_key=values.secret(env, "JOURNAL_KEY"),
            sms_backend=values.choice(env, "SMS_BACKEND", ("console", "twilio")),
            sms_allowed_recipients=parsed("SMS_ALLOWED_RECIPIENTS", "", values.phones),
            sms_window=parsed("SMS_WINDOW", "08:30-18:00", SmsWindow.parse),
            twilio_account_sid=env.get("TWILIO_ACCOUNT_SID", ""),
            twilio_auth_token=env.get("TWILIO_AUTH_TOKEN", ""),
            twilio_sender=env.get("TWILIO_SENDER", ""),
            twilio_messaging_service_sid=env.get("TWILIO_MESSAGING_SERVICE_SID", ""),
            twilio_api_url=parsed("TWILIO_API_URL", "", lambda url: values.web_address(url) if url else None),
            mail_url=parsed("MAIL_URL", "console", values.mail_url),
            mail_from=parsed("MAIL_FROM", "complaints@localhost", values.mail_from),
            attachments_url=parsed("ATTACHMENTS_URL", (instance_dir / "attachments").as_uri(), values.folder),
            clamd_url=parsed("CLAMD_URL", "", values.scanner),
            ladder=parsed(
                "ESCALATION_LADDER",
                "officer@3,officer@5,officer@6,supervisor@7,next_superior@10",
                Ladder.parse,
            ),
            limit_submit=parsed("LIMIT_SUBMIT", "20/hour", values.limit),
            limit_track=parsed("LIMIT_TRACK", "10/minute", values.limit),
            limit_write=parsed("LIMIT_WRITE", "30/hour", values.limit),
            trusted_proxies=parsed("TRUSTED_PROXIES", "0", values.proxies),
            metrics_token=env.get("METRICS_TOKEN", ""),
            office_name=env.get("OFFICE_NAME", "เทศบาลตำบลธาตุนาเวง"),
            office_phone=env.get("OFFICE_PHONE", "042 970107"),
            office_emblem=parsed("OFFICE_EMBLEM", "", values.picture),
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


def _check_twilio(config: Config) -> None:
    if config.sms_backend != "twilio":
        return
    for key in ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"):
        if not getattr(config, key.lower()):
            raise ConfigError(key, "is required when SMS_BACKEND=twilio")
    if bool(config.twilio_sender) == bool(config.twilio_messaging_service_sid):
        raise ConfigError("TWILIO_SENDER", "set either this or TWILIO_MESSAGING_SERVICE_SID")
