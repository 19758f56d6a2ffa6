"""The copy of a picture that staff see: its dots and nothing else.

A camera writes beside the dots where, when and with whose telephone they were taken. The picture is decoded and
written anew, turned as the camera said, so that no byte of the file that came gets into the copy.
"""

from __future__ import annotations

import threading
from typing import IO, cast

import pi_heif
from PIL import Image, ImageOps

from complaint_center.domain.evidence import EvidenceType
from complaint_center.domain.storage import SealedFile

LARGEST_PIXELS = 50_000_000
"""Dots that are decoded at once, four bytes each; JPEG of more are read at a half or less, others refused."""

SHARPEST_PIXELS = 25_000_000
"""Dots of a copy at most: every letter of a photographed page can be read. Larger pictures are halved first, and those
whose decoders ask for several times their dots are refused."""

_FORMATS = {
    EvidenceType.JPEG: "JPEG",
    EvidenceType.PNG: "PNG",
    EvidenceType.WEBP: "WEBP",
    EvidenceType.GIF: "GIF",
    EvidenceType.HEIC: "HEIF",
}
_GREEDY = frozenset({"WEBP", "GIF"})
_JPEG_QUALITY = 92

pi_heif.register_heif_opener(thumbnails=False)
# The limit of its own warns at one size and refuses at another; ours is above.
Image.MAX_IMAGE_PIXELS = None
_one_at_a_time = threading.Lock()


class UnreadablePicture(Exception):
    """It calls itself a picture and cannot be drawn, or not in the memory that it may have."""


def write_copy(content: IO[bytes], type: EvidenceType, copy: SealedFile) -> EvidenceType:
    """Write the dots of the picture into `copy` and return the copy's type: JPEG, or PNG where some are transparent.

    Of a moving picture the first one. One picture at a time is held in memory. UnreadablePicture as above.
    """
    with _one_at_a_time:
        try:
            with Image.open(content, formats=[_FORMATS[type]]) as picture:
                return _write(_decoded(picture), type, cast("IO[bytes]", copy))
        except UnreadablePicture:
            raise
        except Exception as error:  # A decoder fails in any way it likes on bytes that somebody made up.
            raise UnreadablePicture from error


def _decoded(picture: Image.Image) -> Image.Image:
    if picture.format == "JPEG" and _pixels(picture) > SHARPEST_PIXELS:
        picture.draft(None, (picture.width // 2, picture.height // 2))
    if not 0 < _pixels(picture) <= (SHARPEST_PIXELS if picture.format in _GREEDY else LARGEST_PIXELS):
        raise UnreadablePicture
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    drawn = picture if picture.mode == mode else picture.convert(mode)
    if _pixels(drawn) > SHARPEST_PIXELS:
        drawn = drawn.reduce(2)
        picture.close()
    ImageOps.exif_transpose(drawn, in_place=True)
    drawn.info.clear()
    return drawn


def _write(picture: Image.Image, type: EvidenceType, copy: IO[bytes]) -> EvidenceType:
    if picture.mode == "RGB" and type not in (EvidenceType.PNG, EvidenceType.GIF):
        picture.save(copy, "JPEG", quality=_JPEG_QUALITY)
        return EvidenceType.JPEG
    picture.save(copy, "PNG")
    return EvidenceType.PNG


def _pixels(picture: Image.Image) -> int:
    return picture.width * picture.height
