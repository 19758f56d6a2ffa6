"""Who holds a case and who commands it: the rights that every act on a case begins with."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from complaint_center.domain.access import Directory, Permission, Person
from complaint_center.domain.errors import NotAllowed
from complaint_center.domain.status import OPEN
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.services.case_queries import lock_by_id, lock_case
from complaint_center.services.directory import load_directory


def lock_held(actor: Person, register_number: str) -> tuple[Directory, Case]:
    """The case, locked, for the officer in whose hands it is. NotVisible or NotAllowed for anybody else."""
    directory = load_directory()
    case = lock_case(register_number, actor, directory)
    require_holder(actor, case)
    return directory, case


def lock_examined(actor: Person, register_number: str) -> tuple[Directory, Case]:
    """The same, once the narrative is open to the officer."""
    directory, case = lock_held(actor, register_number)
    if not may_read_narrative(actor, case):
        raise NotAllowed
    return directory, case


def lock_commanded(actor: Person, register_number: str) -> tuple[Directory, Case]:
    """The case, locked, for whoever commands it. NotVisible or NotAllowed for anybody else."""
    directory = load_directory()
    case = lock_case(register_number, actor, directory)
    require_command(actor, case)
    return directory, case


def lock_open_cases_of(staff_id: int) -> list[Case]:
    """Every open case in the hands of the person, locked, and still so once it is. In the order of their ids."""
    held = sa.select(Case.id).where(Case.officer_id == staff_id, Case.status.in_(sorted(OPEN))).order_by(Case.id)
    cases = map(lock_by_id, db.session.scalars(held).all())
    return [case for case in cases if case.officer_id == staff_id and case.status.is_open]


def require_holder(actor: Person, case: Case) -> None:
    """NotAllowed unless the case is in the actor's hands."""
    if not actor.may(Permission.EXAMINE) or case.officer_id != actor.id:
        raise NotAllowed


def require_command(actor: Person, case: Case) -> None:
    """NotAllowed unless the actor may command, and is not the officer whose work it is."""
    if not actor.commands or case.officer_id == actor.id:
        raise NotAllowed


def require_worker(actor: Person, case: Case) -> None:
    """NotAllowed unless the actor examines the case, its narrative open to them, or commands it."""
    if case.officer_id == actor.id and actor.may(Permission.EXAMINE):
        if not may_read_narrative(actor, case):
            raise NotAllowed
    else:
        require_command(actor, case)


def may_read_narrative(person: Person, case: Case) -> bool:
    """In a corruption case the holding officer declares no interest before narrative and evidence open."""
    if case.officer_id != person.id or not case.category.is_corruption:
        return True
    return has_declared(case, person.id)


def has_declared(case: Case, staff_id: int) -> bool:
    """Whether a declaration of theirs stands: one that was voided asks for another."""
    return any(one.staff_id == staff_id and one.voided_at is None for one in case.declarations)


def void_declarations(case: Case, now: datetime) -> bool:
    """Void what was declared about another vendor than the case names, or about none; whether there was any.

    Nothing of a case that has ended, where nobody reads on, and nothing while no vendor is named. For use inside
    another act's transaction.
    """
    vendor = case.procurement.vendor if case.procurement else ""
    if not vendor or not case.status.is_open:
        return False
    void = [one for one in case.declarations if one.voided_at is None and one.vendor != vendor]
    for one in void:
        one.voided_at = now
    return bool(void)
