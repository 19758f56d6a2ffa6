"""What do the pages of oversight cost when the register is large? In a small one and in a large one, in one run.

    python -m benchmarks.oversight [--small 1000] [--large 100000] [--rounds 5]

One case in twenty is open, some of them overdue, returned or awaiting an order; the others have ended. Printed are the
medians of each page, their ratio, and the number of SQL statements, which must be the same in both. Only the ratio
compares between machines.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy import event

from benchmarks.growth import Register, make_register
from complaint_center.clock import now
from complaint_center.domain.categories import Category
from complaint_center.domain.status import CaseStatus
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.deadline import Deadline
from complaint_center.models.staff import StaffMember

OPEN_OF = 20
"""One case of so many is open."""

PAGES = (
    *("/desk/supervision", "/desk/cases?attention=overdue", "/desk/performance", "/desk/discretion", "/desk/reports"),
    "/statistics",
)


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        small, large = (make_register(Path(folder), size) for size in (options.small, options.large))
        visitors = {register.cases: _signed_in(register) for register in (small, large)}
        for register in (small, large):
            _age(register)
        print(f"{'':34}{small.cases:>12,}{large.cases:>12,}{'ratio':>9}{'statements':>12}")
        for page in PAGES:
            _measure(page, [(register, visitors[register.cases]) for register in (small, large)], options.rounds)


def _measure(page: str, visits: list[tuple[Register, FlaskClient]], rounds: int) -> None:
    times: list[list[float]] = [[], []]
    for _ in range(rounds + 1):
        for place, (_register, client) in enumerate(visits):
            begun = time.perf_counter()
            answer = client.get(page)
            times[place].append(time.perf_counter() - begun)
            assert answer.status_code == 200, (page, answer.status)
    # The first round fills caches of the templates.
    quick, slow = (median(taken[1:]) for taken in times)
    counts = [_statements(register, client, page) for register, client in visits]
    assert counts[0] == counts[1], (page, counts)
    print(f"{page:34}{quick * 1000:>9.2f} ms{slow * 1000:>9.2f} ms{slow / quick:>9.2f}{counts[0]:>12}")


def _statements(register: Register, client: FlaskClient, page: str) -> int:
    with register.app.app_context(), _counted(db.engine) as sent:
        client.get(page)
    return len(sent)


@contextmanager
def _counted(engine: sa.Engine) -> Iterator[list[str]]:
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


def _age(register: Register) -> None:
    """End most cases, spread what is left over the last weeks, and make every second one a case of corruption."""
    with register.app.app_context():
        moment = now()
        is_open = Case.id % OPEN_OF == 0
        met = {"met_at": moment, "next_rung_at": None}
        ended = sa.select(Case.id).where(sa.not_(is_open))
        db.session.execute(sa.update(Case).where(sa.not_(is_open)).values(status=CaseStatus.CLOSED))
        db.session.execute(sa.update(Case).where(Case.id % 2 == 0).values(category=Category.BRIBERY))
        # A section without cases asks for none: both registers have what came by the website and was not begun.
        db.session.execute(sa.update(Case).where(is_open).values(registered_at=moment - timedelta(days=7)))
        db.session.execute(sa.update(Deadline).where(Deadline.case_id.in_(ended)).values(met))
        for nth, status in enumerate((CaseStatus.AWAITING_ORDER, CaseStatus.RETURNED, CaseStatus.INVESTIGATING)):
            some = sa.and_(is_open, Case.id % (5 * OPEN_OF) == (nth + 1) * OPEN_OF)
            db.session.execute(sa.update(Case).where(some).values(status=status))
        for day in range(10):
            due = Deadline.case_id % (10 * OPEN_OF) == day * OPEN_OF
            at = moment + timedelta(days=day - 4)
            db.session.execute(sa.update(Deadline).where(due).values(due_at=at))
        db.session.execute(sa.text("ANALYZE"))
        db.session.commit()


def _signed_in(register: Register) -> FlaskClient:
    client = register.app.test_client()
    with register.app.app_context(), client.session_transaction() as session:
        member = db.session.get_one(StaffMember, register.supervisor.id)
        at = int(now().timestamp())
        session.update(_user_id=member.fs_uniquifier, _fresh=True, signed_in_at=at, seen_at=at)
        session["session_number"] = uuid4().hex
        db.session.remove()
    return client


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="The pages of oversight over a small register and a large one.")
    parser.add_argument("--small", type=int, default=1_000)
    parser.add_argument("--large", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    return parser.parse_args()


if __name__ == "__main__":
    main()
