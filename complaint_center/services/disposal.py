"""Batches of cases to be destroyed: one person proposes them, a second one approves, and either of many may withdraw.

A batch is seen by whoever may see every case in it. The proposer's cases are put into batches by who may give
the second word, so that a case which bars somebody keeps no other case waiting.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from complaint_center.domain.access import Directory, Permission, Person
from complaint_center.domain.errors import AlreadyDecided, InvalidInput, NotAllowed, NotVisible, Problem, require_reason
from complaint_center.domain.retention import BatchState, possible_approvers
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.retention import DisposalBatch, DisposalItem
from complaint_center.services import journal
from complaint_center.services.case_queries import Condition, visible_to
from complaint_center.services.directory import load_directory
from complaint_center.services.retention import PAGE, due_query, lock_terms

BATCHES = 20
"""Batches on one page of their list."""


def propose(actor: Person, register_numbers: Collection[str], now: datetime) -> list[str]:
    """Propose cases past their term; returns the references of the batches they were put into.

    The proposal is the first of the two words. InvalidInput where none of the cases can be proposed any more.
    """
    _require_disposer(actor)
    directory, terms = load_directory(), lock_terms()
    chosen = (Case.register_number.in_(register_numbers), visible_to(actor, directory))
    query = due_query(terms, now).where(*chosen).limit(PAGE)
    conflicts = (selectinload(Case.accused), selectinload(Case.recusals))
    cases = list(db.session.scalars(query.options(*conflicts)))
    if not cases:
        raise InvalidInput("cases", Problem.REQUIRED)
    batches = [_batch(actor, alike, now) for alike in _by_approvers(cases, actor, directory)]
    journal.commit()
    return [batch.reference for batch in batches]


def approve(actor: Person, reference: str, now: datetime) -> None:
    """The second word, after which the cases are destroyed one by one.

    NotAllowed for the proposer, and where the proposer has meanwhile lost the right or been barred;
    AlreadyDecided (409) when somebody was quicker.
    """
    batch = _lock_proposed(actor, reference)
    directory = load_directory()
    if batch.proposed_by_id == actor.id or not proposer_stands(batch, directory):
        raise NotAllowed
    batch.approved_by_id, batch.approved_at = actor.id, now
    _record_on_each("disposal_approved", _cases(batch), batch, actor, now)
    journal.commit()


def withdraw(actor: Person, reference: str, reason: str, now: datetime) -> None:
    """Take a batch back; what of it has not been destroyed yet is kept. Reason required."""
    batch = _lock(actor, reference)
    reason = require_reason(reason)
    if batch.state not in (BatchState.PROPOSED, BatchState.RUNNING):
        raise AlreadyDecided(batch.state)
    batch.withdrawn_by_id, batch.withdrawn_at = actor.id, now
    # What a worker destroys at this moment has its row taken, and is found destroyed once we get it.
    left = sa.update(DisposalItem).where(DisposalItem.batch_id == batch.id, is_waiting()).values(left_at=now)
    left_ids = set(db.session.scalars(left.returning(DisposalItem.case_id)))
    kept = [item.case for item in batch.items if item.case_id in left_ids]
    _record_on_each("disposal_withdrawn", kept, batch, actor, now, reason)
    journal.commit()


def list_batches(person: Person, directory: Directory, after: str = "") -> tuple[Sequence[DisposalBatch], str]:
    """The newest batches first of which the person may see every case, and the reference to go on behind."""
    query = _seen_by(person, directory).order_by(DisposalBatch.proposed_at.desc(), DisposalBatch.id.desc())
    last = db.session.scalar(_seen_by(person, directory).where(DisposalBatch.reference == after)) if after else None
    if last:
        position = sa.tuple_(DisposalBatch.proposed_at, DisposalBatch.id)
        query = query.where(position < sa.tuple_(last.proposed_at, last.id))
    rows = db.session.scalars(query.options(*_people(), selectinload(DisposalBatch.items)).limit(BATCHES + 1)).all()
    return rows[:BATCHES], rows[BATCHES - 1].reference if len(rows) > BATCHES else ""


def list_waiting(person: Person, directory: Directory) -> Sequence[DisposalBatch]:
    """The oldest proposals of others that wait for a second word, and of which the person may see every case."""
    query = _seen_by(person, directory).where(
        DisposalBatch.approved_at.is_(None),
        DisposalBatch.withdrawn_at.is_(None),
        DisposalBatch.proposed_by_id != person.id,
    )
    oldest = query.order_by(DisposalBatch.proposed_at, DisposalBatch.id).limit(BATCHES)
    return db.session.scalars(oldest.options(*_people(), selectinload(DisposalBatch.items))).all()


def find_batch(person: Person, directory: Directory, reference: str) -> DisposalBatch:
    """The batch with its cases, for reading. NotVisible alike where there is none and where a case in it is hidden."""
    case = selectinload(DisposalBatch.items).joinedload(DisposalItem.case)
    shown = (*_people(), case.selectinload(Case.accused), case.selectinload(Case.recusals))
    return _one(_seen_by(person, directory).where(DisposalBatch.reference == reference).options(*shown))


def approvers(batch: DisposalBatch, directory: Directory) -> tuple[Person, ...]:
    """Whom the batch waits for; nobody where only the proposer could, or where the proposer's own word has lapsed."""
    if not proposer_stands(batch, directory):
        return ()
    return possible_approvers(directory, batch.proposed_by_id, _barred(_cases(batch), directory))


def proposer_stands(batch: DisposalBatch, directory: Directory) -> bool:
    """Whether whoever proposed it may still do so, or has left, lost the right, or been barred from a case since."""
    proposer = directory.people[batch.proposed_by_id]
    barred = frozenset().union(*_barred(_cases(batch), directory))
    return proposer.is_active and proposer.may(Permission.DISPOSE) and proposer.id not in barred


def item_of(case: Case) -> DisposalItem | None:
    """The place of the case in the batch that it waits in or was destroyed with."""
    query = sa.select(DisposalItem).where(DisposalItem.case_id == case.id, DisposalItem.left_at.is_(None))
    return db.session.scalar(query.options(joinedload(DisposalItem.batch)))


def is_waiting() -> Condition:
    """Places in a batch whose case has been neither taken out nor destroyed."""
    return sa.and_(DisposalItem.left_at.is_(None), DisposalItem.disposed_at.is_(None))


def leave_batch(case: Case, now: datetime) -> None:
    """Take the case out of the batch in which it waits. For use inside another act's transaction."""
    query = sa.select(DisposalItem).where(DisposalItem.case_id == case.id, is_waiting()).with_for_update()
    item = db.session.execute(query, execution_options={"populate_existing": True}).scalar_one_or_none()
    if item is not None:
        item.left_at = now
        journal.record("disposal_left", actor=None, at=now, case=case, detail={"batch": item.batch.reference})


def _by_approvers(cases: list[Case], actor: Person, directory: Directory) -> list[list[Case]]:
    """The cases apart by who could give the second word on them."""
    alike: defaultdict[frozenset[int], list[Case]] = defaultdict(list)
    for case in cases:
        able = possible_approvers(directory, actor.id, _barred([case], directory))
        alike[frozenset(person.id for person in able)].append(case)
    return list(alike.values())


def _batch(actor: Person, cases: list[Case], now: datetime) -> DisposalBatch:
    batch = DisposalBatch(reference=secrets.token_hex(4), proposed_by_id=actor.id, proposed_at=now)
    batch.items = [DisposalItem(case=case) for case in cases]
    db.session.add(batch)
    _record_on_each("disposal_proposed", cases, batch, actor, now)
    return batch


def _record_on_each(
    what: str, cases: Collection[Case], batch: DisposalBatch, actor: Person, now: datetime, reason: str = ""
) -> None:
    """The act stands in the history of every case: a row about the batch alone would tell the barred of it."""
    for case in cases:
        journal.record(what, actor=actor, at=now, case=case, reason=reason, detail={"batch": batch.reference})


def _lock_proposed(actor: Person, reference: str) -> DisposalBatch:
    batch = _lock(actor, reference)
    if batch.state is not BatchState.PROPOSED or not batch.kept_in:
        raise AlreadyDecided(batch.state)
    return batch


def _lock(actor: Person, reference: str) -> DisposalBatch:
    """The batch and its cases as they are once nobody else decides on it."""
    _require_disposer(actor)
    query = _seen_by(actor, load_directory()).where(DisposalBatch.reference == reference)
    batch = _one(query.with_for_update())
    cases = selectinload(DisposalBatch.items).joinedload(DisposalItem.case)
    return db.session.get_one(DisposalBatch, batch.id, options=[cases], populate_existing=True)


def _seen_by(person: Person, directory: Directory) -> sa.Select[DisposalBatch]:
    return sa.select(DisposalBatch).where(_all_cases_visible(person, directory))


def _all_cases_visible(person: Person, directory: Directory) -> Condition:
    """Also those that have left the batch: it must not come into sight when a hidden case is taken out."""
    hidden = (
        sa.select(DisposalItem.case_id)
        .join(DisposalItem.case)
        .where(DisposalItem.batch_id == DisposalBatch.id, sa.not_(visible_to(person, directory)))
    )
    return sa.not_(hidden.correlate(DisposalBatch).exists())


def _barred(cases: Collection[Case], directory: Directory) -> list[frozenset[int]]:
    return [case.conflicts.barred(directory) for case in cases]


def _cases(batch: DisposalBatch) -> list[Case]:
    return [item.case for item in batch.kept_in]


def _people() -> tuple[sa.orm.interfaces.ORMOption, ...]:
    of = (DisposalBatch.proposed_by, DisposalBatch.approved_by, DisposalBatch.withdrawn_by)
    return tuple(joinedload(one) for one in of)


def _one(query: sa.Select[DisposalBatch]) -> DisposalBatch:
    batch = db.session.execute(query).scalar_one_or_none()
    if batch is None:
        raise NotVisible
    return batch


def _require_disposer(actor: Person) -> None:
    if not actor.may(Permission.DISPOSE):
        raise NotAllowed
