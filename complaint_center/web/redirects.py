"""Where a reader may be sent back to."""

from __future__ import annotations

import re


def page_of_ours(path: str, otherwise: str) -> str:
    """The path where it is one of this site; an address elsewhere would let anyone send our readers away."""
    return path if re.fullmatch(r"/(?![/\\])[^\s\\]*", path) else otherwise
