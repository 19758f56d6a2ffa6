"""What the register of conflicts of interest holds: each kind of entry is an act of the journal.

Measure 6 of the municipality's report: the conflict between one's own interests and those of the public.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from complaint_center.domain.access import Person


class ConflictEntry(StrEnum):
    """`bypassed`: an alert passed over a superior whom a conflict bars; `superiors_barred`: by whose word one was."""

    DECLARED = "declared"
    STEPPED_BACK = "stepped_back"
    BYPASSED = "bypassed"
    SUPERIORS_BARRED = "superiors_barred"
    INQUIRY = "inquiry"


ACTS: Mapping[ConflictEntry, frozenset[str]] = {
    ConflictEntry.DECLARED: frozenset({"no_interest_declared"}),
    ConflictEntry.STEPPED_BACK: frozenset({"stepped_back"}),
    ConflictEntry.BYPASSED: frozenset({"escalated", "reminded", "finding_submitted"}),
    ConflictEntry.SUPERIORS_BARRED: frozenset({"superiors_barred"}),
    ConflictEntry.INQUIRY: frozenset({"inquiry_recorded"}),
}
"""The acts of each kind; of those by which a superior is told, the ones whose detail names somebody passed over."""

PASSED_OVER = "passed_over"
"""In the detail of an act: the ids of the superiors who were passed over."""


def told_of(passed_over: Iterable[Person]) -> dict[str, list[int]]:
    """What the detail of an act says of them; nothing where there is nobody."""
    ids = [person.id for person in passed_over]
    return {PASSED_OVER: ids} if ids else {}
