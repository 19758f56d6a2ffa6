"""The way in of people: pages for residents and for staff, and addresses for machines."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from flask import Flask, abort, request
from werkzeug.routing import IntegerConverter, Map

from complaint_center.models.types import LARGEST_ID
from complaint_center.web import accounts, health, public
from complaint_center.web.admin import admin
from complaint_center.web.appearance import dress
from complaint_center.web.callbacks import listen_for_callbacks
from complaint_center.web.desk import desk
from complaint_center.web.headers import set_headers
from complaint_center.web.navigation import show_navigation
from complaint_center.web.people import refuse_unguarded_routes
from complaint_center.web.uploads import OfficeRequest

if TYPE_CHECKING:
    from config import Config

BLUEPRINTS = (*public.BLUEPRINTS, admin, desk, health.bp)


class RowNumber(IntegerConverter):
    """The number of a row in an address; a larger one than any row has is no address of ours."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=LARGEST_ID)


def init_app(app: Flask, config: Config) -> None:
    """Everything between a request and a use case. UnguardedRoute for a route that nobody thought about."""
    app.request_class = OfficeRequest
    app.url_map.converters["int"] = RowNumber
    is_https = config.public_url.startswith("https://")
    set_headers(app, is_https=is_https, is_production=config.is_production)
    dress(app)
    show_navigation(app)
    accounts.init_app(app)
    listen_for_callbacks(app, config.twilio_auth_token)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.before_request(_refuse_nul)
    refuse_unguarded_routes(app)


def _refuse_nul() -> None:
    # No keyboard types it, PostgreSQL cannot keep it, and in an address nothing of ours takes it out.
    if "\0" in unquote(request.full_path):
        abort(400)
