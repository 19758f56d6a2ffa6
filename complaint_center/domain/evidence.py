"""Evidence: what may be handed in, how much of it, and what is known of a file without opening it.

The type of a file is what is in it. Its name may only speak against it: a name that promises another kind of
thing than the file holds is not taken.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePosixPath

from complaint_center.domain.storage import ScanState, SealedFile

MEBIBYTE = 1024 * 1024
FILE_BYTES = 20 * MEBIBYTE
CASE_BYTES = 100 * MEBIBYTE
COPY_BYTES = 3 * FILE_BYTES
UPLOAD_FILES = 20
NAME_LENGTH = 200


class Family(StrEnum):
    """What a file is to a reader. A picture called .jpg that is a .png deceives nobody; a program called .jpg does."""

    PICTURE = "picture"
    DOCUMENT = "document"
    RECORDING = "recording"


class EvidenceType(StrEnum):
    """Every type that is taken, by the ending of its name."""

    JPEG = "jpg"
    PNG = "png"
    WEBP = "webp"
    GIF = "gif"
    HEIC = "heic"
    PDF = "pdf"
    MP3 = "mp3"
    M4A = "m4a"
    AAC = "aac"
    WAV = "wav"
    OGG = "ogg"
    AMR = "amr"
    FLAC = "flac"
    MP4 = "mp4"
    MOV = "mov"
    MOBILE_3GP = "3gp"
    WEBM = "webm"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    DOC = "doc"
    XLS = "xls"
    PPT = "ppt"
    ODT = "odt"
    ODS = "ods"
    TEXT = "txt"
    RTF = "rtf"

    @property
    def media_type(self) -> str:
        return _KNOWN[self][0]

    @property
    def family(self) -> Family:
        return _KNOWN[self][1]


_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_KNOWN = {
    EvidenceType.JPEG: ("image/jpeg", Family.PICTURE),
    EvidenceType.PNG: ("image/png", Family.PICTURE),
    EvidenceType.WEBP: ("image/webp", Family.PICTURE),
    EvidenceType.GIF: ("image/gif", Family.PICTURE),
    EvidenceType.HEIC: ("image/heic", Family.PICTURE),
    EvidenceType.PDF: ("application/pdf", Family.DOCUMENT),
    EvidenceType.MP3: ("audio/mpeg", Family.RECORDING),
    EvidenceType.M4A: ("audio/mp4", Family.RECORDING),
    EvidenceType.AAC: ("audio/aac", Family.RECORDING),
    EvidenceType.WAV: ("audio/wav", Family.RECORDING),
    EvidenceType.OGG: ("audio/ogg", Family.RECORDING),
    EvidenceType.AMR: ("audio/amr", Family.RECORDING),
    EvidenceType.FLAC: ("audio/flac", Family.RECORDING),
    EvidenceType.MP4: ("video/mp4", Family.RECORDING),
    EvidenceType.MOV: ("video/quicktime", Family.RECORDING),
    EvidenceType.MOBILE_3GP: ("video/3gpp", Family.RECORDING),
    EvidenceType.WEBM: ("video/webm", Family.RECORDING),
    EvidenceType.DOCX: (f"{_OPEN_XML}.wordprocessingml.document", Family.DOCUMENT),
    EvidenceType.XLSX: (f"{_OPEN_XML}.spreadsheetml.sheet", Family.DOCUMENT),
    EvidenceType.PPTX: (f"{_OPEN_XML}.presentationml.presentation", Family.DOCUMENT),
    EvidenceType.DOC: ("application/msword", Family.DOCUMENT),
    EvidenceType.XLS: ("application/vnd.ms-excel", Family.DOCUMENT),
    EvidenceType.PPT: ("application/vnd.ms-powerpoint", Family.DOCUMENT),
    EvidenceType.ODT: ("application/vnd.oasis.opendocument.text", Family.DOCUMENT),
    EvidenceType.ODS: ("application/vnd.oasis.opendocument.spreadsheet", Family.DOCUMENT),
    EvidenceType.TEXT: ("text/plain", Family.DOCUMENT),
    EvidenceType.RTF: ("application/rtf", Family.DOCUMENT),
}
_OTHER_ENDINGS = {
    "jpeg": Family.PICTURE,
    "jfif": Family.PICTURE,
    "heif": Family.PICTURE,
    "bmp": Family.PICTURE,
    "oga": Family.RECORDING,
    "opus": Family.RECORDING,
    "3gpp": Family.RECORDING,
    "m4v": Family.RECORDING,
    "csv": Family.DOCUMENT,
    "log": Family.DOCUMENT,
}


@dataclass(frozen=True)
class EvidenceDraft:
    """One file that was examined and may be taken, sealed in the store and not yet anybody's.

    `copy` is the picture without all that a camera writes beside it; None for what is not a picture.
    What differs each time the same file is sent is left out of `repr`, which repeats are told by.
    """

    name: str
    type: EvidenceType
    size: int
    sha256: str
    original: SealedFile = field(repr=False)
    copy: SealedFile | None = field(default=None, repr=False)
    copy_type: EvidenceType | None = field(default=None, repr=False)
    scan_state: ScanState = field(default=ScanState.NOT_SCANNED, repr=False)


def tidy_name(name: str, type: EvidenceType) -> str:
    """The file's own name without folders and invisible characters, with the ending that its content has."""
    base = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(c for c in unicodedata.normalize("NFC", base) if unicodedata.category(c)[0] != "C").strip()
    stem = kept.strip(".") and kept or "evidence"
    if _ending(stem) not in (type.value, *_SAME.get(type, ())):
        stem = f"{stem}.{type.value}"
    head, dot, ending = stem.rpartition(".")
    return head[: NAME_LENGTH - len(dot + ending)] + dot + ending


def agrees(name: str, type: EvidenceType) -> bool:
    """Whether the name promises no other kind of thing. Any text could be a program: only its name tells."""
    ending = _ending(name)
    if ending in _FAMILIES:
        return _FAMILIES[ending] is type.family
    return type is not EvidenceType.TEXT or not ending


_FAMILIES = {**{type.value: type.family for type in EvidenceType}, **_OTHER_ENDINGS}
_SAME = {EvidenceType.JPEG: ("jpeg",), EvidenceType.HEIC: ("heif",), EvidenceType.OGG: ("oga", "opus")}


def _ending(name: str) -> str:
    return PurePosixPath(name.strip().lower()).suffix.removeprefix(".")
