"""The monthly sample of discretionary decisions: drawn once, and each looked at by somebody above who may see it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from complaint_center.domain.access import Directory, Permission, Person
from complaint_center.domain.discretion import Discretion
from complaint_center.domain.errors import AlreadyDecided, InvalidInput, NotAllowed, NotVisible, Problem, require_reason
from complaint_center.domain.fiscal_years import Month
from complaint_center.domain.sampling import SETTLED_AFTER, draw, possible_reviewers
from complaint_center.extensions import db
from complaint_center.models.case import Case
from complaint_center.models.discretion import DiscretionSample, SampledAct
from complaint_center.models.journal import JournalEntry
from complaint_center.services import journal
from complaint_center.services.case_queries import lock_case, narrative_open_to, visible_to
from complaint_center.services.directory import load_directory
from complaint_center.services.discretion import in_month, is_discretion, kind_of_entry, require_reader
from complaint_center.services.journal_list import first_act_at

DRAWN = "discretion_sampled"


@dataclass(frozen=True)
class Drawn:
    """One decision of a sample. `is_open`: nobody has looked at it; `reviewer_ids`: who may."""

    act: SampledAct
    kind: Discretion
    reviewer_ids: frozenset[int]

    @property
    def is_open(self) -> bool:
        return self.act.reviewed_at is None

    @property
    def has_no_reviewer(self) -> bool:
        """Whether everybody who could look at it made it themselves or is barred from its case."""
        return self.is_open and not self.reviewer_ids


@dataclass(frozen=True)
class Sample:
    """What one person sees of a month's sample, the oldest decision first."""

    drawn_at: datetime
    seed: str
    acts: Sequence[Drawn]

    @property
    def reviewed(self) -> int:
        return sum(not one.is_open for one in self.acts)


@dataclass(frozen=True)
class Check:
    """Whether a sample is what its seed draws; how many decisions there were, and how many were drawn."""

    is_right: bool
    seed: str
    decisions: int
    drawn: int


def draw_due(now: datetime) -> int:
    """Draw every month that has ended since the last one drawn; returns how many. Safe to repeat, from anywhere."""
    return sum(draw_month(None, month, now) for month in _months_due(now))


def draw_month(actor: Person | None, month: Month, now: datetime) -> bool:
    """Draw the sample of a month that is over, once; False where that was done already.

    Actor None is the service itself. InvalidInput for a month that is not over.
    """
    if actor is not None:
        _require_reviewer(actor)
    if now < month.ends_at + SETTLED_AFTER:
        raise InvalidInput("month", Problem.IN_FUTURE)
    seed = secrets.token_hex(16)
    sample = _claim(month, seed, now)
    if sample is None:
        db.session.rollback()
        return False
    entries = _decisions(month)
    drawn = draw({seq: kind for seq, (kind, _case_id) in entries.items()}, seed)
    db.session.add_all(
        SampledAct(reference=secrets.token_hex(8), sample_id=sample.id, seq=seq, case_id=entries[seq][1])
        for seq in drawn
    )
    told = {"month": str(month), "seed": seed, "decisions": len(entries), "drawn": drawn}
    journal.record(DRAWN, actor=actor, at=now, detail=told)
    journal.commit()
    return True


def read_sample(person: Person, directory: Directory, month: Month) -> Sample | None:
    """What the person may see and read of a month's sample; None where it was not drawn."""
    require_reader(person)
    sample = db.session.scalar(sa.select(DiscretionSample).where(DiscretionSample.month == str(month)))
    if sample is None:
        return None
    acts = db.session.scalars(_shown_to(person, directory).where(SampledAct.sample_id == sample.id))
    return Sample(sample.drawn_at, sample.seed, [_drawn(act, directory) for act in acts])


def list_waiting(person: Person, directory: Directory) -> list[Drawn]:
    """The drawn decisions that wait for this person to look at them, the oldest first; of every month."""
    if not person.may(Permission.REVIEW):
        return []
    acts = db.session.scalars(_shown_to(person, directory).where(SampledAct.reviewed_at.is_(None)))
    return [drawn for drawn in (_drawn(act, directory) for act in acts) if person.id in drawn.reviewer_ids]


def find_act(person: Person, directory: Directory, reference: str) -> Drawn:
    """The decision, for whoever is going to look at it. NotVisible alike where there is none and where it is hidden.

    NotAllowed for who made it.
    """
    _require_reviewer(person)
    act = db.session.scalar(_shown_to(person, directory).where(SampledAct.reference == reference))
    if act is None:
        raise NotVisible
    found = _drawn(act, directory)
    if person.id not in found.reviewer_ids:
        raise NotAllowed
    return found


def review(actor: Person, reference: str, is_in_order: bool | None, remark: str, now: datetime) -> Month:
    """Say whether a decision was in order, with a remark; returns its month. AlreadyDecided when somebody has said."""
    directory = load_directory()
    found = find_act(actor, directory, reference)
    case = lock_case(found.act.case.register_number, actor, directory)
    act = _lock(reference)
    if act.reviewed_at is not None:
        raise AlreadyDecided(case.status)
    if is_in_order is None:
        raise InvalidInput("is_in_order", Problem.REQUIRED)
    remark = require_reason(remark, "remark")
    act.is_in_order, act.remark, act.reviewed_by_id, act.reviewed_at = is_in_order, remark, actor.id, now
    detail = {"decision": found.kind, "of": act.seq, "in_order": is_in_order, "month": act.sample.month}
    journal.record("discretion_reviewed", actor=actor, at=now, case=case, reason=remark, detail=detail)
    month = Month.parse(act.sample.month)
    journal.commit()
    return month


def note_export(actor: Person, month: Month, now: datetime) -> None:
    """Keep in the journal that the sample of a month is taken out."""
    require_reader(actor)
    journal.record("discretion_exported", actor=actor, at=now, detail={"sample": str(month)})
    journal.commit()


def check_sample(month: Month) -> Check | None:
    """Draw the month anew by the seed that is kept, and compare; None where none was drawn."""
    sample = db.session.scalar(sa.select(DiscretionSample).where(DiscretionSample.month == str(month)))
    if sample is None:
        return None
    kept = list(db.session.scalars(sa.select(SampledAct.seq).where(SampledAct.sample_id == sample.id)))
    entries = _decisions(month)
    again = draw({seq: kind for seq, (kind, _case_id) in entries.items()}, sample.seed)
    noted = sa.select(JournalEntry.detail).where(
        JournalEntry.what == DRAWN, JournalEntry.detail.contains(f'"month": "{month}"')
    )
    told = [json.loads(detail) for detail in db.session.scalars(noted)]
    expected = [{"month": str(month), "seed": sample.seed, "decisions": len(entries), "drawn": again}]
    return Check(sorted(kept) == again and told == expected, sample.seed, len(entries), len(kept))


def last_month(now: datetime) -> Month:
    """The latest month that can be drawn."""
    return Month.of(now - SETTLED_AFTER).after(-1)


def _months_due(now: datetime) -> list[Month]:
    """Those after the latest drawn, or the last one where none was, and none from before the journal began."""
    latest, last = db.session.scalar(sa.select(sa.func.max(DiscretionSample.month))), last_month(now)
    if latest == str(last):
        return []
    first = first_act_at()
    if first is None:
        return []
    month = max(Month.parse(latest).next() if latest else last, Month.of(first))
    months = []
    while month <= last:
        months.append(month)
        month = month.next()
    return months


def _claim(month: Month, seed: str, now: datetime) -> DiscretionSample | None:
    """The month's row; None where it is there. Whoever else draws it at this moment is waited for."""
    if db.session.scalar(sa.select(DiscretionSample.id).where(DiscretionSample.month == str(month))):
        return None
    sample = DiscretionSample(month=str(month), seed=seed, drawn_at=now)
    with suppress(IntegrityError), db.session.begin_nested():
        db.session.add(sample)
        db.session.flush()
        return sample
    return None


def _decisions(month: Month) -> dict[int, tuple[Discretion, int]]:
    """Kind and case of every discretionary decision of the month, by its number in the journal."""
    query = sa.select(JournalEntry).where(in_month(month), is_discretion(), JournalEntry.case_id.is_not(None))
    told = ((entry.seq, kind_of_entry(entry), entry.case_id) for entry in db.session.scalars(query))
    return {seq: (kind, case_id) for seq, kind, case_id in told if kind and case_id}


def _shown_to(person: Person, directory: Directory) -> sa.Select[SampledAct]:
    return (
        sa.select(SampledAct)
        .join(SampledAct.case)
        .join(SampledAct.entry)
        .where(visible_to(person, directory), narrative_open_to(person))
        .order_by(JournalEntry.at, JournalEntry.seq)
        .options(
            contains_eager(SampledAct.case).options(selectinload(Case.accused), selectinload(Case.recusals)),
            contains_eager(SampledAct.entry).options(joinedload(JournalEntry.actor), joinedload(JournalEntry.reason)),
            joinedload(SampledAct.reviewed_by),
        )
    )


def _drawn(act: SampledAct, directory: Directory) -> Drawn:
    kind = kind_of_entry(act.entry)
    assert kind is not None  # noqa: S101 - nothing else is drawn
    return Drawn(act, kind, possible_reviewers(directory, act.entry.actor_id, act.case.conflicts.barred(directory)))


def _lock(reference: str) -> SampledAct:
    """The decision as it is once nobody else writes on it."""
    query = sa.select(SampledAct).where(SampledAct.reference == reference).with_for_update()
    return db.session.execute(query, execution_options={"populate_existing": True}).scalar_one()


def _require_reviewer(person: Person) -> None:
    if not person.may(Permission.REVIEW):
        raise NotAllowed
