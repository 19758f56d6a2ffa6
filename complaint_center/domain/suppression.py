"""Which counts of a published breakdown stay hidden, because small ones could show who is meant.

A count of one to four is hidden, and so are as many more as it takes that none can be reckoned from the total beside
them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

Key = TypeVar("Key")

SMALLEST_SHOWN = 5


def suppress(counts: Mapping[Key, int]) -> dict[Key, int | None] | None:
    """The counts to publish, None in the place of one that is hidden; None where nothing would be left to read.

    A zero is shown: it is about nobody. What is hidden is known to be at least one, and what all hidden ones are
    together; each of them can still be more than one number.
    """
    hidden = {key for key, count in counts.items() if 0 < count < SMALLEST_SHOWN}
    others = sorted((key for key, count in counts.items() if count >= SMALLEST_SHOWN), key=counts.__getitem__)
    while hidden and not _leaves_open(counts[key] for key in hidden):
        if not others:
            return None
        hidden.add(others.pop(0))
    if hidden and not others:
        return None
    return {key: None if key in hidden else count for key, count in counts.items()}


def _leaves_open(hidden: Iterable[int]) -> bool:
    """Two or more that are together more than one each: every one of them might be smaller or larger."""
    counts = list(hidden)
    return len(counts) > 1 and sum(counts) > len(counts)
