"""Where a member of staff can go, by their roles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, g, request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from complaint_center.domain.access import Permission, Person
from complaint_center.web.desk.oversight import OVERSIGHT

PLACES: tuple[tuple[str, LazyString, frozenset[Permission]], ...] = (
    ("desk.home", _l("My work"), frozenset()),
    ("desk.supervise", _l("Supervision"), frozenset({Permission.COMMAND, Permission.READ_ALL})),
    ("desk.oversee", _l("Registers and reports"), frozenset().union(*(one[3] for one in OVERSIGHT))),
    ("desk.browse_cases", _l("Cases"), frozenset({Permission.EXAMINE, Permission.COMMAND, Permission.READ_ALL})),
    ("desk.call_tasks", _l("Calls to make"), frozenset({Permission.DO_CALL_TASKS})),
    ("desk.retention", _l("Retention"), frozenset({Permission.DISPOSE})),
    ("desk.show_journal", _l("Journal"), frozenset({Permission.READ_JOURNAL})),
    ("admin.list_staff", _l("Administration"), frozenset({Permission.ADMINISTER})),
)
"""Endpoint, words, and the permissions of which one opens it; none needed where there are none."""

PUBLIC_PAGES: tuple[tuple[str, LazyString], ...] = (
    ("guideline.show", _l("How it works")),
    ("statistics.show", _l("Statistics")),
    ("announcements.show", _l("Announcements")),
    ("suggestions.show", _l("Suggestions and answers")),
    ("satisfaction.show", _l("Satisfaction")),
    ("pages.privacy", _l("Privacy notice")),
)
"""What is published for everybody, as the foot of every public page lists it."""

SEARCHERS = (Permission.LOG_COMPLAINTS, Permission.EXAMINE, Permission.COMMAND, Permission.READ_ALL)
"""One of these opens the search: administrators see no case."""

WORD_SEARCHERS = (Permission.EXAMINE, Permission.COMMAND, Permission.READ_ALL)
"""Who only logs complaints finds them by their numbers: what is told in them is not for the counter."""


@dataclass(frozen=True)
class Link:
    """A place in the main menu."""

    url: str
    label: LazyString
    is_current: bool


def show_navigation(app: Flask) -> None:
    """Give templates `public_pages`; behind a guard `person`, `desk_links`, `may_search` and `searches_words`, too."""
    app.context_processor(_of_signed_in)


def _of_signed_in() -> dict[str, Any]:
    person: Person | None = g.get("person")
    return {
        "person": person,
        "public_pages": PUBLIC_PAGES,
        "desk_links": list(_links(person)) if person else [],
        "may_search": person is not None and any(map(person.may, SEARCHERS)),
        "searches_words": person is not None and any(map(person.may, WORD_SEARCHERS)),
    }


def _links(person: Person) -> Iterator[Link]:
    offered = [(endpoint, label) for endpoint, label, openers in PLACES if not openers or any(map(person.may, openers))]
    current = _current({endpoint: url_for(endpoint) for endpoint, _ in offered})
    return (Link(url_for(endpoint), label, is_current=endpoint == current) for endpoint, label in offered)


def _current(offered: Mapping[str, str]) -> str | None:
    """The first page of the desk stands for itself alone, another place for all beneath it, and that of the registers
    for those to which it leads."""
    for endpoint, url in offered.items():
        if request.path == url or (endpoint != "desk.home" and request.path.startswith(url)):
            return endpoint
    return "desk.oversee" if any(request.path.startswith(url_for(one)) for one, *_ in OVERSIGHT) else None
