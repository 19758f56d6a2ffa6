"""The way in of people: pages for residents and for staff, and addresses for machines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask

from complaint_center.web import health
from complaint_center.web.headers import set_headers

if TYPE_CHECKING:
    from config import Config

BLUEPRINTS = (health.bp,)


def init_app(app: Flask, config: Config) -> None:
    """Everything between a request and a use case."""
    set_headers(app, is_https=config.public_url.startswith("https://"))
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
