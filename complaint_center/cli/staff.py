"""`staff add`: the first people, and any others, from the command line."""

from __future__ import annotations

import sys

import click
import sqlalchemy as sa
from flask.cli import AppGroup
from flask_security.utils import hash_password

from complaint_center import clock
from complaint_center.cli.passwords import refuse_weak
from complaint_center.domain.access import Role
from complaint_center.domain.categories import Category
from complaint_center.domain.errors import InvalidInput, NotVisible
from complaint_center.extensions import db
from complaint_center.models.staff import StaffMember
from complaint_center.services.accounts import take_away_second_factor
from complaint_center.services.staff import StaffDraft, add_staff

staff_commands = AppGroup("staff", help="People who sign in.")


@staff_commands.command("add")
@click.argument("username")
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice([role.value for role in Role]))
@click.option("--name", required=True)
@click.option("--position", default="")
@click.option("--unit", default="")
@click.option("--handles", default="", help="Category groups, as A,B,C,D.")
@click.option("--phone", default="")
@click.option("--email", default="")
@click.option("--reports-to", default="", metavar="USERNAME")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def add_command(
    username: str,
    roles: tuple[str, ...],
    name: str,
    position: str,
    unit: str,
    handles: str,
    phone: str,
    email: str,
    reports_to: str,
    password_stdin: bool,
) -> None:
    """Add a member of staff."""
    draft = StaffDraft(
        username=username,
        name=name,
        roles=frozenset(map(Role, roles)),
        position=position,
        unit=unit,
        handles=_groups(handles),
        phone=phone,
        email=email,
        reports_to=reports_to,
    )
    password = _password(password_stdin)
    refuse_weak(password, (username, name))
    try:
        add_staff(None, draft, password, hash_password, clock.now())
    except InvalidInput as refusal:
        raise click.BadParameter(str(refusal.problem), param_hint=f"--{refusal.field.replace('_', '-')}") from refusal
    click.echo(f"added {username}")


@staff_commands.command("take-away-second-factor")
@click.argument("username")
@click.option("--reason", required=True, help="Why; it is kept in the journal.")
def take_away_second_factor_command(username: str, reason: str) -> None:
    """Let a person whose telephone is lost sign in with the password alone: for the last administrator."""
    staff_id = db.session.scalar(sa.select(StaffMember.id).where(StaffMember.username == username.lower()))
    try:
        take_away_second_factor(None, staff_id or 0, reason, clock.now())
    except NotVisible as refusal:
        raise click.BadParameter("has no second factor", param_hint="USERNAME") from refusal
    except InvalidInput as refusal:
        raise click.BadParameter(str(refusal.problem), param_hint="--reason") from refusal
    click.echo(f"{username} signs in with the password alone")


def _groups(text: str) -> frozenset[str]:
    groups = frozenset(part.strip().upper() for part in text.split(",") if part.strip())
    known = {category.group for category in Category}
    if not groups <= known:
        raise click.BadParameter(f"category groups are {','.join(sorted(known))}", param_hint="--handles")
    return groups


def _password(from_stdin: bool) -> str:
    if not from_stdin:
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    password = sys.stdin.readline().rstrip("\n")
    if not password:
        raise click.UsageError("standard input held no password")
    return password
