"""What is told to everybody of their personal data."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from flask import Blueprint, render_template
from flask_babel import LazyString

from complaint_center.domain.categories import Category
from complaint_center.domain.retention import Terms
from complaint_center.services.retention import load_terms
from complaint_center.web.labels import CATEGORY_GROUPS, label

pages = Blueprint("pages", __name__)


@pages.get("/privacy")
def privacy() -> str:
    """The notice that the Personal Data Protection Act B.E. 2562, s. 23 asks for."""
    return render_template("public/privacy.html", terms=_terms_told(load_terms()))


def _terms_told(terms: Terms) -> Iterator[tuple[LazyString, int]]:
    """What is kept for how many years: by groups, and by the categories of a group that are not kept alike."""
    for group, categories in groupby(Category, lambda category: category.group):
        years = {category: terms.years[category] for category in categories}
        if len(set(years.values())) == 1:
            yield CATEGORY_GROUPS[group], next(iter(years.values()))
        else:
            yield from ((label(category), kept) for category, kept in years.items())
