"""Words that are nearly right: a letter missing, too many, wrong, or in the place of its neighbour.

All of it on folded words (`domain.search_key`), and about one word and one text: how near a case comes is told by its
own words, never by how often a word stands in others.
"""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from complaint_center.domain.search_key import GRAM, trigrams

_SLIPS_FROM = ((4, 1), (9, 2), (15, 3))
"""From how many letters on so many slips are forgiven; in shorter words a slip makes another word."""

_MOST = 0.6


def slips_forgiven(word: str) -> int:
    """How many letters of the word may be wrong."""
    return max((slips for letters, slips in _SLIPS_FROM if len(word) >= letters), default=0)


def pieces(word: str) -> tuple[str, ...]:
    """What to ask an index for: wherever the word stands with no more slips than are forgiven, one of these stands.

    There is one part more than slips, so one of them is whole. Two letters that changed places may lie in two parts, so
    where one slip is forgiven each such change is a piece of its own. In words too short for parts that an index
    can find, a letter in the middle that is wrong or missing is not forgiven.
    """
    parts = slips_forgiven(word) + 1
    if parts > _SLIPS_FROM[0][1] + 1:
        return _parts(word, parts)
    halves = _parts(word, parts) if len(word) >= parts * GRAM else (*sorted(trigrams(word)), *_without_one(word))
    return tuple(dict.fromkeys((*halves, *_with_two_changed(word))))


def slips_in(word: str, text: str) -> int | None:
    """How many letters of the word are missing, in their order, where it stands best; None where it does not nearly.

    Whoever writes Thai without spaces may leave out what stands between two words; if most of the trigrams
    stand there, that is one slip more than are forgiven.
    """
    forgiven = slips_forgiven(word)
    if word in text:
        return 0
    if not forgiven or len(text) < len(word) - forgiven:
        return None
    slips = len(word) - LCSseq.similarity(word, _likest_stretch(word, text))
    if slips <= forgiven:
        return slips
    grams = trigrams(word)
    return forgiven + 1 if sum(gram in text for gram in grams) >= _MOST * len(grams) else None


def _likest_stretch(word: str, text: str) -> str:
    """No longer than the word."""
    if len(text) <= len(word):
        return text
    place = fuzz.partial_ratio_alignment(word, text)
    return text[place.dest_start : place.dest_end] if place else ""


def _parts(word: str, count: int) -> tuple[str, ...]:
    bounds = [len(word) * part // count for part in range(count + 1)]
    return tuple(word[start:end] for start, end in zip(bounds, bounds[1:], strict=False))


def _without_one(word: str) -> Iterator[str]:
    return (word[:place] + word[place + 1 :] for place in range(len(word)))


def _with_two_changed(word: str) -> Iterator[str]:
    return (word[:place] + word[place + 1] + word[place] + word[place + 2 :] for place in range(len(word) - 1))
