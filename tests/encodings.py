"""How a text looks in the files of programs that do not mean to hide it."""

from __future__ import annotations

import json
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import quote


def forms(text: str) -> Iterator[bytes]:
    """How the text looks in each of the encodings, wherever in the content it stands."""
    plain = text.encode()
    for write in (bytes, _escaped, _percent_encoded, _in_hexadecimal):
        yield write(plain)
    yield text.encode("utf-16-le")
    yield text.encode("utf-16-be")
    for alphabet in (b64encode, urlsafe_b64encode):
        for before in range(3):
            # What shares its letters with whatever stands before or behind is cut off.
            code = alphabet(bytes(before) + plain).rstrip(b"=")
            end = len(code) if (before + len(plain)) % 3 == 0 else -1
            yield code[(0, 2, 3)[before] : end]


def _escaped(plain: bytes) -> bytes:
    return json.dumps(plain.decode())[1:-1].encode()


def _percent_encoded(plain: bytes) -> bytes:
    return quote(plain, safe="").encode()


def _in_utf_16(plain: bytes) -> bytes:
    return plain.decode().encode("utf-16")


def _in_hexadecimal(plain: bytes) -> bytes:
    return plain.hex().encode()


ENCODINGS: Mapping[str, Callable[[bytes], bytes]] = {
    "in clear": bytes,
    "as JSON escapes it": _escaped,
    "percent-encoded": _percent_encoded,
    "in UTF-16": _in_utf_16,
    "in base64": b64encode,
    "in base64 for addresses": urlsafe_b64encode,
    "in hexadecimal": _in_hexadecimal,
}
