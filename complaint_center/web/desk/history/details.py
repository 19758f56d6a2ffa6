"""What the history tells beside an act: what it was about, read from the detail that the journal keeps of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

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
from complaint_center.web.desk.history.accused import tell_answer, tell_superiors
from complaint_center.web.desk.history.alerts import tell_alert, tell_passed_over
from complaint_center.web.desk.history.staff import name_of, tell_absence, tell_member, tell_unit
from complaint_center.web.filters import calendar_day, half, moment, month
from complaint_center.web.labels import label

Detail = Mapping[str, Any]


def tell_detail(what: str, detail: Detail, directory: Directory) -> str:
    """Empty for an act that says all by its name."""
    tell = _TELLERS.get(what)
    return tell(detail, directory) if tell else ""


def _assigned(detail: Detail, directory: Directory) -> str:
    """How many cases the officer had is told to nobody: some of them may be hidden from whoever reads this."""
    name = name_of(detail["to"], directory)
    if "away" in detail:
        return _("%(name)s, while %(absent)s is away", name=name, absent=name_of(detail["away"], directory))
    return _("%(name)s: the fewest open cases of all who may take it", name=name) if "eligible" in detail else name


def _inquiry(detail: Detail, _directory: Directory) -> str:
    return str(label(InquiryOutcome(detail["outcome"])))


def _other_vendor(detail: Detail, _directory: Directory) -> str:
    return str(_("another vendor: declarations of interest are void")) if detail["other_vendor"] else ""


def _submitted(detail: Detail, directory: Directory) -> str:
    opinion = str(label(Opinion(detail["opinion"])))
    told = _("%(opinion)s (late)", opinion=opinion) if detail["late"] else opinion
    return told + tell_passed_over(detail, directory)


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
    numbers = (detail[item.value] for item in Item if detail.get(item.value))
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


_TELLERS: Mapping[str, Callable[[Detail, Directory], str]] = {
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
