"""What a PDF may do of itself, and whether it opens for everybody: by its words, without drawing it.

Of every stream only those in which a PDF keeps its own objects are looked into; in the others is what is drawn.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import IO

_ENDS = rb"(?=[\s\0()<>\[\]{}/%]|\Z)"
_LOCKED = re.compile(rb"/Encrypt" + _ENDS)
_ACTIVE = re.compile(rb"/(?:JavaScript|Launch)" + _ENDS)
_SCRIPT = re.compile(rb"/JS" + _ENDS)
"""So short that it stands by chance in what is drawn, so it is looked for outside of that only."""

_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_DRAWN = re.compile(rb"(?<!end)stream\r?\n.*?endstream", re.DOTALL)
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_HEAD_BYTES = 2048
_OBJECTS_BYTES = 64 * 1024 * 1024
"""Of all objects of a file that are packed: what is more is not looked into, and so is not let through."""


def is_locked(content: IO[bytes]) -> bool:
    """Whether it is encrypted: under a password, or with limits to what readers may do."""
    return bool(_LOCKED.search(_spelled_out(content.read())))


def is_active(content: IO[bytes]) -> bool:
    """Whether it has a script or starts a program, or hides its objects where nobody can look."""
    data = content.read()
    plain = _spelled_out(data)
    if _ACTIVE.search(plain) or _SCRIPT.search(_DRAWN.sub(b"", plain)):
        return True
    try:
        return any(_ACTIVE.search(packed) or _SCRIPT.search(packed) for packed in _packed_objects(data))
    except zlib.error:
        return True


def _packed_objects(data: bytes) -> Iterator[bytes]:
    left = _OBJECTS_BYTES
    for stream in _STREAM.finditer(data):
        head = _spelled_out(data[max(0, stream.start() - _HEAD_BYTES) : stream.start()]).rpartition(b"obj")[2]
        if b"/ObjStm" not in head:
            continue
        if b"/Filter" in head:
            packed = _unpacked(memoryview(data)[stream.end() :], left)
            left -= len(packed)
            yield _spelled_out(packed)


def _unpacked(packed: memoryview, most: int) -> bytes:
    """`zlib.error` for what is packed in another way, or is more."""
    unpacking = zlib.decompressobj()
    found = unpacking.decompress(packed, max(most, 1))
    if not unpacking.eof:
        raise zlib.error
    return found


def _spelled_out(text: bytes) -> bytes:
    """A letter of a name may be written as its number."""
    return _ESCAPED.sub(lambda letter: bytes.fromhex(letter[1].decode()), text)
