"""The first page: the four channels, corruption first and apart from everything else."""

from __future__ import annotations

from flask import Blueprint, render_template

home = Blueprint("home", __name__)


@home.get("/")
def show() -> str:
    return render_template("public/home.html")
