"""`audit verify`: does the journal still say what was written into it? `audit sample`: was a sample drawn rightly?"""

from __future__ import annotations

import sys

import click
from click._termui_impl import ProgressBar
from flask.cli import AppGroup

from complaint_center.database import only_reading
from complaint_center.domain.chain import Head
from complaint_center.domain.fiscal_years import Month
from complaint_center.extensions import head_file
from complaint_center.services import journal
from complaint_center.services.discretion_sample import check_sample

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


@audit_commands.command("sample")
@click.argument("month")
@click.pass_context
def sample_command(ctx: click.Context, month: str) -> None:
    """Draw a month's sample of discretionary decisions anew (such as 2026-10) and compare; exit 1 if it differs."""
    try:
        asked = Month.parse(month)
    except ValueError:
        raise click.BadParameter("write a month such as 2026-10") from None
    with only_reading():
        check = check_sample(asked)
    if check is None:
        click.echo(f"no sample of {asked} was drawn", err=True)
        ctx.exit(1)
    told = f"month={asked} decisions={check.decisions} drawn={check.drawn} seed={check.seed}"
    click.echo(f"ok {told}" if check.is_right else f"bad {told}: the seed draws others", err=not check.is_right)
    ctx.exit(0 if check.is_right else 1)
