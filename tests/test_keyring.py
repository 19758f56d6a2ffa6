"""The keys: what one has sealed, another does not open, and equal inputs under different uses differ."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet, InvalidToken

from complaint_center.keyring import Keyring

OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))


def opened(*vault_keys: str, code_key: str = "codes", journal_key: str = "journal") -> Keyring:
    keyring = Keyring()
    keyring.open(vault_keys or (OLD,), code_key, journal_key)
    return keyring


def test_an_older_key_still_opens_what_it_sealed() -> None:
    sealed = opened(OLD).encrypt("สมชาย ใจดี")
    assert opened(NEW, OLD).decrypt(sealed) == "สมชาย ใจดี"


def test_new_text_is_sealed_with_the_newest_key() -> None:
    sealed = opened(NEW, OLD).encrypt("สมชาย ใจดี")
    assert opened(NEW).decrypt(sealed) == "สมชาย ใจดี"
    with pytest.raises(InvalidToken):
        opened(OLD).decrypt(sealed)


def test_the_same_text_never_looks_the_same_twice() -> None:
    keyring = opened()
    assert keyring.encrypt("081-234-5678") != keyring.encrypt("081-234-5678")


def test_undated_text_tells_nobody_when_it_was_sealed_nor_when_it_was_renewed() -> None:
    sealed = opened(OLD).encrypt_undated("text")
    renewed = opened(NEW, OLD).renew(sealed)
    assert (opened(NEW).decrypt(renewed), opened(OLD).decrypt(sealed)) == ("text", "text")
    assert [Fernet(key).extract_timestamp(token) for key, token in ((OLD, sealed), (NEW, renewed))] == [0, 0]


def test_altered_text_is_refused() -> None:
    keyring = opened()
    sealed = keyring.encrypt("text")
    flipped = sealed[:-2] + ("A" if sealed[-2] != "A" else "B") + sealed[-1]
    with pytest.raises(InvalidToken):
        keyring.decrypt(flipped)


def test_text_is_renewed_under_the_newest_key_and_known_by_it() -> None:
    sealed = opened(OLD).encrypt("text")
    both = opened(NEW, OLD)
    assert not both.is_newest(sealed)
    renewed = both.renew(sealed)
    assert both.is_newest(renewed)
    assert opened(NEW).decrypt(renewed) == "text"
    with pytest.raises(InvalidToken):
        opened(NEW).renew(sealed)


def test_a_blind_index_finds_an_equal_value_of_the_same_field_only() -> None:
    keyring = opened()
    phone = keyring.blind_index("phone", "+66812345678")
    assert phone == keyring.blind_index("phone", "+66812345678")
    assert phone != keyring.blind_index("national_id", "+66812345678")
    assert phone != opened(code_key="another").blind_index("phone", "+66812345678")


def test_a_field_and_its_value_cannot_be_shifted_against_each_other() -> None:
    keyring = opened()
    assert keyring.blind_index("a", "bc") != keyring.blind_index("ab", "c")
    assert keyring.journal_mac("a", "bc") != keyring.journal_mac("ab", "c")


def test_every_use_of_one_key_has_a_digest_of_its_own() -> None:
    keyring = opened()
    digests = {
        keyring.tracking_code_mac("x").hex(),
        keyring.hash_tracking_code("x"),
        keyring.hash_submission_id("x"),
        keyring.reason_digest("x"),
        keyring.blind_index("", "x"),
        keyring.journal_mac("", "x"),
    }
    assert len(digests) == 6


def test_another_journal_key_gives_another_chain() -> None:
    assert opened().journal_mac("", "x") != opened(journal_key="another").journal_mac("", "x")
    assert opened().hash_tracking_code("x") == opened(journal_key="another").hash_tracking_code("x")


def test_a_vault_key_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="32 url-safe base64"):
        opened("short")
