"""A resident at a browser, who files complaints and follows them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from complaint_center.extensions import db

TOLD = {
    "subject": "เรียกรับเงินค่าใบอนุญาต",
    "narrative": "เมื่อวันที่ 3 พ.ย. 2569 เจ้าหน้าที่เรียกรับเงิน 2,000 บาท",
    "anonymous": "y",
    "notice_read": "y",
}
"""The least that a complaint tells."""


@dataclass
class Resident:
    """The test's own session is ended before every request: on SQLite it would hold the lock of writers."""

    client: FlaskClient

    def get(self, path: str) -> TestResponse:
        db.session.rollback()
        return self.client.get(path)

    def file(self, kind: str = "corruption", **fields: Any) -> TestResponse:
        """Open the form, change what `fields` say (None leaves one out) and send it."""
        form = {**self.open_form(kind), **TOLD, **fields}
        return self.send(kind, {name: value for name, value in form.items() if value is not None})

    def open_form(self, kind: str) -> dict[str, str]:
        """What the form itself brings along."""
        page = self.get(f"/complaints/{kind}").text
        return {name: hidden(page, name) for name in ("csrf_token", "submission_id")}

    def send(self, kind: str, form: dict[str, Any]) -> TestResponse:
        db.session.rollback()
        return self.client.post(f"/complaints/{kind}", data=form)

    def receipt(self, kind: str = "corruption", **fields: Any) -> str:
        """The page of the receipt of a complaint that is in order."""
        answer = self.file(kind, **fields)
        assert (answer.status_code, answer.location) == (303, "/receipt"), problems_of(answer.text)
        return self.get("/receipt").text

    def follow(self, code: str) -> TestResponse:
        """Type a code; the page of its case, or of the refusal."""
        answer = self.post("/track", code=code)
        return self.get("/track") if answer.status_code == 303 else answer

    def post(self, path: str, **fields: Any) -> TestResponse:
        """Send what a form of the tracking page sends, with what the form itself brings along."""
        page = self.get("/track").text
        brought = {name: hidden(page, name) for name in ("csrf_token", "submission_id") if f'name="{name}"' in page}
        return self.client.post(path, data={**brought, **fields})


def hidden(page: str, name: str) -> str:
    tag = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    assert tag, f"the page has no {name}"
    return attribute(tag[0], "value")


def attribute(page: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', page)
    assert found, f"the page has no {name}"
    return found[1]


def problems_of(page: str) -> dict[str, str]:
    """What the summary says, by the field that it links to."""
    return dict(re.findall(r'<li><a href="#([\w-]+)">([^<]*)</a></li>', page))
