"""`keys rotate`: brings what is encrypted under the newest vault key."""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup

from complaint_center import clock
from complaint_center.cli.progress import advance
from complaint_center.services import vault

keys_commands = AppGroup("keys", help="The vault's keys.")


@keys_commands.command("rotate")
@click.pass_context
def rotate_command(ctx: click.Context) -> None:
    """Encrypt under the newest vault key what is not. Safe to stop and to run again; exit 1 if a field stays shut."""
    with click.progressbar(length=0, label="rows", file=sys.stderr) as bar:
        found = vault.rotate(clock.now(), lambda done, total: advance(bar, done, total))
    click.echo(f"rotated={found.rotated} unreadable={found.unreadable}")
    if found.unreadable:
        ctx.exit(1)
