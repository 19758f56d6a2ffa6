"""Threads are few: who sends slowly is cut off, and those who send files leave threads to all others.

A telephone in a village sends some 30 KiB a second. Whoever sends less than half of that, or many files at once from
one address, is taken for somebody who wants the service to stand still.
"""

from __future__ import annotations

import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock, Timer

from werkzeug.exceptions import ServiceUnavailable

FIRST_SECONDS = 30
SLOWEST = 16 * 1024
"""Bytes a second that somebody sends at least, beside the first half minute."""

UPLOADS = 8
"""Forms with files that one web process takes in at once: half of its threads."""

UPLOADS_OF_ADDRESS = 4
BUSY_SECONDS = 60


class TooManyUploads(ServiceUnavailable):
    """As many files as can be taken in are on their way already."""

    def __init__(self) -> None:
        super().__init__(retry_after=BUSY_SECONDS)


class Uploads:
    """The forms with files that this process is taking in."""

    def __init__(self) -> None:
        self._by_address: Counter[str] = Counter()
        self._lock = Lock()

    @contextmanager
    def taking_in(self, address: str) -> Iterator[None]:
        """One more from that address; TooManyUploads where there are as many as there may be."""
        with self._lock:
            if self._by_address.total() >= UPLOADS or self._by_address[address] >= UPLOADS_OF_ADDRESS:
                raise TooManyUploads
            self._by_address[address] += 1
        try:
            yield
        finally:
            with self._lock:
                self._by_address[address] -= 1
                self._by_address += Counter()  # Forgets addresses of which nothing is left.


def cut_off_when_late(connection: socket.socket, length: int) -> Timer:
    """Stop listening to whoever has not sent so many bytes by when they should have; to be cancelled when they have.

    What is written back is not touched, so a request that is worked on for long loses nothing.
    """
    timer = Timer(FIRST_SECONDS + length / SLOWEST, _stop_listening, [connection])
    timer.daemon = True
    timer.start()
    return timer


def _stop_listening(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RD)
