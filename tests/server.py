"""The application as it is served: gunicorn on a free loopback port, on the test's database."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parent.parent
START_SECONDS = 30
STOP_SECONDS = 10
_SERVED_BY = ("--worker-class=gthread", "--threads=16", "--no-control-socket", "--log-level=error")


@contextmanager
def served(env: Mapping[str, str], log: Path | None = None, processes: int = 2) -> Iterator[str]:
    """The address of web processes of sixteen threads, stopped at the end. What they write goes to `log`."""
    port = free_port()
    with log.open("wb") if log else nullcontext() as written:
        process = start(env, port, written, processes)
        try:
            yield address_at(port)
        finally:
            stop(process)


def start(
    env: Mapping[str, str], port: int, written: IO[bytes] | None = None, processes: int = 1
) -> subprocess.Popen[bytes]:
    """The server, up, in a group of its own processes."""
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        f"--bind=127.0.0.1:{port}",
        f"--workers={processes}",
        *_SERVED_BY,
        "wsgi:app",
    ]
    settings = {**os.environ, **env, "PUBLIC_URL": address_at(port)}
    process = subprocess.Popen(command, cwd=ROOT, env=settings, stdout=written, stderr=written, start_new_session=True)
    try:
        _wait_until_up(address_at(port), process)
    except BaseException:
        kill(process)
        raise
    return process


def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """As a power cut would, all of its processes at once."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def address_at(port: int) -> str:
    return f"http://127.0.0.1:{port}"


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _wait_until_up(address: str, process: subprocess.Popen[bytes]) -> None:
    patience = time.monotonic() + START_SECONDS
    while time.monotonic() < patience:
        if process.poll() is not None:
            raise AssertionError(f"the server ended with {process.returncode}")
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=1):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise AssertionError("the server did not answer in time")
