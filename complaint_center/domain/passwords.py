"""What a new password must be: long enough, and hard to guess also for somebody who knows its owner."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from typing import Any

from zxcvbn import zxcvbn

from complaint_center.domain.errors import InvalidInput, Problem
from complaint_center.domain.thai import name_key

SHORTEST = 10
LONGEST = 200
"""Characters. Above this only the machine that hashes is kept busy."""

WEAKEST_SCORE = 3
"""Of zxcvbn's 0 to 4: it takes more than 10^8 guesses, which nobody has at a sign-in page that counts them."""

ABOUT_THE_OWNER = "Names of the owner and of the office, and words that everybody uses, are guessed first."

_JUDGED_LENGTH = 72
"""Characters that zxcvbn takes in; what comes after them only makes a password stronger."""

_USED_BY_EVERYBODY = (
    *("รหัสผ่าน", "พาสเวิร์ด", "แอดมิน", "เทศบาล", "เทศบาลตำบล", "ศูนย์รับเรื่อง", "ร้องเรียน", "ประเทศไทย", "สวัสดี"),
    # The rows of a Thai keyboard, and `password` typed on it.
    *("ๅภถุึคตจขช", "ๆไำพะัีรนยบล", "ฟหกดเ้่าสวง", "ผปแอิืทมใฝ", "ฟหกด", "ยฟหหไนพก"),
)
# The library keeps the words of one call in a table that all calls share.
_one_at_a_time = threading.Lock()


class WeakPassword(InvalidInput):
    """A password that is soon guessed (422). `advice` is what would help, in the library's English."""

    def __init__(self, advice: tuple[str, ...]) -> None:
        super().__init__("password", Problem.GUESSABLE)
        self.advice = advice


def require_strong(password: str, known: Iterable[str]) -> None:
    """InvalidInput for a wrong length, WeakPassword for one that is soon guessed by who knows the `known` words.

    `known`: the owner's name and username, and the name of the office.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise InvalidInput("password", Problem.WRONG_LENGTH)
    with _one_at_a_time:
        verdict = zxcvbn(password[:_JUDGED_LENGTH], [*_words(known), *_USED_BY_EVERYBODY])
    if verdict["score"] < WEAKEST_SCORE:
        raise WeakPassword(tuple(_advice(verdict)))


def _words(known: Iterable[str]) -> Iterator[str]:
    """Every text whole and in its parts, with and without the title before a name."""
    for text in known:
        for word in (text, *text.split()):
            yield from {word, name_key(word)} - {""}


def _advice(verdict: dict[str, Any]) -> Iterator[str]:
    if any(match.get("dictionary_name") == "user_inputs" for match in verdict["sequence"]):
        yield ABOUT_THE_OWNER
    if verdict["feedback"]["warning"]:
        yield verdict["feedback"]["warning"]
    yield from verdict["feedback"]["suggestions"]
