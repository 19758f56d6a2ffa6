"""The memory that a file of evidence may take at most: several are looked at in each web process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.storage.huge_files import list_of_parts, photo

FORMATS = {"jpg": "JPEG", "png": "PNG", "heic": "HEIF"}
MEBIBYTE = 1024
"""In KiB, as the system tells peaks."""


@pytest.mark.parametrize(
    ("kind", "at_most"),
    [("jpg", 250 * MEBIBYTE), ("png", 400 * MEBIBYTE), ("heic", 500 * MEBIBYTE), ("zip", 60 * MEBIBYTE)],
)
def test_a_file_takes_no_more_memory_than_it_may(kind: str, at_most: int, tmp_path: Path) -> None:
    content = list_of_parts(300_000) if kind == "zip" else photo(FORMATS[kind], turned=6)
    path = tmp_path / "file"
    path.write_bytes(content.getvalue())
    process = subprocess.run(
        [sys.executable, "-m", "tests.storage.huge_files", kind, path], capture_output=True, text=True, check=True
    )
    before, after = map(int, process.stdout.split())
    assert after - before < at_most, f"{(after - before) // MEBIBYTE} MiB"
