"""Revealing who complained: to the holding officer and those above, with a written reason each time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from complaint_center.domain.access import Permission, Person
from complaint_center.domain.errors import NotAllowed, require_reason
from complaint_center.models.case import Case
from complaint_center.models.complainant import Complainant
from complaint_center.services import journal
from complaint_center.services.case_queries import lock_case
from complaint_center.services.directory import load_directory
from complaint_center.services.holding import may_read_narrative


@dataclass(frozen=True)
class Identity:
    """Who complained, in clear. Lives in one page and nowhere else."""

    prefix: str
    first_name: str
    last_name: str
    address: str
    phone: str
    email: str
    national_id: str


def reveal_identity(actor: Person, register_number: str, reason: str, now: datetime) -> Identity:
    """The identity, once the reason is in the journal. Auditors and administrators never."""
    case = lock_case(register_number, actor, load_directory())
    require_revealer(actor, case)
    journal.record("identity_revealed", actor=actor, at=now, case=case, reason=require_reason(reason))
    identity = identity_of(case.complainant)
    journal.commit()
    return identity


def require_revealer(actor: Person, case: Case) -> None:
    """NotAllowed for whoever may not have the identity revealed."""
    if not may_reveal(actor, case):
        raise NotAllowed


def may_reveal(actor: Person, case: Case) -> bool:
    """The holding officer, after declaring no interest where that is asked, and whoever commands the case."""
    if case.officer_id == actor.id:
        return actor.may(Permission.EXAMINE) and may_read_narrative(actor, case)
    return actor.commands


def identity_of(complainant: Complainant) -> Identity:
    """What the vault holds, in clear. The caller has journalled who sees it and why."""
    return Identity(
        prefix=complainant.prefix,
        first_name=complainant.first_name,
        last_name=complainant.last_name,
        address=complainant.address,
        phone=complainant.phone,
        email=complainant.email,
        national_id=complainant.national_id,
    )
