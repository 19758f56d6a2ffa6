"""`first-admin`: a service without staff gets one administrator, who adds everybody else."""

from __future__ import annotations

from pathlib import Path

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import with_appcontext
from flask_security.utils import hash_password

from complaint_center import clock
from complaint_center.cli.passwords import refuse_weak
from complaint_center.domain.access import Role
from complaint_center.extensions import db
from complaint_center.instance_secrets import kept_password
from complaint_center.models.staff import StaffMember
from complaint_center.services.staff import StaffDraft, add_staff

USERNAME = "admin"
PASSWORD_FILE = "admin-password"  # noqa: S105  # the name of a file


@click.command("first-admin")
@with_appcontext
def first_admin_command() -> None:
    """Add an administrator where there is no staff, and print how to sign in; nothing where there is."""
    if db.session.scalar(sa.select(sa.exists(sa.select(StaffMember.id)))):
        return
    draft = StaffDraft(username=USERNAME, name="ผู้ดูแลระบบ", roles=frozenset({Role.ADMIN}))
    path = Path(current_app.instance_path) / PASSWORD_FILE
    password = kept_password(path)
    refuse_weak(password, (draft.username, draft.name))
    add_staff(None, draft, password, hash_password, clock.now())
    click.echo(f"as {USERNAME}, password {password}, and choose another")
