"""The copy without whoever complained: of what is hidden the paper has nothing but a bar."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from complaint_center.domain.access import Person
from complaint_center.domain.redaction import Piece
from complaint_center.services.redaction import PURPOSE, RedactedCopy
from complaint_center.web.papers.writing import day, heading

HEADINGS: Mapping[str, str] = {
    "purpose": "เพื่อ",
    "subject": "เรื่อง",
    "narrative": "พฤติการณ์",
    "incident_date": "เกิดขึ้นเมื่อไร",
    "incident_place": "เกิดขึ้นที่ไหน",
    "evidence_description": "พยานหลักฐานและพยานบุคคล",
    "remedy": "สิ่งที่ต้องการให้ดำเนินการ",
    "accused": "ผู้ถูกร้องเรียน",
}
_BAR = 4
"""Bars grow in steps of so many letters, so that their length tells little of what was there."""


def redacted_values(copy: RedactedCopy, unit: str, person: Person, at: datetime) -> dict[str, Any]:
    told, parts = heading(copy.case), dict(copy.parts)
    return {
        **{name: told[name] for name in ("office", "register_number")},
        "title": "สำเนาเรื่องร้องเรียน",
        "unit": unit,
        "purpose": [_piece(piece) for piece in parts.pop(PURPOSE)],
        "printed_on": day(at),
        "parts": [
            {"heading": HEADINGS[name], "pieces": [_piece(piece) for piece in pieces]} for name, pieces in parts.items()
        ],
        "officer": person.name,
    }


def _piece(piece: Piece) -> dict[str, Any]:
    if piece.hidden:
        return {"hidden": True, "letters": -(-len(piece.text) // _BAR) * _BAR}
    return {"hidden": False, "text": piece.text}
