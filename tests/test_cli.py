"""The operators' commands, as they are typed: what they print and how they exit."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import sleep

import pytest
import sqlalchemy as sa
from click.testing import Result
from cryptography.fernet import Fernet
from flask import Flask
from passlib.totp import TOTP

from complaint_center.domain.access import Role
from complaint_center.extensions import db
from complaint_center.models.staff import StaffMember
from complaint_center.services import journal
from complaint_center.services.accounts import has_second_factor, new_secret, set_up_second_factor
from complaint_center.services.directory import person
from complaint_center.services.disposal import approve, propose
from complaint_center.services.escalation import last_sweep_at
from tests.crowd import Env
from tests.make import DAY, NOW, make_case, make_chain, make_staff
from tests.services.test_retention import DUE_AT, make_ended_case
from tests.tampering import change, drop_guards

ROOT = Path(__file__).parent.parent
SEVEN_DAYS = (NOW + 7 * DAY).isoformat()


def run(app: Flask, *arguments: str, stdin: str = "") -> Result:
    db.session.rollback()
    return app.test_cli_runner().invoke(args=arguments, input=stdin)


def test_escalate_counts_what_it_did_and_again_nothing(app: Flask) -> None:
    make_chain()
    make_case()
    first, again = (run(app, "escalate", "--now", SEVEN_DAYS) for _ in range(2))
    assert (first.exit_code, first.stdout) == (0, "escalated=1 reminded=1\n")
    assert (again.exit_code, again.stdout) == (0, "escalated=0 reminded=0\n")


def test_escalate_takes_the_time_of_any_zone(app: Flask) -> None:
    make_chain()
    make_case()
    assert run(app, "escalate", "--now", "2026-11-30T09:59:59+07:00").stdout == "escalated=0 reminded=1\n"
    assert run(app, "escalate", "--now", "2026-11-30T10:00:00+07:00").stdout == "escalated=1 reminded=0\n"
    assert run(app, "audit", "verify").exit_code == 0


@pytest.mark.parametrize("now", ["yesterday", "2026-11-30T10:00:00", "30/11/2569", "2569-11-30T10:00:00+07:00"])
@pytest.mark.parametrize("command", [["escalate"], ["deliver"], ["retention", "run"]])
def test_a_time_without_its_zone_and_what_is_no_time_are_refused(app: Flask, command: list[str], now: str) -> None:
    refused = run(app, *command, "--now", now)
    assert refused.exit_code == 2
    assert "--now" in refused.stderr


def test_keys_rotate_counts_the_fields_and_fails_when_one_stays_shut(
    app: Flask, make_app: Callable[..., Flask], env: dict[str, str]
) -> None:
    make_chain()
    make_case()
    newer = make_app(VAULT_KEYS=f"{Fernet.generate_key().decode()},{env['VAULT_KEYS']}")
    first, again = (run(newer, "keys", "rotate") for _ in range(2))
    assert (first.exit_code, again.exit_code) == (0, 0)
    assert re.fullmatch(r"rotated=[1-9]\d* unreadable=0\n", first.stdout)
    assert again.stdout == "rotated=0 unreadable=0\n"
    stranger = make_app(VAULT_KEYS=Fernet.generate_key().decode())
    assert run(stranger, "keys", "rotate").exit_code == 1


def test_deliver_counts_what_became_of_the_messages(app: Flask) -> None:
    make_chain()
    make_case()
    delivered = run(app, "deliver", "--now", NOW.isoformat())
    assert (delivered.exit_code, delivered.stdout) == (0, "sent=3 retry=0 failed=0 uncertain=0\n")


def test_retention_run_counts_what_went_and_ends_badly_when_something_could_not(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    chain = make_chain()
    [reference] = propose(chain.palad, [make_ended_case(chain)], DUE_AT)
    approve(chain.executive, reference, DUE_AT)
    monkeypatch.delattr(journal, "erase_reasons")
    failed = run(app, "retention", "run", "--now", DUE_AT.isoformat())
    assert (failed.exit_code, failed.stdout) == (1, "disposed=0 left=0 drafts=0 messages=0 voices=0 failed=1\n")
    monkeypatch.undo()
    again = run(app, "retention", "run", "--now", DUE_AT.isoformat())
    assert (again.exit_code, again.stdout) == (0, "disposed=1 left=0 drafts=0 messages=0 voices=0 failed=0\n")
    assert run(app, "retention", "run", "--now", DUE_AT.isoformat()).stdout.startswith("disposed=0 left=0")


def test_audit_verify_tells_how_many_rows_hold_or_which_one_does_not(app: Flask) -> None:
    make_chain()
    rows = journal.verify().rows
    whole = run(app, "audit", "verify")
    assert (whole.exit_code, whole.stdout) == (0, f"ok rows={rows}\n")
    drop_guards()
    change("UPDATE journal SET what = 'nothing' WHERE seq = 2")
    broken = run(app, "audit", "verify")
    assert broken.exit_code == 1
    assert "row=2" in broken.stderr


def test_staff_add_takes_the_password_from_standard_input(app: Flask) -> None:
    run(
        app,
        "staff",
        "add",
        "boss",
        "--role",
        "supervisor",
        "--name",
        "หัวหน้า",
        "--password-stdin",
        stdin="long enough today\n",
    )
    roles, place = ["--role", "officer", "--role", "clerk"], ["--unit", "กองช่าง", "--reports-to", "boss"]
    rest = ["--name", "สมชาย", "--handles", "a,B", "--phone", "081 000 0001", "--password-stdin"]
    added = run(app, "staff", "add", "somchai", *roles, *place, *rest, stdin="long enough today\n")
    assert (added.exit_code, added.stdout) == (0, "added somchai\n")
    member = db.session.scalars(sa.select(StaffMember).where(StaffMember.username == "somchai")).one()
    known = person(member.id)
    assert known.roles == {Role.OFFICER, Role.CLERK}
    assert known.handles == {"A", "B"}
    assert (member.phone, member.unit.name if member.unit else "") == ("+66810000001", "กองช่าง")
    assert member.reports_to
    assert member.reports_to.username == "boss"
    assert member.password.startswith("$argon2")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--role", "mayor"], "mayor"),
        (["--role", "clerk", "--handles", "A,Z"], "--handles"),
        (["--role", "clerk", "--phone", "12"], "--phone"),
        (["--role", "clerk", "--reports-to", "nobody"], "--reports-to"),
        ([], "--role"),
    ],
)
def test_staff_add_says_which_option_it_cannot_use(app: Flask, options: list[str], told: str) -> None:
    refused = run(
        app,
        "staff",
        "add",
        "somchai",
        "--name",
        "สมชาย",
        *options,
        "--password-stdin",
        stdin="long enough today\n",
    )
    assert refused.exit_code == 2
    assert told in refused.stderr
    assert db.session.scalars(sa.select(StaffMember)).all() == []


@pytest.mark.parametrize(("password", "told"), [("short", "10 to 200"), ("somchai12345", "guessed first")])
def test_staff_add_refuses_a_password_that_is_short_or_soon_guessed(app: Flask, password: str, told: str) -> None:
    options = ["--role", "clerk", "--name", "สมชาย", "--password-stdin"]
    refused = run(app, "staff", "add", "somchai", *options, stdin=f"{password}\n")
    assert refused.exit_code == 2
    assert told in refused.stderr
    assert password not in refused.stderr
    assert db.session.scalars(sa.select(StaffMember)).all() == []


def test_an_operator_takes_a_lost_second_factor_away_with_a_reason(app: Flask) -> None:
    admin = make_staff(Role.ADMIN, username="admin")
    command = ["staff", "take-away-second-factor", "Admin", "--reason"]
    assert run(app, *command, "โทรศัพท์หาย").exit_code == 2
    secret = new_secret()
    set_up_second_factor(admin, secret, TOTP(secret).generate(NOW).token, NOW)
    assert run(app, *command, " ").exit_code == 2
    assert has_second_factor(admin.id)
    done = run(app, *command, "โทรศัพท์หาย")
    assert (done.exit_code, done.stdout) == (0, "Admin signs in with the password alone\n")
    assert not has_second_factor(admin.id)


def test_staff_add_wants_a_password(app: Flask) -> None:
    refused = run(app, "staff", "add", "somchai", "--role", "clerk", "--name", "สมชาย", "--password-stdin", stdin="\n")
    assert refused.exit_code == 2


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_the_worker_sweeps_at_once_and_ends_when_it_is_told_to(app: Flask, env: Env, sign: signal.Signals) -> None:
    make_chain()
    make_case()
    db.session.rollback()
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
    worker = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **env}, stderr=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        for _ in range(600):
            has_swept = last_sweep_at() is not None
            # What was asked must not hold the lock that the worker's jobs wait for.
            db.session.rollback()
            if has_swept or worker.poll() is not None:
                break
            sleep(0.1)
        worker.send_signal(sign)
        log = worker.communicate(timeout=30)
    finally:
        worker.kill()
    assert (has_swept, worker.returncode) == (True, 0), log
    assert b"worker_stopped" in b"".join(log)
