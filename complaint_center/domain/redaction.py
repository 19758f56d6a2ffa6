"""Finding in a text whatever tells who wrote it, so that it can be blacked out.

What is compared is what people hear: without spaces, vowels above and below, tone marks and signs, letters of one sound
and digits of either script alike. What is too short for that is looked for as it is written.
What is blacked out is what was written, with everything between its first and last letter.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from complaint_center.domain.search_key import SAME_SOUND
from complaint_center.domain.thai import normalise, to_arabic_digits, without_prefix

_SILENT = re.compile(r"[\s\u0e31\u0e34-\u0e3a\u0e47-\u0e4e.,()/\-‐-―+:;_]")
_MARKS = "่้๊๋์็ํ"
_BETWEEN = rf"[\s{_MARKS}]*"
_HOUSE = re.compile(r"[0-9๐-๙]+(?:/[0-9๐-๙]+)*")
_PLACE = re.compile(r"(?:หมู่บ้าน|หมู่ที่|หมู่|ม\.|ซอย|ซ\.|ถนน|ถ\.|บ้าน)\s*[^\s,]+")
_VILLAGE = re.compile(r"(?:หมู่บ้านที่|หมู่ที่|หมู่|ม\.)\s*([0-9]+)")
_NUMBERS = (
    *("ศูนย์", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า", "สิบ"),
    *("สิบเอ็ด", "สิบสอง", "สิบสาม", "สิบสี่", "สิบห้า"),
)
_SOUNDS = str.maketrans(SAME_SOUND)
_ABOVE_OR_BELOW = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
_LETTERS_OF_WORDS = "A-Za-z\u0e01-\u0e4e"
_CALLED = (
    *("นางสาว", "นาง", "นาย", "น.ส.", "ด.ช.", "ด.ญ.", "เด็กชาย", "เด็กหญิง", "คุณ", "ชื่อ", "สกุล", "ผม", "ดิฉัน", "ฉัน"),
    *("พี่", "น้อง", "ป้า", "ลุง", "น้า", "อา", "ตา", "ยาย", "ปู่", "ย่า", "แม่", "พ่อ", "เจ๊", "เฮีย"),
    *("ครู", "หมอ", "กำนัน", "ผู้ใหญ่"),
)
"""What stands before a name when somebody is called by it."""

_FAMILY = ("ครอบครัว", "ตระกูล", "สกุล", "บ้าน")
"""What stands before a surname when a family is called by it."""

SHORTEST = 3
"""Letters of a name or a place, as they are compared; anything shorter stands in too many words, and is looked for
as it is written: names where somebody is called by them or where they stand alone, asked words everywhere."""

PHONE_DIGITS = 8
"""Of a telephone, without its first ones, which people leave out or write as +66."""


Place = tuple[int, int]


@dataclass(frozen=True)
class Piece:
    """A stretch of a text. `hidden` ones are blacked out; `place` is where a bar begins and ends, `number` its name."""

    text: str
    hidden: bool = False
    number: int = 0
    place: Place = (0, 0)


@dataclass(frozen=True)
class Known:
    """What is known of whoever complained, as far as it was given."""

    names: tuple[str, ...] = ()
    """The first name, then surnames."""
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


def has_short_name(known: Known) -> bool:
    """Whether a name is so short that somebody has to look for it, too."""
    return any(len(_heard(without_prefix(normalise(name)))) < SHORTEST for name in known.names if name)


def is_named(text: str, known: Known) -> bool:
    """Whether the text names them beyond doubt: by a number or address of e-mail, by all names on end as they sound, or
    by one as it is written where somebody, or by a surname a family, is called by it or it stands alone. A name may be
    part of another word."""
    names = [without_prefix(normalise(name)) for name in known.names if name]
    certain = Known(("".join(names),) if len(names) > 1 else (), known.phone, known.email, known.national_id)
    if next(_found(text, needles(certain)), None):
        return True
    surnames = [without_prefix(normalise(name)) for name in known.names[1:] if name]
    called = [*(one for name in names for one in _calls(_spelled(name))), *map(_calls_family, map(_spelled, surnames))]
    return any(re.search(pattern, text, re.IGNORECASE) for pattern in called)


def redact(text: str, known: Known, shown: Collection[Place] = (), first: int = 1) -> list[Piece]:
    """The text in pieces, those hidden that tell who wrote it. `shown`: places of bars that somebody took back.

    Numbers begin at `first`, for several texts make one page.
    """
    pieces, at = [], 0
    spans = _merged((*_found(text, needles(known)), *_written(text, known)))
    for number, (start, end) in enumerate(spans, start=first):
        pieces.append(Piece(text[at:start]))
        pieces.append(Piece(text[start:end], (start, end) not in shown, number, (start, end)))
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
                yield letter.translate(_SOUNDS), place


def _found(text: str, wanted: Iterable[str]) -> Iterator[tuple[int, int]]:
    letters = list(_letters(text))
    heard = "".join(letter for letter, _ in letters)
    for needle in wanted:
        start = heard.find(needle)
        while start >= 0:
            # หมู่ 9 is not in หมู่ 99; a telephone may have an extension behind it.
            is_part = needle[-1].isdigit() and not needle.isdigit() and heard[start + len(needle) :][:1].isdigit()
            if not is_part:
                end = _with_marks(text, letters[start + len(needle) - 1][1] + 1)
                yield _from_plus(text, letters[start][1], needle), end
            start = heard.find(needle, start + 1)


def _written(text: str, known: Known) -> Iterator[Place]:
    """Where that stands which is too short to be compared by its sound, and the address by its numbers."""
    # Digits of either script are one letter each, so places stay what they are.
    plain = to_arabic_digits(text)
    for pattern in (*_short_words(known), *_address_numbers(to_arabic_digits(known.address))):
        for found in re.finditer(pattern, plain, re.IGNORECASE):
            yield found.start("told"), _with_marks(text, found.end("told"))


def _short_words(known: Known) -> Iterator[str]:
    for name in known.names:
        if len(_heard(without_prefix(normalise(name)))) < SHORTEST:
            yield from _calls(_spelled(without_prefix(normalise(name))))
    yield from (_spelled(word) for word in known.besides if len(_heard(word)) < SHORTEST and _spelled(word))


def _calls(told: str) -> Iterator[str]:
    """Patterns of somebody called by a name, or of the name alone; none of no name."""
    if told:
        yield rf"(?:{'|'.join(map(re.escape, _CALLED))})\s*{told}(?![{_ABOVE_OR_BELOW}])"
        yield rf"(?<![{_LETTERS_OF_WORDS}]){told}(?![{_LETTERS_OF_WORDS}])"


def _calls_family(told: str) -> str:
    return rf"(?:{'|'.join(_FAMILY)})\s*{told}(?![{_ABOVE_OR_BELOW}])"


def _spelled(word: str) -> str:
    """A pattern for the word with its vowels; spaces and slips of tone marks between its letters do not matter."""
    letters = [letter for letter in to_arabic_digits(normalise(word)) if letter.strip() and letter not in _MARKS]
    pattern = _BETWEEN.join(map(re.escape, letters))
    return f"(?P<told>{pattern}[{_MARKS}]*)" if pattern else ""


def _address_numbers(address: str) -> Iterator[str]:
    house, village = _HOUSE.search(address), _VILLAGE.search(address)
    if house and "/" in house[0]:
        number = house[0].replace("/", r"\s*/\s*")
        yield rf"(?<![0-9/])(?P<told>{number})(?![0-9/])"
    elif house:
        yield rf"(?P<told>เลขที่\s*{house[0]})(?![0-9/])"
    if village:
        said = int(village[1])
        words = [village[1], *_NUMBERS[said : said + 1]]
        yield rf"(?P<told>(?:หมู่บ้านที่|หมู่ที่|หมู่|ม\.)\s*(?:{'|'.join(words)}))(?![0-9])"


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
