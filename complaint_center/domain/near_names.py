"""Whether somebody may be meant by words that name nobody of ours exactly.

Exactness links (`domain.thai.name_key`); nearness only keeps away from a case, and from the task of saying who is
meant, until that has been said. So it forgives much: titles and courtesies, brackets, "and company", words before and
after, abbreviated positions, a slip or two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from complaint_center.domain.nearness import slips_in
from complaint_center.domain.search_key import fold
from complaint_center.domain.thai import normalise, without_prefix

_NO_NAME = re.compile(
    r"(?:และ|กับ|พร้อม(?:ด้วย)?) ?(?:พวก|คณะ)"
    r"|[()\[\]{}\"'“”‘’]"
    r"|\A(?:ท่าน|คุณ|ผู้ใหญ่|พี่|น้อง|ลุง|ป้า|น้า|อา(?:จารย์)?|ครู|ช่าง|หมอ)(?=[ก-ฮเ-ไ ])"
)
_FULL = (
    (re.compile(r"\A(?:ท่าน|คุณ)"), ""),
    (re.compile(r"ผ\.?อ(?:\.|(?=กอง|สำนัก|โรงเรียน|ศูนย์|ฝ่าย|\Z))"), "ผู้อำนวยการ"),
    (re.compile(r"(?:หน|หก)\."), "หัวหน้า"),
    (re.compile(r"ผช\."), "ผู้ช่วย"),
    (re.compile(r"จนท\."), "เจ้าหน้าที่"),
    (re.compile(r"จพง?\."), "เจ้าพนักงาน"),
    (re.compile(r"นวก\."), "นักวิชาการ"),
    (re.compile(r"สนง\."), "สำนักงาน"),
    (re.compile(r"สป\."), "สำนักปลัด"),
    # A division is headed by a director in one letter and by a head in the next.
    (re.compile(r"ผู้อำนวยการ|(?<=หัวหน้า)(?:สำนักงาน|สำนัก)(?=ปลัด)"), "หัวหน้า"),
    (re.compile(r"(?:หัวหน้า)+"), "หัวหน้า"),
    # Which municipality is no part of the office, and everybody is of this one.
    (re.compile(r"(?:ประจำ|ของ)?(?:เทศบาล(?:ตำบล|เมือง|นคร)?|ทต\.)\S*"), ""),
)
_HEAD = "หัวหน้า"
_SHORT = 5
"""Folded letters: a name or a position shorter than this must be the whole of the words."""

_UNMISTAKABLE = 8
"""Folded letters of a position that names it wherever it stands."""

_REMEMBERED = 4096
"""Names and positions of ours whose folded form is kept at hand: they are compared with every accused."""

_LONG_NAME = 14
"""Folded letters from which on two slips are forgiven and not one."""


@dataclass(frozen=True)
class Known:
    """One of ours, by what a letter may call them. `heads`: the names of the units that they head."""

    id: int
    name: str
    position: str = ""
    heads: tuple[str, ...] = ()


def nearly_named(words: Iterable[str], known: Iterable[Known]) -> frozenset[int]:
    """Ids of all who may be meant by any of the words, each a name or a position as somebody wrote it."""
    told = [(fold(_bare(text)), fold(_in_full(text))) for text in map(normalise, words) if text]
    return frozenset(
        one.id for one in known if any(_names(name, one.name) or _names_office(office, one) for name, office in told)
    )


def _names(told: str, name: str) -> bool:
    """The first name alone, or first and last with no more than a slip or two, whatever stands around them."""
    whole, first = _folded_name(name)
    if not whole or not told:
        return False
    if told in (whole, first) or len(whole) < _SHORT:
        return told in (whole, first)
    slips = slips_in(whole, told)
    return slips is not None and slips <= (2 if len(whole) >= _LONG_NAME else 1)


def _names_office(told: str, one: Known) -> bool:
    offices = [one.position, *(_HEAD + unit for unit in one.heads)]
    return bool(told) and any(_is_office(told, _folded_office(office)) for office in offices)


def _is_office(told: str, held: str) -> bool:
    begins, is_in = len(held) >= _SHORT and told.startswith(held), len(held) >= _UNMISTAKABLE and held in told
    return told == held or begins or is_in


@lru_cache(maxsize=_REMEMBERED)
def _folded_name(name: str) -> tuple[str, str]:
    """The whole name and the first name."""
    plain = without_prefix(normalise(name))
    return fold(plain), fold(plain.split()[0]) if plain else ""


@lru_cache(maxsize=_REMEMBERED)
def _folded_office(office: str) -> str:
    return fold(_in_full(normalise(office)))


def _bare(text: str) -> str:
    bare = " ".join(_NO_NAME.sub(" ", text).split())
    without = without_prefix(bare)
    return bare if without == bare else _bare(without)


def _in_full(text: str) -> str:
    full = re.sub(r"[()\[\]{}\s]", "", text)
    for short, long in _FULL:
        full = short.sub(long, full)
    return full
