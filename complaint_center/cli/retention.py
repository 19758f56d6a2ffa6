"""`retention run`: goes on with what was approved to be destroyed, and purges what needs nobody's word."""

from __future__ import annotations

from datetime import datetime

import click
from flask.cli import AppGroup

from complaint_center.cli.clock_commands import now_option
from complaint_center.database import forget_overwritten
from complaint_center.services.retention_run import run_retention

retention_commands = AppGroup("retention", help="What is past its term.")


@retention_commands.command("run")
@now_option
@click.pass_context
def run_command(ctx: click.Context, now: datetime) -> None:
    """One pass over approved batches, old drafts, messages and voices; exit 1 if any of them failed."""
    counts = run_retention(now)
    forget_overwritten()
    click.echo(
        f"disposed={counts.disposed} left={counts.left} drafts={counts.drafts} messages={counts.messages} "
        f"voices={counts.voices} failed={counts.failed}"
    )
    ctx.exit(int(counts.failed > 0))
