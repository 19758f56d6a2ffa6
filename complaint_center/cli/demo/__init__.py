"""`demo`: ten invented complaints in different states, two suggestions, and the people who work on them."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import with_appcontext
from flask_security.utils import hash_password

from complaint_center import clock
from complaint_center.cli.demo.people import add_people
from complaint_center.cli.demo.story import tell
from complaint_center.extensions import db, office
from complaint_center.instance_secrets import DEMO_PASSWORD_FILE, kept_password
from complaint_center.models.case import Case

OPENED_BEFORE = timedelta(days=30)
"""For how long the centre of the demo has had people; its first complaint came later."""


@click.command("demo")
@click.option("--if-empty", is_flag=True, help="Do nothing, instead of refusing, where there are cases.")
@with_appcontext
def demo_command(if_empty: bool) -> None:
    """Load the demo, dated relative to now. Refuses a database that has cases."""
    if db.session.scalar(sa.select(sa.exists(sa.select(Case.id)))):
        if if_empty:
            return
        raise click.ClickException("this database has cases; the demo goes into an empty one")
    now = clock.now()
    password = current_app.config["DEMO_PASSWORD"] or kept_password(
        Path(current_app.instance_path) / DEMO_PASSWORD_FILE
    )
    people = add_people(lambda text: str(hash_password(text)), password, now - OPENED_BEFORE)
    with click.progressbar(tell(office(), people, now), label="demo", file=sys.stderr) as steps:
        for step in steps:
            step()
    click.echo(f"demo: 10 complaints, 2 suggestions, {len(people)} people")
