"""For how many years the cases of each category are kept."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from complaint_center.clock import now
from complaint_center.domain.access import Permission
from complaint_center.domain.categories import Category
from complaint_center.domain.errors import REASON_LENGTH, Problem
from complaint_center.domain.retention import FLOOR_YEARS, LONGEST_YEARS
from complaint_center.services.retention import change_terms, load_terms
from complaint_center.web.admin.blueprint import admin
from complaint_center.web.form_pages import form_page, shown_on
from complaint_center.web.forms import OfficeForm, required, text
from complaint_center.web.labels import CATEGORY_GROUPS, label
from complaint_center.web.people import current_person, permission_required
from complaint_center.web.whole_numbers import WholeNumberField


class TermsForm(OfficeForm):
    """A field for each category, named by its code, and the reason."""

    reason = text(_l("Reason"), REASON_LENGTH, required())


for _category in Category:
    _years = WholeNumberField(
        label(_category), [required()], least=FLOOR_YEARS, most=LONGEST_YEARS, problem=Problem.NOT_A_TERM
    )
    setattr(TermsForm, _category.value, _years)


@admin.route("/retention", methods=["GET", "POST"])
@permission_required(Permission.ADMINISTER)
def keep_retention() -> Response:
    form = TermsForm(data={category.value: years for category, years in load_terms().years.items()})
    if form.validate_on_submit():
        with shown_on(form):
            years = {category: form[category.value].data for category in Category}
            change_terms(current_person(), years, form.reason.data, now())
            flash(_("The terms are saved."), "success")
            return redirect(url_for("admin.keep_retention"), 303)
    return form_page(
        "admin/retention/terms.html", form, categories=Category, group_names=CATEGORY_GROUPS, floor=FLOOR_YEARS
    )
