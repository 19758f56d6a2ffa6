"""Recording a complaint."""

from __future__ import annotations

from flask import Flask

from tests.make import make_case, make_chain


def test_a_complaint_is_numbered_and_assigned_at_once(app: Flask) -> None:
    chain = make_chain()
    case = make_case()
    assert case.register_number == "70-0001"
    assert case.officer_id == chain.officer.id
