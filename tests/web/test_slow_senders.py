"""Who sends slowly must not keep the others waiting."""

from __future__ import annotations

import io
import socket
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest
from flask import Flask

from complaint_center.web import slow_senders
from complaint_center.web.slow_senders import UPLOADS, UPLOADS_OF_ADDRESS, TooManyUploads, Uploads, cut_off_when_late
from complaint_center.web.uploads import OfficeRequest
from tests.server import served

PATIENCE = 10
WEB_PROCESSES = 2
BEGINNING = (
    "POST /complaints/general HTTP/1.1\r\n"
    "Host: 127.0.0.1\r\n"
    "Content-Type: multipart/form-data; boundary=b\r\n"
    "Content-Length: 20000000\r\n\r\n"
    '--b\r\nContent-Disposition: form-data; name="evidence"; filename="a.pdf"\r\n\r\n%PDF'
)


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    here, there = socket.socketpair()
    with here, there:
        yield here, there


@pytest.mark.parametrize("fresh_database", ["sqlite"], indirect=True)
def test_uploads_that_never_end_leave_room_for_everybody_else(app: Flask, env: dict[str, str]) -> None:
    with served(env) as address, ExitStack() as stack:
        host, port = urlsplit(address).hostname, urlsplit(address).port
        senders = []
        for _ in range(3 * UPLOADS):
            sender = stack.enter_context(socket.create_connection((host or "", port or 0), PATIENCE))
            sender.sendall(BEGINNING.encode())
            senders.append(sender)
        for path in ("/", "/track", "/complaints/general"):
            with urllib.request.urlopen(f"{address}{path}", timeout=PATIENCE) as answer:
                assert answer.status == 200
        turned_away = senders_answered(senders)
        assert len(turned_away) >= len(senders) - WEB_PROCESSES * UPLOADS_OF_ADDRESS
        assert all(b" 503 " in head and b"Retry-After: 60" in head for head in turned_away)


def senders_answered(senders: list[socket.socket]) -> list[bytes]:
    """The beginnings of the answers to those that are answered, though none has sent all."""
    found = []
    for sender in senders:
        sender.settimeout(0.5)
        try:
            found.append(sender.recv(2000))
        except TimeoutError:
            continue
    return found


def test_who_sends_too_slowly_is_listened_to_no_more_but_is_answered(
    pair: tuple[socket.socket, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = pair
    monkeypatch.setattr(slow_senders, "FIRST_SECONDS", 0.05)
    there.sendall(b"begun")
    cut_off_when_late(here, 1).join(PATIENCE)
    assert here.recv(5) == b"begun"
    assert here.recv(5) == b""
    here.sendall(b"answer")
    assert there.recv(6) == b"answer"


def test_who_has_sent_everything_is_not_cut_off(
    pair: tuple[socket.socket, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = pair
    monkeypatch.setattr(slow_senders, "FIRST_SECONDS", 0.05)
    timers = []
    monkeypatch.setattr(
        "complaint_center.web.uploads.cut_off_when_late",
        lambda *told: timers.append(cut_off_when_late(*told)) or timers[-1],
    )
    request = OfficeRequest({"gunicorn.socket": here, "CONTENT_LENGTH": "5", "wsgi.input": io.BytesIO(b"a=b&c")})
    request.close()
    [timer] = timers
    timer.join(PATIENCE)
    there.sendall(b"next")
    assert here.recv(4) == b"next"


def test_a_process_takes_in_so_many_uploads_and_an_address_half_of_them() -> None:
    uploads = Uploads()
    with ExitStack() as stack:
        for number in range(UPLOADS):
            stack.enter_context(uploads.taking_in("one" if number < UPLOADS_OF_ADDRESS else f"other {number}"))
            if number == UPLOADS_OF_ADDRESS - 1:
                assert_turned_away(uploads, "one")
        assert_turned_away(uploads, "nobody yet")
    with uploads.taking_in("one"):
        pass


def assert_turned_away(uploads: Uploads, address: str) -> None:
    with pytest.raises(TooManyUploads), uploads.taking_in(address):
        pass
