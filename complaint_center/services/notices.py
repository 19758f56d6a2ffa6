"""The second clock: by when the complainant has to be told of progress or of the result, again and again.

It is met by whatever tells them: what the officer writes to them, a text that arrived, a call in which they were told,
a letter, the order that ends the case. Each begins the next thirty days.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from complaint_center.domain.channels import Channel
from complaint_center.domain.deadlines import NOTICE_AGAIN_DAYS, NOTICE_DAYS, DeadlineKind
from complaint_center.domain.messages import MessageKind
from complaint_center.domain.office import Office
from complaint_center.domain.wordings import TELLS_PROGRESS
from complaint_center.models.case import Case
from complaint_center.models.deadline import Deadline
from complaint_center.services.moves import meet, open_deadline, running_deadlines


def owe_notice(case: Case, office: Office, started_at: datetime) -> None:
    """Begin the fifteen days, where there is somebody to be told and nothing is owed already."""
    if case.status.is_open and _can_be_told(case) and running_notice(case) is None:
        open_deadline(case, DeadlineKind.NOTICE, office, started_at)


def note_told(case: Case, office: Office, now: datetime) -> None:
    """The complainant has been told; the next notice is owed thirty days from now. Within another act's transaction."""
    deadline = running_notice(case)
    if deadline is not None:
        meet(deadline, case, now)
        open_deadline(case, DeadlineKind.NOTICE, office, now, now + timedelta(days=NOTICE_AGAIN_DAYS))


def note_delivered(case: Case, kinds: Iterable[MessageKind], office: Office, now: datetime) -> None:
    """These kinds of news have reached the complainant; that a complaint came in is no progress."""
    if TELLS_PROGRESS.intersection(kinds):
        note_told(case, office, now)


def running_notice(case: Case) -> Deadline | None:
    """The notice that is owed; None for what is ended, a suggestion, or a letter by nobody one could tell."""
    return next((one for one in running_deadlines(case) if one.kind is DeadlineKind.NOTICE), None)


def reckon_first_notice(case: Case, office: Office) -> None:
    """Reckon the first fifteen days from a corrected receipt, as long as nobody has been told."""
    notices = [deadline for deadline in case.deadlines if deadline.kind is DeadlineKind.NOTICE]
    if len(notices) == 1 and notices[0].is_running:
        first = notices[0]
        first.started_at = case.received_at
        first.due_at = case.received_at + timedelta(days=NOTICE_DAYS)
        first.next_rung_at = office.ladder.first_rung_at(first.started_at, first.due_at)


def _can_be_told(case: Case) -> bool:
    """Whoever came, called or wrote on the website has a tracking code; of a letter from the box, who signed it."""
    complainant = case.complainant
    return case.channel is not Channel.BOX or not complainant.is_anonymous or complainant.phone_index is not None
