"""`audit verify`: does the journal still say what was written into it?"""

from __future__ import annotations

import sys

import click
from click._termui_impl import ProgressBar
from flask.cli import AppGroup

from complaint_center.database import only_reading
from complaint_center.domain.chain import Head
from complaint_center.extensions import head_file
from complaint_center.services import journal

audit_commands = AppGroup("audit", help="The journal's chain.")


class HeadType(click.ParamType[Head]):
    """A head as a mail or the file has it."""

    name = "SEQ:MAC"

    def convert(self, value: str | Head, param: click.Parameter | None, ctx: click.Context | None) -> Head:
        if isinstance(value, Head):
            return value
        try:
            return Head.parse(value)
        except ValueError as problem:
            self.fail(f"{value!r} is {problem}", param, ctx)


@audit_commands.command("verify")
@click.option("--head", "heads", type=HeadType(), multiple=True, help="A head that was mailed; as often as wanted.")
@click.pass_context
def verify_command(ctx: click.Context, heads: tuple[Head, ...]) -> None:
    """Walk the chain; name the first bad row and exit 1 if there is one."""
    # The file is read first: every head in it was in the database before the walk begins.
    heads += _exported()
    with (
        only_reading(),
        click.progressbar(length=0, label="rows", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar,
    ):
        verdict = journal.verify(heads, progress=lambda done, total: _show(bar, done, total))
    if verdict.is_whole:
        click.echo(f"ok rows={verdict.rows}")
        return
    click.echo(f"bad row={verdict.bad_seq}: {verdict.problem}", err=True)
    ctx.exit(1)


def _exported() -> tuple[Head, ...]:
    """The head in this machine's file, if it has one."""
    kept = head_file()
    try:
        head = kept.read()
    except (OSError, ValueError) as error:
        click.echo(f"{kept.path} cannot be read: {error}", err=True)
        head = None
    if head is None:
        click.echo("no head was kept on this machine: an end that was cut off is found by --head alone", err=True)
        return ()
    return (head,)


def _show(bar: ProgressBar[int], done: int, total: int) -> None:
    bar.length = total
    bar.update(done - bar.pos)
