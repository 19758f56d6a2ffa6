"""The publication room: where the statistics were published, what is to be pasted there, and the guideline's review."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from complaint_center.clock import now
from complaint_center.domain.access import Permission
from complaint_center.domain.errors import NotVisible
from complaint_center.domain.fiscal_years import FiscalYear, HalfYear
from complaint_center.domain.publication import (
    OWED_DAYS,
    Item,
    Place,
    PublicationDraft,
    ended_halves,
)
from complaint_center.domain.publication_texts import LANGUAGES, HalfFigures, write_text
from complaint_center.extensions import office
from complaint_center.models.publication import Publication
from complaint_center.services import publication as services
from complaint_center.services.statistics import count_statistics
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.filters import half as half_in_words
from complaint_center.web.form_pages import form_page, shown_on
from complaint_center.web.forms import ChoiceField, OfficeForm, OptionsField, ThaiDayField, required
from complaint_center.web.labels import choices
from complaint_center.web.people import current_person, permission_required


class PublicationForm(OfficeForm):
    half = ChoiceField(_l("Half-year"), [required()])
    place = OptionsField(_l("Published on"), [required()], choices=choices(Place))
    published_on = ThaiDayField(_l("Day of publication"), [required()])

    def __init__(self) -> None:
        super().__init__()
        self.half.choices = [(str(half), half_in_words(half)) for half in ended_halves(now())]

    def draft(self) -> PublicationDraft:
        return PublicationDraft(HalfYear.parse(self.half.data), Place(self.place.data), self.published_on.data)


@desk.get("/publication")
@permission_required(Permission.COMMAND, Permission.READ_ALL)
def publication() -> Response:
    return _page(PublicationForm())


@desk.post("/publication")
@permission_required(Permission.COMMAND)
def note_publication() -> Response:
    form = PublicationForm()
    if form.validate_on_submit():
        with shown_on(form):
            services.note_publication(current_person(), form.draft(), now())
            flash(_("The publication is noted."), "success")
            return redirect(url_for("desk.publication"), 303)
    return _page(form)


@desk.post("/publication/<int:publication_id>/take-back")
@permission_required(Permission.COMMAND)
def take_publication_back(publication_id: int) -> Response:
    services.take_note_back(current_person(), publication_id, now())
    flash(_("The note is taken back. The journal keeps that it was made."), "success")
    return redirect(url_for("desk.publication"), 303)


@desk.post("/publication/guideline")
@permission_required(Permission.COMMAND)
def note_guideline_review() -> Response:
    services.note_review(current_person(), now())
    flash(_("The review of the guideline is noted and stands on its page."), "success")
    return redirect(url_for("desk.publication"), 303)


def _page(form: PublicationForm) -> Response:
    person, moment = current_person(), now()
    noted, stale = services.list_publications(person), services.list_stale(moment)
    running, halves, year = HalfYear.of(moment), ended_halves(moment), FiscalYear.of(moment)
    asked = _asked_half(running, halves)
    return form_page(
        "desk/publication.html",
        form,
        halves=halves,
        noted=noted,
        published={half: _last_days(noted, half) for half in halves},
        places=Place,
        owed_halves=services.list_owed_halves(moment),
        owed_days=OWED_DAYS,
        review_owed=Item.GUIDELINE in stale,
        review=services.last_review(),
        told=[running, *halves],
        asked=asked,
        texts=_texts(asked, moment),
        numbers=services.item_numbers(year),
        fiscal_year=year,
        items=Item,
        may_publish=services.may_publish(person),
    )


def _asked_half(running: HalfYear, ended: tuple[HalfYear, ...]) -> HalfYear:
    """The one whose texts are asked for, else the one that is over last. NotVisible for one that is not told of."""
    known = {str(half): half for half in (*ended, running)}
    asked = request.args.get("half", str(ended[0]))
    if asked not in known:
        raise NotVisible
    return known[asked]


def _last_days(noted: Iterable[Publication], half: HalfYear) -> Mapping[Place, date]:
    """Where the statistics of this half-year stand, and since when they do as they are."""
    of_half = (row for row in noted if row.half_year == half)
    return {row.place: row.published_on for row in sorted(of_half, key=lambda row: row.published_on)}


def _texts(half: HalfYear, moment: datetime) -> Mapping[Place, Mapping[str, str]]:
    year = FiscalYear(half.year)
    counted = count_statistics(year, moment)
    address = office().public_url.rstrip("/")
    figures = HalfFigures(
        half=half,
        whole=counted.halves[half],
        months={month: counted.months[month] for month in half.months if month.starts_at <= counted.as_of},
        as_of=counted.as_of,
        office=office().name,
        phone=office().phone,
        address=address + url_for("statistics.show", fiscal_year=year),
        form=address + url_for("complaints.file", kind="corruption"),
        item_number=services.item_numbers(year).get(Item.STATISTICS, ""),
        in_use_since=services.in_use_since(),
    )
    return {place: {language: write_text(place, figures, language) for language in LANGUAGES} for place in Place}
