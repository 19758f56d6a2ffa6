"""The conversation with the complainant: the office asks and writes, whoever has the tracking code reads and answers.

The clock runs on meanwhile. Nobody need give a name for it; what is told outside is only that something awaits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from complaint_center.domain.access import Person
from complaint_center.domain.conversation import Author, ComplainantMessage, EntryKind
from complaint_center.domain.errors import AlreadyDecided, InvalidInput, Problem, require_reason
from complaint_center.domain.evidence import EvidenceDraft
from complaint_center.domain.messages import MessageKind
from complaint_center.domain.office import Office
from complaint_center.domain.status import Act, CaseStatus
from complaint_center.extensions import db, keyring
from complaint_center.models.case import Case
from complaint_center.models.conversation import ConversationEntry
from complaint_center.services import evidence, journal, outbox
from complaint_center.services.case_queries import lock_by_code
from complaint_center.services.holding import lock_examined
from complaint_center.services.moves import move_case
from complaint_center.services.notices import note_told


@dataclass(frozen=True)
class Told:
    """An entry as the complainant reads it: nobody of the office has a name here."""

    kind: EntryKind
    author: Author
    at: datetime
    text: str
    by_telephone: bool


def ask_complainant(office: Office, actor: Person, register_number: str, text: str, now: datetime) -> None:
    """The officer asks for more information; the complainant is told that something is asked, not what."""
    _, case = lock_examined(actor, register_number)
    text = require_reason(text, "text")
    move_case(case, Act.ASK, office, now)
    question = ask(case, actor, text, office, now)
    journal.record("info_requested", actor=actor, at=now, case=case, detail={"question": question.id})
    outbox.tell_complainant(case, MessageKind.INFO_REQUESTED, office, now, f"question:{question.id}")
    journal.commit()


def write_to_complainant(office: Office, actor: Person, register_number: str, text: str, now: datetime) -> None:
    """The officer writes something that waits for no answer. AlreadyDecided when the case has ended."""
    _, case = lock_examined(actor, register_number)
    text = require_reason(text, "text")
    _require_open(case)
    entry = write(case, actor, text, office, now)
    journal.record("message_written", actor=actor, at=now, case=case, detail={"entry": entry.id})
    journal.commit()


def record_answer(office: Office, actor: Person, register_number: str, answer: str, now: datetime) -> None:
    """The officer writes down what the complainant answered by telephone, and the case goes on where it was."""
    _, case = lock_examined(actor, register_number)
    question = awaited(case)
    if question is None:
        raise InvalidInput("answer", Problem.UNKNOWN_CHOICE)
    entry = _answer(case, question, require_reason(answer, "answer"), office, now, actor)
    entry.read_at = now
    journal.commit()


def mark_read(actor: Person, register_number: str, last_id: int, now: datetime) -> None:
    """The officer has read what the complainant wrote, up to that entry: what came since stays new."""
    _, case = lock_examined(actor, register_number)
    read = [entry for entry in unread(case) if entry.id <= last_id]
    for entry in read:
        entry.read_at = now
    if read:
        journal.record("messages_read", actor=actor, at=now, case=case, detail={"entries": [one.id for one in read]})
    journal.commit()


def write_as_complainant(office: Office, code_hash: str, message: ComplainantMessage, now: datetime) -> None:
    """Whoever has the tracking code answers a question or writes of themselves; an answer takes the case on.

    The same text of the same submission again changes nothing. A second answer to one question is kept as a message.
    NotVisible when the code is dead; AlreadyDecided when the case has ended.
    """
    case = lock_by_code(code_hash)
    text = require_reason(message.text, "text")
    submission_hash = keyring.hash_submission_id(f"{case.id}\0{message.submission_id}\0{text}")
    if any(entry.submission_hash == submission_hash for entry in case.conversation):
        return
    _require_open(case)
    question = next((one for one in _unanswered(case) if one.id == message.question_id), None)
    if question:
        entry = _answer(case, question, text, office, now)
    else:
        entry = _add(case, EntryKind.MESSAGE, Author.COMPLAINANT, text, now)
        journal.record("message_received", actor=None, at=now, case=case, detail={"entry": entry.id})
    entry.submission_hash = submission_hash
    _alert_officer(case, entry, office, now)
    journal.commit()


def hand_in(office: Office, code_hash: str, drafts: Sequence[EvidenceDraft], now: datetime) -> int:
    """Whoever has the tracking code adds files of evidence; returns how many are new, for others change nothing.

    NotVisible when the code is dead; AlreadyDecided when the case has ended; InvalidInput for too much.
    """
    case = lock_by_code(code_hash)
    _require_open(case)
    added = evidence.attach(case, drafts, None, now)
    if added:
        # How many: their names may name people, and stand encrypted beside the files alone.
        entry = _add(case, EntryKind.FILES, Author.COMPLAINANT, str(added), now)
        _alert_officer(case, entry, office, now)
    journal.commit()
    return added


def ask(case: Case, actor: Person, text: str, office: Office, now: datetime) -> ConversationEntry:
    """Put a question to the complainant. For use inside another act's transaction.

    An empty text asks them to get in touch.
    """
    return _tell(case, EntryKind.QUESTION, actor, text, office, now)


def write(case: Case, actor: Person, text: str, office: Office, now: datetime) -> ConversationEntry:
    """Write something that waits for no answer, and tell the complainant that it is there.

    For use inside another act's transaction.
    """
    entry = _tell(case, EntryKind.MESSAGE, actor, text, office, now)
    outbox.tell_complainant(case, MessageKind.MESSAGE_AWAITS, office, now, f"entry:{entry.id}")
    return entry


def awaited(case: Case) -> ConversationEntry | None:
    """The question whose answer the case waits for."""
    if case.status is not CaseStatus.INFO_REQUESTED:
        return None
    return next(_unanswered(case), None)


def unread(case: Case) -> list[ConversationEntry]:
    """What the complainant wrote and the officer has still to read, oldest first."""
    return [entry for entry in case.conversation if entry.is_unread]


def told_to_complainant(case: Case) -> tuple[Told, ...]:
    """The whole conversation as the complainant reads it, oldest first."""
    return tuple(
        Told(entry.kind, entry.author, entry.at, entry.text, by_telephone=_was_written_down(entry))
        for entry in case.conversation
    )


def _answer(
    case: Case, question: ConversationEntry, text: str, office: Office, now: datetime, actor: Person | None = None
) -> ConversationEntry:
    """The answer, and the case moved on if it waits for this one. `actor` None: the complainant."""
    is_awaited = question is awaited(case)
    staff_id = actor.id if actor else None
    entry = _add(case, EntryKind.ANSWER, Author.COMPLAINANT, text, now, staff_id, question.id)
    if is_awaited:
        move_case(case, Act.RESUME, office, now)
    journal.record("info_received", actor=actor, at=now, case=case, detail={"question": question.id})
    return entry


def _alert_officer(case: Case, entry: ConversationEntry, office: Office, now: datetime) -> None:
    """Once, until everything that is new has been read: a text each would wear the officer out."""
    if case.officer and unread(case) == [entry]:
        outbox.alert(case.officer.person(), MessageKind.ANSWER_RECEIVED, office, now, f"entry:{entry.id}", case)


def _add(
    case: Case,
    kind: EntryKind,
    author: Author,
    text: str,
    now: datetime,
    staff_id: int | None = None,
    question_id: int | None = None,
) -> ConversationEntry:
    entry = ConversationEntry(kind=kind, author=author, text=text, at=now, staff_id=staff_id, question_id=question_id)
    case.conversation.append(entry)
    db.session.flush()
    return entry


def _tell(case: Case, kind: EntryKind, actor: Person, text: str, office: Office, now: datetime) -> ConversationEntry:
    """What the office writes is there for whoever has the tracking code: they are told with it."""
    note_told(case, office, now)
    return _add(case, kind, Author.OFFICE, text, now, staff_id=actor.id)


def _unanswered(case: Case) -> Iterator[ConversationEntry]:
    """Questions that nobody has answered, the latest first."""
    answered = {entry.question_id for entry in case.conversation}
    questions = (entry for entry in reversed(case.conversation) if entry.kind is EntryKind.QUESTION)
    return (entry for entry in questions if entry.id not in answered)


def _was_written_down(entry: ConversationEntry) -> bool:
    return entry.author is Author.COMPLAINANT and entry.staff_id is not None


def _require_open(case: Case) -> None:
    if not case.status.is_open:
        raise AlreadyDecided(case.status)
