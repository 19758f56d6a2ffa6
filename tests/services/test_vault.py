"""Throwing an old vault key away: first every encrypted field is brought under the newest."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
import sqlalchemy as sa
from cryptography.fernet import Fernet
from flask import Flask

from complaint_center.domain.case_exports import ExportFormat
from complaint_center.domain.channels import Channel
from complaint_center.extensions import db, keyring, store
from complaint_center.models.account import SecondFactor
from complaint_center.models.case_export import CaseExport
from complaint_center.models.complainant import Complainant
from complaint_center.models.staff_voice import StaffVoice
from complaint_center.models.types import Encrypted
from complaint_center.services import journal, vault
from complaint_center.services.accounts import new_secret
from complaint_center.services.intake_drafts import save_draft
from complaint_center.services.vault import Rotation, rotate
from tests.files import drafts, jpeg
from tests.make import NOW, make_case, make_chain, make_complainant

NEW = Fernet.generate_key().decode()
FERNET_BEGINS_WITH = "gAAAA"


@pytest.fixture
def old(app: Flask, env: dict[str, str]) -> Iterator[str]:
    """Something in every encrypted column, under a key that is to go; the keyring holds it behind the new one."""
    clerk = make_chain().clerk
    photos = drafts(store(), ("สลิปของสมศรี.jpg", jpeg()))
    for number in range(3):
        about = make_complainant(first_name=f"สมศรี{number}", national_id="1234567890121")
        make_case(complainant=about, evidence=photos if number == 0 else ())
    db.session.add(SecondFactor(staff_id=clerk.id, secret=new_secret(), last_step=0, set_up_at=NOW))
    db.session.commit()
    save_draft(clerk, Channel.WALK_IN, uuid4().hex, [("narrative", "ยังพูดไม่จบ")], 0, NOW)
    export = {"reference": "a list", "format": ExportFormat.CSV, "filters": {}, "words": {}, "object_key": "a key"}
    db.session.add(CaseExport(requested_by_id=clerk.id, requested_at=NOW, **export))
    db.session.add(StaffVoice(id=1, month="2026-11", text="ผู้บริหารมาสาย", note="แจ้งแล้ว"))
    db.session.commit()
    assert {column for column in encrypted_columns() if not tokens_in(*column)} == set()
    _open(env, NEW, env["VAULT_KEYS"])
    yield env["VAULT_KEYS"]
    _open(env, env["VAULT_KEYS"])


def _open(env: dict[str, str], *vault_keys: str) -> None:
    db.session.rollback()
    keyring.open(vault_keys, env["CODE_KEY"], env["JOURNAL_KEY"])


def encrypted_columns() -> list[tuple[str, str]]:
    """Table and name of every column that the models declare as encrypted."""
    columns = (column for table in db.metadata.sorted_tables for column in table.columns)
    return [(column.table.name, column.name) for column in columns if isinstance(column.type, Encrypted)]


def tokens_in(table: str, column: str) -> list[str]:
    values = db.session.scalars(sa.text(f'SELECT "{column}" FROM "{table}"'))  # noqa: S608  # our own tables
    return [value for value in values if value]


def tokens() -> list[str]:
    """Everything encrypted, wherever in the database it lies."""
    found: list[str] = []
    for table in sa.inspect(db.session.connection()).get_table_names():
        for row in db.session.execute(sa.text(f'SELECT * FROM "{table}"')):  # noqa: S608  # our own tables
            found += [value for value in row if isinstance(value, str) and value.startswith(FERNET_BEGINS_WITH)]
    return found


def names() -> set[str]:
    db.session.rollback()
    return set(db.session.scalars(sa.select(Complainant.first_name)))


def test_after_a_rotation_the_old_key_is_needed_for_nothing(old: str, env: dict[str, str]) -> None:
    before = tokens()
    plain = {column: [keyring.decrypt(token) for token in tokens_in(*column)] for column in encrypted_columns()}
    steps: list[tuple[int, int]] = []
    assert rotate(NOW, lambda done, total: steps.append((done, total))) == Rotation(rotated=len(before))
    assert steps[-1][0] == steps[-1][1] > 0
    assert len(tokens()) == len(before)
    assert not set(tokens()) & set(before)
    _open(env, NEW)
    assert all(map(keyring.is_newest, tokens()))
    assert len(encrypted_columns()) > 12
    for column in encrypted_columns():
        assert [keyring.decrypt(token) for token in tokens_in(*column)] == plain[column]
    assert names() == {"สมศรี0", "สมศรี1", "สมศรี2"}
    assert journal.verify().is_whole


def test_a_second_rotation_changes_nothing(old: str) -> None:
    rotate(NOW, _quietly)
    first = tokens()
    assert rotate(NOW, _quietly) == Rotation()
    assert tokens() == first


def test_a_rotation_that_was_cut_off_is_finished_by_the_next(old: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault, "BATCH", 2)
    everything = len(tokens())

    def stop(done: int, _total: int) -> None:
        if done >= 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotate(NOW, stop)
    db.session.rollback()
    done = sum(map(keyring.is_newest, tokens()))
    assert 0 < done < everything
    assert rotate(NOW, _quietly) == Rotation(rotated=everything - done)


def test_a_field_that_no_key_opens_is_counted_and_the_rest_goes_on(old: str) -> None:
    stray = Fernet(Fernet.generate_key()).encrypt(b"lost").decode()
    db.session.execute(sa.text("UPDATE complainants SET email = :stray WHERE case_id = 2"), {"stray": stray})
    db.session.commit()
    assert rotate(NOW, _quietly) == Rotation(rotated=len(tokens()) - 1, unreadable=1)
    assert stray in tokens()


def _quietly(_done: int, _total: int) -> None:
    """Nobody watches."""
