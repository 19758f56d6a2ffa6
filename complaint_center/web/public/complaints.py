"""Filing a complaint on the website: three forms, one of them for corruption alone."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, make_response, render_template, request
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response as AnyResponse
from wtforms import validators as checks

from complaint_center.clock import now
from complaint_center.domain.categories import Category
from complaint_center.domain.channels import Channel
from complaint_center.domain.errors import InvalidInput
from complaint_center.domain.fiscal_years import FiscalYear
from complaint_center.domain.intake import (
    LINE_LENGTH,
    SUBJECT_LENGTH,
    TEXT_LENGTH,
    AccusedDraft,
    ComplainantDraft,
    Draft,
)
from complaint_center.domain.publication import Item
from complaint_center.extensions import limiter, office
from complaint_center.services.intake import record_complaint
from complaint_center.services.publication import item_numbers
from complaint_center.web.forms import (
    BooleanField,
    ChoiceField,
    HiddenField,
    OfficeForm,
    OptionsField,
    PhoneField,
    line,
    required,
    submission_id,
    text,
)
from complaint_center.web.labels import category_choices
from complaint_center.web.language import current_language
from complaint_center.web.public.receipt import hand_over
from complaint_center.web.uploads import evidence_field, from_anybody, takes_evidence

ADDRESS_LENGTH = 500
UNSURE = (Category.CORRUPTION.value, _l("Not sure (an officer will look into it)"))

MAY_PUBLISH = _l("The suggestion may be published with its answer, without my name")

complaints = Blueprint("complaints", __name__)

# Of the whole blueprint, because a view's own limit is asked only after the form and its files have been read.
limiter.limit(
    lambda: current_app.config["LIMIT_SUBMIT"],
    methods=["POST"],
    exempt_when=lambda: not current_app.config["LIMIT_SUBMIT"],
)(complaints)


class ComplaintForm(OfficeForm):
    """What all three forms ask."""

    submission_id = submission_id()
    subject = line(_l("Subject"), SUBJECT_LENGTH, required())
    narrative = text(_l("What happened"), TEXT_LENGTH, required())
    evidence = evidence_field()
    anonymous = BooleanField(_l("I do not wish to give my name"))
    prefix = line(_l("Title"), LINE_LENGTH)
    first_name = line(_l("First name"), LINE_LENGTH)
    last_name = line(_l("Family name"), LINE_LENGTH)
    address = text(_l("Address"), ADDRESS_LENGTH)
    phone = PhoneField(_l("Telephone number"))
    email = line(_l("E-mail"), LINE_LENGTH)
    sms_updates = BooleanField(_l("Tell me of progress by SMS or telephone"))
    notice_read = BooleanField(
        _l("I have read the privacy notice"),
        [checks.DataRequired(_l("Please read the privacy notice and tick this."))],
    )

    def validate_phone(self, field: Any) -> None:
        if self.sms_updates.data and not field.data and not field.errors:
            raise checks.ValidationError(_l("Please give a number, so that we can tell you of progress."))

    def validate_email(self, field: Any) -> None:
        if field.data:
            checks.Email(_l("Please check this e-mail address."))(self, field)

    def draft(self, language: str) -> Draft:
        return Draft(
            channel=Channel.WEB,
            category=Category(self.category.data),
            subject=self.subject.data,
            narrative=self.narrative.data,
            submission_id=self.submission_id.data,
            complainant=self._complainant(language),
            accused=self._accused(),
            evidence=self.evidence.drafts,
            **{name: self[name].data for name in TOLD_BESIDES if name in self},
        )

    def _complainant(self, language: str) -> ComplainantDraft:
        named = {name: self[name].data for name in NAMING if not self.anonymous.data}
        return ComplainantDraft(
            anonymous=self.anonymous.data,
            phone=self.phone.data,
            sms_updates=self.sms_updates.data,
            language=language,
            **named,
        )

    def _accused(self) -> tuple[AccusedDraft, ...]:
        return ()


TOLD_BESIDES = (
    *("remedy", "incident_date", "incident_place", "previously_reported_to", "evidence_description"),
    "may_publish",
)
NAMING = ("prefix", "first_name", "last_name", "address", "email")


class GeneralForm(ComplaintForm):
    category = OptionsField(_l("What it is about"), choices=category_choices("BC"), default=Category.GENERAL.value)
    incident_date = line(_l("When it happened"), LINE_LENGTH)
    incident_place = line(_l("Where it happened"), LINE_LENGTH)
    evidence_description = text(_l("Evidence and witnesses"), TEXT_LENGTH)
    previously_reported_to = line(_l("Already reported to"), LINE_LENGTH)
    remedy = text(_l("What you would like to be done"), TEXT_LENGTH)


class CorruptionForm(GeneralForm):
    category = ChoiceField(
        _l("Kind of corruption"),
        choices=[UNSURE, *category_choices("A")[1:]],
        default=Category.CORRUPTION.value,
    )
    accused_name = line(_l("Name of the person complained of"), LINE_LENGTH)
    accused_position = line(_l("Position"), LINE_LENGTH)
    accused_unit = line(_l("Division or unit"), LINE_LENGTH)

    def _accused(self) -> tuple[AccusedDraft, ...]:
        accused = AccusedDraft(self.accused_name.data, self.accused_position.data, self.accused_unit.data)
        return () if accused.is_empty() else (accused,)


class SuggestionForm(ComplaintForm):
    category = HiddenField()
    narrative = text(_l("Suggestion or opinion"), TEXT_LENGTH, required())
    incident_place = line(_l("Place it concerns"), LINE_LENGTH)
    may_publish = BooleanField(MAY_PUBLISH)

    def draft(self, language: str) -> Draft:
        self.category.data = Category.SUGGESTION.value
        return super().draft(language)


FORMS = {"corruption": CorruptionForm, "general": GeneralForm, "suggestion": SuggestionForm}


@complaints.route("/complaints/<any(corruption, general, suggestion):kind>", methods=["GET", "POST"])
@takes_evidence(from_anybody)
def file(kind: str) -> AnyResponse:
    """The form; posted, the receipt, or the form again with what is wrong."""
    form = FORMS[kind]()
    if not form.validate_on_submit():
        return _page(kind, form, 422 if form.errors else 200)
    try:
        receipt = record_complaint(office(), form.draft(current_language()), None, now())
    except InvalidInput as refusal:
        form.refuse(refusal)
        return _page(kind, form, 422)
    return hand_over(receipt)


@complaints.errorhandler(CSRFError)
def show_again(error: CSRFError) -> Response:
    """A session that ended while somebody wrote must not cost what they wrote."""
    kind = (request.view_args or {})["kind"]
    return _page(kind, FORMS[kind](), 400, is_stale=True)


def _page(kind: str, form: ComplaintForm, status: int, is_stale: bool = False) -> Response:
    year = FiscalYear.of(now())
    # The form for corruption is the channel that the assessment looks at.
    item = item_numbers(year).get(Item.CHANNEL) if kind == "corruption" else None
    page = render_template(f"public/{kind}.html", form=form, is_stale=is_stale, item=item, year=year)
    return make_response(page, status)
