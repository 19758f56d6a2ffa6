"""The application as it is served: gunicorn on a free loopback port, on the test's database."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from gunicorn.app import wsgiapp

from tests.forks import FORKS

ROOT = Path(__file__).parent.parent
START_SECONDS = 30
STOP_SECONDS = 10
_SERVED_BY = ("--worker-class=gthread", "--threads=16", "--no-control-socket", "--log-level=error")


@contextmanager
def served(env: Mapping[str, str], log: Path | None = None, processes: int = 2) -> Iterator[str]:
    """The address of web processes of sixteen threads, stopped at the end. What they write goes to `log`."""
    port = free_port()
    process = start(env, port, log, processes)
    try:
        yield address_at(port)
    finally:
        stop(process)


def start(env: Mapping[str, str], port: int, log: Path | None = None, processes: int = 1) -> ForkServerProcess:
    """The server, up, in a group of its own processes."""
    command = [f"--bind=127.0.0.1:{port}", f"--workers={processes}", *_SERVED_BY, "wsgi:app"]
    settings = {**os.environ, **env, "PUBLIC_URL": address_at(port)}
    process = FORKS.Process(target=_serve, args=(command, settings, log))
    process.start()
    try:
        _wait_until_up(address_at(port), process)
    except BaseException:
        kill(process)
        raise
    return process


def _serve(command: Sequence[str], settings: Mapping[str, str], log: Path | None) -> None:
    os.setsid()
    os.chdir(ROOT)
    os.environ.update(settings)
    if log:
        with log.open("wb") as written:
            for stream in (1, 2):
                os.dup2(written.fileno(), stream)
    sys.argv = ["gunicorn", *command]
    wsgiapp.run()


def stop(process: ForkServerProcess) -> None:
    process.terminate()
    process.join(STOP_SECONDS)
    if process.is_alive():
        kill(process)


def kill(process: ForkServerProcess) -> None:
    """As a power cut would, all of its processes at once."""
    assert process.pid
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.join()


def address_at(port: int) -> str:
    return f"http://127.0.0.1:{port}"


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _wait_until_up(address: str, process: ForkServerProcess) -> None:
    patience = time.monotonic() + START_SECONDS
    while time.monotonic() < patience:
        if not process.is_alive():
            raise AssertionError(f"the server ended with {process.exitcode}")
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=1):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise AssertionError("the server did not answer in time")
