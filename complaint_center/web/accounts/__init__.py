"""Signing in and out, one's own password and second factor.

Flask-Security hashes passwords and keeps who is signed in; the pages are our own: by username, with argon2,
without e-mail. Who forgets a password is given a new one by an administrator.
"""

from __future__ import annotations

from flask import Flask
from flask_security import Security, SQLAlchemyUserDatastore

from complaint_center.extensions import db
from complaint_center.models.staff import StaffMember, StaffRole
from complaint_center.web import sessions
from complaint_center.web.accounts import password, security, sign_in, stay
from complaint_center.web.accounts.blueprint import accounts
from complaint_center.web.people import TimedOut

__all__ = ["accounts", "init_app", "password", "security", "stay"]

SETTINGS = {
    "SECURITY_USER_IDENTITY_ATTRIBUTES": [{"username": {"case_insensitive": False}}],
    "SECURITY_PASSWORD_SCHEMES": ["argon2"],
    "SECURITY_PASSWORD_SINGLE_HASH": ["argon2"],
    # Typed and hashed as it is: Thai keyboards give one form of every letter, and the command line hashes it too.
    "SECURITY_PASSWORD_NORMALIZE_FORM": None,
    "SECURITY_FLASH_MESSAGES": False,
    "SECURITY_CLI_USERS_NAME": None,
    "SECURITY_CLI_ROLES_NAME": None,
}


def init_app(app: Flask) -> None:
    """Bind Flask-Security, without its pages: none of them is reached, in no format."""
    app.config.from_mapping(SETTINGS)
    Security(app, SQLAlchemyUserDatastore(db, StaffMember, StaffRole), register_blueprint=False)
    app.login_manager.user_loader(sessions.signed_in)  # type: ignore[attr-defined]
    app.register_blueprint(accounts)
    app.register_error_handler(TimedOut, sign_in.show_timed_out)
    app.context_processor(stay.show_time_left)
