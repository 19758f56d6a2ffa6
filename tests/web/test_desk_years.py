"""Registers are read a fiscal year at a time, back to whatever the reader may know of."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from complaint_center.clock import now
from complaint_center.domain.access import Role
from complaint_center.domain.categories import Category
from complaint_center.domain.fiscal_years import FiscalYear
from complaint_center.domain.intake import AccusedDraft
from tests.web.desk import Centre, make_case_received

LISTS = {"/desk/procurement": Category.PROCUREMENT, "/desk/suggestions": Category.SUGGESTION}


@pytest.fixture
def centre(app: Flask, client: FlaskClient) -> Centre:
    centre = Centre(client)
    centre.add_person(Role.AUDITOR, "auditor")
    return centre


def days_into_year() -> float:
    return (now() - FiscalYear.of(now()).starts_at) / timedelta(days=1)


def offered(centre: Centre, username: str, path: str) -> list[str]:
    return re.findall(r'href="\?fiscal_year=(\d+)"', centre.visit(username).get(path).text)


@pytest.mark.parametrize("path", LISTS)
def test_a_letter_of_the_year_before_the_first_act_is_in_the_list_of_its_year(centre: Centre, path: str) -> None:
    number = make_case_received(days_into_year() + 1, LISTS[path])
    present = FiscalYear.of(now()).number
    assert offered(centre, "auditor", path) == [str(present), str(present - 1)]
    assert number in centre.visit("auditor").get(f"{path}?fiscal_year={present - 1}").text
    assert number not in centre.visit("auditor").get(path).text


def test_a_year_of_which_the_reader_may_know_nothing_is_not_offered(centre: Centre) -> None:
    auditor = centre.people["auditor"]
    accused = AccusedDraft(name=auditor.name)
    make_case_received(days_into_year() + 1, Category.BRIBERY, accused=(accused,))
    present = FiscalYear.of(now()).number
    assert offered(centre, "auditor", "/desk/procurement") == [str(present)]
    assert offered(centre, "executive", "/desk/procurement") == [str(present), str(present - 1)]


@pytest.mark.parametrize("asked", ["1999", "x", "2599"])
def test_a_year_that_is_not_offered_is_no_page(centre: Centre, asked: str) -> None:
    make_case_received(1)
    assert centre.visit("auditor").get(f"/desk/procurement?fiscal_year={asked}").status_code == 404
