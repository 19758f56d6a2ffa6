"""Does it get slower as cases pile up? The same work in a small register and in a large one, in one run.

    python -m benchmarks.growth [--small 1000] [--large 100000] [--rounds 5]

Both databases are made anew in a temporary folder, on SQLite with the settings of the service. Rounds take
turns between the two; printed are the medians and their ratio. Only the ratio compares between machines.
"""

from __future__ import annotations

import argparse
import secrets
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

import sqlalchemy as sa
from cryptography.fernet import Fernet
from flask import Flask
from flask_migrate import upgrade

from complaint_center import create_app
from complaint_center.domain.access import Person, Role
from complaint_center.domain.attention import Attention
from complaint_center.domain.categories import Category
from complaint_center.domain.channels import Channel
from complaint_center.domain.deadlines import FINDING_DAYS, DeadlineKind
from complaint_center.domain.intake import Draft
from complaint_center.domain.references import format_register_number
from complaint_center.domain.status import CaseStatus
from complaint_center.extensions import db, office
from complaint_center.models.case import Case, RegisterCounter
from complaint_center.models.complainant import Complainant
from complaint_center.models.deadline import Deadline, Escalation
from complaint_center.services.case_lists import Filters, list_cases, list_needing
from complaint_center.services.directory import load_directory, person
from complaint_center.services.escalation import escalate_due
from complaint_center.services.intake import record_complaint
from complaint_center.services.staff import StaffDraft, add_staff, name_centre_head
from config import Config

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
DUE = 100
YEAR = 2570
_CHUNK = 10_000


@dataclass(frozen=True)
class Register:
    """One database with its number of cases, and who looks at it."""

    app: Flask
    cases: int
    supervisor: Person


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        small, large = (make_register(Path(folder), size) for size in (options.small, options.large))
        print(f"{'':34}{small.cases:>12,}{large.cases:>12,}{'ratio':>9}")
        for name, act in ACTS.items():
            times: dict[int, list[float]] = {small.cases: [], large.cases: []}
            for _ in range(options.rounds):
                for register in (small, large):
                    times[register.cases].append(_timed(register, act))
            quick, slow = median(times[small.cases]), median(times[large.cases])
            print(f"{name:34}{quick * 1000:>9.2f} ms{slow * 1000:>9.2f} ms{slow / quick:>9.2f}")


def _sweep_due(register: Register) -> Callable[[], object]:
    """A hundred deadlines that no rung has been recorded on yet have just fallen due."""
    untouched = ~sa.exists().where(Escalation.deadline_id == Deadline.id)
    chosen = sa.select(Deadline.id).where(untouched).order_by(Deadline.id).limit(DUE)
    past = {"started_at": NOW - timedelta(days=FINDING_DAYS), "due_at": NOW, "next_rung_at": NOW}
    db.session.execute(sa.update(Deadline).where(Deadline.id.in_(chosen)).values(past))
    db.session.commit()
    return lambda: escalate_due(office(), NOW)


def _sweep_nothing(register: Register) -> Callable[[], object]:
    return lambda: escalate_due(office(), NOW - timedelta(days=30))


def _newest(register: Register) -> Callable[[], object]:
    return lambda: list_cases(register.supervisor, load_directory(), Filters(), NOW)


def _overdue(register: Register) -> Callable[[], object]:
    return lambda: list_needing(Attention.OVERDUE, register.supervisor, load_directory(), NOW + timedelta(days=8))


def _record(register: Register) -> Callable[[], object]:
    draft = Draft(Channel.WEB, Category.GENERAL, "ไฟถนนดับ", "ไฟถนนดับสามดวง", secrets.token_urlsafe())
    return lambda: record_complaint(office(), draft, None, NOW)


ACTS = {
    f"sweep, {DUE} deadlines due": _sweep_due,
    "sweep, nothing due": _sweep_nothing,
    "newest 50 cases": _newest,
    "overdue 50 cases": _overdue,
    "record a complaint": _record,
}


def _timed(register: Register, prepare: Callable[[Register], Callable[[], object]]) -> float:
    with register.app.app_context():
        act = prepare(register)
        begun = time.perf_counter()
        act()
        taken = time.perf_counter() - begun
        db.session.remove()
        return taken


def make_register(folder: Path, cases: int) -> Register:
    """A register of so many open cases, with an officer who has them and a supervisor above; made in some seconds."""
    env = {
        "INSTANCE_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / str(cases)}.sqlite3",
        "VAULT_KEYS": Fernet.generate_key().decode(),
        **{key: secrets.token_hex() for key in ("SECRET_KEY", "CODE_KEY", "JOURNAL_KEY")},
    }
    app = create_app(Config.from_env(env))
    with app.app_context():
        upgrade(str(Path(__file__).parent.parent / "migrations"))
        supervisor, officer = _staff()
        for start in range(1, cases + 1, _CHUNK):
            _insert(range(start, min(start + _CHUNK, cases + 1)), officer.id)
        db.session.add(RegisterCounter(fiscal_year=YEAR, last=cases))
        db.session.commit()
        db.session.execute(sa.text("ANALYZE"))
        db.session.commit()
    return Register(app, cases, supervisor)


def _staff() -> tuple[Person, Person]:
    def add(username: str, role: Role, reports_to: str = "") -> Person:
        handles = frozenset("ABCD") if role is Role.OFFICER else frozenset()
        draft = StaffDraft(username, username, frozenset({role}), handles=handles, reports_to=reports_to)
        return person(add_staff(None, draft, "", str, NOW))

    supervisor = add("supervisor", Role.SUPERVISOR)
    name_centre_head(None, supervisor.id, NOW)
    return supervisor, add("officer", Role.OFFICER, "supervisor")


def _insert(ids: range, officer_id: int) -> None:
    """Open cases received over the last days, none of them near its first rung."""
    received = {nth: NOW - timedelta(seconds=nth) for nth in ids}
    db.session.execute(sa.insert(Case), [_case(nth, received[nth], officer_id) for nth in ids])
    db.session.execute(sa.insert(Complainant), [{"case_id": nth, "key_id": "benchmark"} for nth in ids])
    db.session.execute(sa.insert(Deadline), [_deadline(nth, received[nth]) for nth in ids])


def _case(nth: int, received_at: datetime, officer_id: int) -> dict[str, object]:
    return {
        "id": nth,
        "register_number": format_register_number(YEAR, nth),
        "fiscal_year": YEAR,
        "sequence": nth,
        "tracking_code_hash": f"code {nth}",
        "submission_hash": f"submission {nth}",
        "content_hash": "",
        "channel": Channel.WEB,
        "category": Category.GENERAL,
        "subject": f"เรื่องที่ {nth}",
        "narrative": "ไฟถนนดับสามดวงหน้าวัดตัวอย่าง",
        "received_at": received_at,
        "registered_at": received_at,
        "status": CaseStatus.PRELIMINARY_CHECK,
        "status_changed_at": received_at,
        "officer_id": officer_id,
    }


def _deadline(nth: int, received_at: datetime) -> dict[str, object]:
    due_at = received_at + timedelta(days=FINDING_DAYS)
    return {
        "case_id": nth,
        "kind": DeadlineKind.FINDING,
        "started_at": received_at,
        "due_at": due_at,
        "next_rung_at": due_at - timedelta(days=4),
    }


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="The same work in a small register and in a large one.")
    parser.add_argument("--small", type=int, default=1_000)
    parser.add_argument("--large", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    return parser.parse_args()


if __name__ == "__main__":
    main()
