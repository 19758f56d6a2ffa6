"""What people read for each value of the rules, in their language."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from flask_babel import LazyString

from complaint_center.domain.access import Role
from complaint_center.domain.announcements import Subject
from complaint_center.domain.attention import Attention
from complaint_center.domain.calls import CallOutcome
from complaint_center.domain.case_exports import ExportState
from complaint_center.domain.categories import Category
from complaint_center.domain.channels import Channel
from complaint_center.domain.conflict_register import ConflictEntry
from complaint_center.domain.conversation import Author, EntryKind
from complaint_center.domain.deadlines import DeadlineKind
from complaint_center.domain.delivery import DeliveryState
from complaint_center.domain.discretion import Discretion
from complaint_center.domain.errors import Problem
from complaint_center.domain.inquiries import InquiryOutcome
from complaint_center.domain.ladder import Tier
from complaint_center.domain.messages import MessageKind
from complaint_center.domain.papers import Paper
from complaint_center.domain.performance import Outcome
from complaint_center.domain.publication import Item, Place
from complaint_center.domain.reports import Dimension
from complaint_center.domain.retention import BatchState
from complaint_center.domain.status import Act, CaseStatus, CoarseState, Ground, Opinion, OrderKind
from complaint_center.domain.storage import ScanState
from complaint_center.domain.tracking import PersonCheck
from complaint_center.models.outbox import Medium, MessageState
from complaint_center.web.labels.cases import (
    ACTS,
    ATTENTIONS,
    AUTHORS,
    BATCH_STATES,
    CALL_OUTCOMES,
    CATEGORIES,
    CATEGORY_GROUPS,
    CHANNELS,
    COARSE_STATES,
    CONFLICT_ENTRIES,
    DEADLINES,
    DIMENSIONS,
    ENTRY_KINDS,
    EXPORT_STATES,
    GROUNDS,
    INQUIRY_OUTCOMES,
    OPINIONS,
    ORDERS,
    PAPERS,
    PERSON_CHECKS,
    SCAN_STATES,
    STATUSES,
)
from complaint_center.web.labels.notices import DELIVERY_STATES, MEDIA, MESSAGE_KINDS, MESSAGE_STATES, ROLES, TIERS
from complaint_center.web.labels.oversight import DISCRETION, ITEMS, OUTCOMES, PLACES, SUBJECTS
from complaint_center.web.labels.problems import PROBLEMS

__all__ = ["CATEGORY_GROUPS", "LABELS", "category_choices", "choices", "label"]

LABELS: Mapping[type[StrEnum], Mapping[Any, LazyString]] = {
    Channel: CHANNELS,
    Category: CATEGORIES,
    CaseStatus: STATUSES,
    CoarseState: COARSE_STATES,
    OrderKind: ORDERS,
    Ground: GROUNDS,
    Opinion: OPINIONS,
    Act: ACTS,
    Attention: ATTENTIONS,
    Dimension: DIMENSIONS,
    ExportState: EXPORT_STATES,
    DeadlineKind: DEADLINES,
    InquiryOutcome: INQUIRY_OUTCOMES,
    ConflictEntry: CONFLICT_ENTRIES,
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
    CallOutcome: CALL_OUTCOMES,
    Paper: PAPERS,
    Discretion: DISCRETION,
    Subject: SUBJECTS,
    Outcome: OUTCOMES,
    Item: ITEMS,
    Place: PLACES,
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
