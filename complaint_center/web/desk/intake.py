"""The clerk writes down what was said at the counter, on the telephone, or in a letter from the box."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms.validators import DataRequired, ValidationError

from complaint_center.clock import now
from complaint_center.domain.access import Permission
from complaint_center.domain.categories import Category
from complaint_center.domain.channels import Channel
from complaint_center.domain.errors import InvalidInput
from complaint_center.domain.intake import LINE_LENGTH, Draft, OpeningDraft, PhoneCall, Receipt, check_receipt
from complaint_center.extensions import office
from complaint_center.models.boxes import BoxOpening
from complaint_center.models.types import LARGEST_ID
from complaint_center.services.box_openings import OpeningLine, find_opening, opening_with
from complaint_center.services.intake import record_complaint
from complaint_center.services.intake_drafts import list_drafts
from complaint_center.web.desk.blueprint import desk
from complaint_center.web.desk.hints import hints_on_form
from complaint_center.web.desk.intake_drafts import as_typed, browser_key, gone_on_with, page_of, taken_up
from complaint_center.web.form_pages import form_page, shown_on
from complaint_center.web.forms import (
    BooleanField,
    ChoiceField,
    NationalIdField,
    ThaiDateTimeField,
    line,
    required,
)
from complaint_center.web.labels import CATEGORY_GROUPS, category_choices, label
from complaint_center.web.people import current_directory, current_person, permission_required
from complaint_center.web.public.complaints import CorruptionForm
from complaint_center.web.public.receipt import hand_over
from complaint_center.web.uploads import from_staff, takes_evidence


def grouped_categories() -> dict[str, list[tuple[str, Any]]]:
    """All categories under the heading of their group, in the reader's language."""
    return {f"{group} {heading}": category_choices(group) for group, heading in CATEGORY_GROUPS.items()}


class StaffForm(CorruptionForm):
    """What every channel asks. The notice hangs at the counter, so nobody ticks having read it."""

    notice_read = None
    category = ChoiceField(_l("Category"), choices=grouped_categories, default=Category.CORRUPTION.value)
    national_id = NationalIdField(_l("National ID number"))
    may_publish = BooleanField(_l("A suggestion: may be published with its answer, without the name"))
    sms_updates = BooleanField(_l("Wants to be told of progress by SMS or telephone"))

    def validate_phone(self, field: Any) -> None:
        """Nobody is refused for having no number: they call the office, where the message waits as a call task."""

    def told(self, channel: Channel) -> Draft:
        """What was told, with what the channel adds to it."""
        draft = self.draft(language="th")
        complainant = replace(draft.complainant, national_id=self.national_id.data or "")
        return replace(draft, channel=channel, complainant=complainant, **self._coming())

    def _coming(self) -> dict[str, Any]:
        """How the complaint came, as this channel knows it."""
        raise NotImplementedError


ASKING = frozenset({"hints", "take_category"})
"""Buttons, where scripts do not run, that ask for help instead of recording."""


def _has_come(form: StaffForm, field: ThaiDateTimeField) -> None:
    """The rule of the time of receipt, said together with what else is wrong in the form."""
    try:
        check_receipt(field.name, field.data or now(), now())
    except InvalidInput as refusal:
        raise ValidationError(label(refusal.problem)) from None


class WalkInForm(StaffForm):
    received_at = ThaiDateTimeField(_l("Time of receipt"), [required(), _has_come], default=now)

    def _coming(self) -> dict[str, Any]:
        return {"received_at": self.received_at.data}


class PhoneForm(StaffForm):
    called_at = ThaiDateTimeField(_l("Time of the call"), [required(), _has_come], default=now)
    received_at = ThaiDateTimeField(_l("Time of receipt"), [_has_come])
    notice_told = BooleanField(
        _l("The caller has been told the notice"),
        [DataRequired(_l("Please read the notice to the caller and tick this."))],
    )

    def _coming(self) -> dict[str, Any]:
        call = PhoneCall(self.called_at.data, self.notice_told.data)
        return {"received_at": self.received_at.data, "phone_call": call}


class BoxForm(StaffForm):
    anonymous = BooleanField(_l("The letter does not say who wrote it"), default=True)
    box = line(_l("Which box"), LINE_LENGTH, required())
    opened_at = ThaiDateTimeField(_l("Box opened at"), [required(), _has_come], default=now)
    opened_by = line(_l("Opened by"), LINE_LENGTH, required())
    witness = line(_l("Witness"), LINE_LENGTH)

    def _coming(self) -> dict[str, Any]:
        opening = OpeningDraft(self.box.data, self.opened_at.data, self.opened_by.data, self.witness.data)
        return {"box_opening": opening}


@desk.route("/intake/walk-in", methods=["GET", "POST"])
@permission_required(Permission.LOG_COMPLAINTS)
@takes_evidence(from_staff)
def log_walk_in() -> Response:
    return _log(WalkInForm, Channel.WALK_IN)


@desk.route("/intake/phone", methods=["GET", "POST"])
@permission_required(Permission.LOG_COMPLAINTS)
@takes_evidence(from_staff)
def log_phone() -> Response:
    return _log(PhoneForm, Channel.PHONE)


@desk.route("/intake/box", methods=["GET", "POST"])
@permission_required(Permission.LOG_COMPLAINTS)
@takes_evidence(from_staff)
def log_box() -> Response:
    """A letter; `opening` in the address is the opening it lay in, and one letter may follow another."""
    opening = _opening()
    return _log(BoxForm, Channel.BOX, told=_told_of(opening.opening) if opening else {}, opening=opening)


def _log(kind: type[StaffForm], channel: Channel, told: dict[str, Any] | None = None, **context: Any) -> Response:
    draft = taken_up()
    form = kind(formdata=as_typed(draft)) if draft else kind(data=told)
    context["draft"] = draft or gone_on_with()
    if not ASKING.isdisjoint(request.form):
        return _with_hints(form, channel, **context)
    if form.validate_on_submit():
        with shown_on(form):
            return _recorded(record_complaint(office(), form.told(channel), current_person(), now()))
    return _page(form, channel, **context)


def _with_hints(form: StaffForm, channel: Channel, **context: Any) -> Response:
    """The form as it is, with what may help, and with the suggested category where that was taken."""
    form.category.data = request.form.get("take_category", form.category.data)
    return _page(form, channel, hints=hints_on_form(), **context)


def _page(form: StaffForm, channel: Channel, **context: Any) -> Response:
    drafts = {"drafts": list_drafts(current_person()), "page_of_draft": page_of, "draft_key": browser_key()}
    return form_page(f"desk/intake/{channel}.html", form, channel=channel, **drafts, **context)


def _recorded(receipt: Receipt) -> Response:
    """To the receipt, or where letters lie in a heap, to the form of the next."""
    if "next" not in request.form:
        return hand_over(receipt)
    flash(_("Recorded: %(number)s. Write it on the letter.", number=receipt.register_number), "success")
    heap = _opening()
    if heap and heap.entered >= heap.opening.letters:
        flash(_("All letters of this opening are entered."), "success")
        return redirect(url_for("desk.box_opening", opening_id=heap.opening.id), 303)
    return redirect(url_for("desk.log_box", opening=opening_with(receipt.register_number)), 303)


def _opening() -> OpeningLine | None:
    opening_id = request.args.get("opening", type=int)
    return find_opening(current_person(), current_directory(), min(opening_id, LARGEST_ID)) if opening_id else None


def _told_of(opening: BoxOpening) -> dict[str, Any]:
    told = {name: getattr(opening, name) for name in ("opened_at", "opened_by", "witness")}
    return {"box": opening.box.name, **told}
