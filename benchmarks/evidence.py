"""What does encryption cost evidence on its way in and out, and does memory grow with the file?

    python -m benchmarks.evidence [--rounds 5]

A file is written as an upload is and read as a download is, in a folder of its own, beside a plain copy that is
brought to the disk as well; rounds take turns. Then a form with a file of 1 MiB and one of 20 MiB go through the whole
application on SQLite, and the peak of memory is taken. Only ratios compare between machines.
"""

from __future__ import annotations

import argparse
import os
import secrets
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from cryptography.fernet import Fernet
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade

from complaint_center import create_app
from complaint_center.domain.evidence import FILE_BYTES, MEBIBYTE
from complaint_center.storage.folder import Folder
from config import Config

BLOCK_BYTES = 64 * 1024
BOUNDARY = "boundary"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    content = secrets.token_bytes(FILE_BYTES)
    with tempfile.TemporaryDirectory() as folder:
        plain, sealed = _speeds(Path(folder), content, rounds)
        for name, ours, copied in (("upload", sealed[0], plain[0]), ("download", sealed[1], plain[1])):
            print(f"{name:10}{_rate(ours):>8.0f} MiB/s{_rate(copied):>8.0f} MiB/s plain{copied / ours:>7.2f} of it")
        small, large = (_peak(Path(folder), size) for size in (MEBIBYTE, FILE_BYTES))
        print(f"memory    {small / MEBIBYTE:>8.1f} MiB at 1 MiB{large / MEBIBYTE:>8.1f} at 20 MiB{large / small:>7.2f}")


def _speeds(folder: Path, content: bytes, rounds: int) -> tuple[tuple[float, float], tuple[float, float]]:
    """Median seconds of writing and reading, plain and sealed."""
    times: dict[str, list[float]] = {"plain in": [], "plain out": [], "in": [], "out": []}
    store, path = Folder(folder / "attachments"), folder / "plain"
    for _ in range(rounds):
        times["plain in"].append(_timed(lambda: _copy(content, path)))
        times["plain out"].append(_timed(lambda: _drain(path.open("rb").read)))
        file = store.create(FILE_BYTES)

        def write(file: object = file) -> None:
            for block in _blocks(content):
                file.write(block)  # type: ignore[attr-defined]
            file.finish()  # type: ignore[attr-defined]

        times["in"].append(_timed(write))
        times["out"].append(_timed(lambda f=file: _drain(store.open(f.object_name, f.key).read)))  # type: ignore[misc]
        file.close()
    found = {name: median(measured) for name, measured in times.items()}
    return (found["plain in"], found["plain out"]), (found["in"], found["out"])


def _copy(content: bytes, path: Path) -> None:
    with path.open("wb") as copy:
        for block in _blocks(content):
            copy.write(block)
        copy.flush()
        os.fsync(copy.fileno())


def _drain(read: Callable[[int], bytes]) -> None:
    while read(BLOCK_BYTES):
        pass


def _blocks(content: bytes) -> Iterator[bytes]:
    return (content[start : start + BLOCK_BYTES] for start in range(0, len(content), BLOCK_BYTES))


def _timed(act: Callable[[], None]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _rate(seconds: float) -> float:
    return FILE_BYTES / MEBIBYTE / seconds


def _peak(folder: Path, size: int) -> int:
    """Bytes of memory taken at most by a complaint with one file of that size; the first one of all is not counted."""
    client = _app(folder / str(size)).test_client()
    _complain(client, 1)
    tracemalloc.start()
    _complain(client, size)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def _app(folder: Path) -> Flask:
    env = {
        **{name: secrets.token_hex(16) for name in ("SECRET_KEY", "CODE_KEY", "JOURNAL_KEY")},
        "VAULT_KEYS": Fernet.generate_key().decode(),
        "DATABASE_URL": f"sqlite:///{folder / 'database.sqlite3'}",
        "INSTANCE_DIR": str(folder),
    }
    folder.mkdir()
    app = create_app(Config.from_env(env))
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        upgrade(str(Path(__file__).parent.parent / "migrations"))
    return app


class _Sent:
    """A form on its way, its file made up as it is read."""

    def __init__(self, size: int) -> None:
        part = f"--{BOUNDARY}\r\nContent-Disposition: form-data; name="
        told = {"subject": "s", "narrative": "n", "anonymous": "y", "notice_read": "y", "category": "C"}
        texts = "".join(f'{part}"{name}"\r\n\r\n{value}\r\n' for name, value in told.items())
        before = f'{texts}{part}"evidence"; filename="big.pdf"\r\n\r\n%PDF-1.4\n'.encode()
        after = f"\r\n--{BOUNDARY}--\r\n".encode()
        self._pieces = iter([before, *([b"x" * BLOCK_BYTES] * (size // BLOCK_BYTES - 1)), after])
        self.length = len(before) + len(after) + BLOCK_BYTES * max(size // BLOCK_BYTES - 1, 0)
        self._held = b""

    def read(self, size: int) -> bytes:
        self._held = self._held or next(self._pieces, b"")
        given, self._held = self._held[:size], self._held[size:]
        return given


def _complain(client: FlaskClient, size: int) -> None:
    sent = _Sent(size)
    environ = {
        "wsgi.input": sent,
        "CONTENT_LENGTH": str(sent.length),
        "CONTENT_TYPE": f"multipart/form-data; boundary={BOUNDARY}",
    }
    answer = client.post("/complaints/general", environ_overrides=environ)
    assert answer.status_code == 303, answer.text


if __name__ == "__main__":
    main()
