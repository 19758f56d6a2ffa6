"""The papers of a case: which there are, which are secret, and what typesets them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from complaint_center.domain.categories import Category

Typeset = Callable[[str, Mapping[str, Any]], bytes]
"""From the name of a template and its values to a PDF. The values are data and never read as code."""


class Paper(StrEnum):
    """What can be printed of one case."""

    RECEIPT = "receipt"
    FORM = "form"
    MEMO = "memo"
    ACKNOWLEDGEMENT = "acknowledgement"
    RESULT = "result"
    COVER = "cover"
    CASE = "case"
    REDACTED = "redacted"


def is_secret(paper: Paper, category: Category) -> bool:
    """Whether the paper says ลับ on each page: what is told about officials, and every complaint form.

    The receipt tells nothing of the complaint.
    """
    if paper is Paper.RECEIPT:
        return False
    return category.group in "AB" or paper is Paper.FORM


def file_name(register_number: str, paper: Paper) -> str:
    """What a printed file is called: nothing of it tells a name."""
    return f"{register_number}-{paper}.pdf"
