"""The seventh day in a browser: a call that was written down too late is on the supervisor's desk after one tick."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta

import sqlalchemy as sa
from flask import Flask

from complaint_center.clock import BANGKOK, now
from complaint_center.domain.messages import MessageKind
from complaint_center.domain.thai import format_date
from complaint_center.extensions import db
from complaint_center.models.outbox import Medium, OutboxMessage
from tests.browser.conftest import on_both_databases
from tests.browser.people import Visitor
from tests.server import ROOT


@on_both_databases
def test_a_call_received_eight_days_ago_is_escalated_by_the_next_tick(
    staffed: None, app: Flask, env: dict[str, str], visit: Callable[..., Visitor]
) -> None:
    called_at = (now() - timedelta(days=8)).astimezone(BANGKOK)
    clerk = visit()
    clerk.signs_in("clerk")
    clerk.opens("/desk/intake/phone")
    clerk.fills(
        subject="เก็บค่าขยะเกินใบเสร็จ",
        narrative="เก็บเกินเดือนละ 20 บาท",
        called_at=f"{format_date(called_at.date())} {called_at:%H.%M}",
        received_at=f"{called_at:%d/%m}/{called_at.year + 543} {called_at:%H:%M}",
    )
    clerk.ticks("anonymous", "notice_told")
    clerk.sends()
    number = clerk.shown("data-register-number")

    assert _tick(env) == "escalated=1 reminded=1\n"
    assert _tick(env) == "escalated=0 reminded=0\n"

    supervisor = visit()
    supervisor.signs_in("supervisor")
    first_section = supervisor.page.locator("main section").first
    assert number in first_section.inner_text()
    supervisor.opens(f"/desk/cases/{number}")
    assert supervisor.shown("data-escalated") == "7"
    alerts = sa.select(OutboxMessage.medium).where(OutboxMessage.kind == MessageKind.ESCALATED)
    assert set(db.session.scalars(alerts)) == {Medium.SMS, Medium.MAIL}


def _tick(env: dict[str, str]) -> str:
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "escalate"]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **env}, capture_output=True, text=True, check=True)
    return done.stdout
