"""Thai as it is searched: what people write differently and mean alike becomes the same letters.

Both the text and the question are folded, so a slip on either side meets. Folding forgives what cannot be seen
on paper, what sounds the same, and the length of a vowel; letters that are missing, wrong or too many are the
affair of a second look. Whoever changes what is folded has to fold all texts anew, by a migration.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from complaint_center.domain.thai import normalise, without_prefix

GRAM = 3
"""Letters that the index keeps together; nothing shorter is found by it."""

WORDS = 8
"""More words than this are not asked for: each of them narrows, and the first have done so long before."""

_LEFT_OUT = "่้๊๋็์ํฺ๎ๆฯ"
"""Tone marks, shortener, silencer and nikhahit are what is forgotten or slips first; ๆ and ฯ stand for other words."""

SAME_SOUND = {
    # High, middle and low letters of one sound, of which the rare one is found in words from Pali and Sanskrit.
    **{"ศ": "ส", "ษ": "ส"},
    **{"ณ": "น", "ญ": "ย", "ฬ": "ล"},
    **{"ฎ": "ด", "ฏ": "ต"},
    **{"ฐ": "ถ", "ฑ": "ท", "ฒ": "ท", "ธ": "ท"},
    **{"ภ": "พ", "ฌ": "ช", "ฆ": "ค"},
    # No longer written since 1942, and beside the letters that took their place on the keyboard.
    **{"ฃ": "ข", "ฅ": "ค"},
    # One sound; which of the two stands in which word is learnt by heart.
    "ใ": "ไ",
    **{"ฤ": "รึ", "ฦ": "ลึ"},
    # Long and short differ by a stroke.
    **{"ี": "ิ", "ื": "ึ", "ู": "ุ"},
}
_FOLDED = str.maketrans(SAME_SOUND | dict.fromkeys(_LEFT_OUT, ""))
_VOWELS_ABOVE_AND_BELOW = "ัิึุ"
# A vowel struck twice lies on top of itself and looks like one.
_STRUCK_TWICE = re.compile(f"([{_VOWELS_ABOVE_AND_BELOW}])\\1+")


def fold(text: str) -> str:
    """The letters and digits by which a text is found, with nothing between them: Thai has no spaces between words."""
    letters = "".join(filter(_is_kept, normalise(text).casefold()))
    return _STRUCK_TWICE.sub(r"\1", letters.translate(_FOLDED))


def fold_all(texts: Iterable[str]) -> str:
    """Several texts, folded, a line each: no word is found half in one and half in the next."""
    return "\n".join(filter(None, map(fold, texts)))


def words_of(question: str) -> tuple[str, ...]:
    """What must be found: each word between spaces, folded, without the prefix of a name, which texts may not have."""
    plain = without_prefix(normalise(question))
    folded = (fold(without_prefix(word)) for word in plain.split())
    return tuple(dict.fromkeys(filter(None, folded)))[:WORDS]


def trigrams(folded: str) -> frozenset[str]:
    """Every three letters that stand side by side."""
    return frozenset(folded[start : start + GRAM] for start in range(len(folded) - GRAM + 1))


def stretches(folded: str, length: int, step: int) -> tuple[str, ...]:
    """Runs of so many letters, each beginning so many behind the last; what is shorter is one itself."""
    starts = range(0, max(len(folded) - length, 0) + 1, step)
    return tuple(dict.fromkeys(folded[start : start + length] for start in starts))


def _is_kept(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character) == "Mn"
