"""Passwords at the command line: the same rule as on the web, said in English."""

from __future__ import annotations

from collections.abc import Iterable

import click

from complaint_center.domain.errors import InvalidInput
from complaint_center.domain.passwords import LONGEST, SHORTEST, WeakPassword, require_strong
from complaint_center.extensions import office


def refuse_weak(password: str, words_of_owner: Iterable[str]) -> None:
    """UsageError with advice for a password that is too short, too long or soon guessed."""
    try:
        require_strong(password, [*words_of_owner, office().name])
    except WeakPassword as refusal:
        raise click.UsageError(f"the password is soon guessed. {' '.join(refusal.advice)}") from refusal
    except InvalidInput as refusal:
        raise click.UsageError(f"the password must have from {SHORTEST} to {LONGEST} characters") from refusal
