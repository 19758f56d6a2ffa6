"""The journal of a case in plain words: who, when, what and why."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from complaint_center.domain.access import Directory
from complaint_center.models.journal import JournalEntry
from complaint_center.web.desk.history.accused import is_none_of_ours
from complaint_center.web.desk.history.details import tell_detail
from complaint_center.web.labels.journal import JOURNAL_ACTS

Detail = Mapping[str, Any]


@dataclass(frozen=True)
class Line:
    """One act. `who` empty: the service itself; `more` is what the act was about, `reason` why."""

    at: datetime
    who: str
    what: str
    more: str
    reason: str


def tell(entry: JournalEntry, directory: Directory) -> Line:
    """One row of the journal as a sentence."""
    detail: Detail = json.loads(entry.detail)
    return Line(
        at=entry.at,
        who=_who(entry),
        what=_what(entry, detail),
        more=tell_detail(entry.what, detail, directory),
        reason=_reason(entry),
    )


_TOLD_BY_COMPLAINANT = frozenset(
    {"info_received", "message_received", "survey_answered", "evidence_received"}
    | {"publication_agreed", "publication_consent_withdrawn", "suggestion_taken_down"}
)
"""What the complainant does with the tracking code, where nobody of the staff is at it."""


def _what(entry: JournalEntry, detail: Detail) -> str:
    if entry.what == "accused_linked" and is_none_of_ours(detail):
        return _("Accused person said to be none of ours")
    return str(JOURNAL_ACTS.get(entry.what, entry.what))


def _who(entry: JournalEntry) -> str:
    if entry.actor:
        return entry.actor.name
    return _("the complainant") if entry.what in _TOLD_BY_COMPLAINANT else ""


def _reason(entry: JournalEntry) -> str:
    if entry.reason is None:
        return ""
    return entry.reason.text if entry.reason.text is not None else _("(erased)")
