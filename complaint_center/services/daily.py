"""What happens once a day, at its hour or as soon after it as a worker runs, whatever the number of workers."""

from __future__ import annotations

from datetime import datetime, time

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from complaint_center.domain.calendar import BANGKOK
from complaint_center.extensions import db
from complaint_center.models.deadline import Heartbeat

MORNING = time(8, 30)


def is_morning_of(local: datetime) -> bool:
    """Whether the morning of that Bangkok day has come."""
    return local.time() >= MORNING


def claims_day(job: str, local: datetime) -> bool:
    """Take the job's work of that Bangkok day; whoever asks meanwhile waits for the commit, and is then too late."""
    midnight = datetime.combine(local.date(), time.min, BANGKOK)
    earlier = sa.update(Heartbeat).where(Heartbeat.name == job, Heartbeat.finished_at < midnight)
    if db.session.scalar(earlier.values(finished_at=local).returning(Heartbeat.name)):
        return True
    return db.session.get(Heartbeat, job) is None and _begins(job, local)


def _begins(job: str, local: datetime) -> bool:
    try:
        with db.session.begin_nested():
            db.session.execute(sa.insert(Heartbeat).values(name=job, finished_at=local))
    except IntegrityError:
        return False
    return True
