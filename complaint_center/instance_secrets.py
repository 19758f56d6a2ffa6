"""The secrets of a machine that is not a production server: made on first use, kept in its instance folder."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from cryptography.fernet import Fernet

KEYS = ("SECRET_KEY", "VAULT_KEYS", "CODE_KEY", "JOURNAL_KEY")
KEY_FILE = "keys.env"
DEMO_PASSWORD_FILE = "demo-password"  # noqa: S105  # the name of a file


def make_keys(instance_dir: Path) -> None:
    """All four keys, unless there are some already: data once encrypted must stay readable."""
    values = {key: Fernet.generate_key().decode() for key in KEYS}
    _write_once(instance_dir / KEY_FILE, "".join(f"{key}={value}\n" for key, value in values.items()))


def read_keys(instance_dir: Path) -> dict[str, str]:
    """The keys by name; empty where there are none yet."""
    path = instance_dir / KEY_FILE
    if not path.exists():
        return {}
    lines = (line.partition("=") for line in path.read_text().splitlines())
    return {key: value for key, _, value in lines if key in KEYS}


def kept_password(path: Path) -> str:
    """The password in that file; a random one is put there first if there is none."""
    _write_once(path, secrets.token_urlsafe(12) + "\n")
    return path.read_text().strip()


def _write_once(path: Path, text: str) -> None:
    # Two starts at once: a link appears whole or not at all, and never replaces what is there.
    with NamedTemporaryFile("w", dir=path.parent) as draft:  # readable by its owner alone
        draft.write(text)
        draft.flush()
        os.fsync(draft.fileno())
        with suppress(FileExistsError):
            os.link(draft.name, path)
