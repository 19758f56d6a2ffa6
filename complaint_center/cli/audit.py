"""`audit verify`: does the journal still say what was written into it?"""

from __future__ import annotations

import click
from flask.cli import AppGroup

from complaint_center.database import only_reading
from complaint_center.services import journal

audit_commands = AppGroup("audit", help="The journal's chain.")


@audit_commands.command("verify")
@click.pass_context
def verify_command(ctx: click.Context) -> None:
    """Walk the chain; name the first bad row and exit 1 if there is one."""
    with only_reading():
        verdict = journal.verify()
    if verdict.is_whole:
        click.echo(f"ok rows={verdict.rows}")
        return
    click.echo(f"bad row={verdict.bad_seq}: {verdict.problem}", err=True)
    ctx.exit(1)
