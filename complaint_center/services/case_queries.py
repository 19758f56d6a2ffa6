"""The one visibility filter, and every question put to the cases through it.

Roles open cases and conflicts shut them (see `domain.access`). A case that a person may not see
cannot be told from one that does not exist.
"""

from __future__ import annotations

import sqlalchemy as sa

from complaint_center.domain.access import Directory, Permission, Person, Role, UnitFacts
from complaint_center.domain.categories import Category
from complaint_center.domain.errors import AlreadyDecided, NotVisible
from complaint_center.domain.references import parse_register_number
from complaint_center.extensions import db
from complaint_center.models.accused import Accused
from complaint_center.models.case import Case
from complaint_center.models.interest import InterestDeclaration, Recusal
from complaint_center.models.near_names import NearlyNamed

Condition = sa.ColumnElement[bool]


def visible_to(person: Person, directory: Directory) -> Condition:
    """Cases that the person may open whole."""
    return sa.and_(_opened_by_role(person, directory), not_barred(person, directory))


def logged_by(person: Person, directory: Directory) -> Condition:
    """Cases that a clerk logged; once an officer has one, the clerk is shown its coarse state only."""
    return sa.and_(Case.logged_by_id == person.id, not_barred(person, directory))


def not_barred(person: Person, directory: Directory) -> Condition:
    """Conflicts of interest, above every role: see `domain.access.Conflicts.barred`."""
    memberships = _memberships(person, directory)
    in_unit = (sa.and_(Accused.unit_id == unit_id, held) for unit_id, held in memberships)
    accused = sa.or_(Accused.staff_id == person.id, _is_nearly_named(person), *in_unit)
    if person.is_elected:
        accused = sa.or_(accused, _names_elected(directory))
    barred: list[Condition] = [
        # Only the case comes from outside: a list of the accused asks this of their cases, too.
        sa.exists().where(Accused.case_id == Case.id, accused).correlate(Case),
        sa.exists().where(Recusal.case_id == Case.id, Recusal.staff_id == person.id).correlate(Case),
    ]
    in_procurement = [sa.and_(held, _is_kept_out(directory.units[unit_id])) for unit_id, held in memberships]
    if in_procurement:
        of_procurement = Case.category.in_([category for category in Category if category.is_procurement])
        barred.append(sa.and_(sa.or_(of_procurement, Case.was_procurement), sa.or_(*in_procurement)))
    return sa.not_(sa.or_(*barred))


def narrative_open_to(person: Person) -> Condition:
    """All but the corruption cases that the person holds and has still to declare no interest in."""
    standing = (InterestDeclaration.staff_id == person.id, InterestDeclaration.voided_at.is_(None))
    # Only the case comes from outside: a list of declarations asks this of their cases, too.
    declared = sa.exists().where(InterestDeclaration.case_id == Case.id, *standing).correlate(Case)
    corruption = [category for category in Category if category.is_corruption]
    return sa.or_(Case.officer_id.is_distinct_from(person.id), Case.category.not_in(corruption), declared)


def identity_open_to(person: Person, directory: Directory) -> Condition:
    """Cases whose complainant the person may have revealed: see `services.identity.may_reveal`."""
    is_holder = Case.officer_id == person.id
    held = sa.and_(is_holder, narrative_open_to(person)) if person.may(Permission.EXAMINE) else sa.false()
    commanded = Case.officer_id.is_distinct_from(person.id) if person.commands else sa.false()
    return sa.and_(visible_to(person, directory), sa.or_(held, commanded))


def find_case(register_number: str, person: Person, directory: Directory) -> Case:
    """The case of that number for reading. NotVisible alike when there is none and when it may not be seen."""
    return _one(_of_number(register_number).where(visible_to(person, directory)))


def find_coarse(register_number: str, person: Person, directory: Directory) -> Case:
    """The case of that number for a clerk, who is shown no more of it than its coarse state."""
    if not person.may(Permission.LOG_COMPLAINTS):
        raise NotVisible
    return _one(_of_number(register_number).where(not_barred(person, directory)))


def lock_case(register_number: str, person: Person, directory: Directory) -> Case:
    """The case of that number for an act: nobody else acts on it until the transaction ends."""
    query = _of_number(register_number).where(visible_to(person, directory))
    lock_by_id(_one(query).id)
    # What the case has become while the lock was awaited decides whether it may still be seen.
    case = _one(query)
    require_kept(case)
    return case


def lock_by_id(case_id: int) -> Case:
    """The case, locked, as it is now; for jobs, and for acts whose right has been checked."""
    query = sa.select(Case).where(Case.id == case_id).with_for_update(key_share=True)
    return db.session.execute(query, execution_options={"populate_existing": True}).scalar_one()


def require_kept(case: Case) -> None:
    """AlreadyDecided for a case that was disposed of: nothing is done to it any more."""
    if case.disposed_at is not None:
        raise AlreadyDecided(case.status)


def find_by_code(code_hash: str) -> Case | None:
    """The case that a tracking code opens to whoever has the code; its digest is unique."""
    return db.session.execute(_of_code(code_hash)).scalar_one_or_none()


def lock_by_code(code_hash: str) -> Case:
    """The same for an act of the complainant's. NotVisible when the code is dead, also since a moment ago."""
    query = _of_code(code_hash).with_for_update(key_share=True)
    case = db.session.execute(query, execution_options={"populate_existing": True}).scalar_one_or_none()
    if case is None:
        raise NotVisible
    return case


def of_holder(case: Case, person: Person) -> bool:
    return case.officer_id == person.id


def _opened_by_role(person: Person, directory: Directory) -> Condition:
    if person.may(Permission.READ_ALL):
        return sa.true()
    opened: list[Condition] = []
    if Role.SUPERVISOR in person.roles:
        opened += [Case.officer_id.in_(directory.below(person.id)), Case.officer_id.is_(None)]
    if person.commands:
        opened += [_opened_to_stand_in(absent, directory) for absent in directory.stands_in_for(person.id)]
    if Role.OFFICER in person.roles:
        opened.append(Case.officer_id == person.id)
    if Role.CLERK in person.roles:
        opened.append(sa.and_(Case.logged_by_id == person.id, Case.officer_id.is_(None)))
    return sa.or_(sa.false(), *opened)


def _opened_to_stand_in(absent: Person, directory: Directory) -> Condition:
    """What lies below the person who is away; but who is barred from a case chooses nobody to look into it."""
    return sa.and_(Case.officer_id.in_(directory.below(absent.id)), not_barred(absent, directory))


_barred_since = sa.func.coalesce(Case.earliest_received_at, Case.received_at, type_=Case.received_at.type)
"""From when on whoever belonged to a unit is barred with it: no later receipt lets anybody in."""


def _is_kept_out(unit: UnitFacts) -> Condition:
    """The procurement cases that the unit is kept out of: see `UnitFacts.is_kept_out`."""
    if unit.in_procurement or unit.left_procurement_at is None:
        return sa.literal(unit.in_procurement)
    return _barred_since <= unit.left_procurement_at


def _is_nearly_named(person: Person) -> Condition:
    """Whether it may be this person, as long as nobody has said who it is."""
    nearly = sa.exists().where(NearlyNamed.accused_id == Accused.id, NearlyNamed.staff_id == person.id)
    return sa.and_(Accused.linked_at.is_(None), nearly.correlate(Accused))


def _names_elected(directory: Directory) -> Condition:
    """Whether an elected office is named and nobody has said yet whose."""
    is_known = sa.and_(Accused.staff_id.is_not(None), Accused.staff_id.in_(directory.elected_ids()))
    return sa.and_(Accused.is_elected, Accused.is_stranger.is_(False), sa.not_(is_known))


def _memberships(person: Person, directory: Directory) -> list[tuple[int, Condition]]:
    """Units that the person belongs to or heads, or did, each with the cases received before they left it."""
    own = directory.people[person.id].unit_id
    present = [unit.id for unit in directory.units.values() if unit.id == own or unit.head_id == person.id]
    former = [gone for gone in directory.former_members if gone.staff_id == person.id]
    return [
        *((unit_id, sa.true()) for unit_id in present),
        *((gone.unit_id, _barred_since <= gone.left_at) for gone in former),
    ]


def _of_number(register_number: str) -> sa.Select[Case]:
    try:
        canonical = parse_register_number(register_number)
    except ValueError:
        raise NotVisible from None
    return sa.select(Case).where(Case.register_number == canonical)


def _of_code(code_hash: str) -> sa.Select[Case]:
    return sa.select(Case).where(Case.tracking_code_hash == code_hash)


def _one(query: sa.Select[Case]) -> Case:
    case = db.session.execute(query).scalar_one_or_none()
    if case is None:
        raise NotVisible
    return case
