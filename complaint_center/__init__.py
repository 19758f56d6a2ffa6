"""The complaint centre of a municipality: intake, the seven days, the supervisor's order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask
from flask_migrate import Migrate
from werkzeug.middleware.proxy_fix import ProxyFix

from complaint_center import cli, database, logs, models, rate_limits, web
from complaint_center.documents import Typesetter
from complaint_center.documents.spreadsheets import open_row_file
from complaint_center.extensions import csrf, db, keyring, limiter
from complaint_center.head_file import HeadFile
from complaint_center.messaging import build_senders
from complaint_center.storage import build_scanner, build_store

if TYPE_CHECKING:
    from config import Config

MAX_FORM_BYTES = 4 * 1024 * 1024
"""Far above what the forms accept, so that too long a text comes back with an error beside it and is not lost."""

ASSET_SECONDS = 3600
"""For how long a browser keeps a stylesheet, script or letter."""


def create_app(config: Config) -> Flask:
    """The only place that wires the rooms together. No job runs in here: the worker is its own process."""
    logs.configure()
    app = Flask(__name__, instance_path=str(config.instance_dir))
    app.config.from_mapping(_flask_settings(config))
    if config.trusted_proxies:
        # Each of our own adds the address it was asked from; what visitors wrote there themselves comes before.
        app.wsgi_app = ProxyFix(app.wsgi_app, config.trusted_proxies, config.trusted_proxies)  # type: ignore[method-assign]
    app.extensions["office"] = config.office()
    app.extensions["senders"] = build_senders(config)
    app.extensions["head_file"] = HeadFile(config.head_file)
    app.extensions["store"] = build_store(config.attachments_url)
    app.extensions["scanner"] = build_scanner(config.clamd_url)
    app.extensions["open_rows"] = open_row_file
    app.extensions["typeset"] = Typesetter(config.office_emblem)
    keyring.open(config.vault_keys, config.code_key, config.journal_key)
    db.init_app(app)
    Migrate(app, db, render_as_batch=True, compare_type=True)
    database.init_app(app)
    # Before the token, which is in the form: whoever sends too often is turned away before the form is read.
    limiter.init_app(app)
    csrf.init_app(app)
    web.init_app(app, config)
    cli.register(app)
    for doubt in app.config["DOUBTS"]:
        app.logger.warning(doubt)
    return app


def _flask_settings(config: Config) -> dict[str, object]:
    return {
        "SECRET_KEY": config.secret_key,
        "SQLALCHEMY_DATABASE_URI": config.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": database.engine_options(config.database_url),
        "MAX_CONTENT_LENGTH": MAX_FORM_BYTES,
        "MAX_FORM_MEMORY_SIZE": MAX_FORM_BYTES,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SEND_FILE_MAX_AGE_DEFAULT": ASSET_SECONDS,
        # A resident may write for hours: the token lives as long as the session.
        "WTF_CSRF_TIME_LIMIT": None,
        # The check would need the referrer, which our own policy withholds.
        "WTF_CSRF_SSL_STRICT": False,
        "LIMIT_SUBMIT": config.limit_submit,
        "LIMIT_TRACK": config.limit_track,
        "LIMIT_WRITE": config.limit_write,
        "DOUBTS": config.doubts(),
        "METRICS_TOKEN": config.metrics_token,
        "DEMO_PASSWORD": config.demo_password,
    }


__all__ = ["create_app", "models", "rate_limits"]
