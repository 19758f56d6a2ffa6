"""The papers as PDF: typst templates, set in the letters of Thai official documents, with nothing from the network."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Any, cast

import typst
from fontpkg_sarabun import ROOT as SARABUN

TEMPLATES = Path(__file__).parent


class Typesetter:
    """Loads the letters once and sets one paper at a time: the compiler is not made for several threads."""

    def __init__(self, emblem: Path | None = None) -> None:
        """`emblem`: the office's own drawing of the garuda, in the place of ours."""
        self._emblem = (emblem or TEMPLATES / "garuda.svg").resolve()
        self._compiler: typst.Compiler | None = None
        self._lock = Lock()

    def __call__(self, template: str, values: Mapping[str, Any]) -> bytes:
        """The PDF of one paper. The values travel as JSON beside the template, so no text in them can be code."""
        given = {"values": json.dumps(values, ensure_ascii=False), "emblem": str(self._emblem)}
        with self._lock:
            self._compiler = self._compiler or _compiler()
            return cast(
                "bytes", self._compiler.compile(str(TEMPLATES / f"{template}.typ"), format="pdf", sys_inputs=given)
            )


def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(Path(SARABUN) / "files")]
    )
    # The office's emblem may lie anywhere on this machine. The templates are ours: no other file is named in them.
    return typst.Compiler(root="/", font_paths=fonts)
