"""A PostgreSQL of the tests' own: Debian's binaries, a folder that is thrown away, one cluster a test process."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from tests.scratch import scratch_folder

SUPERUSER = "complaint_center"
_UNSAFE_BUT_QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}


@dataclass(frozen=True)
class Cluster:
    """A running server on loopback."""

    port: int

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://{SUPERUSER}@127.0.0.1:{self.port}/{database}"

    def create(self, database: str, template: str = "template1") -> None:
        self._run("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", database, template)

    def create_with_locale(self, database: str, locale: str) -> None:
        self._run("CREATE DATABASE {} TEMPLATE template0 LOCALE {}", database, locale)

    def drop(self, database: str) -> None:
        self._run("DROP DATABASE {} WITH (FORCE)", database)

    def _run(self, statement: str, *names: str) -> None:
        with psycopg.connect(host="127.0.0.1", port=self.port, user=SUPERUSER, dbname="postgres", autocommit=True) as c:
            c.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))  # type: ignore[arg-type]


def binaries() -> Path | None:
    """The folder of initdb and pg_ctl of the newest PostgreSQL of the machine; None without one."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


@contextmanager
def running_cluster(folder_of_binaries: Path) -> Iterator[Cluster]:
    """Started, and stopped and deleted at the end. The server refuses to be root, so root runs it as another."""
    user = _server_user()
    cluster = Cluster(_free_port())
    with scratch_folder() as home:
        if user:
            shutil.chown(home, user)
        data, log = str(home / "data"), str(home / "log")
        settings = " ".join(f"-c {key}={value}" for key, value in _UNSAFE_BUT_QUICK.items())

        def run(*command: str) -> None:
            subprocess.run([folder_of_binaries / command[0], *command[1:]], check=True, user=user, cwd=home,
                           stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)  # fmt: skip

        run("initdb", "-D", data, "-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        run("pg_ctl", "-D", data, "-l", log, "-o", f"-p {cluster.port} -k {home} {settings}", "-w", "start")
        try:
            yield cluster
        finally:
            run("pg_ctl", "-D", data, "-m", "fast", "-w", "stop")


def _server_user() -> str | None:
    return "nobody" if os.geteuid() == 0 else None


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
