"""Files at rest: nothing in clear, and every change of them found."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaint_center.domain.storage import DamagedFile
from complaint_center.storage import folder_of
from complaint_center.storage.folder import Folder, FolderFile
from complaint_center.storage.sealing import CHUNK_BYTES, SealedReader, SealingWriter, new_key
from tests.files import holding

KEY = new_key()
HEADER = 11
SEALED = CHUNK_BYTES + 16
SIZES = (0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES, 3 * CHUNK_BYTES + 7)


def sealed(content: bytes, key: str = KEY) -> bytes:
    raw = io.BytesIO()
    writer = SealingWriter(raw, key)
    writer.write(content)
    writer.finish()
    return raw.getvalue()


def read(raw: bytes, key: str = KEY) -> bytes:
    return io.BufferedReader(SealedReader(io.BytesIO(raw), key)).read()


def counted(size: int) -> bytes:
    """Content no two chunks of which are the same."""
    return b"".join(n.to_bytes(8, "big") for n in range(size // 8 + 1))[:size]


def chunks_of(raw: bytes) -> list[bytes]:
    return [raw[start : start + SEALED] for start in range(HEADER, len(raw), SEALED)]


@pytest.mark.parametrize("size", SIZES)
def test_what_was_written_is_read(size: int) -> None:
    assert read(sealed(counted(size))) == counted(size)


@given(st.lists(st.binary(max_size=200_000), max_size=4), st.integers(0, 300_000), st.integers(0, 5_000))
def test_written_in_any_pieces_it_is_read_from_any_place(pieces: list[bytes], start: int, length: int) -> None:
    raw = io.BytesIO()
    writer = SealingWriter(raw, KEY)
    for piece in pieces:
        writer.write(piece)
    writer.finish()
    reader = io.BufferedReader(SealedReader(raw, KEY))
    reader.seek(start)
    assert reader.read(length) == b"".join(pieces)[start : start + length]


def test_nothing_of_the_content_is_in_the_file_and_the_same_content_never_looks_the_same() -> None:
    one, other = sealed(b"secret" * 100, new_key()), sealed(b"secret" * 100, new_key())
    assert b"secret" not in one
    assert one != other


@pytest.mark.parametrize("cut", [1, 16, 17, SEALED, SEALED + 1, 2 * SEALED])
@pytest.mark.parametrize("size", SIZES[3:])
def test_a_file_that_was_cut_is_refused_also_where_a_chunk_ends(size: int, cut: int) -> None:
    raw = sealed(counted(size))
    with pytest.raises(DamagedFile):
        read(raw[:-cut])


def test_chunks_that_changed_places_came_twice_or_are_missing_are_refused() -> None:
    raw = sealed(counted(3 * CHUNK_BYTES + 7))
    header, (a, b, c, d) = raw[:HEADER], chunks_of(raw)
    for chunks in ([b, a, c, d], [a, a, c, d], [a, c, d], [a, b, c, c], [a, b, d], [a, b, c]):
        with pytest.raises(DamagedFile):
            read(header + b"".join(chunks))


@given(st.integers(0, 200), st.integers(1, 255))
def test_any_byte_that_was_changed_is_found(place: int, change: int) -> None:
    raw = bytearray(sealed(b"x" * 180))
    raw[place] ^= change
    with pytest.raises(DamagedFile):
        read(bytes(raw))


def test_another_key_opens_nothing() -> None:
    with pytest.raises(DamagedFile):
        read(sealed(b"secret"), new_key())


def test_a_file_is_for_its_owner_alone_and_gone_unless_it_is_kept(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "attachments")
    kept, dropped = written(folder, b"kept"), written(folder, b"dropped")
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "attachments").iterdir()} == {0o600}
    assert (tmp_path / "attachments").stat().st_mode & 0o777 == 0o700
    kept.keep()
    for file in (kept, dropped):
        file.close()
    assert [path.name for path in (tmp_path / "attachments").iterdir()] == [kept.object_name]
    with folder.open(kept.object_name, kept.key) as content:
        assert content.read() == b"kept"
    folder.delete(kept.object_name)
    folder.delete(kept.object_name)
    with pytest.raises(DamagedFile):
        folder.open(kept.object_name, kept.key)


def test_a_damaged_file_is_refused_before_its_first_byte(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    file = written(folder, counted(5 * CHUNK_BYTES))
    path = tmp_path / file.object_name
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(DamagedFile):
        folder.open(file.object_name, file.key)


def test_what_is_beyond_the_limit_is_counted_and_not_stored(tmp_path: Path) -> None:
    file = Folder(tmp_path).create(10)
    for _ in range(4):
        file.write(b"x" * 6)
    file.finish()
    assert file.size == 24
    assert file.reader().read() == b"x" * 6


def test_a_file_half_written_is_closed_to_everybody(tmp_path: Path) -> None:
    file = Folder(tmp_path).create(10**7)
    file.write(b"planted" * 50_000)
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) > 100_000
    assert not list(holding(b"planted", tmp_path))
    file.close()
    assert not list(tmp_path.iterdir())


def test_only_old_files_are_old(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "not there yet")
    assert not list(folder.older_than(datetime.now(UTC)))
    name = written(folder, b"x").object_name
    assert not list(folder.older_than(datetime.now(UTC) - timedelta(hours=1)))
    assert list(folder.older_than(datetime.now(UTC) + timedelta(hours=1))) == [name]


def test_an_address_is_a_folder_of_this_machine() -> None:
    assert folder_of("file:///var/lib/my%20files") == Path("/var/lib/my files")
    for url in ("/var/lib/files", "file://host/folder", "s3://bucket", "file:relative", ""):
        with pytest.raises(ValueError, match="address of a folder"):
            folder_of(url)


def written(folder: Folder, content: bytes) -> FolderFile:
    file = folder.create(10**9)
    file.write(content)
    file.finish()
    return file
