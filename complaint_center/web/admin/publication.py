"""The numbers that the assessment of the anti-corruption commission gives to what is published; others every year."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from complaint_center.clock import now
from complaint_center.domain.access import Permission
from complaint_center.domain.errors import NotVisible
from complaint_center.domain.fiscal_years import FiscalYear
from complaint_center.domain.publication import Item, numbered_years
from complaint_center.domain.thai import to_arabic_digits
from complaint_center.services import publication as services
from complaint_center.web.admin.blueprint import admin
from complaint_center.web.form_pages import form_page, shown_on
from complaint_center.web.forms import OfficeForm, line
from complaint_center.web.labels import label
from complaint_center.web.people import current_person, permission_required

_TYPED_LENGTH = 20


class ItemNumbersForm(OfficeForm):
    """A field for each item, named by its code."""


for _item in Item:
    setattr(ItemNumbersForm, _item.value, line(label(_item), _TYPED_LENGTH))


@admin.route("/publication", methods=["GET", "POST"])
@permission_required(Permission.ADMINISTER)
def keep_item_numbers() -> Response:
    year = _asked_year()
    form = ItemNumbersForm(data={item.value: number for item, number in services.item_numbers(year).items()})
    if form.validate_on_submit():
        with shown_on(form):
            numbers = {item: form[item.value].data for item in Item}
            services.keep_item_numbers(current_person(), year, numbers, now())
            flash(_("The numbers of the fiscal year %(year)s are saved.", year=year), "success")
            return redirect(url_for("admin.keep_item_numbers", fiscal_year=year), 303)
    years = sorted(map(FiscalYear, numbered_years(now())))
    return form_page("admin/item_numbers.html", form, year=year, years=years, items=Item)


def _asked_year() -> FiscalYear:
    """The present one unless another is asked for. NotVisible for one that is not kept."""
    asked = to_arabic_digits(request.args.get("fiscal_year", ""))
    kept = {str(number): FiscalYear(number) for number in numbered_years(now())}
    if asked and asked not in kept:
        raise NotVisible
    return kept[asked] if asked else FiscalYear.of(now())
