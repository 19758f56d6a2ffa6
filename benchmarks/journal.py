"""How long does it take to walk the journal's chain, and to append an act to it?

    python -m benchmarks.journal [--rows 1000000] [--acts 2000] [--database-url postgresql+psycopg://…/empty]

The database is made anew, on SQLite in a temporary folder unless an empty one is named, and its rows by the service's
own functions, each with the digest that it would have. A tenth of the rows has a reason.
"""

from __future__ import annotations

import argparse
import json
import secrets
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import sqlalchemy as sa
from cryptography.fernet import Fernet
from flask import Flask
from flask_migrate import upgrade

from complaint_center import create_app
from complaint_center.database import only_reading
from complaint_center.domain.chain import Head
from complaint_center.extensions import db, keyring
from complaint_center.models.journal import JournalEntry, JournalHead, Reason
from complaint_center.services import journal
from complaint_center.services.journal_chain import current_head, mac_of
from config import Config

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
REASON = "ผู้ร้องเรียนมาขอด้วยตนเองที่ศูนย์ และแสดงบัตรประจำตัวแล้ว"
_CHUNK = 10_000


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        app = _make(Path(folder), options.database_url)
        with app.app_context():
            _fill(options.rows)
            waited, worked = _timed_verify()
            print(f"verify {options.rows:,} rows: {waited:.1f} s, of which the processor worked {worked:.1f} s")
            _time_acts(options.acts)
            db.session.remove()
            db.engine.dispose()


def _timed_verify() -> tuple[float, float]:
    kept = current_head()
    db.session.rollback()
    begun, working = time.perf_counter(), time.process_time()
    with only_reading():
        verdict = journal.verify([kept] if kept else [])
    taken = time.perf_counter() - begun, time.process_time() - working
    assert verdict.is_whole
    db.session.rollback()
    return taken


def _time_acts(acts: int) -> None:
    """In turns, so that both meet the same weather: with the head kept outside the database and without."""
    times: dict[bool, list[float]] = {True: [], False: []}
    for nth in range(acts):
        is_kept = nth % 2 == 0
        begun = time.perf_counter()
        journal.record("counted", actor=None, at=NOW, detail={"nth": nth})
        if is_kept:
            journal.commit()
        else:
            journal._seal()
            db.session.commit()
        times[is_kept].append(time.perf_counter() - begun)
    for is_kept, taken in times.items():
        name = "with" if is_kept else "without"
        print(f"an act {name} its head in a file: median {median(taken) * 1000:.2f} ms of {len(taken)}")


def _make(folder: Path, database_url: str) -> Flask:
    env = {
        "INSTANCE_DIR": str(folder),
        "DATABASE_URL": database_url or f"sqlite:///{folder / 'journal.sqlite3'}",
        "VAULT_KEYS": Fernet.generate_key().decode(),
        **{key: secrets.token_hex() for key in ("SECRET_KEY", "CODE_KEY", "JOURNAL_KEY")},
    }
    app = create_app(Config.from_env(env))
    with app.app_context():
        upgrade(str(Path(__file__).parent.parent / "migrations"))
    return app


def _fill(rows: int) -> None:
    mac = Head().mac
    digest = keyring.reason_digest(REASON)
    for start in range(1, rows + 1, _CHUNK):
        reasons: list[dict[str, Any]] = []
        entries: list[dict[str, Any]] = []
        for seq in range(start, min(start + _CHUNK, rows + 1)):
            has_reason = seq % 10 == 0
            if has_reason:
                reasons.append({"id": seq // 10, "text": REASON})
            entry = JournalEntry(
                seq=seq,
                at=NOW + timedelta(seconds=seq),
                what="assigned",
                detail=json.dumps({"eligible": 7, "load": seq % 30, "to": seq % 12}),
                reason_id=seq // 10 if has_reason else None,
                reason_digest=digest if has_reason else "",
            )
            mac = mac_of(mac, entry)
            entries.append(
                {column.key: getattr(entry, column.key) for column in JournalEntry.__table__.c} | {"mac": mac}
            )
        if reasons:
            db.session.execute(sa.insert(Reason), reasons)
        db.session.execute(sa.insert(JournalEntry), entries)
    db.session.execute(sa.update(JournalHead).values(seq=rows, mac=mac))
    db.session.commit()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="The journal's chain: walking it, and appending to it.")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--acts", type=int, default=2_000)
    parser.add_argument("--database-url", default="")
    return parser.parse_args()


if __name__ == "__main__":
    main()
