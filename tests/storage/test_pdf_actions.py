"""PDFs as tools write them, with what must not be published in them."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from io import BytesIO

import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

from complaint_center.storage.pdf_actions import is_active, is_locked
from tests.files import PDF

LAUNCH = DictionaryObject({NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("calc.exe")})
SOUND = DictionaryObject({NameObject("/S"): NameObject("/Rendition"), NameObject("/JS"): TextStringObject("a()")})


def written(change: Callable[[PdfWriter], object] = lambda writer: None) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    change(writer)
    held = BytesIO()
    writer.write(held)
    return held.getvalue()


def opens_with(action: DictionaryObject) -> bytes:
    return written(lambda writer: writer.root_object.update({NameObject("/OpenAction"): action}))


def packed(objects: bytes, filter: bytes = b"/FlateDecode", body: bytes | None = None) -> bytes:
    stream = zlib.compress(objects) if body is None else body
    head = b"4 0 obj <</Type /Obj#53tm /N 1 /First 4 /Filter %s>>\n" % filter
    return b"%PDF-1.5\n" + head + b"stream\r\n" + stream + b"\nendstream\nendobj\n%%EOF\n"


def drawing(text: bytes) -> bytes:
    stream = DecodedStreamObject()
    stream.set_data(text)
    return written(lambda writer: writer._add_object(stream))


ALERT = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
SCRIPT = opens_with(DictionaryObject(ALERT))


@pytest.mark.parametrize("user", ["secret", ""], ids=["password", "limits"])
def test_what_is_encrypted_is_locked(user: str) -> None:
    assert is_locked(BytesIO(written(lambda writer: writer.encrypt(user, "owner", algorithm="RC4-128"))))


@pytest.mark.parametrize(
    "content",
    [
        SCRIPT,
        SCRIPT.replace(b"/JavaScript", b"/J#61vaScript"),
        opens_with(LAUNCH),
        opens_with(SOUND),
        packed(b"5 0 <</S /JavaScript /JS (app.alert(1))>>"),
        packed(b"5 0 <</S /L#61unch>>"),
        packed(b"", filter=b"[/ASCIIHexDecode /FlateDecode]", body=b"789c>"),
    ],
    ids=["script", "escaped", "launch", "rendition", "packed", "packed and escaped", "packed otherwise"],
)
def test_what_acts_of_itself_or_hides_its_objects_is_active(content: bytes) -> None:
    assert is_active(BytesIO(content))


@pytest.mark.parametrize(
    "content",
    [
        PDF,
        written(),
        packed(b"5 0 <</Type /Page>>"),
        drawing(b"\x9f/JS (\x00"),
        packed(b"5 0 <</S /JSX /T /Launcher>>"),
    ],
    ids=["empty", "page", "packed", "drawn", "other words"],
)
def test_what_is_only_read_is_neither(content: bytes) -> None:
    assert not is_active(BytesIO(content))
    assert not is_locked(BytesIO(content))


def test_more_packed_objects_than_are_looked_into_are_not_let_through() -> None:
    assert is_active(BytesIO(packed(bytes(64 * 1024 * 1024 + 1))))
