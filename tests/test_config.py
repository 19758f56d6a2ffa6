"""The configuration: parsed once, and a bad value names its key."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from complaint_center.instance_secrets import KEY_FILE
from complaint_center.setting_values import SECRET_LENGTH, ConfigError
from config import Config

pytestmark = pytest.mark.one_database

KEYS = {
    "SECRET_KEY": "a secret for the cookies of the tests",
    "VAULT_KEYS": Fernet.generate_key().decode(),
    "CODE_KEY": "a secret for the tracking codes of the tests",
    "JOURNAL_KEY": "a secret for the journal of the tests",
}
TWILIO = {
    "SMS_BACKEND": "twilio",
    "TWILIO_ACCOUNT_SID": "AC1",
    "TWILIO_AUTH_TOKEN": "t",
    "TWILIO_SENDER": "+66800000000",
}


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return {**KEYS, "INSTANCE_DIR": str(tmp_path)}


def test_the_keys_alone_are_enough_outside_production(env: dict[str, str], tmp_path: Path) -> None:
    config = Config.from_env(env)
    assert config.demo
    assert config.database_url == f"sqlite:///{tmp_path}/demo.sqlite3"
    assert config.public_url == "http://127.0.0.1:8000"
    assert [f"{rung.tier}@{rung.day}" for rung in config.ladder.rungs] == [
        "officer@3",
        "officer@5",
        "officer@6",
        "supervisor@7",
        "next_superior@10",
    ]


def test_the_real_thing_has_a_database_of_its_own(env: dict[str, str], tmp_path: Path) -> None:
    config = Config.from_env({**env, "DEMO": "0"})
    assert config.database_url == f"sqlite:///{tmp_path}/complaint_center.sqlite3"


@pytest.mark.parametrize(("demo", "is_demo"), [("1", True), ("0", False), (None, False)])
def test_a_given_database_is_the_demo_only_when_told_so(env: dict[str, str], demo: str | None, is_demo: bool) -> None:
    env["DATABASE_URL"] = "postgresql+psycopg://complaints@127.0.0.1/complaints"
    assert Config.from_env(env if demo is None else {**env, "DEMO": demo}).demo is is_demo


def test_the_public_address_follows_host_and_port(env: dict[str, str]) -> None:
    assert Config.from_env({**env, "PORT": "9000"}).public_url == "http://127.0.0.1:9000"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("DATABASE_URL", "mysql://somewhere"),
        ("DATABASE_URL", "postgresql://without-its-driver"),
        ("ENVIRONMENT", "staging"),
        ("PORT", "http"),
        ("PORT", "65536"),
        ("PUBLIC_URL", "complaints.example"),
        ("DEMO", "yes"),
        ("VAULT_KEYS", "not a key"),
        ("VAULT_KEYS", ","),
        ("SMS_BACKEND", "pigeon"),
        ("SMS_WINDOW", "18:00-08:30"),
        ("SMS_WINDOW", "25:00-26:00"),
        ("SMS_ALLOWED_RECIPIENTS", "081-234-5678,12"),
        ("TWILIO_API_URL", "api.example"),
        ("MAIL_URL", "http://mail.example"),
        ("MAIL_URL", "smtp://"),
        ("MAIL_FROM", "nobody"),
        ("ATTACHMENTS_URL", "/var/lib/attachments"),
        ("ATTACHMENTS_URL", "s3://bucket"),
        ("ATTACHMENTS_FOLDER", "misspelt"),
        ("CLAMD_URL", "127.0.0.1:3310"),
        ("ESCALATION_LADDER", "officer@3"),
        ("ESCALATION_LADDER", "mayor@7"),
        ("ESCALATION_LADDER", ","),
        ("LIMIT_SUBMIT", "many"),
        ("LIMIT_SUBMIT", "0/hour"),
        ("LIMIT_TRACK", "10/fortnight"),
        ("SMS_BACKENDS", "console"),
        ("TRUSTED_PROXIES", "-1"),
        ("TRUSTED_PROXIES", "many"),
        ("METRICS_TOKENS", "x"),
        ("TWILIO_SID", "AC1"),
        ("LIMIT_LOGIN", "1/hour"),
        ("VAULT_KEY", "x"),
    ],
)
def test_a_bad_or_unknown_setting_stops_the_start_and_is_named(env: dict[str, str], key: str, value: str) -> None:
    with pytest.raises(ConfigError) as refusal:
        Config.from_env({**env, key: value})
    assert refusal.value.key == key
    assert str(refusal.value).startswith(f"{key}: ")


@pytest.mark.parametrize("key", sorted(KEYS))
def test_production_needs_every_key_from_its_environment(env: dict[str, str], key: str, tmp_path: Path) -> None:
    (tmp_path / KEY_FILE).write_text("".join(f"{name}={value}\n" for name, value in KEYS.items()))
    del env[key]
    Config.from_env(env)
    with pytest.raises(ConfigError) as refusal:
        Config.from_env({**env, "ENVIRONMENT": "production"})
    assert refusal.value.key == key


@pytest.mark.parametrize("key", ["SECRET_KEY", "CODE_KEY", "JOURNAL_KEY"])
def test_production_takes_no_secret_that_can_be_guessed(env: dict[str, str], key: str) -> None:
    env |= {"ENVIRONMENT": "production", key: "s" * (SECRET_LENGTH - 1)}
    with pytest.raises(ConfigError) as refusal:
        Config.from_env(env)
    assert refusal.value.key == key
    assert Config.from_env({**env, key: "s" * SECRET_LENGTH}).is_production


def test_production_is_never_a_demo(env: dict[str, str]) -> None:
    env["ENVIRONMENT"] = "production"
    assert not Config.from_env(env).demo
    with pytest.raises(ConfigError, match="^DEMO:"):
        Config.from_env({**env, "DEMO": "1"})


def test_twilio_needs_its_account_and_one_sender(env: dict[str, str]) -> None:
    env |= TWILIO
    assert Config.from_env(env).twilio_sender == "+66800000000"
    for key in ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_SENDER"):
        with pytest.raises(ConfigError, match=f"^{key}:"):
            Config.from_env({**env, key: ""})
    with pytest.raises(ConfigError, match="^TWILIO_SENDER:"):
        Config.from_env({**env, "TWILIO_MESSAGING_SERVICE_SID": "MG1"})


def test_a_limit_can_be_off(env: dict[str, str]) -> None:
    config = Config.from_env({**env, "LIMIT_SUBMIT": "off"})
    assert config.limit_submit is None
    assert config.limit_track == "10/minute"


def test_allowed_recipients_are_read_as_people_write_them(env: dict[str, str]) -> None:
    config = Config.from_env({**env, "SMS_ALLOWED_RECIPIENTS": "081-234-5678, ๐๘๑๒๓๔๕๖๗๙"})
    assert config.sms_allowed_recipients == {"+66812345678", "+66812345679"}


def test_secrets_are_not_shown_when_the_configuration_is_printed(env: dict[str, str]) -> None:
    env |= {
        **TWILIO,
        "TWILIO_AUTH_TOKEN": "hush-token",
        "MAIL_URL": "smtp://me:hush-mail@127.0.0.1",
        "DEMO_PASSWORD": "hush-demo",
    }
    shown = repr(Config.from_env(env))
    assert "hush" not in shown
    assert not any(secret in shown for secret in KEYS.values())
