"""The server that stands in for Twilio, held against the OpenAPI description that Twilio publishes."""

import json
import os
import re
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl

import pytest
import requests

from complaint_center.domain.delivery import Outgoing
from complaint_center.messaging.twilio_sms import TwilioSms, is_signed_by_twilio
from tests.twilio_server import AUTH_TOKEN, TwilioServer, running_twilio

COLLECTION = "/2010-04-01/Accounts/{AccountSid}/Messages.json"
MOBILE = "+66810000001"
SERVICE = "MG" + "0123456789abcdef" * 2


@pytest.fixture
def twilio() -> Iterator[TwilioServer]:
    with running_twilio() as server:
        yield server


@pytest.fixture
def description() -> dict[str, Any]:
    root = Path(__file__).resolve().parents[2]
    for path in root.parent.glob("*/twilio/messages.openapi.json"):
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return found
    missing = "no twilio/messages.openapi.json in a directory beside the project (from Twilio's twilio-oai)"
    if os.environ.get("CI") == "true":
        pytest.fail(missing)
    pytest.skip(missing)


def violations(value: Any, schema: dict[str, Any], description: dict[str, Any], where: str) -> list[str]:
    """Where `value` departs from `schema`: types, null, choices, patterns, fields that are not described."""
    if "$ref" in schema:
        schema = description["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    if value is None:
        return [] if schema.get("nullable") else [f"{where} is null"]
    expected = {"string": str, "integer": int, "array": list, "object": dict}[schema["type"]]
    if not isinstance(value, expected):
        return [f"{where} is no {schema['type']}"]
    if isinstance(value, list):
        return [fault for item in value for fault in violations(item, schema["items"], description, where)]
    if isinstance(value, dict):
        return object_violations(value, schema, description, where)
    fits = value in schema.get("enum", [value]) and re.search(schema.get("pattern", ""), str(value))
    return [] if fits else [f"{where} is {value!r}"]


def object_violations(
    value: dict[str, Any], schema: dict[str, Any], description: dict[str, Any], where: str
) -> list[str]:
    fields = schema.get("properties")
    if fields is None:
        return []
    faults = [f"{where}.{name} is missing" for name in fields.keys() - value.keys()]
    faults += [f"{where}.{name} is unknown" for name in value.keys() - fields.keys()]
    for name in value.keys() & fields.keys():
        faults += violations(value[name], fields[name], description, f"{where}.{name}")
    return faults


def call(twilio: TwilioServer, method: str, uri: str, **fields: Any) -> Any:
    form, query = (fields, None) if method == "POST" else (None, fields)
    auth = (twilio.account_sid, twilio.auth_token)
    return requests.request(method, twilio.url + uri, data=form, params=query, auth=auth, timeout=5).json()


def test_texts_are_answered_as_twilio_describes(twilio: TwilioServer, description: dict[str, Any]) -> None:
    message = {"$ref": "#/components/schemas/api.v2010.account.message"}
    collection = COLLECTION.format(AccountSid=twilio.account_sid)
    queued = call(twilio, "POST", collection, To=MOBILE, Body="70-0001", From="ThatNaweng")
    accepted = call(twilio, "POST", collection, To=MOBILE, Body="70-0001", MessagingServiceSid=SERVICE)
    assert violations([queued, accepted], {"type": "array", "items": message}, description, "created") == []

    twilio.move(queued["sid"], "delivered")
    twilio.move(accepted["sid"], "undelivered", 30003)
    fetched = [call(twilio, "GET", text["uri"]) for text in (queued, accepted)]
    assert violations(fetched, {"type": "array", "items": message}, description, "fetched") == []


def test_a_middle_page_of_the_list_is_what_twilio_describes(twilio: TwilioServer, description: dict[str, Any]) -> None:
    answer = description["paths"][COLLECTION]["get"]["responses"]["200"]
    schema = answer["content"]["application/json"]["schema"]
    for number in range(3):
        twilio.create({"To": MOBILE, "Body": f"70-000{number}", "From": "ThatNaweng"})
    collection = COLLECTION.format(AccountSid=twilio.account_sid)
    page = call(twilio, "GET", collection, To=MOBILE, PageSize=1, Page=1)
    assert [text["body"] for text in page["messages"]] == ["70-0001"]
    assert violations(page, schema, description, "page") == []


def test_the_list_filters_by_recipient_and_by_the_day_of_sending(twilio: TwilioServer) -> None:
    collection = COLLECTION.format(AccountSid=twilio.account_sid)
    sent, queued, other = (
        twilio.create({"To": to, "Body": "70-0001", "From": "ThatNaweng"})["sid"]
        for to in (MOBILE, MOBILE, "+66810000002")
    )
    twilio.move(sent, "sent")

    def found(**filters: str) -> set[str]:
        return {text["sid"] for text in call(twilio, "GET", collection, **filters)["messages"]}

    assert found(To=MOBILE) == {sent, queued}
    assert found(**{"DateSent>": "2020-01-01"}) == {sent}
    assert found(**{"DateSent<": "2020-01-01"}) == set()
    assert found() == {sent, queued, other}


def test_a_refusal_has_twilios_form(twilio: TwilioServer) -> None:
    collection = COLLECTION.format(AccountSid=twilio.account_sid)
    refusal = call(twilio, "POST", collection, To="+6642970107", Body="70-0001", From="ThatNaweng")
    assert refusal.keys() == {"code", "message", "more_info", "status"}
    assert (refusal["code"], refusal["status"]) == (21614, 400)


class CallbackHandler(BaseHTTPRequestHandler):
    """A service that answers 204 to what Twilio has signed and 403 to the rest."""

    def do_POST(self) -> None:
        form = self.rfile.read(int(self.headers["Content-Length"])).decode()
        url = f"http://{self.headers['Host']}{self.path}"
        signature = self.headers["X-Twilio-Signature"]
        signed = is_signed_by_twilio(AUTH_TOKEN, url, dict(parse_qsl(form)), signature)
        self.send_response(204 if signed else 403)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


def test_a_posted_callback_is_signed_as_the_real_validator_wants_it(twilio: TwilioServer) -> None:
    sid = twilio.create({"To": MOBILE, "Body": "70-0001", "From": "ThatNaweng"})["sid"]
    twilio.move(sid, "delivered")
    with HTTPServer(("127.0.0.1", 0), CallbackHandler) as service:
        thread = Thread(target=service.serve_forever, args=(0.05,))
        thread.start()
        url = f"http://127.0.0.1:{service.server_address[1]}/twilio/status"
        answers = (twilio.post_callback(sid, url), twilio.post_callback(sid, url, token="another"))  # noqa: S106
        service.shutdown()
        thread.join()
    assert answers == (204, 403)


def test_the_client_sends_only_fields_that_twilio_describes(twilio: TwilioServer, description: dict[str, Any]) -> None:
    create = description["paths"][COLLECTION]["post"]["requestBody"]
    fields = create["content"]["application/x-www-form-urlencoded"]["schema"]["properties"]
    sms = TwilioSms(
        twilio.account_sid,
        twilio.auth_token,
        api_url=twilio.url,
        public_url="https://complaints.example.go.th",
        messaging_service_sid=SERVICE,
    )
    sms.send(Outgoing(MOBILE, "70-0001", "a"))
    assert twilio.requests[0].params.keys() <= fields.keys()
