"""Whoever bars somebody above them does so in sight of auditors and of all above who are left."""

from __future__ import annotations

from datetime import datetime

from complaint_center.domain.access import Directory, Person
from complaint_center.models.case import Case
from complaint_center.services import journal


def note_barred_superiors(
    case: Case, barred_before: frozenset[int], actor: Person, reason: str, directory: Directory, now: datetime
) -> None:
    """Keep which superiors of the actor the act has barred from the case, and why. Within its transaction."""
    above = {superior.id for superior in directory.above(actor.id)}
    barred = sorted((case.conflicts.barred(directory) - barred_before) & above)
    if barred:
        journal.record("superiors_barred", actor=actor, at=now, case=case, reason=reason, detail={"staff": barred})
