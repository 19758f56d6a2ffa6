"""How a month's discretionary decisions are drawn for review, so that anybody can draw them again.

Each decision is ranked by the SHA-256 of the seed and its number in the journal; the first of each kind are taken, then
the first of all others. Nobody can foresee the seed, and whoever has it needs nothing else but the journal.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256
from itertools import islice
from math import ceil

from complaint_center.domain.access import Directory, Permission
from complaint_center.domain.discretion import Discretion

SHARE = 10
"""Decisions of a hundred that are looked at."""

LEAST = 5
MOST = 30
"""More only where there are more kinds of decision than that."""

SETTLED_AFTER = timedelta(hours=1)
"""From the end of a month until it is drawn: an act of its last moment is in the journal by then."""


def size(decisions: int, kinds: int) -> int:
    """How many are drawn of so many decisions of so many kinds."""
    wanted = min(max(ceil(decisions * SHARE / 100), LEAST), MOST)
    return min(decisions, max(wanted, kinds))


def draw(decisions: Mapping[int, Discretion], seed: str) -> list[int]:
    """The numbers that are drawn of the decisions with these numbers, in order: one of each kind at least."""
    ranked = sorted(decisions, key=lambda number: _rank(seed, number))
    first_of_kind: dict[Discretion, int] = {}
    for number in ranked:
        first_of_kind.setdefault(decisions[number], number)
    drawn = set(first_of_kind.values())
    others = (number for number in ranked if number not in drawn)
    wanted = size(len(decisions), len(first_of_kind))
    return sorted(drawn.union(islice(others, wanted - len(drawn))))


def possible_reviewers(directory: Directory, actor_id: int | None, barred: frozenset[int]) -> frozenset[int]:
    """Who may say whether a decision was in order: never who made it, nor anybody barred from its case."""
    return frozenset(
        person.id
        for person in directory.people.values()
        if person.is_active and person.may(Permission.REVIEW) and person.id != actor_id and person.id not in barred
    )


def _rank(seed: str, number: int) -> str:
    return sha256(f"{seed}:{number}".encode()).hexdigest()
