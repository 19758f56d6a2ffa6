"""Suggestions and what the municipality answered, for everybody; and whoever made one says whether it may be there."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from complaint_center.clock import now
from complaint_center.domain.fiscal_years import FiscalYear
from complaint_center.domain.publication import Item
from complaint_center.services import suggestion_publication as services
from complaint_center.services.publication import item_numbers
from complaint_center.web.public.track import taken, tracking, tries_limited, writing_limited
from complaint_center.web.public.track_forms import ConsentForm
from complaint_center.web.public.years import asked_year

suggestions = Blueprint("suggestions", __name__)

PAGES = range(1, 1000)


@suggestions.get("/suggestions")
def show() -> str:
    moment = now()
    number = request.args.get("page", 1, type=int)
    if number not in PAGES:
        abort(404)
    page = services.list_published(asked_year(moment), number)
    return render_template(
        "public/suggestions.html",
        page=page,
        number=number,
        item=item_numbers(page.year).get(Item.PARTICIPATION),
        years=_years(page.year, FiscalYear.of(moment)),
        as_of=moment,
    )


@tracking.route("/track/consent", methods=["GET", "POST"])
@tries_limited
@writing_limited
def consent() -> Response:
    form = ConsentForm()

    def keep(code_hash: str) -> str:
        is_given = form.agree.data == "yes"
        services.agree_to_publication(code_hash, is_given, now())
        if is_given:
            return _("Thank you. Your suggestion may be published with its answer, without your name.")
        return _("Your suggestion is not published.")

    return taken(form, keep)


def _years(shown: FiscalYear, present: FiscalYear) -> list[FiscalYear]:
    """Those since anything was published, the present one first, and the one that is shown."""
    first = services.first_published_year() or present
    years = {FiscalYear(number) for number in range(first.number, present.number + 1)} | {shown}
    return sorted(years, key=lambda year: year.number, reverse=True)
