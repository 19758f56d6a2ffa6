"""Which counts of a published breakdown stay hidden, because small ones could show who is meant.

A count of one to four is hidden, and so are as many more as it takes that none can be reckoned from the total beside
them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

Key = TypeVar("Key")

SMALLEST_SHOWN = 5


def suppress(counts: Mapping[Key, int]) -> dict[Key, int | None] | None:
    """The counts to publish, None in the place of one that is hidden; None where nothing would be left to read.

    A zero is shown, for it is about nobody; but where all are of one kind, nothing is, for that would tell what each of
    them was. What is hidden is known to be at least one, and what all hidden ones are together; each of them can still
    be more than one number, also to who knows how it was chosen.
    """
    if sum(count > 0 for count in counts.values()) == 1:
        return None
    hidden = {key for key, count in counts.items() if 0 < count < SMALLEST_SHOWN}
    larger = sorted({count for count in counts.values() if count >= SMALLEST_SHOWN})
    if hidden and not _leaves_open([counts[key] for key in hidden]):
        # All that are alike, for which of them it was would tell something, too.
        hidden |= {key for key, count in counts.items() if count in larger[:1]}
        larger = larger[1:]
    if hidden and not larger:
        return None
    return {key: None if key in hidden else count for key, count in counts.items()}


def _leaves_open(small: Sequence[int]) -> bool:
    """Two or more that are together neither the least nor the most that so many small ones can be."""
    return len(small) > 1 and len(small) < sum(small) < len(small) * (SMALLEST_SHOWN - 1)
