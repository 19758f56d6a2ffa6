"""Thai is complete: no string that people read is missing, empty, doubtful or different in its parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.pofile import read_po

import complaint_center

PACKAGE = Path(complaint_center.__file__).parent
PO = PACKAGE / "translations/th/LC_MESSAGES/messages.po"
KEYWORDS = {**DEFAULT_KEYWORDS, **parse_keywords(["_l", "_p:1c,2"])}
PART = re.compile(r"%\(\w+\)s")
THAI = re.compile("[ก-๛]")
SAME_IN_BOTH = frozenset({"SMS"})


@cache
def thai() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file, locale="th")


@cache
def used() -> Catalog:
    """Every string of the code and the templates."""
    with (PACKAGE.parent / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    catalogue = Catalog()
    for path, line, message, comments, context in extract_from_dir(PACKAGE, methods, options, KEYWORDS):
        catalogue.add(message, locations=[(path, line)], auto_comments=comments, context=context)
    return catalogue


def translations() -> Iterator[Message]:
    return (message for message in thai() if message.id)


def test_every_string_in_use_is_in_the_catalogue_and_nothing_else_is() -> None:
    in_use = {(m.context, m.id) for m in used() if m.id}
    known = {(m.context, m.id) for m in translations()}
    assert in_use - known == set(), "run `make strings` and write their Thai"
    assert known - in_use == set(), "run `make strings`"


def test_every_string_has_its_thai() -> None:
    assert [message.id for message in translations() if not all(_texts(message.string))] == []


def test_no_translation_is_doubtful() -> None:
    assert [message.id for message in translations() if message.fuzzy] == []


def test_the_thai_has_the_same_parts_to_be_filled_in() -> None:
    wrong = [m.id for m in translations() if not _parts(m.string) <= _parts(m.id) or _lost(m)]
    assert wrong == []


def test_the_thai_is_thai() -> None:
    other = [m.id for m in translations() if not all(map(THAI.search, _texts(m.string)))]
    assert set(other) <= SAME_IN_BOTH


def test_a_day_that_was_typed_is_not_called_today() -> None:
    """วันนี้ is today, and never the day in question."""
    today = re.compile(r"\btoday\b|\bthese\b", re.IGNORECASE)
    wrong = [m.id for m in translations() if "วันนี้" in "".join(_texts(m.string)) and not today.search(str(m.id))]
    assert wrong == []


def test_the_compiled_catalogue_is_of_this_text() -> None:
    compiled = PO.with_suffix(".mo")
    if not compiled.exists():
        pytest.fail("run `make`, which compiles the catalogue")
    assert compiled.stat().st_mtime >= PO.stat().st_mtime, "run `make`, which compiles the catalogue"


def _texts(string: str | tuple[str, ...]) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else string


def _parts(string: str | tuple[str, ...]) -> set[str]:
    return {part for text in _texts(string) for part in PART.findall(text)}


def _lost(message: Message) -> bool:
    """A plural may leave its number out of the singular, but Thai has one form that must have all."""
    return bool(_parts(message.id) - _parts(message.string))
