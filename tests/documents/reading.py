"""The text of a PDF, as whoever copies from it gets it."""

from __future__ import annotations

import re

from pypdfium2 import PdfDocument

_TWICE = re.compile("([ก-ฮ][\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]{2,})\\1")
"""Two marks on one letter are written into the file's text twice by typst; on the sheet they stand once."""


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page."""
    document = PdfDocument(pdf)
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return [_TWICE.sub(r"\1", text) for text in texts]


def bare(text: str) -> str:
    """Without the spaces, which a PDF has where its lines end."""
    return "".join(text.split())
