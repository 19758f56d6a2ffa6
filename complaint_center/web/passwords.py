"""What a new password must be."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import gettext as _
from wtforms import Form, PasswordField, ValidationError

from complaint_center.web.forms import required

SHORTEST = 10
LONGEST = 200
"""Characters. Above this only the machine that hashes is kept busy."""


def new_password(name: LazyString) -> PasswordField:
    """A field for a password that somebody chooses."""
    return PasswordField(name, [required(), _check_length])


def _check_length(form: Form, field: PasswordField) -> None:
    if not SHORTEST <= len(field.data) <= LONGEST:
        limits = {"shortest": SHORTEST, "longest": LONGEST}
        raise ValidationError(_("Choose from %(shortest)s to %(longest)s characters.", **limits))
