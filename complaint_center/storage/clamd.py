"""ClamAV's daemon, asked over its socket by the INSTREAM command of clamd(8)."""

from __future__ import annotations

import contextlib
import socket
import struct
from dataclasses import dataclass
from typing import IO
from urllib.parse import urlsplit

import structlog

from complaint_center.domain.storage import ScanState

ANSWER_SECONDS = 30
"""For how long the daemon may be silent; then nothing has been said of the file."""

_CHUNK_BYTES = 64 * 1024
_ANSWER_BYTES = 4096
_log = structlog.get_logger()


@dataclass(frozen=True)
class Clamd:
    """A `Scanner`. `address` is a path, or host and port."""

    address: str | tuple[str, int]

    @classmethod
    def parse(cls, url: str) -> Clamd:
        """From `unix:///run/clamav/clamd.ctl` or `tcp://127.0.0.1:3310`. ValueError for anything else."""
        parts = urlsplit(url)
        if parts.scheme == "unix" and parts.path.startswith("/") and not parts.netloc:
            return cls(parts.path)
        if parts.scheme == "tcp" and parts.hostname and parts.port:
            return cls((parts.hostname, parts.port))
        raise ValueError("is an address such as unix:///run/clamav/clamd.ctl or tcp://127.0.0.1:3310")

    def scan(self, content: IO[bytes]) -> ScanState:
        try:
            with self._connected() as connection:
                return _understood(_ask(connection, content))
        except OSError as error:
            _log.warning("scanner_failed", error=type(error).__name__)
            return ScanState.NOT_SCANNED

    def _connected(self) -> socket.socket:
        family = socket.AF_UNIX if isinstance(self.address, str) else socket.AF_INET
        connection = socket.socket(family)
        connection.settimeout(ANSWER_SECONDS)
        try:
            connection.connect(self.address)
        except OSError:
            connection.close()
            raise
        return connection


def _ask(connection: socket.socket, content: IO[bytes]) -> bytes:
    connection.sendall(b"zINSTREAM\0")
    # A daemon that has heard enough answers and hangs up, while we are still speaking.
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        while chunk := content.read(_CHUNK_BYTES):
            connection.sendall(struct.pack(">I", len(chunk)) + chunk)
        connection.sendall(struct.pack(">I", 0))
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _ANSWER_BYTES:
        part = connection.recv(_ANSWER_BYTES)
        if not part:
            break
        answer += part
    return answer


def _understood(answer: bytes) -> ScanState:
    """Only the daemon's whole word for it is taken; an error, a limit that was passed and half a word are none."""
    if answer == b"stream: OK\0":
        return ScanState.CLEAN
    if answer.startswith(b"stream: ") and answer.endswith(b" FOUND\0"):
        return ScanState.INFECTED
    _log.warning("scanner_failed", error="answer")
    return ScanState.NOT_SCANNED
