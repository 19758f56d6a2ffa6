"""A copy of what was told for the unit that must answer, without whoever told it.

The words to black out come from the vault. Where the bars stand tells what they cover to whoever knows the text, so the
copy is made by those alone who may reveal the identity, and each one is in the journal.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from complaint_center.domain.access import Directory, Person, UnitFacts
from complaint_center.domain.errors import InvalidInput, NotAsShown, Problem, require_reason
from complaint_center.domain.redaction import Known, Piece, has_short_name, is_named, redact
from complaint_center.extensions import keyring
from complaint_center.models.case import Case
from complaint_center.services import journal
from complaint_center.services.case_queries import lock_case
from complaint_center.services.directory import load_directory
from complaint_center.services.identity import identity_of, require_revealer

PURPOSE = "purpose"
TOLD = ("subject", "narrative", "incident_date", "incident_place", "evidence_description", "remedy")
"""What of a case goes into the copy, in its order."""


Bar = tuple[str, int, int]
"""Which text, and where in it the bar begins and ends: that stays the same whatever bars come before it."""


@dataclass(frozen=True)
class Redaction:
    """What an officer asks for: what the unit is to answer, words to hide besides, and bars to take back.

    `seen` is the mark of the copy that they looked at last.
    """

    purpose: str = ""
    besides: tuple[str, ...] = ()
    shown: frozenset[Bar] = frozenset()
    seen: str = ""


@dataclass(frozen=True)
class RedactedCopy:
    """The texts in pieces, under the name of what each is. `mark` is of these pieces and no others."""

    case: Case
    parts: Sequence[tuple[str, Sequence[Piece]]]
    mark: str
    has_short_name: bool


def show_copy(actor: Person, register_number: str, asked: Redaction, now: datetime) -> RedactedCopy:
    """The copy as it would be printed; that it was looked at is journalled."""
    case = _lock(actor, register_number)
    journal.record("redacted_copy_shown", actor=actor, at=now, case=case)
    copy = _copy(case, asked)
    journal.commit()
    return copy


def print_copy(actor: Person, register_number: str, asked: Redaction, unit_id: int, now: datetime) -> RedactedCopy:
    """The copy for a unit, for a written purpose, as it was looked at.

    InvalidInput for a unit that the complaint is about; NotAsShown where the copy would be another than was seen.
    """
    case = _lock(actor, register_number)
    require_reason(asked.purpose, PURPOSE)
    if unit_id not in {unit.id for unit in answering_units(case, load_directory())}:
        raise InvalidInput("unit", Problem.NOT_ELIGIBLE)
    detail = {"unit": unit_id, "taken_back": len(asked.shown)}
    copy = _copy(case, asked)
    if asked.seen != copy.mark:
        raise NotAsShown
    purpose = "".join("■" if piece.hidden else piece.text for piece in dict(copy.parts)[PURPOSE])
    journal.record("redacted_copy_printed", actor=actor, at=now, case=case, reason=purpose, detail=detail)
    journal.commit()
    return copy


def answering_units(case: Case, directory: Directory) -> list[UnitFacts]:
    """Units that may be asked to answer: none whose members the case keeps out (decision 8)."""
    facts = case.conflicts
    accused = {one.unit_id for one in facts.accused}
    return [
        unit
        for unit in directory.units.values()
        if unit.id not in accused and not (facts.is_procurement and unit.is_kept_out(facts.received_at))
    ]


def tells_complainant(case: Case, text: str) -> bool:
    """Whether the text has words that are kept as the complainant's name, telephone, address and the like."""
    return any(piece.hidden for piece in redact(text, _known(case, ())))


def names_complainant(case: Case, text: str) -> bool:
    """Whether it names them beyond doubt."""
    return is_named(text, _known(case, ()))


def _lock(actor: Person, register_number: str) -> Case:
    case = lock_case(register_number, actor, load_directory())
    require_revealer(actor, case)
    return case


def _copy(case: Case, asked: Redaction) -> RedactedCopy:
    known, parts, first = _known(case, asked.besides), [], 1
    told = [(name, getattr(case, name)) for name in TOLD]
    for name, text in [(PURPOSE, asked.purpose), *told, ("accused", _accused(case))]:
        taken_back = {(start, end) for part, start, end in asked.shown if part == name}
        pieces = redact(text, known, taken_back, first)
        first += sum(piece.number > 0 for piece in pieces)
        if pieces:
            parts.append((name, pieces))
    # Keyed, for the page holds it beside bars that hide little.
    mark = keyring.blind_index("redacted copy", repr(parts))
    return RedactedCopy(case, parts, mark, has_short_name(known))


def _known(case: Case, besides: Collection[str]) -> Known:
    identity = identity_of(case.complainant)
    return Known(
        names=(identity.first_name, identity.last_name),
        phone=identity.phone,
        email=identity.email,
        national_id=identity.national_id,
        address=identity.address,
        besides=tuple(besides),
    )


def _accused(case: Case) -> str:
    return "\n".join(" ".join(filter(None, (one.name, one.position, one.unit_name))) for one in case.accused)
