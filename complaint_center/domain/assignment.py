"""Who examines a case: the eligible officer with the lightest load, the longest idle among equals.

Load is the number of open cases whose finding has not been submitted. The reason for the choice is
kept with it, so that anyone who may see the case can check it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from complaint_center.domain.access import Directory, Person, Role
from complaint_center.domain.categories import Category


@dataclass(frozen=True)
class Workload:
    """One officer's open cases without a submitted finding, and when a case last came to them."""

    open_cases: int = 0
    last_assigned_at: datetime | None = None


@dataclass(frozen=True)
class Choice:
    """The officer chosen and why: their load, and among how many eligible officers it was the lightest."""

    officer_id: int
    load: int
    eligible: int
    tied: int

    def as_detail(self) -> dict[str, int]:
        return asdict(self)


def eligible_officers(directory: Directory, category: Category, barred: Collection[int]) -> list[Person]:
    """Officers who are there, handle the category and have no conflict with the case."""
    return [
        person
        for person in directory.present_with(Role.OFFICER)
        if category.group in person.handles and person.id not in barred
    ]


def not_directly_below(candidates: Collection[Person], accused_ids: Collection[int]) -> list[Person]:
    """Officers whose own superior is not accused; all of them where there is no other."""
    return [person for person in candidates if person.reports_to_id not in accused_ids] or list(candidates)


def choose_officer(candidates: Collection[Person], workloads: dict[int, Workload]) -> Choice | None:
    """The lightest load, then the longest idle, then the lowest id; None when nobody is eligible."""
    if not candidates:
        return None
    loads = {person.id: workloads.get(person.id, Workload()) for person in candidates}
    lightest = min(load.open_cases for load in loads.values())
    tied = [officer_id for officer_id, load in loads.items() if load.open_cases == lightest]
    chosen = min(tied, key=lambda officer_id: (_idle_since(loads[officer_id]), officer_id))
    return Choice(chosen, lightest, eligible=len(loads), tied=len(tied))


def _idle_since(workload: Workload) -> datetime:
    return workload.last_assigned_at or datetime.min.replace(tzinfo=UTC)
