"""How one setting of the environment is read: the text becomes a value, or the start stops and names its key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from cryptography.fernet import Fernet

from complaint_center.domain.phones import parse_phone
from complaint_center.messaging.smtp_mail import MailServer, parse_sender
from complaint_center.storage import folder_of
from complaint_center.storage.clamd import Clamd

T = TypeVar("T")

SECRET_LENGTH = 32
"""Characters that a secret of production has at least: a guessed key forges every cookie, code and journal row."""


MOST_PROXIES = 5


class ConfigError(ValueError):
    """One setting cannot be used; the text begins with its key."""

    def __init__(self, key: str, problem: str) -> None:
        super().__init__(f"{key}: {problem}")
        self.key = key


def secret(env: Mapping[str, str], key: str) -> str:
    secret = env.get(key, "")
    if not secret:
        raise ConfigError(key, "is required; outside production `make run` makes one")
    if len(secret) < SECRET_LENGTH and env.get("ENVIRONMENT") == "production":
        raise ConfigError(key, f"is {SECRET_LENGTH} random characters or more; `openssl rand -base64 32` makes them")
    return secret


def parsed(env: Mapping[str, str], key: str, default: str, parse: Callable[[str], T]) -> T:
    try:
        return parse(env.get(key) or default)
    except ValueError as error:
        raise ConfigError(key, str(error)) from error


def choice(env: Mapping[str, str], key: str, choices: tuple[str, ...]) -> str:
    value = env.get(key) or choices[0]
    if value not in choices:
        raise ConfigError(key, f"is one of {', '.join(choices)}")
    return value


def flag(env: Mapping[str, str], key: str, default: str) -> bool:
    value = env.get(key) or default
    if value not in ("0", "1"):
        raise ConfigError(key, "is 0 or 1")
    return value == "1"


def proxies(text: str) -> int:
    """How many proxies of ours a request passes on its way."""
    if text not in {str(number) for number in range(MOST_PROXIES + 1)}:
        raise ValueError(f"is a number from 0 to {MOST_PROXIES}")
    return int(text)


def port(text: str) -> int:
    port = int(text) if text.isascii() and text.isdigit() else 0
    if not 0 < port < 65536:
        raise ValueError("is a number from 1 to 65535")
    return port


def web_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("is an address that begins with http:// or https://")
    return text.rstrip("/")


def mail_url(text: str) -> str:
    if text != "console":
        MailServer.parse(text)
    return text


def mail_from(text: str) -> str:
    parse_sender(text)
    return text


def folder(text: str) -> str:
    folder_of(text)
    return text


def scanner(text: str) -> str:
    if text:
        Clamd.parse(text)
    return text


def picture(text: str) -> Path | None:
    if text and (not Path(text).is_file() or Path(text).suffix.lower() not in (".svg", ".png", ".jpg")):
        raise ValueError("is the path of an SVG, PNG or JPEG file")
    return Path(text) if text else None


def vault_keys(text: str) -> tuple[str, ...]:
    keys = tuple(_listed(text))
    if not keys:
        raise ValueError("is required; outside production `make run` makes one")
    for key in keys:
        Fernet(key)
    return keys


def phones(text: str) -> frozenset[str]:
    return frozenset(parse_phone(part).e164 for part in _listed(text))


def limit(text: str) -> str | None:
    if text == "off":
        return None
    count, _, period = text.partition("/")
    if not count.isdigit() or int(count) == 0 or period not in ("second", "minute", "hour", "day"):
        raise ValueError("is off, or a number per second, minute, hour or day, such as 20/hour")
    return text


def _listed(text: str) -> Iterable[str]:
    return (part.strip() for part in text.split(",") if part.strip())
