"""What a file is, by what is in it."""

from __future__ import annotations

import io

import pytest

from complaint_center.domain.evidence import EvidenceType, agrees, tidy_name
from complaint_center.storage.contents import type_of
from tests.files import PDF, jpeg, office_file, open_document, picture

ZEROS = bytes(64)
_WORD = "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_SHEET = "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_SLIDES = "vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"

TAKEN = {
    "jpg": jpeg(),
    "png": picture("PNG"),
    "webp": picture("WEBP"),
    "gif": picture("GIF"),
    "heic": picture("HEIF"),
    "pdf": PDF,
    "mp3": b"ID3\x03" + ZEROS,
    "m4a": b"\0\0\0\x20ftypM4A \0\0\0\0M4A mp42isom\0\0\0\0" + ZEROS,
    "aac": b"\xff\xf1\x50" + ZEROS,
    "wav": b"RIFF\0\0\0\0WAVEfmt " + ZEROS,
    "ogg": b"OggS\0\x02" + ZEROS,
    "amr": b"#!AMR\n" + ZEROS,
    "flac": b"fLaC" + ZEROS,
    "mp4": b"\0\0\0\x18ftypisom\0\0\x02\0isomiso2mp41" + ZEROS,
    "mov": b"\0\0\0\x14ftypqt  \0\0\0\0qt  " + ZEROS,
    "3gp": b"\0\0\0\x18ftyp3gp4\0\0\0\0" + ZEROS,
    "webm": b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm" + ZEROS,
    "docx": office_file(_WORD),
    "xlsx": office_file(_SHEET),
    "pptx": office_file(_SLIDES),
    "odt": open_document("text"),
    "ods": open_document("spreadsheet"),
    "rtf": b"{\\rtf1 x}",
    "txt": "สวัสดี\r\nครับ".encode(),
}
REFUSED = {
    "program": b"MZ\x90\0" + ZEROS,
    "program of another system": b"\x7fELF" + ZEROS,
    "page": b"<!DOCTYPE html><p>x",
    "page after spaces": b"  \n <HTML><body>",
    "drawing that can run": b'<svg xmlns="http://www.w3.org/2000/svg">',
    "drawing behind its declaration": b'<?xml version="1.0"?><svg/>',
    "script": b"#!/bin/sh\nrm -rf /",
    "words with a script in them": b"hello <script>alert(1)</script>",
    "archive": b"PK\x03\x04" + ZEROS,
    "office file with macros": office_file("vnd.ms-word.document.macroEnabled.main+xml"),
    "presentation of another office": open_document("presentation"),
    "bytes": bytes(range(256)),
    "broken container": bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2000),
    "nothing": b"",
}


@pytest.mark.parametrize("ending", TAKEN)
def test_every_type_is_known_by_its_content(ending: str) -> None:
    assert type_of(io.BytesIO(TAKEN[ending])) == EvidenceType(ending)


@pytest.mark.parametrize("what", REFUSED)
def test_what_could_run_or_is_unknown_has_no_type(what: str) -> None:
    assert type_of(io.BytesIO(REFUSED[what])) is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp874"])
def test_thai_words_are_text_however_they_were_saved(encoding: str) -> None:
    assert type_of(io.BytesIO(("ก" * 40_000 + "ข").encode(encoding))) is EvidenceType.TEXT


@pytest.mark.parametrize(
    ("name", "type", "fits"),
    [
        ("photo.jpg", EvidenceType.JPEG, True),
        ("PHOTO.JPEG", EvidenceType.JPEG, True),
        ("photo.jpg", EvidenceType.PNG, True),
        ("photo", EvidenceType.PNG, True),
        ("photo.jpg", EvidenceType.PDF, False),
        ("paper.pdf", EvidenceType.MP3, False),
        ("clip.mp4", EvidenceType.M4A, True),
        ("หนังสือ.2569", EvidenceType.PDF, True),
        ("evil.js", EvidenceType.TEXT, False),
        ("evil.bat", EvidenceType.TEXT, False),
        ("notes.txt", EvidenceType.TEXT, True),
        ("table.csv", EvidenceType.TEXT, True),
        ("notes", EvidenceType.TEXT, True),
    ],
)
def test_a_name_may_only_speak_against_the_content(name: str, type: EvidenceType, fits: bool) -> None:
    assert agrees(name, type) is fits


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("สลิป โอนเงิน.jpg", "สลิป โอนเงิน.jpg"),
        ("photo.JPEG", "photo.JPEG"),
        ("photo", "photo.jpg"),
        ("photo.png", "photo.png.jpg"),
        ("C:\\Users\\somchai\\photo.jpg", "photo.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("gpj.\u202eexe\r\n.jpg", "gpj.exe.jpg"),
        ("", "evidence.jpg"),
        ("..", "evidence.jpg"),
        ("ก" * 300 + ".jpg", "ก" * 196 + ".jpg"),
    ],
)
def test_a_name_is_kept_without_folders_and_with_the_ending_of_its_content(sent: str, kept: str) -> None:
    assert tidy_name(sent, EvidenceType.JPEG) == kept
