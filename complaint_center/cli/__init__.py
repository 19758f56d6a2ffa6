"""The way in of operators: commands of `flask --app wsgi`."""

from __future__ import annotations

from flask import Flask

from complaint_center.cli import audit, clock_commands, keys, retention, staff
from complaint_center.cli.demo import demo_command
from complaint_center.cli.first_admin import first_admin_command


def register(app: Flask) -> None:
    """Put every command on the application."""
    groups = (staff.staff_commands, audit.audit_commands, keys.keys_commands, retention.retention_commands)
    for command in (*clock_commands.commands, *groups, demo_command, first_admin_command):
        app.cli.add_command(command)
