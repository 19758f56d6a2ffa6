"""Papers of a case that do not tell who complained: the memo, the cover of the file, the whole case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from complaint_center.domain.access import Person
from complaint_center.domain.conversation import Author, EntryKind
from complaint_center.domain.papers import Paper, is_secret
from complaint_center.domain.status import OrderKind
from complaint_center.models.boxes import BoxOpening
from complaint_center.models.calls import Call
from complaint_center.models.case import Case
from complaint_center.models.conversation import ConversationEntry
from complaint_center.models.finding import Finding
from complaint_center.models.order import Order
from complaint_center.web.desk.history import Line
from complaint_center.web.papers.writing import accused, day, heading, moment, thai, unit_of, word

Row = tuple[str, str]


def memo_values(case: Case, finding: Finding) -> dict[str, Any]:
    """A submitted finding, and the order on it once there is one."""
    order = next((order for order in case.orders if order.finding_id == finding.id), None)
    return {
        **heading(case),
        "title": "บันทึกข้อความ",
        "secret": is_secret(Paper.MEMO, case.category),
        "unit": unit_of(finding.officer),
        "submitted_on": day(finding.submitted_at),
        "accused": accused(case),
        "facts": finding.facts,
        "evidence": finding.evidence_summary,
        "opinion": word(finding.opinion),
        "opinion_reason": finding.opinion_reason,
        "officer": finding.officer.name,
        "officer_position": finding.officer.position,
        "orders": [{"label": word(kind), "ticked": order is not None and order.kind is kind} for kind in OrderKind],
        "order": _ordered(order) if order else None,
    }


def cover_values(case: Case, person: Person, at: datetime) -> dict[str, Any]:
    return {
        **heading(case),
        "title": "ปกแฟ้มเรื่องร้องเรียน",
        "secret": is_secret(Paper.COVER, case.category),
        "officer": case.officer.name if case.officer else "",
        "status": word(case.status),
        **_printed(person, at),
    }


def case_values(
    case: Case, calls: Sequence[Call], history: Sequence[Line], person: Person, at: datetime
) -> dict[str, Any]:
    """All that is kept of the case but who complained; `history` empty for whoever may not read it."""
    return {
        **heading(case),
        "title": "สำนวนเรื่องร้องเรียน",
        "secret": is_secret(Paper.CASE, case.category),
        "facts": _facts(case),
        "complaint": _complaint(case),
        "findings": [_finding(finding) for finding in case.findings if finding.submitted_at],
        "orders": [{"facts": _order_facts(order), "reason": order.reason} for order in case.orders],
        # Not by their names, in which people are often named.
        "evidence": [{"name": f"ไฟล์ {row.type.upper()}", "at": moment(row.received_at)} for row in case.evidence],
        "conversation": [_entry(entry) for entry in case.conversation],
        "calls": [_call(call) for call in calls],
        "history": [_line(line) for line in history],
        **_printed(person, at),
    }


def _ordered(order: Order) -> dict[str, str]:
    return {
        "agency": order.agency,
        "ground": word(order.ground),
        "due_on": day(order.due_at),
        "reason": order.reason,
        "by": order.by.name,
        "by_position": order.by.position,
        "on": day(order.at),
    }


def _facts(case: Case) -> list[Row]:
    known = heading(case)
    rows = [
        ("เรื่อง", case.subject),
        ("ประเภท", known["category"]),
        ("ช่องทาง", known["channel"]),
        ("วันเวลาที่รับเรื่อง", known["received_at"]),
        ("ครบกำหนดเสนอผล", known["due_on"]),
        ("สถานะ", word(case.status)),
        ("เจ้าหน้าที่ผู้รับผิดชอบ", case.officer.name if case.officer else ""),
        ("ผู้ถูกร้องเรียน", "\n".join(accused(case))),
        ("วันเวลาเกิดเหตุ", case.incident_date),
        ("สถานที่เกิดเหตุ", case.incident_place),
        ("เคยร้องเรียนต่อ", case.previously_reported_to),
        ("ผู้ร้องเรียน", "ไม่ประสงค์ออกนาม" if case.complainant.is_anonymous else "ทราบชื่อ แต่ปกปิดไว้"),
        ("เวลาที่โทรแจ้ง", moment(case.called_at) if case.called_at else ""),
        ("การเปิดตู้", _opening(case.box_opening) if case.box_opening else ""),
    ]
    return [row for row in rows if row[1]]


def _opening(opening: BoxOpening) -> str:
    """Which box, when and by whom it was opened."""
    witness = f" พยาน: {opening.witness}" if opening.witness else ""
    return f"{opening.box.name} เปิดเมื่อ {moment(opening.opened_at)} โดย {opening.opened_by}{witness}"


def _entry(entry: ConversationEntry) -> Row:
    """A line of the conversation; not with the names of files, in which people are often named."""
    told = "ส่งไฟล์พยานหลักฐาน" if entry.kind is EntryKind.FILES else entry.text
    who = "ผู้ร้องเรียน" if entry.author is Author.COMPLAINANT else entry.staff.name if entry.staff else "เจ้าหน้าที่"
    by_telephone = " (ทางโทรศัพท์)" if entry.author is Author.COMPLAINANT and entry.staff_id else ""
    return moment(entry.at), f"{who}{by_telephone}: {told}"


def _call(call: Call) -> Row:
    note = f" {call.note}" if call.note else ""
    return moment(call.at), f"{call.by.name}: {word(call.outcome)}{note}"


def _complaint(case: Case) -> list[Row]:
    return [
        ("พฤติการณ์", case.narrative),
        ("พยานหลักฐานและพยานบุคคล", case.evidence_description),
        ("สิ่งที่ขอให้ดำเนินการ", case.remedy),
    ]


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "facts": [
            ("ผู้เสนอ", f"{finding.officer.name} {finding.officer.position}".strip()),
            ("เสนอเมื่อ", moment(finding.submitted_at) if finding.submitted_at else ""),
            ("ความเห็น", word(finding.opinion)),
        ],
        "sections": [
            ("ข้อเท็จจริง", finding.facts),
            ("สรุปพยานหลักฐาน", finding.evidence_summary),
            ("เหตุผลของความเห็น", finding.opinion_reason),
        ],
    }


def _order_facts(order: Order) -> list[Row]:
    rows = [
        ("คำสั่ง", word(order.kind)),
        ("ผู้สั่ง", f"{order.by.name} {order.by.position}".strip()),
        ("สั่งเมื่อ", moment(order.at)),
        ("หน่วยงาน", order.agency),
        ("เหตุที่ไม่รับ", word(order.ground)),
        ("ให้แล้วเสร็จภายใน", day(order.due_at)),
    ]
    return [row for row in rows if row[1]]


def _line(line: Line) -> dict[str, str]:
    what = f"{line.what}: {line.more}" if line.more else line.what
    return {"at": moment(line.at), "what": thai(what), "who": line.who or "ระบบ"}


def _printed(person: Person, at: datetime) -> dict[str, str]:
    return {"printed_at": moment(at), "printed_by": person.name}
