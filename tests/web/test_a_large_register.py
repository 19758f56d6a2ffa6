"""The page of supervision over 100,000 open cases sends no statement more than over a dozen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from complaint_center.domain.calendar import bangkok_midnight
from complaint_center.extensions import Model, db
from complaint_center.models.case import Case
from complaint_center.models.deadline import Deadline
from tests.make import NOW
from tests.web.desk import Centre, counted_statements
from tests.web.test_desk_lists import make_work

pytestmark = pytest.mark.usefixtures("at_now")

CASES = 100_000
FEW = 10
APART = 1_000_000
"""Further than ids of cases reach."""


def test_supervision_of_a_hundred_thousand_cases_sends_as_many_statements_as_of_ten(
    app: Flask, client: FlaskClient
) -> None:
    centre = Centre(client)
    make_work(centre, FEW)
    visitor = centre.visit("supervisor")
    visitor.get("/desk/supervision")
    with counted_statements(client.application) as few:
        visitor.get("/desk/supervision")
    _multiply()
    with counted_statements(client.application) as many:
        page = visitor.get("/desk/supervision").text
    assert len(many) == len(few)
    [overdue] = db.session.scalars(sa.select(sa.func.count(Deadline.case_id.distinct())).where(*_overdue()))
    assert f'data-count="overdue">{overdue}<' in page
    assert overdue > CASES / 3


def _overdue() -> tuple[sa.ColumnElement[bool], ...]:
    return (Deadline.met_at.is_(None), Deadline.ended_by.is_(None), Deadline.due_at < bangkok_midnight(NOW))


def _multiply() -> None:
    """Every case again and again until there are so many, with its deadlines; in the database itself, which is told."""
    number = sa.select(sa.literal(1).label("nth")).cte("numbers", recursive=True)
    number = number.union_all(sa.select(number.c.nth + 1).where(number.c.nth < CASES // FEW - 1))
    case_id, deadline_id = (key * APART + number.c.nth for key in (Case.id, Deadline.id))
    unlike = sa.cast(case_id, sa.String)
    own = {"id": case_id, "sequence": case_id, "register_number": unlike}
    _copy(Case, {**own, "tracking_code_hash": unlike, "submission_hash": unlike}, number)
    _copy(Deadline, {"id": deadline_id, "case_id": Deadline.case_id * APART + number.c.nth}, number)
    db.session.commit()
    db.session.execute(sa.text("ANALYZE"))
    db.session.commit()


def _copy(model: type[Model], own: Mapping[str, Any], number: sa.CTE) -> None:
    table = model.__table__
    columns = [own.get(column.name, column) for column in table.columns]
    rows = sa.select(*columns).select_from(table.join(number, sa.true())).where(table.c.id < APART)
    db.session.execute(sa.insert(table).from_select([column.name for column in table.columns], rows))
