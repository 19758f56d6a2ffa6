"""What the office and the complainant write to each other about a case, also when nobody knows who complains."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Author(StrEnum):
    """Whose words an entry holds; an answer given by telephone is the complainant's, whoever wrote it down."""

    OFFICE = "office"
    COMPLAINANT = "complainant"


class EntryKind(StrEnum):
    """A question waits for its one answer; a message waits for nothing. Of files an entry holds the names."""

    QUESTION = "question"
    ANSWER = "answer"
    MESSAGE = "message"
    FILES = "files"


@dataclass(frozen=True)
class ComplainantMessage:
    """What the complainant sends. `question_id` None: it answers nothing; `submission_id` makes a repeat harmless."""

    text: str
    submission_id: str
    question_id: int | None = None
