"""Cases of one telephone or national ID, found by a blind index and never by decrypting.

Clerks ask whether somebody has called or come before; officers and those above them whose case it is that somebody
speaks of.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from complaint_center.domain.access import Permission, Person
from complaint_center.domain.errors import NotAllowed
from complaint_center.extensions import keyring
from complaint_center.models.case import Case
from complaint_center.models.complainant import Complainant
from complaint_center.services import journal
from complaint_center.services.case_lists import list_ids, list_where
from complaint_center.services.case_queries import Condition, identity_open_to, logged_by
from complaint_center.services.directory import load_directory

LIMIT = 50


def look_up_caller(actor: Person, phone: str, national_id: str, now: datetime) -> Sequence[Case]:
    """The newest cases, at most 50, that this clerk logged for that telephone (E.164) or national ID.

    No others: a number typed by somebody who did not log the case would tell them who complained. That
    somebody looked is journalled, whom they looked for is not.
    """
    if not actor.may(Permission.LOG_COMPLAINTS):
        raise NotAllowed
    found = _of_caller(logged_by(actor, load_directory()), phone, national_id)
    journal.record("caller_looked_up", actor=actor, at=now, detail={"found": len(found)})
    return _committed(found)


def search_identity(actor: Person, phone: str, national_id: str, now: datetime) -> Sequence[Case]:
    """The newest cases, at most 50, of that telephone or national ID among those whose complainant they may reveal.

    A case that is found tells the searcher who complained, so each has it in its history.
    """
    if not may_search_identity(actor):
        raise NotAllowed
    found = _of_caller(identity_open_to(actor, load_directory()), phone, national_id)
    for case in found:
        journal.record("identity_searched", actor=actor, at=now, case=case)
    if not found:
        journal.record("identity_searched", actor=actor, at=now, detail={"found": 0})
    return _committed(found)


def may_search_identity(person: Person) -> bool:
    """Officers for what they hold and those above them; never auditors, administrators or clerks."""
    return person.may(Permission.EXAMINE) or person.commands


def _of_caller(condition: Condition, phone: str, national_id: str) -> Sequence[Case]:
    is_theirs = Case.id.in_(sa.select(Complainant.case_id).where(_is_of(phone, national_id)))
    return list_where(is_theirs, condition, limit=LIMIT)


def _committed(found: Sequence[Case]) -> Sequence[Case]:
    """The same cases with what a list shows of them, which the commit would leave to be asked for one by one."""
    case_ids = [case.id for case in found]
    journal.commit()
    return list_ids(case_ids)


def _is_of(phone: str, national_id: str) -> sa.ColumnElement[bool]:
    asked = ((Complainant.phone_index, "phone", phone), (Complainant.national_id_index, "national_id", national_id))
    return sa.or_(sa.false(), *(index == keyring.blind_index(field, value) for index, field, value in asked if value))
