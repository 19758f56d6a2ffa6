"""A small server on the loopback that speaks Twilio's Messages API as Twilio describes it.

It checks what Twilio checks (account, password, numbers, sender), keeps the texts it took over, can be told
to misbehave, and posts signed status callbacks. The signature is computed here from Twilio's description, so
that the service's own check is tested against a second opinion.
"""

from __future__ import annotations

import base64
import hmac
import json
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import requests

from tests.twilio_rules import (
    API_VERSION,
    NOT_AUTHENTICATED,
    NOT_FOUND,
    ApiError,
    callback_params,
    check_new_text,
    matches,
    new_text,
    page_uri,
    sign,
)

ACCOUNT_SID = "AC" + "0123456789abcdef" * 2
AUTH_TOKEN = "a-token-for-tests"  # noqa: S105 - made up


@dataclass(frozen=True)
class Fail:
    """Answer with this error and take nothing over."""

    error: ApiError


@dataclass(frozen=True)
class Garble:
    """Do as asked, then answer with what a hotel's sign-in page would."""


@dataclass(frozen=True)
class Drop:
    """Break the connection without an answer, with the text taken over or not."""

    accept: bool


@dataclass(frozen=True)
class Slow:
    """Do as asked, but answer after so many seconds."""

    seconds: float


Behaviour = Fail | Garble | Drop | Slow


@dataclass
class Recorded:
    """One request as it came in."""

    method: str
    path: str
    params: dict[str, str]


@dataclass
class TwilioServer:
    """State of the server; `running_twilio` starts and stops one."""

    url: str = ""
    account_sid: str = ACCOUNT_SID
    auth_token: str = AUTH_TOKEN
    requests: list[Recorded] = field(default_factory=list)
    texts: list[dict[str, Any]] = field(default_factory=list)
    callbacks: dict[str, str] = field(default_factory=dict)
    _script: list[Behaviour] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def misbehave(self, behaviour: Behaviour, times: int = 1) -> None:
        """Let the next `times` requests meet with this behaviour."""
        with self._lock:
            self._script.extend([behaviour] * times)

    def next_behaviour(self) -> Behaviour | None:
        with self._lock:
            return self._script.pop(0) if self._script else None

    def record(self, request: Recorded) -> None:
        with self._lock:
            self.requests.append(request)

    def create(self, params: Mapping[str, str]) -> dict[str, Any]:
        check_new_text(params)
        text = new_text(self.account_sid, params)
        with self._lock:
            self.texts.insert(0, text)
            if "StatusCallback" in params:
                self.callbacks[text["sid"]] = params["StatusCallback"]
        return text

    def fetch(self, sid: str) -> dict[str, Any]:
        with self._lock:
            for text in self.texts:
                if text["sid"] == sid:
                    return text
        raise NOT_FOUND

    def list_page(self, path: str, params: Mapping[str, str]) -> dict[str, Any]:
        size, page = int(params.get("PageSize", 50)), int(params.get("Page", 0))
        with self._lock:
            found = [text for text in self.texts if matches(text, params)]
        start = page * size
        more = len(found) > start + size
        return {
            "messages": found[start : start + size],
            "start": start,
            "end": max(start, min(start + size, len(found)) - 1),
            "page": page,
            "page_size": size,
            "uri": page_uri(path, params, size, page),
            "first_page_uri": page_uri(path, params, size, 0),
            "next_page_uri": page_uri(path, params, size, page + 1) if more else None,
            "previous_page_uri": page_uri(path, params, size, page - 1) if page else None,
        }

    def move(self, sid: str, status: str, error_code: int | None = None) -> None:
        """What the network did to a text."""
        changed = format_datetime(datetime.now(UTC))
        self.fetch(sid).update(status=status, error_code=error_code, date_updated=changed, date_sent=changed)

    def post_callback(self, sid: str, url: str | None = None, token: str | None = None) -> int:
        """Tell the service how a text stands, signed with our token or `token`. The answer's HTTP status."""
        text = self.fetch(sid)
        target = url or self.callbacks[sid]
        params = callback_params(text)
        headers = {"X-Twilio-Signature": sign(token or self.auth_token, target, params)}
        return requests.post(target, data=params, headers=headers, timeout=10).status_code


class Handler(BaseHTTPRequestHandler):
    """One request; `server.twilio` is the state."""

    protocol_version = "HTTP/1.1"

    @property
    def twilio(self) -> TwilioServer:
        return self.server.twilio  # type: ignore[attr-defined, no-any-return]

    def do_POST(self) -> None:
        self._answer("POST")

    def do_GET(self) -> None:
        self._answer("GET")

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet: the requests are recorded."""

    def _answer(self, method: str) -> None:
        request = self._read(method)
        self.twilio.record(request)
        behaviour = self.twilio.next_behaviour()
        if behaviour == Drop(accept=False):
            return self._hang_up()
        status, content = self._perform(request, behaviour)
        if isinstance(behaviour, Drop):
            return self._hang_up()
        if isinstance(behaviour, Slow):
            time.sleep(behaviour.seconds)
        body = b"<html>Please sign in" if isinstance(behaviour, Garble) else json.dumps(content).encode()
        return self._write(status, body)

    def _read(self, method: str) -> Recorded:
        parts = urlsplit(self.path)
        form = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        pairs = parse_qsl(form if method == "POST" else parts.query, keep_blank_values=True)
        return Recorded(method, parts.path, dict(pairs))

    def _perform(self, request: Recorded, behaviour: Behaviour | None) -> tuple[int, dict[str, Any]]:
        try:
            if isinstance(behaviour, Fail):
                raise behaviour.error
            self._authenticate()
            return self._route(request)
        except ApiError as error:
            return error.status, error.as_json()

    def _authenticate(self) -> None:
        pair = f"{self.twilio.account_sid}:{self.twilio.auth_token}"
        expected = "Basic " + base64.b64encode(pair.encode()).decode()
        if not hmac.compare_digest(self.headers.get("Authorization", ""), expected):
            raise NOT_AUTHENTICATED

    def _route(self, request: Recorded) -> tuple[int, dict[str, Any]]:
        collection = f"/{API_VERSION}/Accounts/{self.twilio.account_sid}/Messages"
        if request.path == f"{collection}.json":
            if request.method == "POST":
                return 201, self.twilio.create(request.params)
            return 200, self.twilio.list_page(request.path, request.params)
        if request.method == "GET" and request.path.startswith(f"{collection}/"):
            return 200, self.twilio.fetch(request.path.removeprefix(f"{collection}/").removesuffix(".json"))
        raise NOT_FOUND

    def _hang_up(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def _write(self, status: int, body: bytes) -> None:
        try:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True


@contextmanager
def running_twilio() -> Iterator[TwilioServer]:
    """A server on a free port of the loopback, stopped on leaving."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        twilio = TwilioServer(url=f"http://127.0.0.1:{server.server_address[1]}")
        server.twilio = twilio  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield twilio
        finally:
            server.shutdown()
            thread.join()
