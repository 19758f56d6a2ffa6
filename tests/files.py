"""Files as people send them, and folders searched for what must not be in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pillow_heif
from PIL import Image

from complaint_center.domain.evidence import FILE_BYTES, EvidenceDraft
from complaint_center.domain.storage import Store
from complaint_center.storage.examination import examine

CAMERA = "SECRETCAMERA"
"""Planted in what the camera writes: it must be in the original and nowhere else."""

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""The file that every virus scanner agrees to call infected."""

PDF = b"%PDF-1.4\n%%EOF\n"


def jpeg(size: tuple[int, int] = (300, 200), colour: str = "red") -> bytes:
    """A photo taken with the telephone on its side, in Sakon Nakhon."""
    return _saved("JPEG", Image.new("RGB", size, colour), exif=_camera(), comment=CAMERA.encode())


def picture(format: str, mode: str = "RGB") -> bytes:
    image = Image.new(mode, (30, 20))
    if format == "HEIF":
        held = io.BytesIO()
        pillow_heif.from_pillow(image).save(held, format="HEIF", exif=_camera().tobytes())
        return held.getvalue()
    options = {} if format == "GIF" else {"exif": _camera()}
    return _saved(format, image, **options)


def office_file(main_part: str) -> bytes:
    """A file of a word processor or its kin, whose main part says what it is."""
    return _zipped({"[Content_Types].xml": f'<Override ContentType="application/{main_part}"/>'})


def open_document(kind: str) -> bytes:
    return _zipped({"mimetype": f"application/vnd.oasis.opendocument.{kind}"})


def drafts(store: Store, *named: tuple[str, bytes]) -> tuple[EvidenceDraft, ...]:
    """What becomes of uploads that nobody refuses."""
    uploads = []
    for name, content in named:
        file = store.create(FILE_BYTES)
        file.write(content)
        file.finish()
        uploads.append((name, file))
    found, refused = examine(uploads, store.create, None)
    assert not refused
    return tuple(found)


def holding(word: bytes, *folders: Path) -> Iterator[Path]:
    """The files in which the word stands in clear."""
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file() and word in path.read_bytes():
                yield path


def _camera() -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = CAMERA
    exif.get_ifd(0x8825).update({1: "N", 2: (17.0, 9.0, 1.0), 3: "E", 4: (104.0, 8.0, 2.0)})
    return exif


def _saved(format: str, image: Image.Image, **options: object) -> bytes:
    held = io.BytesIO()
    image.save(held, format, **options)
    return held.getvalue()


def _zipped(parts: dict[str, str]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return held.getvalue()
