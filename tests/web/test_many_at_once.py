"""Two hundred residents at once: every complaint numbered, assigned and kept, and no number left out."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import requests
import sqlalchemy as sa
from flask import Flask

from complaint_center.extensions import db
from complaint_center.models.assignment import Assignment
from complaint_center.models.case import Case
from tests.make import make_chain
from tests.server import served

COMPLAINTS = 200
THREADS = 16


def test_200_complaints_by_16_threads_make_200_cases_numbered_without_a_gap(
    app: Flask, env: dict[str, str], make_app: Callable[..., Flask]
) -> None:
    make_chain()
    db.session.remove()
    with served(env) as address, ThreadPoolExecutor(THREADS) as residents:
        numbers = list(residents.map(lambda nth: _file_complaint(address, nth), range(COMPLAINTS)))
    cases = db.session.scalars(sa.select(Case)).all()
    years = {case.fiscal_year for case in cases}
    assert len(set(numbers)) == len(cases) == COMPLAINTS
    assert len(years) == 1
    assert sorted(case.sequence for case in cases) == list(range(1, COMPLAINTS + 1))
    assert {case.register_number for case in cases} == set(numbers)
    assert db.session.scalar(sa.select(sa.func.count(sa.distinct(Assignment.case_id)))) == COMPLAINTS
    assert all(case.officer_id for case in cases)


def _file_complaint(address: str, nth: int) -> str:
    with requests.Session() as resident:
        page = resident.get(f"{address}/complaints/general", timeout=60).text
        form = {
            "csrf_token": _hidden(page, "csrf_token"),
            "submission_id": _hidden(page, "submission_id"),
            "category": "C",
            "subject": f"ไฟถนนดับ จุดที่ {nth}",
            "narrative": f"ไฟถนนดับมาแล้ว {nth} วัน",
            "anonymous": "y",
            "notice_read": "y",
        }
        receipt = resident.post(f"{address}/complaints/general", data=form, timeout=60)
        assert receipt.status_code == 200, receipt.text
        return _attribute(receipt.text, "data-register-number")


def _hidden(page: str, name: str) -> str:
    tag = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    assert tag
    return _attribute(tag[0], "value")


def _attribute(text: str, name: str) -> str:
    found = re.search(rf'{name}="([^"]*)"', text)
    assert found
    return found[1]
