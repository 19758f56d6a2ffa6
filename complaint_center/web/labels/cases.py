"""What people read of a case: where it came from, what it is about, how far it is and what was done."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _p

from complaint_center.domain.attention import Attention
from complaint_center.domain.calls import CallOutcome
from complaint_center.domain.case_exports import ExportState
from complaint_center.domain.categories import Category
from complaint_center.domain.channels import Channel
from complaint_center.domain.conflict_register import ConflictEntry
from complaint_center.domain.conversation import Author, EntryKind
from complaint_center.domain.deadlines import DeadlineKind
from complaint_center.domain.inquiries import InquiryOutcome
from complaint_center.domain.papers import Paper
from complaint_center.domain.reports import Dimension
from complaint_center.domain.retention import BatchState
from complaint_center.domain.status import Act, CaseStatus, CoarseState, Ground, Opinion, OrderKind
from complaint_center.domain.storage import ScanState
from complaint_center.domain.tracking import PersonCheck

CHANNELS = {
    Channel.WALK_IN: _l("In person"),
    Channel.WEB: _l("Website"),
    Channel.PHONE: _l("Telephone"),
    Channel.BOX: _l("Suggestion box"),
}

CATEGORIES = {
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

STATUSES = {
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

COARSE_STATES = {
    CoarseState.RECEIVED: _p("step", "Received"),
    CoarseState.CHECKING: _p("step", "Preliminary check"),
    CoarseState.DECIDING: _p("step", "Supervisor decides and acts"),
    CoarseState.CLOSED: _p("step", "Result told (closed)"),
}

ORDERS = {
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

GROUNDS = {
    Ground.ANONYMOUS_WITHOUT_SPECIFICS: _l("Anonymous letter without evidence, circumstances or witnesses"),
    Ground.BEFORE_A_COURT: _l("Before a court, or finally judged"),
    Ground.CONCLUDED_ELSEWHERE: _l("Already examined and concluded by another agency"),
    Ground.INSUFFICIENT_DATA: _l("Too little information, and none to be had"),
    Ground.OUTSIDE_POWER: _l("Outside the municipality's power"),
    Ground.DUPLICATE: _l("The same as another case"),
    Ground.ABUSIVE_WITHOUT_FACTS: _l("Abusive, without facts"),
}

OPINIONS = {
    Opinion.SUBSTANTIATED: _l("Substantiated"),
    Opinion.UNSUBSTANTIATED: _l("Unsubstantiated"),
    Opinion.INSUFFICIENT_EVIDENCE: _l("Insufficient evidence"),
    Opinion.OUTSIDE_JURISDICTION: _l("Outside our power"),
    Opinion.SHOULD_REFER: _l("Should be referred"),
}

ACTS = {
    Act.ASSIGN: _p("act", "Assigned"),
    Act.UNASSIGN: _p("act", "Assignment taken back"),
    Act.ASK: _p("act", "Complainant asked for more information"),
    Act.RESUME: _p("act", "Information received"),
    Act.SUBMIT: _p("act", "Finding submitted to the supervisor"),
    Act.WITHDRAW: _p("act", "Complaint withdrawn"),
    Act.REOPEN: _p("act", "Case reopened"),
    Act.CLOSE_ANSWERED: _p("act", "Suggestion answered, case closed"),
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

DIMENSIONS = {
    Dimension.CHANNEL: _l("Channel"),
    Dimension.STATE: _l("State"),
    Dimension.CATEGORY: _l("Category"),
    Dimension.UNIT: _l("Unit"),
    Dimension.MONTH: _l("Month of receipt"),
}

EXPORT_STATES = {
    ExportState.QUEUED: _p("export", "Waits"),
    ExportState.RUNNING: _p("export", "Is being written"),
    ExportState.DONE: _p("export", "Ready"),
    ExportState.FAILED: _p("export", "Failed"),
}

ATTENTIONS = {
    Attention.LOST: _p("attention", "Nobody is left in the chain of command"),
    Attention.OVERDUE: _p("attention", "Overdue"),
    Attention.DUE_TODAY: _p("attention", "Due today"),
    Attention.NEAR_DUE: _p("attention", "Near due"),
    Attention.ESCALATED: _p("attention", "Escalated"),
    Attention.UNASSIGNED: _p("attention", "Without an officer"),
    Attention.AWAITING_ORDER: _p("attention", "Awaiting an order"),
    Attention.RETURNED: _p("attention", "Returned"),
    Attention.UNREAD_WEB: _p("attention", "From the website and not begun for a working day"),
    Attention.WITHOUT_DATE: _p("attention", "Open with no date"),
    Attention.REFER_OUTSIDE: _p("attention", "To be referred outside"),
    Attention.INFECTED: _p("attention", "Evidence: virus found"),
}

INQUIRY_OUTCOMES = {
    InquiryOutcome.NO_FAULT: _p("inquiry", "No fault"),
    InquiryOutcome.WARNING: _p("inquiry", "Written warning"),
    InquiryOutcome.PAY_CUT: _p("inquiry", "Cut in pay"),
    InquiryOutcome.SALARY_REDUCTION: _p("inquiry", "Reduction of salary"),
    InquiryOutcome.DISMISSAL: _p("inquiry", "Dismissal"),
    InquiryOutcome.EXPULSION: _p("inquiry", "Expulsion"),
    InquiryOutcome.ENDED_OTHERWISE: _p("inquiry", "Ended otherwise"),
}

CONFLICT_ENTRIES = {
    ConflictEntry.DECLARED: _p("conflict", "Declared to have no interest"),
    ConflictEntry.STEPPED_BACK: _p("conflict", "Stepped back"),
    ConflictEntry.BYPASSED: _p("conflict", "Superior passed over in an alert"),
    ConflictEntry.SUPERIORS_BARRED: _p("conflict", "Superior kept out by somebody below them"),
    ConflictEntry.INQUIRY: _p("conflict", "Outcome of a disciplinary inquiry"),
}

DEADLINES = {
    DeadlineKind.FINDING: _l("Preliminary finding"),
    DeadlineKind.RESUBMISSION: _l("Finding submitted anew"),
    DeadlineKind.ORDER: _l("Supervisor's order"),
    DeadlineKind.ACTION: _l("Action ordered"),
    DeadlineKind.NOTICE: _l("Notice to the complainant"),
}

SCAN_STATES = {
    ScanState.CLEAN: _p("scan", "No virus found"),
    ScanState.INFECTED: _p("scan", "Virus found: not handed out"),
    ScanState.NOT_SCANNED: _p("scan", "Not scanned for viruses"),
}

AUTHORS = {
    Author.OFFICE: _p("author", "The office"),
    Author.COMPLAINANT: _p("author", "The complainant"),
}

ENTRY_KINDS = {
    EntryKind.QUESTION: _p("entry", "Question"),
    EntryKind.ANSWER: _p("entry", "Answer"),
    EntryKind.MESSAGE: _p("entry", "Message"),
    EntryKind.FILES: _p("entry", "Files"),
}

PERSON_CHECKS = {
    PersonCheck.ID_CARD: _l("Saw the identity card"),
    PersonCheck.CALLED_BACK: _l("Called back on the number that is known"),
    PersonCheck.KNEW_THE_CASE: _l("Knew of the case what only the complainant knows"),
}

PAPERS = {
    Paper.RECEIPT: _l("Receipt (office copy)"),
    Paper.FORM: _l("Complaint form"),
    Paper.MEMO: _l("Memo"),
    Paper.ACKNOWLEDGEMENT: _l("Acknowledgement letter"),
    Paper.RESULT: _l("Letter of the result"),
    Paper.COVER: _l("Cover of the file"),
    Paper.CASE: _l("The whole case"),
    Paper.REDACTED: _l("Copy without the complainant, for a unit"),
}

CALL_OUTCOMES = {
    CallOutcome.TOLD: _p("call", "Told"),
    CallOutcome.NO_ANSWER: _p("call", "Nobody answered: to be called again"),
    CallOutcome.MESSAGE_LEFT: _p("call", "Somebody else answered and was asked to have the office called"),
    CallOutcome.WRONG_NUMBER: _p("call", "The number is wrong or out of use"),
    CallOutcome.NOT_WANTED: _p("call", "The complainant wants to be told nothing more"),
    CallOutcome.GIVEN_UP: _p("call", "Given up: cannot be reached"),
}

BATCH_STATES = {
    BatchState.PROPOSED: _p("batch", "Waits for a second approval"),
    BatchState.RUNNING: _p("batch", "Approved, being destroyed"),
    BatchState.DONE: _p("batch", "Destroyed"),
    BatchState.WITHDRAWN: _p("batch", "Withdrawn"),
}
