"""Finding in a text whatever tells who wrote it, so that it can be blacked out.

What is compared is what people hear and see: without spaces, tone marks and signs, digits of either script alike.
What is blacked out is what was written, with everything between its first and last letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from complaint_center.domain.thai import normalise, without_prefix

_SILENT = re.compile(r"[\s\u0e31\u0e34-\u0e3a\u0e47-\u0e4e.,()/\-‐-―+:;]")
_MARKS = "่้๊๋์็ํ"
_HOUSE = re.compile(r"[0-9๐-๙]+(?:/[0-9๐-๙]+)*")
_PLACE = re.compile(r"(?:หมู่บ้าน|หมู่ที่|หมู่|ม\.|ซอย|ซ\.|ถนน|ถ\.|บ้าน)\s*[^\s,]+")
SHORTEST = 3
"""Letters of a name or a place; anything shorter stands in too many words."""

PHONE_DIGITS = 8
"""Of a telephone, without its first ones, which people leave out or write as +66."""


@dataclass(frozen=True)
class Piece:
    """A stretch of a text. `hidden` ones are blacked out, and `number` tells which they are."""

    text: str
    hidden: bool = False
    number: int = 0


@dataclass(frozen=True)
class Known:
    """What is known of whoever complained, as far as it was given."""

    names: tuple[str, ...] = ()
    phone: str = ""
    email: str = ""
    national_id: str = ""
    address: str = ""
    besides: tuple[str, ...] = ()
    """Words that somebody wants blacked out as well, as they are written."""


def needles(known: Known) -> list[str]:
    """Everything to look for, as it is compared; the longest first, so that a name is one bar and not two."""
    found = {_heard(word) for word in _words(known)}
    digits = {re.sub(r"\D", "", number)[-PHONE_DIGITS:] for number in (known.phone,) if number}
    numbers = {known.national_id} if known.national_id else set()
    wanted = {word for word in found if len(word) >= SHORTEST} | digits | numbers
    return sorted(wanted, key=lambda needle: (-len(needle), needle))


def redact(text: str, known: Known, shown: Iterable[int] = (), first: int = 1) -> list[Piece]:
    """The text in pieces, those hidden that tell who wrote it. `shown`: numbers of bars that somebody took back.

    Numbers begin at `first`, for several texts make one page.
    """
    taken_back, pieces, at = set(shown), [], 0
    for number, (start, end) in enumerate(_merged(_found(text, needles(known))), start=first):
        pieces.append(Piece(text[at:start]))
        pieces.append(Piece(text[start:end], hidden=number not in taken_back, number=number))
        at = end
    return [piece for piece in (*pieces, Piece(text[at:])) if piece.text]


def _words(known: Known) -> Iterator[str]:
    plain = [without_prefix(normalise(name)) for name in known.names]
    yield "".join(plain)
    yield from plain
    yield from filter(None, (known.email, *known.besides))
    if known.address:
        yield known.address
        yield from _PLACE.findall(known.address)
        house, place = _HOUSE.search(known.address), _PLACE.search(known.address)
        # The number of a house alone stands in every text; before its village or road it is an address.
        if house and place:
            yield f"{house[0]} {place[0]}"


def _heard(text: str) -> str:
    """As it is compared: see the words at the top."""
    return "".join(character for character, _ in _letters(text))


def _letters(text: str) -> Iterator[tuple[str, int]]:
    """Each letter that counts, with its place in the text. Sara am is taken apart, for it may be written so."""
    for place, character in enumerate(text):
        plain = normalise(character).casefold() if character.strip() else ""
        for letter in plain:
            if not (_SILENT.match(letter) or letter in _MARKS):
                yield letter, place


def _found(text: str, wanted: Iterable[str]) -> Iterator[tuple[int, int]]:
    letters = list(_letters(text))
    heard = "".join(letter for letter, _ in letters)
    for needle in wanted:
        start = heard.find(needle)
        while start >= 0:
            end = _with_marks(text, letters[start + len(needle) - 1][1] + 1)
            yield _from_plus(text, letters[start][1], needle), end
            start = heard.find(needle, start + 1)


def _with_marks(text: str, end: int) -> int:
    """Past the marks above and below the last letter, which would tell it."""
    while end < len(text) and _SILENT.match(text[end]) and not text[end].isspace() and text[end] > "\u0e00":
        end += 1
    return end


def _from_plus(text: str, start: int, needle: str) -> int:
    """Back over the first digits of a telephone, of which the last eight were looked for."""
    if not needle.isdigit():
        return start
    while start > 0 and (normalise(text[start - 1]).isdigit() or text[start - 1] in "+-() "):
        start -= 1
    return start + len(text[start:]) - len(text[start:].lstrip())


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
