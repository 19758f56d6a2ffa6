"""The staff speaks without a name: nothing is kept that leads to a person, and the municipal clerk alone reads."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
import sqlalchemy as sa
from cryptography.fernet import Fernet
from flask import Flask

from complaint_center.domain.access import Role
from complaint_center.domain.errors import REASON_LENGTH, InvalidInput, NotAllowed, NotVisible, Problem
from complaint_center.domain.fiscal_years import Month
from complaint_center.extensions import db
from complaint_center.models.journal import JournalEntry
from complaint_center.models.staff_voice import StaffVoice
from complaint_center.services import staff_voices
from complaint_center.services.purges import purge_voices
from complaint_center.services.staff_voices import (
    count_unread,
    find_voice,
    list_months,
    list_voices,
    note_voice,
    speak,
)
from tests.make import NOW, SECOND, Chain, make_chain, make_staff

NOVEMBER = Month(2026, 11)
WORDS = "ผู้บริหารควรฟังความเห็นของพนักงาน"


@pytest.fixture
def chain(app: Flask) -> Chain:
    return make_chain()


def heard(chain: Chain, month: Month = NOVEMBER) -> list[str]:
    return [voice.text for voice in list_voices(chain.palad, month)]


def whole_database() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    tables = sa.inspect(db.session.connection()).get_table_names()
    query = 'SELECT * FROM "{}"'
    return {table: sorted(map(tuple, db.session.execute(sa.text(query.format(table))))) for table in tables}


def test_the_municipal_clerk_reads_what_was_said(chain: Chain) -> None:
    speak(f"  {WORDS}\n", NOW)
    assert heard(chain) == [WORDS]
    assert [(one.month, one.voices, one.unread) for one in list_months(chain.palad)] == [(NOVEMBER, 1, 1)]
    assert count_unread(chain.palad) == 1


def test_a_voice_goes_two_whole_years_after_the_end_of_its_month(chain: Chain) -> None:
    speak(WORDS, NOW)
    ends = Month(2028, 11).ends_at
    assert purge_voices(ends - SECOND) == 0
    assert heard(chain) == [WORDS]
    assert purge_voices(ends) == 1
    assert heard(chain) == []
    assert purge_voices(ends) == 0
    rows = db.session.scalars(sa.select(JournalEntry).where(JournalEntry.what == "staff_voices_purged")).all()
    assert [(row.actor_id, row.detail) for row in rows] == [(None, '{"voices": 1}')]


def test_nobody_else_reads_counts_or_notes(chain: Chain) -> None:
    speak(WORDS, NOW)
    [voice] = list_voices(chain.palad, NOVEMBER)
    for other in (chain.executive, chain.supervisor, chain.officer, chain.clerk, chain.admin, make_staff(Role.AUDITOR)):
        for ask in (
            partial(list_months, other),
            partial(list_voices, other, NOVEMBER),
            partial(count_unread, other),
            partial(find_voice, other, voice.id),
            partial(note_voice, other, voice.id, "", NOW),
        ):
            with pytest.raises(NotAllowed):
                ask()


def test_one_row_of_words_month_and_a_number_is_all_that_is_kept(chain: Chain) -> None:
    before = whole_database()
    speak(WORDS, NOW)
    after = whole_database()
    [row] = after.pop("staff_voices")
    del before["staff_voices"]
    assert after == before
    voice_id, month, token, read_at, note = row
    assert (month, read_at, note) == ("2026-11", None, None)
    assert WORDS not in str(token)


def test_the_encryption_does_not_note_the_second(chain: Chain, env: dict[str, str]) -> None:
    speak(WORDS, NOW)
    token = db.session.execute(sa.text("SELECT text FROM staff_voices")).scalar_one()
    assert Fernet(env["VAULT_KEYS"].split(",")[0]).extract_timestamp(token) == 0


def test_the_numbers_tell_no_order(chain: Chain) -> None:
    said = [f"เสียง {number:02}" for number in range(12)]
    for words in said:
        speak(words, NOW)
    # Twelve in the order in which they were said happen once in 479 million times.
    assert sorted(heard(chain)) == said
    assert heard(chain) != said
    numbers = list(db.session.scalars(sa.select(StaffVoice.id)))
    assert max(numbers) > 10_000


def test_the_month_is_that_of_bangkok(chain: Chain) -> None:
    midnight = datetime(2026, 11, 30, 17, tzinfo=UTC)
    speak("พฤศจิกายน", midnight - SECOND)
    speak("ธันวาคม", midnight)
    assert (heard(chain), heard(chain, NOVEMBER.next())) == (["พฤศจิกายน"], ["ธันวาคม"])
    assert [one.month for one in list_months(chain.palad)] == [NOVEMBER.next(), NOVEMBER]


def test_what_was_done_is_kept_encrypted_and_the_journal_knows_no_more_than_the_month(chain: Chain) -> None:
    speak(WORDS, NOW)
    [voice] = list_voices(chain.palad, NOVEMBER)
    note_voice(chain.palad, voice.id, " หารือในที่ประชุมแล้ว ", NOW + SECOND)
    note_voice(chain.palad, voice.id, "แก้ไขแล้ว", NOW + timedelta(days=1))
    kept = find_voice(chain.palad, voice.id)
    assert (kept.note, kept.read_at) == ("แก้ไขแล้ว", NOW + SECOND)
    assert count_unread(chain.palad) == 0
    assert "แก้ไข" not in db.session.execute(sa.text("SELECT note FROM staff_voices")).scalar_one()
    entries = db.session.scalars(sa.select(JournalEntry).where(JournalEntry.what == "staff_voice_read")).all()
    assert [(entry.actor_id, entry.detail) for entry in entries] == [(chain.palad.id, '{"month": "2026-11"}')] * 2


def test_those_not_read_stand_first(chain: Chain) -> None:
    for number in range(4):
        speak(f"เสียง {number}", NOW)
    first = list_voices(chain.palad, NOVEMBER)[0]
    note_voice(chain.palad, first.id, "", NOW)
    assert list_voices(chain.palad, NOVEMBER)[-1].id == first.id


@pytest.mark.parametrize(("words", "problem"), [(" \n", "required"), ("ก" * (REASON_LENGTH + 1), "too_long")])
def test_nothing_and_too_much_are_refused(chain: Chain, words: str, problem: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        speak(words, NOW)
    assert (refusal.value.field, refusal.value.problem) == ("text", problem)


def test_a_month_takes_in_so_many_and_the_next_one_begins_anew(chain: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staff_voices, "MOST_A_MONTH", 2)
    speak("หนึ่ง", NOW)
    speak("สอง", NOW)
    with pytest.raises(InvalidInput) as refusal:
        speak("สาม", NOW)
    assert refusal.value.problem is Problem.TOO_MANY_VOICES
    speak("สาม", NOVEMBER.ends_at)
    assert (len(heard(chain)), heard(chain, NOVEMBER.next())) == (2, ["สาม"])


def test_a_number_that_no_voice_has_is_not_found(chain: Chain) -> None:
    for ask in (lambda: find_voice(chain.palad, 1), lambda: note_voice(chain.palad, 1, "", NOW)):
        with pytest.raises(NotVisible):
            ask()
