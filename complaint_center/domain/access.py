"""Who may see and do what, and who is barred from a case above any role.

One table of roles, one rule of conflicts. `services/case_queries.py` applies both to every query;
a test holds its SQL against the functions of this page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What a person is in this service; one person may be several."""

    CLERK = "clerk"
    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    EXECUTIVE = "executive"
    PALAD = "palad"
    AUDITOR = "auditor"
    ADMIN = "admin"


class Permission(StrEnum):
    """What a role opens. Which cases it opens them for is the visibility rule's affair."""

    LOG_COMPLAINTS = "log_complaints"
    DO_CALL_TASKS = "do_call_tasks"
    EXAMINE = "examine"
    COMMAND = "command"
    READ_ALL = "read_all"
    READ_JOURNAL = "read_journal"
    UNLINK_ACCUSED = "unlink_accused"
    DISPOSE = "dispose"
    REVIEW = "review"
    READ_VOICES = "read_voices"
    ADMINISTER = "administer"


_COMMAND = frozenset({Permission.COMMAND})
_LEAD = frozenset(
    {Permission.COMMAND, Permission.READ_ALL, Permission.UNLINK_ACCUSED, Permission.DISPOSE, Permission.REVIEW}
)

PERMISSIONS: Mapping[Role, frozenset[Permission]] = {
    Role.CLERK: frozenset({Permission.LOG_COMPLAINTS, Permission.DO_CALL_TASKS}),
    Role.OFFICER: frozenset({Permission.EXAMINE}),
    Role.SUPERVISOR: _COMMAND,
    Role.EXECUTIVE: _LEAD,
    Role.PALAD: _LEAD | {Permission.READ_VOICES},
    Role.AUDITOR: frozenset({Permission.READ_ALL, Permission.READ_JOURNAL}),
    Role.ADMIN: frozenset({Permission.ADMINISTER}),
}

COMMANDING = frozenset(role for role, granted in PERMISSIONS.items() if Permission.COMMAND in granted)
"""Roles whose holder can be the supervisor of a case."""


@dataclass(frozen=True)
class Person:
    """A member of staff as the rules see one. `handles` holds category groups A to D."""

    id: int
    username: str
    name: str
    roles: frozenset[Role] = frozenset()
    unit_id: int | None = None
    reports_to_id: int | None = None
    handles: frozenset[str] = frozenset()
    is_active: bool = True

    def may(self, permission: Permission) -> bool:
        return any(permission in PERMISSIONS[role] for role in self.roles)

    @property
    def is_elected(self) -> bool:
        """Mayor and deputies are elected; the municipal clerk and all below are not."""
        return Role.EXECUTIVE in self.roles

    @property
    def commands(self) -> bool:
        return self.may(Permission.COMMAND)


@dataclass(frozen=True)
class UnitFacts:
    """A division. `in_procurement` units (procurement, finance) are kept out of procurement cases.

    One that is no longer of them since `left_procurement_at` is kept out of those received until then.
    """

    id: int
    name: str
    head_id: int | None = None
    in_procurement: bool = False
    left_procurement_at: datetime | None = None

    def is_kept_out(self, received_at: datetime) -> bool:
        """Of a procurement case that was received then."""
        return self.in_procurement or (self.left_procurement_at is not None and received_at <= self.left_procurement_at)


@dataclass(frozen=True)
class FormerMember:
    """Somebody who belonged to a unit, or was its head, until `left_at`."""

    staff_id: int
    unit_id: int
    left_at: datetime


@dataclass(frozen=True)
class Directory:
    """All staff and units at one moment, a few dozen rows; the chain of command is walked in it.

    `stand_ins`: of everybody who is away, who acts for them.
    """

    people: Mapping[int, Person]
    units: Mapping[int, UnitFacts] = field(default_factory=dict)
    centre_head_id: int | None = None
    former_members: tuple[FormerMember, ...] = ()
    stand_ins: Mapping[int, int] = field(default_factory=dict)

    def is_present(self, person_id: int) -> bool:
        """Whether somebody of ours is neither gone nor away."""
        person = self.people.get(person_id)
        return person is not None and person.is_active and person_id not in self.stand_ins

    def acting_for(self, person_id: int) -> Person | None:
        """The person, or who stands in while they are away, however long that row is; None where it leads nowhere."""
        seen: set[int] = set()
        while person_id in self.stand_ins and person_id not in seen:
            seen.add(person_id)
            person_id = self.stand_ins[person_id]
        return self.people[person_id] if self.is_present(person_id) else None

    def stands_in_for(self, person_id: int) -> list[Person]:
        """Everybody who is away and for whom this person acts."""
        acting = ((absent_id, self.acting_for(absent_id)) for absent_id in self.stand_ins)
        return [self.people[absent_id] for absent_id, actor in acting if actor and actor.id == person_id]

    def above(self, person_id: int) -> Iterator[Person]:
        """Superiors from the nearest up. A circle in the chain ends the walk."""
        seen = {person_id}
        person = self.people.get(person_id)
        while person and person.reports_to_id and person.reports_to_id not in seen:
            seen.add(person.reports_to_id)
            person = self.people.get(person.reports_to_id)
            if person:
                yield person

    def below(self, person_id: int) -> frozenset[int]:
        """Everyone whose chain of command passes through this person."""
        return frozenset(
            other.id for other in self.people.values() if any(p.id == person_id for p in self.above(other.id))
        )

    def active_with(self, role: Role) -> list[Person]:
        return [person for person in self.people.values() if person.is_active and role in person.roles]

    def present_with(self, role: Role) -> list[Person]:
        return [person for person in self.active_with(role) if self.is_present(person.id)]

    def name_of(self, person_id: int) -> str:
        """Empty for nobody we know."""
        person = self.people.get(person_id)
        return person.name if person else ""

    def elected_ids(self) -> frozenset[int]:
        return frozenset(person.id for person in self.people.values() if person.is_elected)

    def members_and_head(self, unit_id: int, since: datetime) -> frozenset[int]:
        """Whoever belongs to the unit or heads it, or has done so at any time since then."""
        members = {person.id for person in self.people.values() if person.unit_id == unit_id}
        former = {gone.staff_id for gone in self.former_members if gone.unit_id == unit_id and gone.left_at >= since}
        unit = self.units.get(unit_id)
        return frozenset(members | former | ({unit.head_id} if unit and unit.head_id else set()))


@dataclass(frozen=True)
class AccusedFacts:
    """One accused. `is_stranger` records that a supervisor found the accused to be none of ours.

    `unit_id` is a unit that is kept out, beside the person or without one. `is_elected`: the words are those of an
    elected office; whose, is not known before somebody has said so. `nearly_ids`: who may be meant, as long as nobody
    has said who is.
    """

    staff_id: int | None = None
    unit_id: int | None = None
    is_stranger: bool = False
    is_elected: bool = False
    nearly_ids: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Conflicts:
    """What decides who is barred from one case. Whoever left a unit after the receipt is barred as its members are.

    `received_at` is the earliest time that was ever taken for the receipt, and `is_procurement` stays true once it was:
    no correction opens a case to whom it was shut.
    """

    received_at: datetime
    accused: tuple[AccusedFacts, ...] = ()
    recused_ids: frozenset[int] = frozenset()
    is_procurement: bool = False

    def barred(self, directory: Directory) -> frozenset[int]:
        """Ids of all staff barred from the case: accused, recused, and units kept out of procurement."""
        barred = self.recused_ids | self.accused_ids(directory)
        if self.is_procurement:
            for unit in directory.units.values():
                if unit.is_kept_out(self.received_at):
                    barred |= directory.members_and_head(unit.id, self.received_at)
        return barred

    def accused_ids(self, directory: Directory) -> frozenset[int]:
        """Ids of all whom an accused is, or may be."""
        return frozenset().union(*(self._barred_by(accused, directory) for accused in self.accused))

    def _barred_by(self, accused: AccusedFacts, directory: Directory) -> frozenset[int]:
        """The person, whoever may be meant, and all members and the head of the unit.

        Where an elected office is named and nobody has said yet whose, everybody who holds one: a link to somebody who
        holds none says nothing about that.
        """
        barred = set(accused.nearly_ids)
        if accused.staff_id is not None:
            barred.add(accused.staff_id)
        elected = directory.elected_ids()
        if accused.is_elected and not accused.is_stranger and accused.staff_id not in elected:
            barred |= elected
        if accused.unit_id is not None:
            barred |= directory.members_and_head(accused.unit_id, self.received_at)
        return frozenset(barred)
