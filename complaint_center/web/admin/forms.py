"""The forms of the administrators' pages."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, StringField, ValidationError
from wtforms import validators as checks

from complaint_center.domain.access import Person, Role
from complaint_center.domain.errors import REASON_LENGTH
from complaint_center.domain.phones import parse_phone
from complaint_center.models.staff import StaffMember, Unit
from complaint_center.services.staff import StaffDraft
from complaint_center.web.forms import (
    AtMost,
    BooleanField,
    ChoiceField,
    OfficeForm,
    OptionsField,
    PhoneField,
    TicksField,
    line,
    required,
    text,
    tidy,
)
from complaint_center.web.labels import CATEGORY_GROUPS, choices
from complaint_center.web.language import LANGUAGES, THAI
from complaint_center.web.passwords import new_password

NAME_LENGTH = 200
USERNAME_LENGTH = 64
EMAIL_LENGTH = 254
"""Characters; as long as the columns, and an address as long as the standard allows."""


def _lowered(text: str | None) -> str:
    return tidy(text).lower()


def _with_letter(group: str) -> str:
    return f"{group} {CATEGORY_GROUPS[group]}"


class StaffForm(OfficeForm):
    """A new member of staff."""

    username = StringField(
        _l("Username"),
        [
            required(),
            checks.Regexp(r"[a-z0-9][a-z0-9._-]*\Z", message=_l("Use the letters a to z, digits, dot and dash.")),
            AtMost(USERNAME_LENGTH),
        ],
        filters=[_lowered],
    )
    password = new_password(_l("Password"))
    name = line(_l("Full name"), NAME_LENGTH, required())
    position = line(_l("Position"), NAME_LENGTH)
    unit = ChoiceField(_l("Unit"))
    roles = TicksField(_l("Roles"), [required()], choices=choices(Role))
    handles = TicksField(
        _l("Examines complaints about"),
        choices=[(group, LazyString(_with_letter, group)) for group in CATEGORY_GROUPS],
    )
    reports_to = ChoiceField(_l("Reports to"))
    phone = PhoneField(_l("Telephone"))
    email = line(
        _l("E-mail"),
        EMAIL_LENGTH,
        checks.Optional(),
        checks.Email(_l("Please write an e-mail address such as name@example.go.th."), allow_smtputf8=False),
    )
    language = OptionsField(_l("Language of messages"), choices=list(LANGUAGES.items()), default=THAI)

    def words_of_owner(self) -> Iterable[str]:
        return self.username.data or "", self.name.data or ""

    def offer(self, units: Iterable[Unit], superiors: Iterable[Person]) -> None:
        """Fill the lists that open."""
        self.unit.choices = [("", _l("(none)")), *((unit.name, unit.name) for unit in units)]
        self.reports_to.choices = [
            ("", _l("(nobody)")),
            *((person.username, f"{person.name} ({person.username})") for person in superiors),
        ]

    def draft(self, username: str) -> StaffDraft:
        return StaffDraft(
            username=username,
            name=self.name.data,
            roles=frozenset(map(Role, self.roles.data)),
            position=self.position.data,
            unit=self.unit.data,
            handles=frozenset(self.handles.data),
            phone=self.phone.data.e164 if self.phone.data else "",
            email=self.email.data,
            reports_to=self.reports_to.data,
            language=self.language.data,
        )


class ChangeStaffForm(StaffForm):
    """The particulars of somebody who is known; the username stays and the password has a page of its own."""

    username = None
    password = None

    @classmethod
    def of(cls, member: StaffMember) -> ChangeStaffForm:
        """Filled with what is known, or with what was typed."""
        return cls(
            name=member.name,
            position=member.position,
            unit=member.unit.name if member.unit else "",
            roles=[role.name for role in member.roles],
            handles=list(member.handles),
            reports_to=member.reports_to.username if member.reports_to else "",
            phone=parse_phone(member.phone) if member.phone else None,
            email=member.email,
            language=member.language,
        )


class PasswordForm(OfficeForm):
    """A new password for somebody else, typed twice."""

    password = new_password(_l("New password"))
    again = PasswordField(_l("New password again"), [required()])

    def __init__(self, member: StaffMember) -> None:
        super().__init__()
        self.member = member

    def words_of_owner(self) -> Iterable[str]:
        return self.member.username, self.member.name

    def validate_again(self, field: PasswordField) -> None:
        if field.data != self.password.data:
            raise ValidationError(_l("This differs from the new password above."))


class TakeAwayForm(OfficeForm):
    reason = text(_l("Reason"), REASON_LENGTH, required())


class DeactivateForm(OfficeForm):
    reason = text(_l("Reason"), REASON_LENGTH, required())


class UnitForm(OfficeForm):
    name = line(_l("Name of the unit"), NAME_LENGTH, required())
    head = ChoiceField(_l("Head of the unit"))
    in_procurement = BooleanField(_l("Works in procurement or finance: kept out of procurement cases"))
    reason = text(_l("Reason"), REASON_LENGTH)

    def offer(self, people: Iterable[Person]) -> None:
        self.head.choices = [("", _l("(nobody)")), *((str(person.id), person.name) for person in people)]

    @property
    def head_id(self) -> int | None:
        return int(self.head.data) if self.head.data else None


class CentreForm(OfficeForm):
    centre_head = ChoiceField(_l("Head of the complaint centre"), [required()])
