"""What is made of the scanner's words; whatever is not its whole word is no word."""

from __future__ import annotations

import io
import socket
from collections.abc import Iterator

import pytest

from complaint_center.domain.storage import ScanState
from complaint_center.storage import clamd
from complaint_center.storage.clamd import Clamd
from tests.clamd_server import ClamdServer, running_clamd
from tests.files import EICAR
from tests.server import free_port


@pytest.fixture
def server() -> Iterator[ClamdServer]:
    with running_clamd() as running:
        yield running


def scan(server: ClamdServer, content: bytes = b"harmless") -> ScanState:
    return Clamd.parse(server.url).scan(io.BytesIO(content))


def test_a_file_is_sent_whole_and_called_clean_or_infected(server: ClamdServer) -> None:
    large = bytes(200_000)
    assert scan(server, large) is ScanState.CLEAN
    assert scan(server, b"x" * 100_000 + EICAR) is ScanState.INFECTED
    assert server.heard[0] == large


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"stream: OK",
        b"stream: ",
        b"OK\0",
        b"INSTREAM size limit exceeded. ERROR\0",
        b"stream: Can't allocate memory ERROR\0",
        b"UNKNOWN COMMAND\0",
        b"stream: OK\nstream: X FOUND",
        b"x" * 10_000,
    ],
)
def test_an_error_a_limit_or_half_a_word_is_never_clean(server: ClamdServer, answer: bytes) -> None:
    server.answer = answer
    assert scan(server) is ScanState.NOT_SCANNED


def test_a_scanner_that_is_not_there_has_said_nothing() -> None:
    assert Clamd(("127.0.0.1", free_port())).scan(io.BytesIO(b"x")) is ScanState.NOT_SCANNED
    assert Clamd("/nowhere/clamd.ctl").scan(io.BytesIO(b"x")) is ScanState.NOT_SCANNED


def test_a_scanner_that_is_silent_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clamd, "ANSWER_SECONDS", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert Clamd(silent.getsockname()).scan(io.BytesIO(b"x")) is ScanState.NOT_SCANNED


def test_the_address_is_a_socket_of_either_kind() -> None:
    assert Clamd.parse("unix:///run/clamav/clamd.ctl") == Clamd("/run/clamav/clamd.ctl")
    assert Clamd.parse("tcp://127.0.0.1:3310") == Clamd(("127.0.0.1", 3310))
    for url in ("127.0.0.1:3310", "tcp://127.0.0.1", "unix://clamd.ctl", "http://x:1"):
        with pytest.raises(ValueError, match="is an address such as"):
            Clamd.parse(url)
