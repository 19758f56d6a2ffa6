"""Every value that the rules know has words, and the words of the municipality's report are used."""

from __future__ import annotations

import importlib
import pkgutil
from enum import StrEnum

import pytest
from flask import Flask

from complaint_center import domain
from complaint_center.domain.access import Permission
from complaint_center.domain.case_exports import ExportFormat
from complaint_center.domain.errors import Problem
from complaint_center.domain.evidence import EvidenceType, Family
from complaint_center.domain.status import CaseStatus, CoarseState, Opinion
from complaint_center.domain.urgency import Urgency
from complaint_center.web.labels import LABELS, category_choices, label

pytestmark = pytest.mark.one_database

UNSEEN: frozenset[type[StrEnum]] = frozenset({Permission, Urgency, Family, EvidenceType, ExportFormat})
"""Permissions are shown nowhere, how urgent a case is stands in a sentence with its days, and a file's type is told
by the ending of its name."""


def enumerations() -> list[type[StrEnum]]:
    modules = [importlib.import_module(f"{domain.__name__}.{m.name}") for m in pkgutil.iter_modules(domain.__path__)]
    found = {
        kind
        for module in modules
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, StrEnum) and kind is not StrEnum
    }
    return sorted(found - UNSEEN, key=lambda kind: kind.__name__)


@pytest.mark.parametrize("kind", enumerations())
def test_every_member_of_every_enumeration_has_words(kind: type[StrEnum]) -> None:
    assert set(LABELS[kind]) == set(kind)


@pytest.mark.parametrize(
    ("member", "words"),
    [
        (CoarseState.RECEIVED, "รับเรื่องแล้ว"),
        (CoarseState.CHECKING, "ตรวจสอบเบื้องต้น"),
        (CoarseState.DECIDING, "ผู้บังคับบัญชาพิจารณา/ดำเนินการ"),
        (CoarseState.CLOSED, "แจ้งผล (ยุติ)"),
        (CaseStatus.NOT_ACCEPTED, "ไม่รับไว้พิจารณา"),
        (Opinion.SUBSTANTIATED, "มีมูล"),
        (Problem.ENDS_BEFORE, "วันสิ้นสุดอยู่ก่อนวันเริ่มต้น"),
        (Problem.BEFORE_ORDER, "วันที่ที่ระบุอยู่ก่อนวันที่มีคำสั่งให้สอบสวน"),
        (Problem.BEFORE_END, "ครึ่งปีงบประมาณที่เลือกยังไม่สิ้นสุดในวันดังกล่าว"),
    ],
)
def test_the_words_are_the_offices_own(app: Flask, member: StrEnum, words: str) -> None:
    with app.test_request_context("/"):
        assert str(label(member)) == words


def test_choices_of_some_groups_leave_out_the_others() -> None:
    assert [value for value, _ in category_choices("BC")] == ["B", "C"]
