"""The keys: the vault's for encrypting identities, one for codes and indexes, one for the journal.

Keys of different use are never the same bytes: each is drawn from its own setting, and the uses of
CODE_KEY are kept apart by a label of their own.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_KEY_BYTES = 32


class Keyring:
    """Empty until `open` hands it the keys of one application."""

    def open(self, vault_keys: Sequence[str], code_key: str, journal_key: str) -> None:
        """`vault_keys` newest first. ValueError for a vault key that is none."""
        self._vault = MultiFernet([Fernet(key) for key in vault_keys])
        self._newest = Fernet(vault_keys[0])
        self._tracking = _derive(code_key, "tracking code")
        self._tracking_hash = _derive(code_key, "tracking code hash")
        self._submission = _derive(code_key, "submission")
        self._index = _derive(code_key, "blind index")
        self._receipt = Fernet(urlsafe_b64encode(_derive(code_key, "receipt")))
        self._forms = Fernet(urlsafe_b64encode(_derive(code_key, "kept form")))
        self._once = Fernet(urlsafe_b64encode(_derive(code_key, "shown once")))
        self._drafts = _derive(code_key, "draft kept by a browser")
        self._signature = _derive(code_key, "receipt signature")
        self._following = Fernet(urlsafe_b64encode(_derive(code_key, "following")))
        self._journal = _derive(journal_key, "journal")
        self._reasons = _derive(journal_key, "reasons")

    def encrypt(self, text: str) -> str:
        """Text under the newest vault key."""
        return self._vault.encrypt(text.encode()).decode()

    def encrypt_undated(self, text: str) -> str:
        """The same without the second at which it was done, which a token otherwise tells whoever has it."""
        return self._vault.encrypt_at_time(text.encode(), 0).decode()

    def decrypt(self, token: str) -> str:
        """Text that any of the vault keys has encrypted. InvalidToken for anything else."""
        return self._vault.decrypt(token.encode()).decode()

    def is_newest(self, token: str) -> bool:
        """Whether the newest vault key alone opens the text."""
        try:
            self._newest.decrypt(token.encode())
        except InvalidToken:
            return False
        return True

    def renew(self, token: str) -> str:
        """The same text under the newest vault key. InvalidToken for what none of the keys opens."""
        return self._vault.rotate(token.encode()).decode()

    def blind_index(self, field: str, value: str) -> str:
        """A digest by which an equal value of the field can be found, and nothing else be learnt."""
        return _digest(self._index, f"{field}\0{value}")

    def tracking_code_mac(self, submission_id: str) -> bytes:
        """What the first tracking code of a submission is drawn from."""
        return _mac(self._tracking, submission_id)

    def hash_tracking_code(self, code: str) -> str:
        return _digest(self._tracking_hash, code)

    def hash_submission_id(self, submission_id: str) -> str:
        return _digest(self._submission, submission_id)

    def journal_mac(self, previous: str, content: str) -> str:
        """The digest that chains a row of the journal to the one before."""
        return _digest(self._journal, f"{previous}\0{content}")

    def reason_digest(self, text: str) -> str:
        """Keyed, so that an erased reason cannot be found again by guessing."""
        return _digest(self._reasons, text)

    def browser_key(self, owner: str) -> bytes:
        """32 bytes under which the browser of that owner keeps what it cannot send; they are given to nobody else."""
        return _mac(self._drafts, owner)

    def receipt_mac(self, statement: str) -> bytes:
        """What the signature on a receipt is written from."""
        return _mac(self._signature, statement)

    @property
    def receipt(self) -> Fernet:
        """Seals the cookie that shows a receipt once."""
        return self._receipt

    @property
    def forms(self) -> Fernet:
        """Seals what somebody typed while they sign in again."""
        return self._forms

    @property
    def once(self) -> Fernet:
        """Seals the cookie of a page that shows new secrets once."""
        return self._once

    @property
    def following(self) -> Fernet:
        """Seals the cookie of whoever has given a tracking code."""
        return self._following


def _derive(secret: str, label: str) -> bytes:
    return HKDF(SHA256(), _KEY_BYTES, salt=None, info=label.encode()).derive(secret.encode())


def _mac(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode(), "sha256")


def _digest(key: bytes, text: str) -> str:
    return _mac(key, text).hex()
