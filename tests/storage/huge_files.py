"""What one file of evidence costs in memory, by a process of its own: prints its peak in KiB before and after.

Started by a test with the kind of file.
"""

from __future__ import annotations

import io
import resource
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pillow_heif
from PIL import Image

from complaint_center.domain.evidence import EvidenceType
from complaint_center.storage.contents import type_of
from complaint_center.storage.folder import Folder
from complaint_center.storage.pictures import write_copy

pillow_heif.register_heif_opener()


def photo(format: str, turned: int) -> io.BytesIO:
    """Fifty million dots, with the telephone on its side."""
    content = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = turned
    Image.new("RGB", (8000, 6250), "red").save(content, format, exif=exif)
    return content


def list_of_parts(parts: int) -> io.BytesIO:
    """A zip file of nothing but its list, in which the same empty part stands again and again."""
    name = b"x"
    part = b"PK\x03\x04\x14" + bytes(21) + len(name).to_bytes(2, "little") + bytes(2) + name
    entry = b"PK\x01\x02\x14\x00\x14" + bytes(21) + len(name).to_bytes(2, "little") + bytes(16) + name
    size = (len(entry) * parts).to_bytes(4, "little")
    end = b"PK\x05\x06" + bytes(4) + b"\xff\xff\xff\xff" + size + len(part).to_bytes(4, "little") + bytes(2)
    return io.BytesIO(part + entry * parts + end)


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main(kind: str, kept: str) -> None:
    content = io.BytesIO(Path(kept).read_bytes())
    before = peak()
    if kind == "zip":
        assert type_of(content) is None
    else:
        with tempfile.TemporaryDirectory() as folder, closing(Folder(Path(folder)).create(10**9)) as copy:
            write_copy(content, EvidenceType(kind), copy)
    sys.stdout.write(f"{before} {peak()}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
