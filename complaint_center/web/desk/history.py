"""The journal of a case in plain words: who, when, what and why."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from complaint_center.domain.access import Directory
from complaint_center.domain.announcements import Subject
from complaint_center.domain.calls import CallOutcome
from complaint_center.domain.categories import Category
from complaint_center.domain.discretion import Discretion
from complaint_center.domain.fiscal_years import HalfYear, Month
from complaint_center.domain.inquiries import InquiryOutcome
from complaint_center.domain.papers import Paper
from complaint_center.domain.publication import Item, Place
from complaint_center.domain.status import Act, Opinion, OrderKind
from complaint_center.domain.tracking import PersonCheck
from complaint_center.models.journal import JournalEntry
from complaint_center.web.desk.accused_history import is_none_of_ours, tell_answer, tell_superiors
from complaint_center.web.desk.alert_history import tell_alert
from complaint_center.web.desk.staff_history import tell_absence, tell_member, tell_unit
from complaint_center.web.filters import calendar_day, half, moment, month
from complaint_center.web.labels import label

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
    add = _MORE.get(entry.what)
    return Line(
        at=entry.at,
        who=_who(entry),
        what=_what(entry, detail),
        more=add(detail, directory) if add else "",
        reason=_reason(entry),
    )


ACTS = {
    "complaint_recorded": _l("Complaint recorded"),
    "assigned": _l("Case given to an officer"),
    "unassigned": _l("Case taken back from its officer"),
    "nobody_eligible": _l("No officer is free to take the case"),
    "no_interest_declared": _l("Declared to have no interest in the case"),
    "stepped_back": _l("Stepped back from the case"),
    "accused_added": _l("Accused person added"),
    "accused_linked": _l("Accused person identified"),
    "accused_unlinked": _l("Identification of an accused person taken away"),
    "superiors_barred": _l("Kept their own superiors out of the case"),
    "received_at_corrected": _l("Time of receipt corrected"),
    "category_changed": _l("Category changed"),
    "finding_saved": _l("Draft of the finding saved"),
    "finding_submitted": _l("Finding submitted to the supervisor"),
    "identity_revealed": _l("Complainant's identity revealed"),
    "paper_printed": _l("Paper printed"),
    "evidence_received": _l("Evidence received"),
    "evidence_opened": _l("Evidence opened"),
    "evidence_original_opened": _l("Original of a picture opened"),
    "evidence_refused": _l("Evidence refused because of a virus"),
    "evidence_found_infected": _l("Virus found in evidence"),
    "order_given": _l("Order given"),
    "withdrawn": _l("Complaint withdrawn"),
    "reopened": _l("Case reopened"),
    "info_requested": _l("Complainant asked for more information"),
    "info_received": _l("Information received"),
    "message_written": _l("Message written to the complainant"),
    "message_received": _l("Message received from the complainant"),
    "messages_read": _l("Complainant's messages read"),
    "survey_answered": _l("Complainant's satisfaction recorded"),
    "suggestion_answered": _l("Suggestion answered"),
    "suggestion_published": _l("Suggestion and answer published"),
    "publication_doubted": _l("Asked to publish words of whoever made the suggestion"),
    "suggestion_taken_down": _l("Suggestion taken off the public page"),
    "publication_agreed": _l("Agreed to the publication of the suggestion"),
    "publication_consent_withdrawn": _l("Agreed no more to the publication of the suggestion"),
    "redacted_copy_shown": _l("Copy without the complainant looked at"),
    "redacted_copy_printed": _l("Copy without the complainant printed"),
    "call_number_shown": _l("Telephone number shown for a call"),
    "call_made": _l("Call to the complainant"),
    "tracking_code_reissued": _l("New tracking code issued"),
    "reminded": _l("Reminder sent"),
    "escalated": _l("Superior alerted"),
    "legal_hold_set": _l("Put under a legal hold"),
    "legal_hold_lifted": _l("Legal hold lifted"),
    "disposal_proposed": _l("Proposed for destruction"),
    "disposal_approved": _l("Destruction approved"),
    "disposal_withdrawn": _l("Proposal of destruction withdrawn"),
    "disposal_left": _l("Taken out of the batch to be destroyed"),
    "case_disposed": _l("Content destroyed at the end of its term"),
    "reasons_erased": _l("Texts of the reasons erased"),
    "draft_discarded": _l("Draft of a complaint thrown away"),
    "intake_drafts_purged": _l("Drafts of complaints, never recorded, deleted"),
    "draft_purged": _l("Draft of the finding, never submitted, deleted"),
    "messages_purged": _l("Content of old messages deleted"),
    "retention_term_changed": _l("Term of retention changed"),
    "caller_looked_up": _l("Earlier cases of a caller looked up"),
    "identity_searched": _l("Complainant found by telephone or national ID"),
    "keys_rotated": _l("Identities encrypted under a new key"),
    "staff_added": _l("Staff member added"),
    "staff_changed": _l("Staff member's particulars changed"),
    "staff_deactivated": _l("Staff member deactivated"),
    "staff_reactivated": _l("Staff member reactivated"),
    "password_set": _l("Password set by an administrator"),
    "password_changed": _l("Password changed by its owner"),
    "second_factor_set_up": _l("Second step of signing in set up"),
    "second_factor_removed": _l("Second step of signing in switched off by its owner"),
    "second_factor_taken_away": _l("Second step of signing in taken away"),
    "recovery_codes_renewed": _l("New recovery codes made"),
    "recovery_code_used": _l("Signed in with a recovery code"),
    "centre_head_named": _l("Head of the centre named"),
    "unit_kept": _l("Unit added or changed"),
    "box_opened": _l("Suggestion box opened"),
    "announcement_posted": _l("Announcement published"),
    "announcement_taken_down": _l("Announcement taken down"),
    "announcement_refused": _l("Announcement refused because of a virus"),
    "publication_noted": _l("Publication of the statistics noted"),
    "publication_taken_back": _l("Note of a publication taken back"),
    "guideline_reviewed": _l("Guideline reviewed"),
    "item_numbers_kept": _l("Numbers of the assessment's items kept"),
    "holiday_added": _l("Holiday added to the calendar"),
    "holiday_removed": _l("Holiday taken out of the calendar"),
    "box_kept": _l("Suggestion box added or changed"),
    "procurement_noted": _l("Project and vendor noted"),
    "procurement_exported": _l("List of procurement complaints exported"),
    "inquiry_recorded": _l("Outcome of a disciplinary inquiry recorded"),
    "conflict_register_exported": _l("Register of conflicts of interest exported"),
    "staff_voice_read": _l("A voice of the staff read, or a note on it kept"),
    "absence_arranged": _l("Absence and stand-in noted"),
    "absence_began": _l("Absence began: work moved to the stand-in"),
    "absence_ended": _l("Absence ended: work moved back"),
    "journal_exported": _l("Journal exported"),
    "discretion_sampled": _l("Sample of discretionary decisions drawn"),
    "discretion_reviewed": _l("Discretionary decision looked at by a superior"),
    "cases_export_requested": _l("List of cases asked for"),
    "cases_export_loaded": _l("List of cases loaded"),
    "report_exported": _l("Report exported"),
    "performance_exported": _l("Figures of punctuality exported"),
    "discretion_exported": _l("List of discretionary decisions exported"),
}


_TOLD_BY_COMPLAINANT = frozenset(
    {"info_received", "message_received", "survey_answered", "evidence_received"}
    | {"publication_agreed", "publication_consent_withdrawn", "suggestion_taken_down"}
)
"""What the complainant does with the tracking code, where nobody of the staff is at it."""


def _what(entry: JournalEntry, detail: Detail) -> str:
    if entry.what == "accused_linked" and is_none_of_ours(detail):
        return _("Accused person said to be none of ours")
    return str(ACTS.get(entry.what, entry.what))


def _who(entry: JournalEntry) -> str:
    if entry.actor:
        return entry.actor.name
    return _("the complainant") if entry.what in _TOLD_BY_COMPLAINANT else ""


def _assigned(detail: Detail, directory: Directory) -> str:
    """How many cases the officer had is told to nobody: some of them may be hidden from whoever reads this."""
    name = _name(detail["to"], directory)
    if "away" in detail:
        return _("%(name)s, while %(absent)s is away", name=name, absent=_name(detail["away"], directory))
    return _("%(name)s: the fewest open cases of all who may take it", name=name) if "eligible" in detail else name


def _inquiry(detail: Detail, _directory: Directory) -> str:
    return str(label(InquiryOutcome(detail["outcome"])))


def _other_vendor(detail: Detail, _directory: Directory) -> str:
    return str(_("another vendor: declarations of interest are void")) if detail["other_vendor"] else ""


def _submitted(detail: Detail, _directory: Directory) -> str:
    opinion = str(label(Opinion(detail["opinion"])))
    return _("%(opinion)s (late)", opinion=opinion) if detail["late"] else opinion


def _changed_category(detail: Detail, _directory: Directory) -> str:
    before, after = Category(detail["from"]), Category(detail["to"])
    return f"{before.value} {label(before)} → {after.value} {label(after)}"


def _corrected(detail: Detail, _directory: Directory) -> str:
    before, after = (moment(datetime.fromisoformat(detail[name])) for name in ("from", "to"))
    return f"{before} → {after}"


def _batch(detail: Detail, _directory: Directory) -> str:
    return str(_("batch %(reference)s", reference=detail["batch"]))


def _checked(detail: Detail, _directory: Directory) -> str:
    return str(label(PersonCheck(detail["check"]))) if "check" in detail else ""


def _ordered(detail: Detail, _directory: Directory) -> str:
    return str(label(Act.of_order(OrderKind(detail["order"]))))


def _paper(detail: Detail, _directory: Directory) -> str:
    return str(label(Paper(detail["paper"])))


def _called(detail: Detail, _directory: Directory) -> str:
    return str(label(CallOutcome(detail["outcome"]))) if "outcome" in detail else ""


def _holiday(detail: Detail, _directory: Directory) -> str:
    return f"{calendar_day(date.fromisoformat(detail['day']))} {detail['name']}"


def _announced(detail: Detail, _directory: Directory) -> str:
    year = _("Fiscal year %(year)s", year=detail["fiscal_year"])
    return f"{label(Subject(detail['subject']))}, {year}"


def _published(detail: Detail, _directory: Directory) -> str:
    told = half(HalfYear.parse(detail["half"]))
    return f"{told}, {label(Place(detail['place']))}, {calendar_day(date.fromisoformat(detail['published_on']))}"


def _numbered(detail: Detail, _directory: Directory) -> str:
    numbers = (detail[item.value] for item in Item if detail[item.value])
    return f"{_('Fiscal year %(year)s', year=detail['fiscal_year'])}: {', '.join(numbers)}"


def _evidence(detail: Detail, _directory: Directory) -> str:
    return str(_("file %(number)s", number=detail["evidence"]))


def _doubted(detail: Detail, _directory: Directory) -> str:
    return _("with words of whoever made it, which tell nothing here") if detail["doubted"] else ""


def _month(detail: Detail, _directory: Directory) -> str:
    return month(Month.parse(detail["month"]))


def _reviewed(detail: Detail, _directory: Directory) -> str:
    found = _("in order") if detail["in_order"] else _("not in order")
    return f"{label(Discretion(detail['decision']))}: {found}"


_MORE: Mapping[str, Callable[[Detail, Directory], str]] = {
    **dict.fromkeys(("accused_added", "accused_linked", "accused_unlinked"), tell_answer),
    "superiors_barred": tell_superiors,
    "assigned": _assigned,
    **dict.fromkeys(("reminded", "escalated"), tell_alert),
    "finding_submitted": _submitted,
    "category_changed": _changed_category,
    "received_at_corrected": _corrected,
    "evidence_received": _evidence,
    "evidence_opened": _evidence,
    "evidence_original_opened": _evidence,
    "evidence_found_infected": _evidence,
    "announcement_posted": _announced,
    "announcement_taken_down": _announced,
    "publication_noted": _published,
    "publication_taken_back": _published,
    "item_numbers_kept": _numbered,
    "holiday_added": _holiday,
    "holiday_removed": _holiday,
    "order_given": _ordered,
    "inquiry_recorded": _inquiry,
    "procurement_noted": _other_vendor,
    **dict.fromkeys(
        (
            *("staff_added", "staff_changed", "staff_deactivated", "staff_reactivated", "password_set"),
            *("second_factor_taken_away", "centre_head_named"),
        ),
        tell_member,
    ),
    **dict.fromkeys(
        ("disposal_proposed", "disposal_approved", "disposal_withdrawn", "disposal_left", "case_disposed"), _batch
    ),
    "unit_kept": tell_unit,
    **dict.fromkeys(("absence_arranged", "absence_began", "absence_ended"), tell_absence),
    "tracking_code_reissued": _checked,
    "discretion_sampled": _month,
    "suggestion_published": _doubted,
    "staff_voice_read": _month,
    "discretion_reviewed": _reviewed,
    "call_made": _called,
    "paper_printed": _paper,
}


def _name(staff_id: int, directory: Directory) -> str:
    person = directory.people.get(staff_id)
    return person.name if person else _("somebody who has left")


def _reason(entry: JournalEntry) -> str:
    if entry.reason is None:
        return ""
    return entry.reason.text if entry.reason.text is not None else _("(erased)")
