"""`make run`: everything that a fresh machine lacks, then the web server and the worker side by side.

Keys come before the application, which cannot be made without them; so what needs the application is run
as a command of its own.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from complaint_center.instance_secrets import DEMO_PASSWORD_FILE, KEY_FILE, KEYS, kept_password, make_keys
from complaint_center.setting_values import ConfigError
from config import Config, instance_dir_of

DEMO_PEOPLE = "clerk, officer, supervisor, executive, palad, auditor or admin"


class NoStart(Exception):
    """Something that only a person can put right; the text says what."""


def main() -> None:
    """Prepare, say where and how to sign in, and become the process that runs both."""
    # What complainants tell is in the database in clear: its files are for their owner alone.
    os.umask(0o077)
    try:
        config = _prepare_config(os.environ)
        _expect_free(config.host, config.port)
        _flask("db", "upgrade")
        how = _prepare_demo(config) if config.demo else _flask("first-admin")
    except (ConfigError, NoStart) as problem:
        sys.exit(f"cannot start: {problem}")
    click.echo(f"\n  {config.office_name}\n  {config.public_url}\n  Staff: {config.public_url}/login {how}")
    click.echo("  Ctrl-C stops it.\n")
    os.execvpe(sys.executable, [sys.executable, "-m", "honcho", "start"], _child_env(config))  # noqa: S606


def _prepare_config(env: Mapping[str, str]) -> Config:
    if env.get("ENVIRONMENT") != "production" and not all(env.get(key) for key in KEYS):
        _prepare_keys(instance_dir_of(env))
    return Config.from_env(env)


def _prepare_keys(instance_dir: Path) -> None:
    instance_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    databases = [path.name for path in instance_dir.glob("*.sqlite3")]
    if databases and not (instance_dir / KEY_FILE).exists():
        raise NoStart(f"{', '.join(databases)} was written with the keys of {KEY_FILE}, which is gone; put it back")
    make_keys(instance_dir)


def _expect_free(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise NoStart(f"{host}:{port} cannot be had ({error.strerror}); try PORT={port + 1} make run") from None


def _prepare_demo(config: Config) -> str:
    password = config.demo_password or kept_password(config.instance_dir / DEMO_PASSWORD_FILE)
    _flask("demo", "--if-empty", env={"DEMO_PASSWORD": password})
    return f"as {DEMO_PEOPLE}, password {password}"


def _flask(*command: str, env: Mapping[str, str] | None = None) -> str:
    """What the command printed; its complaints and its progress go to the terminal."""
    done = subprocess.run(  # noqa: S603  # our own command
        [sys.executable, "-m", "flask", "--app", "wsgi", *command],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **(env or {})},
    )
    if done.returncode:
        raise NoStart(f"`flask --app wsgi {' '.join(command)}` failed, see above")
    return done.stdout.strip()


def _child_env(config: Config) -> dict[str, str]:
    # honcho gives each program a port of its own, so the public address cannot be left to be worked out again.
    address = {"HOST": config.host, "PORT": str(config.port), "PUBLIC_URL": config.public_url}
    return {**os.environ, **address}


if __name__ == "__main__":
    main()
