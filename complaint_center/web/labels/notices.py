"""What people read of messages, and of whom they go to."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _p

from complaint_center.domain.access import Role
from complaint_center.domain.delivery import DeliveryState
from complaint_center.domain.ladder import Tier
from complaint_center.domain.messages import MessageKind
from complaint_center.models.outbox import Medium, MessageState

TIERS = {
    Tier.OFFICER: _p("tier", "Officer in charge"),
    Tier.SUPERVISOR: _p("tier", "Supervisor"),
    Tier.NEXT_SUPERIOR: _p("tier", "Next superior"),
}

ROLES = {
    Role.CLERK: _l("Intake clerk"),
    Role.OFFICER: _l("Case officer"),
    Role.SUPERVISOR: _l("Supervisor"),
    Role.EXECUTIVE: _l("Executive (mayor, deputy mayor)"),
    Role.PALAD: _l("Municipal clerk (palad)"),
    Role.AUDITOR: _l("Internal auditor"),
    Role.ADMIN: _l("System administrator"),
}

MEDIA = {
    Medium.SMS: _l("SMS"),
    Medium.MAIL: _l("E-mail"),
}

MESSAGE_STATES = {
    MessageState.QUEUED: _p("message", "Waiting to be sent"),
    MessageState.SENDING: _p("message", "Being sent"),
    MessageState.UNCERTAIN: _p("message", "Uncertain, being checked with the provider"),
    MessageState.ACCEPTED: _p("message", "Accepted by the provider"),
    MessageState.SENT: _p("message", "Sent"),
    MessageState.DELIVERED: _p("message", "Delivered"),
    MessageState.FAILED: _p("message", "Failed"),
}

DELIVERY_STATES = {
    DeliveryState.ACCEPTED: _p("message", "Accepted by the provider"),
    DeliveryState.SENT: _p("message", "Sent"),
    DeliveryState.DELIVERED: _p("message", "Delivered"),
    DeliveryState.FAILED: _p("message", "Failed"),
}

MESSAGE_KINDS = {
    MessageKind.COMPLAINT_RECEIVED: _p("notice", "Complaint received"),
    MessageKind.FINDING_SUBMITTED: _p("notice", "Submitted to the supervisor"),
    MessageKind.INFO_REQUESTED: _p("notice", "More information asked for"),
    MessageKind.MESSAGE_AWAITS: _p("notice", "Message to the complainant"),
    MessageKind.RESULT_READY: _p("notice", "Result of the case"),
    MessageKind.SURVEY: _p("notice", "How satisfied they are, to be asked"),
    MessageKind.ASSIGNED: _p("notice", "Case assigned"),
    MessageKind.REMINDER: _p("notice", "Reminder before the due date"),
    MessageKind.ESCALATED: _p("notice", "Due and not done: alert to the superior"),
    MessageKind.UNASSIGNED: _p("notice", "Nobody in charge yet"),
    MessageKind.ACCUSED_UNLINKED: _p("notice", "Accused person to be checked"),
    MessageKind.ANSWER_RECEIVED: _p("notice", "Something new to read"),
    MessageKind.ORDER_DUE: _p("notice", "Awaiting an order"),
    MessageKind.ORDER_GIVEN: _p("notice", "Order given"),
    MessageKind.CASE_ENDED: _p("notice", "Case ended"),
    MessageKind.REFER_OUTSIDE: _p("notice", "To be referred outside"),
    MessageKind.ELECTED_ACCUSED: _p("notice", "Concerns an elected office"),
    MessageKind.NOBODY_LEFT: _p("notice", "Nobody left to alert"),
    MessageKind.NEW_SIGN_IN: _p("notice", "Sign-in from a new browser"),
    MessageKind.DIGEST: _p("notice", "Morning list of overdue cases"),
    MessageKind.JOURNAL_HEAD: _p("notice", "Head of the journal"),
}
