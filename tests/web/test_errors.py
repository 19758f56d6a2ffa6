"""Every refusal is a page in the reader's language, and none is a stack trace."""

from __future__ import annotations

import pytest
from flask import Flask, make_response
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, abort

from complaint_center.domain.errors import (
    AlreadyDecided,
    DomainError,
    InvalidInput,
    LastOneStays,
    NotAllowed,
    NotVisible,
    Problem,
    SubmissionReused,
)
from complaint_center.web.errors import PAGES, show_busy, show_http_error, show_refusal

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (InvalidInput("reason", Problem.REQUIRED), 422, "กรุณากรอกช่องนี้"),
        (NotAllowed(), 403, "ท่านไม่มีสิทธิเปิดหน้านี้"),
        (NotVisible(), 404, "ไม่พบหน้านี้"),
        (AlreadyDecided("closed"), 409, "ยุติเรื่อง"),
        (SubmissionReused("70-0001"), 409, "70-0001"),
        (LastOneStays("admin"), 409, "คนสุดท้าย"),
    ],
)
def test_what_a_rule_refuses_has_its_status_and_its_words(
    app: Flask, error: DomainError, status: int, words: str
) -> None:
    with app.test_request_context("/"):
        page = show_refusal(error)
    assert page.status_code == status
    assert words in page.get_data(as_text=True)


@pytest.mark.parametrize("code", sorted(PAGES))
def test_every_status_has_a_page_with_the_telephone_of_the_office(app: Flask, code: int) -> None:
    with app.test_request_context("/"):
        page = make_response(show_http_error(_error(code)))
        assert page.status_code == code
        words = page.get_data(as_text=True)
        assert f'data-error="{code}"' in words
        assert "042 970107" in words


@pytest.mark.parametrize(
    "error",
    [OperationalError("SELECT secret", {}, Exception("database is locked")), PoolTimeout("no connection left")],
)
def test_a_busy_database_asks_to_come_back_and_tells_nothing_of_itself(
    app: Flask, error: OperationalError | PoolTimeout
) -> None:
    with app.test_request_context("/"):
        page = show_busy(error)
    assert page.status_code == 503
    assert int(page.headers["Retry-After"]) > 0
    words = page.get_data(as_text=True)
    assert "secret" not in words
    assert "locked" not in words


def _error(code: int) -> HTTPException:
    with pytest.raises(HTTPException) as raised:
        abort(code)
    return raised.value


@pytest.mark.parametrize("address", ["/desk/cases?q=%00", "/track?code=1%00", "/desk/cases/70-0001%00"])
def test_a_nul_in_an_address_is_a_bad_request(app: Flask, address: str) -> None:
    assert app.test_client().get(address).status_code == 400
