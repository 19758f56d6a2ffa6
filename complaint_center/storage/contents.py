"""What is in a file, by looking into it. Neither its name nor the sender's word is asked."""

from __future__ import annotations

import codecs
import io
import math
import re
import zipfile
from typing import IO

import filetype
import olefile

from complaint_center.domain.evidence import EvidenceType

_HEAD_BYTES = 8192
_TEXT_BYTES = 64 * 1024
_MAIN_PART_BYTES = 256 * 1024
_LIST_BYTES = 1024 * 1024
"""Of a zip file's list of parts, which is read whole: an office file has some hundred parts of a hundred bytes."""
_LIST_END, _LARGE_LIST_END = b"PK\x05\x06", b"PK\x06\x07"
_LIST_END_BYTES, _COMMENT_BYTES = 22, 0xFFFF
_PDF_END, _PDF_END_BYTES = b"%%EOF", 1024

_BY_SIGNATURE = {
    "image/jpeg": EvidenceType.JPEG,
    "image/png": EvidenceType.PNG,
    "image/apng": EvidenceType.PNG,
    "image/webp": EvidenceType.WEBP,
    "image/gif": EvidenceType.GIF,
    "image/heic": EvidenceType.HEIC,
    "application/pdf": EvidenceType.PDF,
    "application/rtf": EvidenceType.RTF,
    "audio/mpeg": EvidenceType.MP3,
    "audio/mp4": EvidenceType.M4A,
    "audio/aac": EvidenceType.AAC,
    "audio/x-wav": EvidenceType.WAV,
    "audio/ogg": EvidenceType.OGG,
    "audio/amr": EvidenceType.AMR,
    "audio/x-flac": EvidenceType.FLAC,
    "video/mp4": EvidenceType.MP4,
    "video/x-m4v": EvidenceType.MP4,
    "video/quicktime": EvidenceType.MOV,
    "video/webm": EvidenceType.WEBM,
}
_OPEN_XML = {
    b"wordprocessingml.document.main+xml": EvidenceType.DOCX,
    b"spreadsheetml.sheet.main+xml": EvidenceType.XLSX,
    b"presentationml.presentation.main+xml": EvidenceType.PPTX,
}
_OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": EvidenceType.ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": EvidenceType.ODS,
}
_OLE = {
    "WordDocument": EvidenceType.DOC,
    "Workbook": EvidenceType.XLS,
    "Book": EvidenceType.XLS,
    "PowerPoint Document": EvidenceType.PPT,
}
_MARKUP = re.compile(r"<(!doctype|\?xml|html|head|body|script|svg|iframe)\b|^\s*#!|<\?php", re.IGNORECASE)


def type_of(content: IO[bytes]) -> EvidenceType | None:
    """The type of the content; None for whatever is not taken, programs and pages of the web among them."""
    head = content.read(_HEAD_BYTES)
    content.seek(0)
    if head.startswith(b"PK\x03\x04"):
        return _type_of_zip(content)
    if head.startswith(olefile.MAGIC):
        return _type_of_ole(content)
    if head[4:11] == b"ftyp3gp":
        return EvidenceType.MOBILE_3GP
    signature = filetype.guess_mime(head)
    if signature:
        return _BY_SIGNATURE.get(signature)
    return EvidenceType.TEXT if _is_text(content.read(_TEXT_BYTES)) else None


def is_whole_pdf(content: IO[bytes]) -> bool:
    """Whether it begins as a PDF and has come to its end, which readers look for in the last 1024 bytes."""
    if type_of(content) is not EvidenceType.PDF:
        return False
    content.seek(0, io.SEEK_END)
    content.seek(max(0, content.tell() - _PDF_END_BYTES))
    return _PDF_END in content.read()


def _type_of_zip(content: IO[bytes]) -> EvidenceType | None:
    """An office file says of its main part what it is; one with macros says otherwise and is not taken."""
    if _list_bytes(content) > _LIST_BYTES:
        return None
    try:
        with zipfile.ZipFile(content) as archive:
            if "[Content_Types].xml" in archive.namelist():
                return _marked(_OPEN_XML, _part(archive, "[Content_Types].xml"))
            if "mimetype" in archive.namelist():
                return _OPEN_DOCUMENT.get(_part(archive, "mimetype").strip())
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, EOFError, OSError):
        return None
    return None


def _list_bytes(content: IO[bytes]) -> float:
    """How long a zip file's list of parts calls itself; endless for a form that only files of over 4 GB need."""
    content.seek(0, io.SEEK_END)
    content.seek(max(0, content.tell() - _LIST_END_BYTES - _COMMENT_BYTES))
    tail = content.read()
    content.seek(0)
    last = tail[-_LIST_END_BYTES:]
    end = last if last.startswith(_LIST_END) and last.endswith(b"\0\0") else tail[max(tail.rfind(_LIST_END), 0) :]
    if not end.startswith(_LIST_END) or len(end) < _LIST_END_BYTES or _LARGE_LIST_END in tail:
        return math.inf
    return int.from_bytes(end[12:16], "little")


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(_MAIN_PART_BYTES)


def _marked(marks: dict[bytes, EvidenceType], text: bytes) -> EvidenceType | None:
    return next((type for mark, type in marks.items() if mark in text), None)


def _type_of_ole(content: IO[bytes]) -> EvidenceType | None:
    try:
        with olefile.OleFileIO(content) as container:
            if any("VBA" in path for path in container.listdir(streams=False, storages=True)):
                return None
            return next((type for stream, type in _OLE.items() if container.exists(stream)), None)
    except (OSError, ValueError, IndexError):
        return None


def _is_text(head: bytes) -> bool:
    """Words in Unicode or in the Thai code page of old, with nothing in them that a browser could act on."""
    for encoding in ("utf-16",) if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ("utf-8", "cp874"):
        try:
            # The end may be in the midst of a letter.
            text = codecs.getincrementaldecoder(encoding)().decode(head)
        except UnicodeDecodeError:
            continue
        return bool(text) and _is_printable(text) and not _MARKUP.search(text)
    return False


def _is_printable(text: str) -> bool:
    return not any(character < " " and character not in "\t\n\r\f" for character in text)
