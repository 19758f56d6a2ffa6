"""Fields that read what people type."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from complaint_center.domain.errors import InvalidInput, Problem
from complaint_center.domain.phones import Phone
from complaint_center.web.forms import (
    NationalIdField,
    OfficeForm,
    PhoneField,
    ThaiDateTimeField,
    line,
    required,
    tidy,
)

pytestmark = pytest.mark.one_database


class Form(OfficeForm):
    at = ThaiDateTimeField("at", [required()])
    phone = PhoneField("phone")
    national_id = NationalIdField("national_id")
    name = line("name", 5)


FILLED = {"at": "22/11/2569 14.30"}


@pytest.fixture
def send(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)

    def submit(**fields: str) -> Form:
        with app.test_request_context("/", method="POST", data={**FILLED, **fields}):
            form = Form()
            form.validate()
            assert [str(field()) for field in form]
            return form

    return submit


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("22/11/2569 14.30", datetime(2026, 11, 22, 7, 30, tzinfo=UTC)),
        ("๒๒/๑๑/๒๕๖๙ ๑๔.๓๐ น.", datetime(2026, 11, 22, 7, 30, tzinfo=UTC)),
        ("22/11/2026", datetime(2026, 11, 21, 17, 0, tzinfo=UTC)),
        ("22 พ.ย. 2569 14:30", datetime(2026, 11, 22, 7, 30, tzinfo=UTC)),
    ],
)
def test_a_time_of_either_era_and_script_is_bangkok_time_kept_in_utc(send: Any, text: str, instant: datetime) -> None:
    form = send(at=text)
    assert form.at.data == instant
    assert not form.errors


def test_what_cannot_be_read_stays_in_its_field_with_one_sentence(send: Any) -> None:
    form = send(at="31/02/2569", phone="1111", national_id="1234567890123")
    assert {name: len(said) for name, said in form.errors.items()} == {"at": 1, "phone": 1, "national_id": 1}
    assert 'value="31/02/2569"' in form.at()
    assert "22/11/2569" in str(form.at.errors[0])


def test_an_empty_field_that_is_required_says_so(send: Any) -> None:
    assert str(send(at=" ").at.errors[0]) == "กรุณากรอกช่องนี้"


def test_a_landline_and_a_mobile_in_thai_digits_are_telephones(send: Any) -> None:
    assert send(phone="๐๔๒-๙๗๐๑๐๗").phone.data == Phone("+6642970107", is_mobile=False)
    assert send(phone="๐๘๑ ๒๓๔ ๕๖๗๘").phone.data == Phone("+66812345678", is_mobile=True)


def test_a_national_id_in_thai_digits_with_dashes_is_read(send: Any) -> None:
    assert send(national_id="๑-๑๐๐๐-๐๐๐๐๐-๐๐-๘").national_id.data == "1100000000008"


def test_a_line_too_long_says_how_long_it_is_and_how_long_it_may_be(send: Any) -> None:
    said = str(send(name="123456").name.errors[0])
    assert "6" in said
    assert "5" in said


def test_values_are_written_as_people_type_them(app: Flask) -> None:
    told = {"at": datetime(2026, 11, 22, 7, 30, tzinfo=UTC), "phone": Phone("+66812345678", is_mobile=True)}
    with app.test_request_context("/"):
        form = Form(data=told)
        assert 'value="22 พฤศจิกายน 2569 14.30"' in form.at()
        assert 'value="081-234-5678"' in form.phone()


def test_a_refusal_of_the_rules_goes_to_its_field_or_further_up(send: Any) -> None:
    form = send()
    form.refuse(InvalidInput("at", Problem.IN_FUTURE))
    assert len(form.at.errors) == 1
    with pytest.raises(InvalidInput):
        form.refuse(InvalidInput("elsewhere", Problem.REQUIRED))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [(None, ""), ("  ก \r\n ข  ", "ก \n ข"), ("a\x00b\x1bc\td", "abc\td"), ("นํ้า", "นํ้า")],
)
def test_tidying_takes_spaces_around_and_control_characters_only(typed: str | None, kept: str) -> None:
    assert tidy(typed) == kept
