"""Each page of the staff says in a few words what it is for, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import ROOT
from tests.web.desk import Centre

pytestmark = pytest.mark.one_database

TEMPLATES = ROOT / "complaint_center" / "templates"
FRAME = "desk_base.html"
EXTENDS = re.compile(r'{% extends "([^"]+)"')


def ancestry(name: str) -> Iterator[tuple[str, str]]:
    """Name and text of a template, and of each that it extends."""
    while name:
        text = (TEMPLATES / name).read_text()
        yield name, text
        extended = EXTENDS.search(text)
        name = extended[1] if extended else ""


def pages() -> list[str]:
    """Templates of the staff that are shown, not those that are only frames and parts of others."""
    names = [str(path.relative_to(TEMPLATES)) for path in sorted(TEMPLATES.rglob("*.html"))]
    extended = {text for name in names for text in EXTENDS.findall((TEMPLATES / name).read_text())}
    shown = (name for name in names if name not in extended and not Path(name).name.startswith("_"))
    return [name for name in shown if FRAME in dict(ancestry(name))]


@pytest.mark.parametrize("name", pages())
def test_every_page_of_the_staff_has_its_help(name: str) -> None:
    own = [text for ancestor, text in ancestry(name) if ancestor != FRAME]
    assert any("{% block help %}<p>" in text for text in own)


def test_help_waits_behind_one_word_and_is_in_the_readers_language(app: Flask, client: FlaskClient) -> None:
    page = Centre(client).visit("clerk").get("/desk/").text
    help_ = re.search(r'<details class="help screen-only">(.*?)</details>', page, re.S)
    assert help_ is not None
    assert "คำแนะนำ" in help_[1].split("</summary>")[0]
    assert "หน้านี้คืองานของท่าน" in help_[1].split("</summary>")[1]
