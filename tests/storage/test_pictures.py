"""The copy that staff see: the dots of the picture and nothing else."""

from __future__ import annotations

import io
import struct
import zlib
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image

from complaint_center.domain.evidence import EvidenceType
from complaint_center.storage import pictures
from complaint_center.storage.folder import Folder
from complaint_center.storage.pictures import UnreadablePicture, write_copy
from tests.files import CAMERA, jpeg, picture


def copy_of(content: bytes, type: EvidenceType, folder: Path) -> tuple[EvidenceType, bytes]:
    with closing(Folder(folder).create(10**9)) as copy:
        copy_type = write_copy(io.BytesIO(content), type, copy)
        copy.finish()
        return copy_type, copy.reader().read()


def test_the_copy_of_a_photo_tells_nothing_of_camera_place_or_time_and_stands_upright(tmp_path: Path) -> None:
    photo = jpeg((300, 200))
    assert CAMERA.encode() in photo
    copy_type, copy = copy_of(photo, EvidenceType.JPEG, tmp_path)
    image = Image.open(io.BytesIO(copy))
    assert copy_type is EvidenceType.JPEG
    assert image.size == (200, 300)
    assert not image.getexif()
    assert "comment" not in image.info
    assert CAMERA.encode() not in copy
    assert b"Exif" not in copy


@pytest.mark.parametrize(
    ("format", "mode", "type", "copied"),
    [
        ("PNG", "RGB", EvidenceType.PNG, EvidenceType.PNG),
        ("PNG", "RGBA", EvidenceType.PNG, EvidenceType.PNG),
        ("PNG", "P", EvidenceType.PNG, EvidenceType.PNG),
        ("PNG", "I;16", EvidenceType.PNG, EvidenceType.PNG),
        ("JPEG", "CMYK", EvidenceType.JPEG, EvidenceType.JPEG),
        ("JPEG", "L", EvidenceType.JPEG, EvidenceType.JPEG),
        ("WEBP", "RGB", EvidenceType.WEBP, EvidenceType.JPEG),
        ("WEBP", "RGBA", EvidenceType.WEBP, EvidenceType.PNG),
        ("GIF", "RGB", EvidenceType.GIF, EvidenceType.PNG),
        ("HEIF", "RGB", EvidenceType.HEIC, EvidenceType.JPEG),
    ],
)
def test_every_kind_of_picture_has_a_copy_that_any_browser_draws(
    format: str, mode: str, type: EvidenceType, copied: EvidenceType, tmp_path: Path
) -> None:
    copy_type, copy = copy_of(picture(format, mode), type, tmp_path)
    assert copy_type is copied
    assert CAMERA.encode() not in copy
    assert not Image.open(io.BytesIO(copy)).getexif()


@pytest.mark.parametrize("content", [b"\xff\xd8\xff\xe0 no more", jpeg()[:800], b"GIF89a"])
def test_a_picture_that_cannot_be_drawn_is_refused(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(UnreadablePicture):
        copy_of(content, EvidenceType.JPEG, tmp_path)


def test_a_small_file_that_would_unfold_into_a_huge_picture_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadablePicture):
        copy_of(bomb(30_000, 30_000), EvidenceType.PNG, tmp_path)


def test_a_photo_of_more_dots_than_memory_has_room_for_is_copied_smaller(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "SHARPEST_PIXELS", 20_000)
    _, copy = copy_of(jpeg((300, 200)), EvidenceType.JPEG, tmp_path)
    assert Image.open(io.BytesIO(copy)).size == (100, 150)


@pytest.mark.parametrize(("format", "type"), [("PNG", EvidenceType.PNG), ("HEIF", EvidenceType.HEIC)])
def test_other_pictures_are_halved_and_stand_upright_too(
    format: str, type: EvidenceType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = Image.open(io.BytesIO(copy_of(picture(format), type, tmp_path)[1])).size
    monkeypatch.setattr(pictures, "SHARPEST_PIXELS", 500)
    after = Image.open(io.BytesIO(copy_of(picture(format), type, tmp_path)[1])).size
    assert after == (before[0] // 2, before[1] // 2)


@pytest.mark.parametrize(("format", "type"), [("WEBP", EvidenceType.WEBP), ("GIF", EvidenceType.GIF)])
def test_pictures_whose_decoders_are_greedy_are_refused_sooner(
    format: str, type: EvidenceType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "SHARPEST_PIXELS", 500)
    with pytest.raises(UnreadablePicture):
        copy_of(picture(format), type, tmp_path)


def bomb(width: int, height: int) -> bytes:
    """The beginning of a picture that says how large it is."""
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    parts = [(b"IHDR", header), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
