"""`escalate`, `deliver` and `worker`: what the clock does, once by hand or for as long as the process lives."""

from __future__ import annotations

import sys
from datetime import datetime

import click
from flask import current_app
from flask.cli import with_appcontext

from complaint_center import clock
from complaint_center.cli.progress import advance
from complaint_center.extensions import office, senders
from complaint_center.scheduler.runner import run_worker
from complaint_center.services.delivery import deliver
from complaint_center.services.escalation import sweep

FIRST_BUDDHIST_YEAR = 2400
"""No clock of ours runs so late: a year from here on is one of the Buddhist era."""


class Instant(click.ParamType[datetime]):
    """An aware ISO 8601 time."""

    name = "ISO8601"

    def convert(self, value: str | datetime, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            instant = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a time such as 2026-12-04T09:15:00+07:00", param, ctx)
        if instant.tzinfo is None:
            self.fail(f"{value!r} has no time zone", param, ctx)
        if instant.year >= FIRST_BUDDHIST_YEAR:
            self.fail(f"{value!r} is in the Buddhist era; write the Christian year", param, ctx)
        return instant


now_option = click.option(
    "--now", type=Instant(), default=clock.now, help="Act as if it were this time; it needs its zone."
)


@click.command("escalate")
@now_option
@with_appcontext
def escalate_command(now: datetime) -> None:
    """One sweep over the deadlines that are due."""
    with click.progressbar(length=0, label="deadlines", file=sys.stderr) as bar:
        counts = sweep(office(), now, progress=lambda done, total: advance(bar, done, total))
    click.echo(f"escalated={counts.escalated} reminded={counts.reminded}")


@click.command("deliver")
@now_option
@with_appcontext
def deliver_command(now: datetime) -> None:
    """One delivery pass over the messages that are due."""
    counts = deliver(office(), senders(), lambda: now)
    click.echo(f"sent={counts.sent} retry={counts.retry} failed={counts.failed} uncertain={counts.uncertain}")


@click.command("worker")
@with_appcontext
def worker_command() -> None:
    """Run the jobs until SIGTERM. Any number of workers may run."""
    run_worker(current_app._get_current_object())  # type: ignore[attr-defined]


commands = (escalate_command, deliver_command, worker_command)
