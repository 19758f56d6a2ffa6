"""The quick exit, where somebody may be looked over the shoulder."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.residents import Resident

pytestmark = pytest.mark.one_database


@pytest.fixture
def resident(app: Flask, client: FlaskClient) -> Resident:
    return Resident(client)


@pytest.mark.parametrize("path", ["/complaints/corruption", "/receipt", "/track"])
def test_it_is_the_first_thing_on_the_page_that_can_be_reached(resident: Resident, path: str) -> None:
    page = resident.get(path).text
    first = re.search(r"<body.*?<a ([^>]*)>", page, re.DOTALL)
    assert first
    assert 'href="/leave"' in first[1]
    assert 'rel="noreferrer"' in first[1]


def test_it_leads_to_a_page_that_nobody_minds(resident: Resident) -> None:
    answer = resident.get("/leave")
    assert (answer.status_code, answer.location) == (303, "https://www.google.co.th/")
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_whoever_goes_back_to_the_receipt_finds_none(resident: Resident) -> None:
    assert "data-tracking-code" in resident.receipt()
    resident.get("/leave")
    assert "data-tracking-code" not in resident.get("/receipt").text


def test_a_browser_offers_nothing_again_of_what_was_typed_about_corruption(resident: Resident) -> None:
    page = resident.get("/complaints/corruption").text
    form = page[page.index("<form") : page.index("</form>")]
    assert set(re.findall(r'autocomplete="([^"]*)"', form)) == {"off"}
    assert 'autocomplete="given-name"' in resident.get("/complaints/general").text
