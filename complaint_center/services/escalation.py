"""The sweep: every deadline whose next rung has come, told to whom the ladder says, once and only once.

The guarantee is the database's, not the scheduler's: a rung is a row, unique for its deadline, written
in the transaction that claims it. Run it twice, from two machines, late, or kill it half-way.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from complaint_center.domain.access import Directory
from complaint_center.domain.conflict_register import told_of
from complaint_center.domain.hierarchy import ChainOfCommand
from complaint_center.domain.ladder import Rung, Tier
from complaint_center.domain.messages import MessageKind
from complaint_center.domain.office import Office
from complaint_center.extensions import db
from complaint_center.models.deadline import Deadline, Escalation, Heartbeat
from complaint_center.services import journal, outbox
from complaint_center.services.absences import keep_absences
from complaint_center.services.assignment import retry_unassigned
from complaint_center.services.case_queries import lock_by_id
from complaint_center.services.directory import load_directory
from complaint_center.services.steps import safely

SWEEP = "escalate_due"
SILENCE = timedelta(minutes=5)
"""A worker sweeps twice a minute; after this long without one somebody must be told."""
Progress = Callable[[int, int], None]


def _quietly(done: int, total: int) -> None:
    """Long work shows its progress to whoever asked for it; a job in the background has nobody."""


@dataclass(frozen=True)
class Counts:
    """Deadlines that a rung took to a superior, and deadlines of which whoever owes them was reminded."""

    escalated: int = 0
    reminded: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.escalated + other.escalated, self.reminded + other.reminded)


def sweep(office: Office, now: datetime, progress: Progress = _quietly) -> Counts:
    """What every tick does: move the work of who goes away or comes back, find officers, climb the ladders."""
    keep_absences(office, now)
    retry_unassigned(office, now)
    return escalate_due(office, now, progress)


def escalate_due(office: Office, now: datetime, progress: Progress = _quietly) -> Counts:
    """Record every rung that has come and queue its alert. One bad deadline never stops the rest.

    While one fails the heart does not beat, so that the watcher outside hears of it.
    """
    due_ids, directory = _due_ids(now), load_directory()
    climbed: list[Counts | None] = []
    for deadline_id in due_ids:
        step = partial(climb, deadline_id, directory, office, now)
        climbed.append(safely(step, None, "deadline_not_escalated", deadline_id))
        progress(len(climbed), len(due_ids))
    if None not in climbed:
        beat(SWEEP, now)
    return sum((counts for counts in climbed if counts), Counts())


def would_escalate(now: datetime) -> int:
    """How many cases past their due instant a sweep would find; what the health check tells when none has run."""
    cases = sa.select(sa.func.count(sa.distinct(Deadline.case_id))).where(_is_due(now), Deadline.due_at <= now)
    return db.session.scalar(cases) or 0


def beat(name: str, now: datetime) -> None:
    """Note that a job finished a pass, for whoever watches from outside."""
    noted = sa.update(Heartbeat).where(Heartbeat.name == name).values(finished_at=now).returning(Heartbeat.name)
    if db.session.scalar(noted) is None:
        # Two workers may begin at once; the other one has then noted it.
        with suppress(IntegrityError), db.session.begin_nested():
            db.session.execute(sa.insert(Heartbeat).values(name=name, finished_at=now))
    db.session.commit()


def last_sweep_at() -> datetime | None:
    """When a sweep last finished; None before the first."""
    heartbeat = db.session.get(Heartbeat, SWEEP)
    return heartbeat.finished_at if heartbeat else None


def is_silent(swept_at: datetime | None, now: datetime) -> bool:
    """Whether no sweep has finished for so long that somebody must be told."""
    # A sweep dated in the future tells of a wrong clock, and would hide that no other one follows.
    return swept_at is None or abs(now - swept_at) > SILENCE


def climb(deadline_id: int, directory: Directory, office: Office, now: datetime) -> Counts:
    """Record the rungs that one deadline has reached; nothing if someone got there first."""
    deadline = _claim(deadline_id, now)
    if deadline is None:
        db.session.rollback()
        return Counts()
    recorded = _record_rungs(deadline, directory, office, now)
    for row in _highest_of_each_recipient(recorded):
        row.is_alerted = True
        _alert(row, directory, office, now)
    deadline.next_rung_at = office.ladder.next_rung_at(deadline.started_at, deadline.due_at, now)
    journal.commit()
    tiers = {row.tier for row in recorded}
    return Counts(escalated=int(bool(tiers - {Tier.OFFICER})), reminded=int(Tier.OFFICER in tiers))


def last_alerted_id(deadline: Deadline) -> int | None:
    """The last person above the officer whom a rung of this deadline reached."""
    reached = [row.recipient_id for row in deadline.escalations if row.tier is not Tier.OFFICER]
    return next((recipient_id for recipient_id in reversed(reached) if recipient_id), None)


def _claim(deadline_id: int, now: datetime) -> Deadline | None:
    """The deadline, its case locked, if a rung is still due: a finding or another sweep may have come between."""
    case_id = db.session.scalar(sa.select(Deadline.case_id).where(Deadline.id == deadline_id))
    if case_id is None:
        return None
    lock_by_id(case_id)
    query = sa.select(Deadline).where(Deadline.id == deadline_id, _is_due(now)).with_for_update()
    return db.session.execute(query, execution_options={"populate_existing": True}).scalar_one_or_none()


def _record_rungs(deadline: Deadline, directory: Directory, office: Office, now: datetime) -> list[Escalation]:
    barred = deadline.case.conflicts.barred(directory)
    chain = ChainOfCommand(directory, deadline.case.officer_id, barred)
    known = {(row.day, row.tier) for row in deadline.escalations}
    recorded = []
    for rung in office.ladder.reached(deadline.started_at, deadline.due_at, now):
        if (rung.day, rung.tier) not in known:
            recorded.append(_record_rung(rung, deadline, chain, now))
    return recorded


def _record_rung(rung: Rung, deadline: Deadline, chain: ChainOfCommand, now: datetime) -> Escalation:
    before_id = last_alerted_id(deadline)
    person = chain.recipient(rung.tier, deadline.kind, before_id)
    passed_over = chain.passed_over(person, before_id if rung.is_escalation else None)
    row = Escalation(day=rung.day, tier=rung.tier, at=now, is_alerted=False, recipient_id=person.id if person else None)
    deadline.escalations.append(row)
    journal.record(
        "escalated" if rung.is_escalation else "reminded",
        actor=None,
        at=now,
        case=deadline.case,
        detail={
            **{"deadline": deadline.kind, "day": rung.day, "tier": rung.tier, "to": row.recipient_id},
            **told_of(passed_over),
        },
    )
    return row


def _highest_of_each_recipient(rows: list[Escalation]) -> list[Escalation]:
    """Catching up sends one message a person: the rungs come lowest first, so the last one wins."""
    return list({row.recipient_id: row for row in rows}.values())


def _alert(row: Escalation, directory: Directory, office: Office, now: datetime) -> None:
    kind = MessageKind.REMINDER if row.tier is Tier.OFFICER else MessageKind.ESCALATED
    case = row.deadline.case
    key = f"deadline:{row.deadline.id}:{row.day}:{row.tier}"
    if row.recipient_id is None:
        outbox.alert_administrators(MessageKind.NOBODY_LEFT, office, now, key, directory, case)
        return
    params = {"due_at": row.deadline.due_at.isoformat()}
    outbox.alert(directory.people[row.recipient_id], kind, office, now, key, case, params)


def _due_ids(now: datetime) -> list[int]:
    return list(db.session.scalars(sa.select(Deadline.id).where(_is_due(now)).order_by(Deadline.next_rung_at)))


def _is_due(now: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(Deadline.next_rung_at.is_not(None), Deadline.next_rung_at <= now)
