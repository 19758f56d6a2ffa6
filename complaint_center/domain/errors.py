"""What can go wrong in the words of the office.

The rules raise these; `web/errors.py` alone turns them into pages, and jobs log them and go on.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Problem(StrEnum):
    """Why one field was refused; the page has a sentence for each."""

    REQUIRED = "required"
    NOT_TICKED = "not_ticked"
    TOO_LONG = "too_long"
    IN_FUTURE = "in_future"
    IN_PAST = "in_past"
    LONG_AGO = "long_ago"
    FAR_AHEAD = "far_ahead"
    AFTER_REGISTRATION = "after_registration"
    NOT_A_DATE = "not_a_date"
    NOT_A_DAY = "not_a_day"
    NOT_A_REGISTER_NUMBER = "not_a_register_number"
    NOT_A_PHONE = "not_a_phone"
    NOT_A_NATIONAL_ID = "not_a_national_id"
    UNKNOWN_CHOICE = "unknown_choice"
    NOT_ELIGIBLE = "not_eligible"
    OWN_ACCOUNT = "own_account"
    OTHER_UNIT_BARRED = "other_unit_barred"
    SUPERIORS_BARRED = "superiors_barred"
    NOT_A_TERM = "not_a_term"
    NOT_A_COUNT = "not_a_count"
    TAKEN = "taken"
    AWAY_THEN = "away_then"
    CANNOT_STAND_IN = "cannot_stand_in"
    CLOSED_THEN = "closed_then"
    ENDS_BEFORE = "ends_before"
    BEFORE_ORDER = "before_order"
    BEFORE_END = "before_end"
    NOT_AN_ITEM_NUMBER = "not_an_item_number"
    WRONG_LENGTH = "wrong_length"
    WRONG_CODE = "wrong_code"
    GUESSABLE = "guessable"
    FILE_TOO_LARGE = "file_too_large"
    FILE_EMPTY = "file_empty"
    FILE_TYPE = "file_type"
    FILE_NAME_MISLEADS = "file_name_misleads"
    FILE_INFECTED = "file_infected"
    NOT_A_PDF = "not_a_pdf"
    PDF_LOCKED = "pdf_locked"
    PDF_ACTIVE = "pdf_active"
    SCANNER_SILENT = "scanner_silent"
    PICTURE_UNREADABLE = "picture_unreadable"
    TOO_MANY_FILES = "too_many_files"
    TOO_MANY_WAIT = "too_many_wait"
    TOO_MUCH_EVIDENCE = "too_much_evidence"
    TOO_MANY_ROWS = "too_many_rows"
    TELLS_WHO = "tells_who"
    NAMES_WHO = "names_who"
    HOLDS_NUMBER = "holds_number"
    TOO_MANY_VOICES = "too_many_voices"


class DomainError(Exception):
    """Root of every refusal by a rule."""


class InvalidInput(DomainError):
    """One field cannot be accepted as it is (422)."""

    def __init__(self, field: str, problem: Problem) -> None:
        super().__init__(f"{field}: {problem}")
        self.field = field
        self.problem = problem


class TellsWho(InvalidInput):
    """Texts to be published show who made the suggestion (422); `found`: the problem of each field that does."""

    def __init__(self, found: Mapping[str, Problem]) -> None:
        super().__init__(*next(iter(found.items())))
        self.found = found


class NotAllowed(DomainError):
    """The person is known, the thing is known, and the answer is no (403)."""


class NotVisible(DomainError):
    """There is no such case for this person; whether it exists is not told (404)."""


class NotAsShown(DomainError):
    """What would be printed or ended is not any more what was looked at (409)."""


class DraftElsewhere(DomainError):
    """What is being written was saved from another page since (409); `is_recorded`: it is in the register already."""

    def __init__(self, *, is_recorded: bool = False) -> None:
        super().__init__("recorded" if is_recorded else "saved elsewhere")
        self.is_recorded = is_recorded


class AlreadyDecided(DomainError):
    """Somebody acted first; the page tells what the case has become meanwhile (409)."""

    def __init__(self, status: str) -> None:
        super().__init__(f"already {status}")
        self.status = status


class ForbiddenMove(AlreadyDecided):
    """The act is not in the table of moves for the state that the case is in (409)."""

    def __init__(self, status: str, act: str) -> None:
        super().__init__(status)
        self.act = act


class NothingToPrint(DomainError):
    """There is not yet what the paper would say, or nobody to whom it could be written."""

    def __init__(self, paper: str) -> None:
        super().__init__(paper)
        self.paper = paper


class SubmissionReused(DomainError):
    """The same submission_id came again with other content: the first receipt stands (409)."""

    def __init__(self, register_number: str) -> None:
        super().__init__(register_number)
        self.register_number = register_number


class LastOneStays(DomainError):
    """The last active administrator or supervisor cannot be taken away (409)."""

    def __init__(self, role: str) -> None:
        super().__init__(role)
        self.role = role


def require_reason(reason: str, field: str = "reason") -> str:
    """The stripped reason. Discretionary acts refuse an empty one (measure 1 of the municipality's report)."""
    stripped = reason.strip()
    if not stripped:
        raise InvalidInput(field, Problem.REQUIRED)
    if len(stripped) > REASON_LENGTH:
        raise InvalidInput(field, Problem.TOO_LONG)
    return stripped


REASON_LENGTH = 5_000
"""Characters of any written reason."""
