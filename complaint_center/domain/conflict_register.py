"""What the register of conflicts of interest holds: each kind of entry is an act of the journal.

Measure 6 of the municipality's report: the conflict between one's own interests and those of the public.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class ConflictEntry(StrEnum):
    """`bypassed`: an alert passed over a superior whom a conflict bars; `superiors_barred`: by whose word one was."""

    DECLARED = "declared"
    STEPPED_BACK = "stepped_back"
    BYPASSED = "bypassed"
    SUPERIORS_BARRED = "superiors_barred"
    INQUIRY = "inquiry"


ACTS: Mapping[ConflictEntry, str] = {
    ConflictEntry.DECLARED: "no_interest_declared",
    ConflictEntry.STEPPED_BACK: "stepped_back",
    ConflictEntry.BYPASSED: "escalated",
    ConflictEntry.SUPERIORS_BARRED: "superiors_barred",
    ConflictEntry.INQUIRY: "inquiry_recorded",
}
"""The act of each kind; of the alerts those alone whose detail names somebody passed over."""

PASSED_OVER = "passed_over"
"""In the detail of an alert: the ids of the superiors who were passed over."""
