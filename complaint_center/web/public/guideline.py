"""How complaints are handled, for everybody: a page, and the same words as a PDF."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from flask import Blueprint, Response, make_response, render_template, url_for
from flask_babel import gettext as _

from complaint_center.clock import BANGKOK, now
from complaint_center.domain.deadlines import FINDING_DAYS, NOTICE_AGAIN_DAYS, NOTICE_DAYS
from complaint_center.domain.fiscal_years import FiscalYear
from complaint_center.domain.publication import Item
from complaint_center.extensions import office, typeset
from complaint_center.services.publication import centre_unit, item_numbers, last_review
from complaint_center.web.exports import CONTENT_TYPES, FileKind
from complaint_center.web.filters import calendar_day

guidelines = Blueprint("guideline", __name__)


@dataclass(frozen=True)
class Section:
    """One heading and what is said beneath it: points, each with its name where it has one.

    They are counted where one follows another.
    """

    name: str
    heading: str
    points: list[tuple[str, str]]
    is_counted: bool = False
    notes: list[str] = field(default_factory=list)


@guidelines.get("/guideline")
def show() -> str:
    """How to complain, the steps, the unit in charge, the time limits and the channels."""
    year = FiscalYear.of(now())
    return render_template(
        "public/guideline.html",
        sections=_sections(),
        channels_heading=_channels().heading,
        form_address=_form_address(),
        reviewed_on=_reviewed_on(),
        year=year,
        numbers=item_numbers(year),
    )


@guidelines.get("/guideline.pdf")
def download() -> Response:
    year = FiscalYear.of(now())
    told = {
        "title": _("How complaints are handled"),
        "office": office().name,
        "about": list(_about(year, item_numbers(year).get(Item.GUIDELINE))),
        "sections": [
            {"heading": part.heading, "points": part.points, "counted": part.is_counted, "notes": part.notes}
            for part in [*_sections(), _channels()]
        ],
    }
    response = make_response(typeset()("guideline", told))
    response.content_type = CONTENT_TYPES[FileKind.PDF]
    response.headers.set("Content-Disposition", "attachment", filename="guideline.pdf")
    return response


def _about(year: FiscalYear, number: str | None) -> Iterator[str]:
    if number:
        yield _("Item %(number)s of the assessment, fiscal year %(year)s", number=number, year=year)
    reviewed_on = _reviewed_on()
    if reviewed_on:
        yield _("Last reviewed on %(day)s", day=reviewed_on)


def _reviewed_on() -> str | None:
    review = last_review()
    return calendar_day(review.reviewed_at.astimezone(BANGKOK).date()) if review else None


def _sections() -> list[Section]:
    return [_how_to_complain(), _steps(), _who_is_responsible(), _time_limits()]


def _how_to_complain() -> Section:
    points = [
        _("Choose one of the four ways below. Nothing needs to be paid and no account is needed."),
        _("Say in polite words who did what, when, where and how, and what evidence or witnesses there are."),
        _(
            "You may leave out your name. A complaint without a name is examined where it tells evidence, "
            "circumstances or witnesses clearly."
        ),
        _("No copy of your ID card is asked for."),
        _("You get a case number and a tracking code at once. Keep the code to yourself."),
    ]
    return Section("how", _("1. How to complain"), _unnamed(points))


def _steps() -> Section:
    points = [
        (
            _("Received."),
            _(
                "The complaint is entered in the register, numbered, and given to an officer who has no "
                "interest in the matter."
            ),
        ),
        (
            _("Preliminary check."),
            _(
                "The officer collects and checks the information and submits the finding, with an opinion, to "
                "the supervisor."
            ),
        ),
        (
            _("Supervisor's order."),
            _(
                "The supervisor decides: fact-finding, disciplinary inquiry, correction of the service, "
                "referral to the competent agency, or closing of the case, each with its reason."
            ),
        ),
        (_("Result."), _("The complainant is told that there is a result.")),
    ]
    notes = [
        _(
            "Nobody who is complained of takes part in the case, sees it or is told of it. Where a superior is "
            "complained of, the next one above takes the place."
        )
    ]
    return Section("steps", _("2. Steps"), points, is_counted=True, notes=notes)


def _who_is_responsible() -> Section:
    unit = centre_unit()
    points = [
        _("The complaint centre, %(unit)s, receives every complaint and watches over its time limits.", unit=unit)
        if unit
        else _("The complaint centre of the municipality receives every complaint and watches over its time limits."),
        _("The unit that the supervisor names carries out the order."),
    ]
    return Section("unit", _("3. Who is responsible"), _unnamed(points))


def _time_limits() -> Section:
    points = [
        _("Number and receipt: at once."),
        _(
            "Finding and opinion to the supervisor: within %(days)s days of receipt, weekends and holidays included.",
            days=FINDING_DAYS,
        ),
        _("If the finding is not there in time, the supervisor is alerted by the system, then the superior above."),
        _(
            "Who complained and can be reached is told of progress or of the result within %(days)s days of receipt, "
            "and every %(again)s days after that until the case ends.",
            days=NOTICE_DAYS,
            again=NOTICE_AGAIN_DAYS,
        ),
        _("After an order: by the date that the supervisor sets."),
    ]
    notes = [_("Suggestions are numbered and answered, without a time limit.")]
    return Section("limits", _("4. How long it takes"), _unnamed(points), notes=notes)


def _channels() -> Section:
    """As the page shows them with the way to each."""
    ways = [
        (
            _("In person"),
            _("At the complaint centre in the municipal office, in office hours. A clerk writes it down with you."),
        ),
        (_("Website"), _form_address()),
        (_("Telephone"), f"{office().phone} {_('in office hours.')}"),
        (
            _("Suggestion box"),
            _(
                "A letter in the box at the municipal office, also without your name. It counts from the day on which "
                "the box is opened."
            ),
        ),
    ]
    return Section("channels", _("5. Channels"), ways)


def _form_address() -> str:
    """Of the form for corruption, whole, for it is read on paper, too."""
    return office().public_url.rstrip("/") + url_for("complaints.file", kind="corruption")


def _unnamed(points: list[str]) -> list[tuple[str, str]]:
    return [("", point) for point in points]
