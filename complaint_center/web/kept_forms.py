"""What was typed into a form whose sender had to sign in first: carried through the sign-in, sealed, and given back.

Nothing of it is kept on the server, and nobody else than its sender gets it back.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from cryptography.fernet import InvalidToken
from flask import request

from complaint_center.extensions import keyring

KEPT_SECONDS = 60 * 60
"""For how long a form waits for its sender to sign in again."""

_NEVER_KEPT = frozenset({"csrf_token", "password", "again", "current", "code"})


@dataclass(frozen=True)
class KeptForm:
    """Where a form was sent, by whom, and its fields with all their values."""

    staff_id: int
    path: str
    fields: dict[str, list[str]]


def keep_posted(staff_id: int, now: datetime) -> str:
    """The form of this request, sealed; empty where there is nothing in it to be kept."""
    fields = {name: values for name, values in request.form.lists() if name not in _NEVER_KEPT}
    # What a script sends by itself it also keeps.
    if not fields or request.accept_mimetypes.best == "application/json":
        return ""
    content = json.dumps(asdict(KeptForm(staff_id, request.full_path.rstrip("?"), fields))).encode()
    return keyring.forms.encrypt_at_time(content, int(now.timestamp())).decode()


def open_kept(token: str, staff_id: int, now: datetime) -> KeptForm | None:
    """None for nothing, for what is too old, and for what somebody else has typed."""
    try:
        content = keyring.forms.decrypt_at_time(token.encode(), KEPT_SECONDS, int(now.timestamp()))
    except InvalidToken:
        return None
    kept = KeptForm(**json.loads(content))
    return kept if kept.staff_id == staff_id else None
