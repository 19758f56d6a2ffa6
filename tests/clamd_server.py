"""Stands in for ClamAV's daemon: speaks INSTREAM, and calls EICAR infected."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.files import EICAR

FOUND = b"stream: Win.Test.EICAR_HDB-1 FOUND\0"
CLEAN = b"stream: OK\0"


@dataclass
class ClamdServer:
    """`answer` replaces the honest one; `heard` are the contents that were sent."""

    url: str = ""
    answer: bytes | None = None
    heard: list[bytes] = field(default_factory=list)


@contextmanager
def running_clamd() -> Iterator[ClamdServer]:
    clamd = ClamdServer()

    class Talk(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            if self.rfile.read(10) != b"zINSTREAM\0":
                self.wfile.write(b"UNKNOWN COMMAND\0")
                return
            content = b"".join(_chunks(self.rfile))
            clamd.heard.append(content)
            honest = FOUND if EICAR in content else CLEAN
            self.wfile.write(honest if clamd.answer is None else clamd.answer)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as server:
        clamd.url = f"tcp://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield clamd
        finally:
            server.shutdown()
            thread.join()


def _chunks(stream: Any) -> Iterator[bytes]:
    while length := struct.unpack(">I", stream.read(4))[0]:
        yield stream.read(length)
