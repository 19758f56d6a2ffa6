"""Extensions, unbound: `create_app` binds them to one application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

from complaint_center.domain.case_exports import OpenRowFile
from complaint_center.domain.delivery import Senders
from complaint_center.domain.office import Office
from complaint_center.domain.papers import Typeset
from complaint_center.domain.storage import Scanner, Store
from complaint_center.head_file import HeadFile
from complaint_center.keyring import Keyring


class Base(DeclarativeBase):
    """Constraints have names, so that a migration can change them on both databases."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Base)
keyring = Keyring()
csrf = CSRFProtect()

# See rate_limits.DatabaseStorage, which registers itself under this name.
limiter = Limiter(get_remote_address, storage_uri="database://", headers_enabled=True)

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


def office() -> Office:
    """The office that the current application serves."""
    served: Office = current_app.extensions["office"]
    return served


def senders() -> Senders:
    """The ways out of the current application."""
    ways_out: Senders = current_app.extensions["senders"]
    return ways_out


def head_file() -> HeadFile:
    """Where the current application keeps the journal's head outside its database."""
    kept: HeadFile = current_app.extensions["head_file"]
    return kept


def store() -> Store:
    """Where the current application keeps evidence."""
    kept_in: Store = current_app.extensions["store"]
    return kept_in


def scanner() -> Scanner | None:
    """Whom the current application asks about viruses, if anybody."""
    asked: Scanner | None = current_app.extensions["scanner"]
    return asked


def open_rows() -> OpenRowFile:
    """What begins a file of rows for the current application."""
    opened: OpenRowFile = current_app.extensions["open_rows"]
    return opened


def typeset() -> Typeset:
    """What makes the papers of the current application."""
    typesetter: Typeset = current_app.extensions["typeset"]
    return typesetter
