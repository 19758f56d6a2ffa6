"""What people read for each value of the rules, in their language."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _p

from complaint_center.domain.access import Role
from complaint_center.domain.categories import Category
from complaint_center.domain.channels import Channel
from complaint_center.domain.conversation import Author, EntryKind
from complaint_center.domain.deadlines import DeadlineKind
from complaint_center.domain.delivery import DeliveryState
from complaint_center.domain.errors import Problem
from complaint_center.domain.ladder import Tier
from complaint_center.domain.messages import MessageKind
from complaint_center.domain.passwords import LONGEST, SHORTEST
from complaint_center.domain.retention import BatchState
from complaint_center.domain.status import Act, CaseStatus, CoarseState, Ground, Opinion, OrderKind
from complaint_center.domain.storage import ScanState
from complaint_center.domain.tracking import PersonCheck
from complaint_center.models.outbox import Medium, MessageState

Labels = Mapping[Any, LazyString]

CHANNELS: Labels = {
    Channel.WALK_IN: _l("In person"),
    Channel.WEB: _l("Website"),
    Channel.PHONE: _l("Telephone"),
    Channel.BOX: _l("Suggestion box"),
}

CATEGORIES: Labels = {
    Category.CORRUPTION: _l("Corruption, its kind not yet known"),
    Category.ABUSE_OF_DUTY: _l("Abuse or neglect of official duty"),
    Category.BRIBERY: _l("Demanding or taking bribes or benefits"),
    Category.PROCUREMENT: _l("Corruption in procurement"),
    Category.EMBEZZLEMENT: _l("Embezzlement or false claims of money"),
    Category.CONFLICT_OF_INTEREST: _l("Conflict of interest"),
    Category.UNFAIR_DISCRETION: _l("Unfair decisions or discrimination"),
    Category.MISUSE_OF_PROPERTY: _l("Misuse of public property"),
    Category.PERSONNEL: _l("Personnel matters (money demanded for a post)"),
    Category.GIFTS: _l("Gifts (No Gift Policy)"),
    Category.SERVICE: _l("Service or conduct of officials"),
    Category.GENERAL: _l("General hardship (lights, roads, water, waste, nuisance)"),
    Category.SUGGESTION: _l("Suggestion or opinion"),
}

CATEGORY_GROUPS: Mapping[str, LazyString] = {
    "A": _l("Corruption and misconduct"),
    "B": _l("Service or conduct of officials"),
    "C": _l("General hardship"),
    "D": _l("Suggestion or opinion"),
}

STATUSES: Labels = {
    CaseStatus.RECEIVED: _p("state", "Received"),
    CaseStatus.PRELIMINARY_CHECK: _p("state", "Preliminary check under way"),
    CaseStatus.AWAITING_ORDER: _p("state", "Submitted to the supervisor, awaiting an order"),
    CaseStatus.RETURNED: _p("state", "Returned for further checking"),
    CaseStatus.INFO_REQUESTED: _p("state", "More information asked of the complainant"),
    CaseStatus.INVESTIGATING: _p("state", "Fact-finding under way"),
    CaseStatus.REFERRED: _p("state", "Referred to the competent agency"),
    CaseStatus.CLOSED: _p("state", "Closed"),
    CaseStatus.NOT_ACCEPTED: _p("state", "Not accepted"),
    CaseStatus.WITHDRAWN: _p("state", "Withdrawn by the complainant"),
}

COARSE_STATES: Labels = {
    CoarseState.RECEIVED: _p("step", "Received"),
    CoarseState.CHECKING: _p("step", "Preliminary check"),
    CoarseState.DECIDING: _p("step", "Supervisor decides and acts"),
    CoarseState.CLOSED: _p("step", "Result told (closed)"),
}

ORDERS: Labels = {
    OrderKind.DISMISS: _p("order", "Close the case"),
    OrderKind.ASSIGN: _p("order", "Assign for further checking"),
    OrderKind.FACT_FINDING: _p("order", "Appoint a fact-finding committee"),
    OrderKind.DISCIPLINARY: _p("order", "Appoint a disciplinary inquiry committee"),
    OrderKind.REFER: _p("order", "Refer to the competent agency"),
    OrderKind.MORE_INFO: _p("order", "Ask for more information"),
    OrderKind.MEDIATE: _p("order", "Mediate or explain"),
    OrderKind.CORRECTIVE: _p("order", "Correct or improve the service"),
    OrderKind.NOT_ACCEPT: _p("order", "Do not accept"),
    OrderKind.RETURN: _p("order", "Return for further checking"),
}

GROUNDS: Labels = {
    Ground.ANONYMOUS_WITHOUT_SPECIFICS: _l("Anonymous letter without evidence, circumstances or witnesses"),
    Ground.BEFORE_A_COURT: _l("Before a court, or finally judged"),
    Ground.CONCLUDED_ELSEWHERE: _l("Already examined and concluded by another agency"),
    Ground.INSUFFICIENT_DATA: _l("Too little information, and none to be had"),
    Ground.OUTSIDE_POWER: _l("Outside the municipality's power"),
    Ground.DUPLICATE: _l("The same as another case"),
    Ground.ABUSIVE_WITHOUT_FACTS: _l("Abusive, without facts"),
}

OPINIONS: Labels = {
    Opinion.SUBSTANTIATED: _l("Substantiated"),
    Opinion.UNSUBSTANTIATED: _l("Unsubstantiated"),
    Opinion.INSUFFICIENT_EVIDENCE: _l("Insufficient evidence"),
    Opinion.OUTSIDE_JURISDICTION: _l("Outside our power"),
    Opinion.SHOULD_REFER: _l("Should be referred"),
}

ACTS: Labels = {
    Act.ASSIGN: _p("act", "Assigned"),
    Act.UNASSIGN: _p("act", "Assignment taken back"),
    Act.ASK: _p("act", "Complainant asked for more information"),
    Act.RESUME: _p("act", "Information received"),
    Act.SUBMIT: _p("act", "Finding submitted to the supervisor"),
    Act.WITHDRAW: _p("act", "Complaint withdrawn"),
    Act.REOPEN: _p("act", "Case reopened"),
    Act.ORDER_DISMISS: _p("act", "Ordered to close the case"),
    Act.ORDER_ASSIGN: _p("act", "Ordered further checking"),
    Act.ORDER_FACT_FINDING: _p("act", "Ordered a fact-finding committee"),
    Act.ORDER_DISCIPLINARY: _p("act", "Ordered a disciplinary inquiry"),
    Act.ORDER_REFER: _p("act", "Ordered referral to another agency"),
    Act.ORDER_MORE_INFO: _p("act", "Ordered more information to be asked for"),
    Act.ORDER_MEDIATE: _p("act", "Ordered mediation or explanation"),
    Act.ORDER_CORRECTIVE: _p("act", "Ordered the service to be corrected"),
    Act.ORDER_NOT_ACCEPT: _p("act", "Ordered not to accept the complaint"),
    Act.ORDER_RETURN: _p("act", "Returned for further checking"),
}

DEADLINES: Labels = {
    DeadlineKind.FINDING: _l("Preliminary finding"),
    DeadlineKind.RESUBMISSION: _l("Finding submitted anew"),
    DeadlineKind.ORDER: _l("Supervisor's order"),
    DeadlineKind.ACTION: _l("Action ordered"),
}

TIERS: Labels = {
    Tier.OFFICER: _p("tier", "Officer in charge"),
    Tier.SUPERVISOR: _p("tier", "Supervisor"),
    Tier.NEXT_SUPERIOR: _p("tier", "Next superior"),
}

ROLES: Labels = {
    Role.CLERK: _l("Intake clerk"),
    Role.OFFICER: _l("Case officer"),
    Role.SUPERVISOR: _l("Supervisor"),
    Role.EXECUTIVE: _l("Executive (mayor, deputy mayor)"),
    Role.PALAD: _l("Municipal clerk (palad)"),
    Role.AUDITOR: _l("Internal auditor"),
    Role.ADMIN: _l("System administrator"),
}

MEDIA: Labels = {
    Medium.SMS: _l("SMS"),
    Medium.MAIL: _l("E-mail"),
}

MESSAGE_STATES: Labels = {
    MessageState.QUEUED: _p("message", "Waiting to be sent"),
    MessageState.SENDING: _p("message", "Being sent"),
    MessageState.UNCERTAIN: _p("message", "Uncertain, being checked with the provider"),
    MessageState.ACCEPTED: _p("message", "Accepted by the provider"),
    MessageState.SENT: _p("message", "Sent"),
    MessageState.DELIVERED: _p("message", "Delivered"),
    MessageState.FAILED: _p("message", "Failed"),
}

DELIVERY_STATES: Labels = {
    DeliveryState.ACCEPTED: _p("message", "Accepted by the provider"),
    DeliveryState.SENT: _p("message", "Sent"),
    DeliveryState.DELIVERED: _p("message", "Delivered"),
    DeliveryState.FAILED: _p("message", "Failed"),
}

MESSAGE_KINDS: Labels = {
    MessageKind.COMPLAINT_RECEIVED: _p("notice", "Complaint received"),
    MessageKind.FINDING_SUBMITTED: _p("notice", "Submitted to the supervisor"),
    MessageKind.INFO_REQUESTED: _p("notice", "More information asked for"),
    MessageKind.MESSAGE_AWAITS: _p("notice", "Message to the complainant"),
    MessageKind.RESULT_READY: _p("notice", "Result of the case"),
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

SCAN_STATES: Labels = {
    ScanState.CLEAN: _p("scan", "No virus found"),
    ScanState.INFECTED: _p("scan", "Virus found: not handed out"),
    ScanState.NOT_SCANNED: _p("scan", "Not scanned for viruses"),
}

AUTHORS: Labels = {
    Author.OFFICE: _p("author", "The office"),
    Author.COMPLAINANT: _p("author", "The complainant"),
}

ENTRY_KINDS: Labels = {
    EntryKind.QUESTION: _p("entry", "Question"),
    EntryKind.ANSWER: _p("entry", "Answer"),
    EntryKind.MESSAGE: _p("entry", "Message"),
    EntryKind.FILES: _p("entry", "Files"),
}

PERSON_CHECKS: Labels = {
    PersonCheck.ID_CARD: _l("Saw the identity card"),
    PersonCheck.CALLED_BACK: _l("Called back on the number that is known"),
    PersonCheck.KNEW_THE_CASE: _l("Knew of the case what only the complainant knows"),
}

PROBLEMS: Labels = {
    Problem.REQUIRED: _l("Please fill this in."),
    Problem.TOO_LONG: _l("This is too long. Please shorten it."),
    Problem.IN_FUTURE: _l("This lies in the future. Please check the date and time."),
    Problem.IN_PAST: _l("This lies in the past. Please check the date and time."),
    Problem.LONG_AGO: _l("This lies more than two years back. Please check the year."),
    Problem.FAR_AHEAD: _l("This lies more than two years ahead. Please check the year."),
    Problem.AFTER_REGISTRATION: _l("The complaint was in the register by then. Please check the date and time."),
    Problem.NOT_A_DATE: _l("Please write a date such as 22/11/2569 or 22 พ.ย. 2569, and the time such as 14.30."),
    Problem.NOT_A_DAY: _l("Please write a day such as 22/11/2569 or 22 พ.ย. 2569."),
    Problem.NOT_A_REGISTER_NUMBER: _l("Please write a register number such as 70-0001."),
    Problem.NOT_A_PHONE: _l("Please write a telephone number such as 081-234-5678 or 042-970107."),
    Problem.NOT_A_NATIONAL_ID: _l("Please check the 13 digits of the national ID number."),
    Problem.UNKNOWN_CHOICE: _l("Please choose one from the list."),
    Problem.NOT_ELIGIBLE: _l("This person cannot be chosen for this case."),
    Problem.NOT_A_TERM: _l("Please write a whole number of years, from 10 to 100."),
    Problem.TAKEN: _l("This is in use already. Please choose another."),
    Problem.WRONG_LENGTH: _l("Choose from %(shortest)s to %(longest)s characters.", shortest=SHORTEST, longest=LONGEST),
    Problem.WRONG_CODE: _l("This code is not right or has been used. Wait for the next one and type that."),
    Problem.GUESSABLE: _l("This password could soon be guessed."),
    Problem.FILE_TOO_LARGE: _l("This file is larger than 20 MB. Please send a smaller one, or bring it to the office."),
    Problem.FILE_EMPTY: _l("This file is empty."),
    Problem.FILE_TYPE: _l(
        "Files of this kind cannot be taken. Please send photos, PDF, sound, video, or Word, Excel and PowerPoint "
        "files without macros or passwords."
    ),
    Problem.FILE_NAME_MISLEADS: _l(
        "The ending of the name does not fit what is in the file. Please check that it is the right file, and give it "
        "a name that fits."
    ),
    Problem.FILE_INFECTED: _l("The virus scanner found something harmful in this file. It was not kept."),
    Problem.PICTURE_UNREADABLE: _l("This picture cannot be opened: it is damaged, or has more than 50 million dots."),
    Problem.TOO_MANY_FILES: _l("These are more than 20 files. Please send them in parts."),
    Problem.TOO_MUCH_EVIDENCE: _l("One case can hold 100 MB of files. Please bring what is more to the office."),
}

BATCH_STATES: Labels = {
    BatchState.PROPOSED: _p("batch", "Waits for a second approval"),
    BatchState.RUNNING: _p("batch", "Approved, being destroyed"),
    BatchState.DONE: _p("batch", "Destroyed"),
    BatchState.WITHDRAWN: _p("batch", "Withdrawn"),
}

LABELS: Mapping[type[StrEnum], Labels] = {
    Channel: CHANNELS,
    Category: CATEGORIES,
    CaseStatus: STATUSES,
    CoarseState: COARSE_STATES,
    OrderKind: ORDERS,
    Ground: GROUNDS,
    Opinion: OPINIONS,
    Act: ACTS,
    DeadlineKind: DEADLINES,
    Tier: TIERS,
    Role: ROLES,
    Medium: MEDIA,
    MessageState: MESSAGE_STATES,
    DeliveryState: DELIVERY_STATES,
    MessageKind: MESSAGE_KINDS,
    ScanState: SCAN_STATES,
    Author: AUTHORS,
    EntryKind: ENTRY_KINDS,
    PersonCheck: PERSON_CHECKS,
    Problem: PROBLEMS,
    BatchState: BATCH_STATES,
}


def label(member: StrEnum) -> LazyString:
    """What people read for a member of any enumeration above; it becomes text in the reader's language."""
    return LABELS[type(member)][member]


def choices(kind: type[StrEnum]) -> list[tuple[str, LazyString]]:
    """Value and label of every member, for a field of a form."""
    return [(member.value, label(member)) for member in kind]


def category_choices(groups: str = "ABCD") -> list[tuple[str, LazyString]]:
    """Value and label of the categories of some groups."""
    return [(member.value, label(member)) for member in Category if member.group in groups]
