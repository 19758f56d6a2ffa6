"""Sarabun, the letters of Thai official documents, served from its package and from nowhere else."""

from __future__ import annotations

from flask import Blueprint, send_from_directory
from fontpkg_sarabun import ROOT
from werkzeug.wrappers import Response

from complaint_center.web.language import ONE_YEAR

fonts = Blueprint("fonts", __name__)


@fonts.get("/fonts/<any('Sarabun-Regular.ttf', 'Sarabun-Bold.ttf'):name>")
def font(name: str) -> Response:
    """The two weights that the pages use."""
    return send_from_directory(ROOT / "files", name, mimetype="font/ttf", max_age=ONE_YEAR)
