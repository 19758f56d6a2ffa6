"""One pass of everything that goes: the approved batches, and what needs nobody's word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from complaint_center.services.destruction import destroy_approved
from complaint_center.services.purges import purge_drafts, purge_intake_drafts, purge_messages, purge_voices


@dataclass(frozen=True)
class Counts:
    """What one pass did: cases destroyed and cases kept after all, drafts and voices deleted, messages emptied, and
    failures.
    """

    disposed: int = 0
    left: int = 0
    drafts: int = 0
    messages: int = 0
    failed: int = 0
    voices: int = 0


def run_retention(now: datetime) -> Counts:
    """Go on where the last pass stopped. Any number of workers may run it; a case that fails never stops the rest."""
    disposed, left, undisposed = destroy_approved(now)
    drafts, unpurged = purge_drafts(now)
    drafts += purge_intake_drafts(now)
    return Counts(disposed, left, drafts, purge_messages(now), undisposed + unpurged, purge_voices(now))
