"""Fields that read what people type: Thai digits, Buddhist years, telephone numbers with or without dashes.

Whatever was typed stays in the field, right or wrong.
"""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any, ClassVar

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from stdnum.th import pin
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms import validators as checks
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from complaint_center.clock import BANGKOK
from complaint_center.domain.errors import InvalidInput, Problem
from complaint_center.domain.national_ids import parse_national_id
from complaint_center.domain.phones import display, parse_phone
from complaint_center.domain.references import parse_register_number
from complaint_center.domain.thai import format_date, parse_date, parse_datetime
from complaint_center.web.labels import label

__all__ = ["BooleanField", "HiddenField"]

_KEPT_CONTROLS = "\n\t"
LAST_MINUTE = time(23, 59)


class OfficeForm(FlaskForm):
    """A form that can also show what the rules behind it refuse."""

    def refuse(self, error: InvalidInput) -> None:
        """Put the refusal beside its field; raise it on where this form has no such field."""
        if error.field not in self:
            raise error
        field = self[error.field]
        field.errors = [*field.errors, label(error.problem)]


def tidy(text: str | None) -> str:
    """Without outer spaces and control characters, which no database or reader has a use for."""
    lines = (text or "").replace("\r\n", "\n").replace("\r", "\n")
    kept = (c for c in lines if c in _KEPT_CONTROLS or unicodedata.category(c) != "Cc")
    return "".join(kept).strip()


def submission_id() -> HiddenField:
    """What the form came with, so that sending it twice is done once; a new one for a new form."""
    return HiddenField(filters=[lambda given: tidy(given) or secrets.token_urlsafe(24)])


class Required:
    """Refuse an empty field. What was typed but could not be read keeps the words that say so."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __call__(self, form: FlaskForm, field: Field) -> None:
        if field.errors:
            raise checks.StopValidation()
        if not field.data:
            is_tick = isinstance(field, BooleanField | TicksField)
            raise checks.StopValidation(label(Problem.NOT_TICKED if is_tick else Problem.REQUIRED))


def required() -> Required:
    return Required()


class AtMost:
    """Refuse a text longer than `limit` characters and say how long it is."""

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def __call__(self, form: FlaskForm, field: Field) -> None:
        length = len(field.data or "")
        if length > self.limit:
            message = _l("This has %(length)s characters; at most %(limit)s can be kept.")
            raise checks.ValidationError(str(message) % {"length": f"{length:,}", "limit": f"{self.limit:,}"})


def line(name: LazyString, limit: int, *validators: Callable[..., Any], **options: Any) -> StringField:
    """One line of text."""
    return StringField(name, [*validators, AtMost(limit)], filters=[tidy], **options)


def text(name: LazyString, limit: int, *validators: Callable[..., Any], **options: Any) -> TextAreaField:
    """As many lines as wanted."""
    return TextAreaField(name, [*validators, AtMost(limit)], filters=[tidy], **options)


class _ListedOnly:
    """Takes pairs of value and label; refuses in our own words what is not on the list."""

    def __init__(self, *arguments: Any, choices: Any = None, **options: Any) -> None:
        if isinstance(choices, list):
            choices = [SelectChoice(value, name) for value, name in choices]
        super().__init__(*arguments, choices=choices, **options)  # type: ignore[call-arg]  # a field's

    def pre_validate(self, form: FlaskForm) -> None:
        try:
            super().pre_validate(form)  # type: ignore[misc]
        except ValueError:
            raise checks.ValidationError(label(Problem.UNKNOWN_CHOICE)) from None


class ChoiceField(_ListedOnly, SelectField):
    """One of a list that opens."""


class OptionsField(_ListedOnly, RadioField):
    """One of a few, all in sight."""


class TicksField(_ListedOnly, SelectMultipleField):
    """Any of a few, all in sight."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ReadField(Field):
    """A line of text that stands for a value; `data` is None while the field is empty."""

    widget = TextInput()
    problem: Problem
    data: Any

    def read(self, text: str) -> Any:
        """The value of a text. ValueError for a text that has none."""
        raise NotImplementedError

    def write(self, value: Any) -> str:
        """A value as people type it."""
        raise NotImplementedError

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        typed = tidy(valuelist[0]) if valuelist else ""
        if not typed:
            return
        try:
            self.data = self.read(typed)
        except ValueError:
            raise ValueError(label(self.problem)) from None

    def _value(self) -> str:
        if self.raw_data:
            return self.raw_data[0]
        return "" if self.data is None else self.write(self.data)


class ThaiDateTimeField(ReadField):
    """An instant in UTC, typed as Bangkok time in either era; a date alone is 00:00 of that day."""

    problem = Problem.NOT_A_DATE

    def read(self, text: str) -> datetime:
        return parse_datetime(text, BANGKOK).astimezone(UTC)

    def write(self, value: datetime) -> str:
        local = value.astimezone(BANGKOK)
        return f"{format_date(local.date())} {local:%H.%M}"


class ThaiDayField(ReadField):
    """A day, typed in either era."""

    problem = Problem.NOT_A_DAY

    def read(self, text: str) -> date:
        return parse_date(text)

    def write(self, value: date) -> str:
        return format_date(value)


class RegisterNumberField(ReadField):
    """The canonical form of a register number."""

    problem = Problem.NOT_A_REGISTER_NUMBER

    def read(self, text: str) -> str:
        return parse_register_number(text)

    def write(self, value: str) -> str:
        return value


class ThaiDueField(ThaiDateTimeField):
    """An instant by which something is to be done: a date alone lasts to its end."""

    def read(self, text: str) -> datetime:
        try:
            day = parse_date(text)
        except ValueError:
            return super().read(text)
        return datetime.combine(day, LAST_MINUTE, BANGKOK).astimezone(UTC)


class PhoneField(ReadField):
    """A `Phone`."""

    problem = Problem.NOT_A_PHONE

    def read(self, text: str) -> Any:
        return parse_phone(text)

    def write(self, value: Any) -> str:
        return display(value.e164)


class NationalIdField(ReadField):
    """The 13 digits of a Thai national ID whose check digit is right."""

    problem = Problem.NOT_A_NATIONAL_ID

    def read(self, text: str) -> str:
        return parse_national_id(text)

    def write(self, value: str) -> str:
        return str(pin.format(value))
