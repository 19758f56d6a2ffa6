"""Signing in: the second factor, its recovery codes, and telling the owner of an account that somebody did.

Codes follow RFC 6238: six digits, a new one every 30 seconds, one step of drift of a clock either way.
"""

from __future__ import annotations

import secrets
from datetime import datetime

import sqlalchemy as sa
from passlib.exc import TokenError
from passlib.totp import TOTP

from complaint_center.domain.access import Person
from complaint_center.domain.errors import InvalidInput, NotAllowed, NotVisible, Problem, require_reason
from complaint_center.domain.messages import MessageKind
from complaint_center.domain.office import Office
from complaint_center.domain.thai import to_arabic_digits
from complaint_center.extensions import db, keyring
from complaint_center.models.account import RecoveryCode, SecondFactor
from complaint_center.models.staff import StaffMember
from complaint_center.services import journal, outbox
from complaint_center.services.directory import require_admin

STEP_SECONDS = 30
RECOVERY_CODES = 10
RECOVERY_DIGITS = 12
"""Of ten codes of twelve digits one is guessed in 10^11 attempts, and attempts are counted."""


def new_secret() -> str:
    """160 random bits for an authenticator app, in base 32."""
    return str(TOTP.new().base32_key)


def setup_address(secret: str, office: Office, username: str) -> str:
    """What the QR code tells an authenticator app; the office and the username are how it names the entry."""
    return str(TOTP(secret).to_uri(username, office.name.replace(":", " ")))


def has_second_factor(staff_id: int) -> bool:
    return bool(db.session.scalar(sa.select(sa.exists().where(SecondFactor.staff_id == staff_id))))


def recovery_codes_left(staff_id: int) -> int:
    return db.session.scalar(sa.select(sa.func.count()).where(RecoveryCode.staff_id == staff_id)) or 0


def set_up_second_factor(actor: Person, secret: str, code: str, now: datetime) -> list[str]:
    """The secret counts from now on, in place of any other; returns new recovery codes, which nobody can show again.

    InvalidInput for a code that the secret does not make now. The actor is signed out everywhere.
    """
    step = _step_of(code, secret, now)
    if step is None:
        raise InvalidInput("code", Problem.WRONG_CODE)
    _forget(actor.id)
    db.session.add(SecondFactor(staff_id=actor.id, secret=secret, last_step=step, set_up_at=now))
    codes = _add_recovery_codes(actor.id)
    _sign_out_everywhere(actor.id)
    journal.record("second_factor_set_up", actor=actor, at=now, detail={"staff": actor.id})
    journal.commit()
    return codes


def renew_recovery_codes(actor: Person, now: datetime) -> list[str]:
    """New recovery codes; the ones from before are dead. NotAllowed without a second factor."""
    if not has_second_factor(actor.id):
        raise NotAllowed
    db.session.execute(sa.delete(RecoveryCode).where(RecoveryCode.staff_id == actor.id))
    codes = _add_recovery_codes(actor.id)
    journal.record("recovery_codes_renewed", actor=actor, at=now, detail={"staff": actor.id})
    journal.commit()
    return codes


def remove_second_factor(office: Office, actor: Person, now: datetime) -> None:
    """The actor goes back to a password alone. NotAllowed for those of whom a second factor is asked."""
    if office.asks_second_factor(actor):
        raise NotAllowed
    _forget(actor.id)
    journal.record("second_factor_removed", actor=actor, at=now, detail={"staff": actor.id})
    journal.commit()


def take_away_second_factor(actor: Person | None, staff_id: int, reason: str, now: datetime) -> None:
    """For a person whose telephone is lost: a password is enough until they set it up again.

    They are signed out everywhere. Actor None is an operator at the command line.
    """
    require_admin(actor)
    reason = require_reason(reason)
    if not has_second_factor(staff_id):
        raise NotVisible
    _forget(staff_id)
    _sign_out_everywhere(staff_id)
    journal.record("second_factor_taken_away", actor=actor, at=now, reason=reason, detail={"staff": staff_id})
    journal.commit()


def accept_code(actor: Person, code: str, now: datetime) -> bool:
    """Whether the code of the app, or a recovery code, is right. It is used up by this, whatever comes after."""
    typed = "".join(character for character in to_arabic_digits(code) if character.isascii() and character.isdigit())
    if len(typed) == RECOVERY_DIGITS:
        return _use_recovery_code(actor, typed, now)
    return _use_app_code(actor, typed, now)


def note_sign_in(office: Office, actor: Person, is_known_browser: bool, now: datetime) -> datetime | None:
    """Keep when it was, and mail the owner where the browser is a new one; returns the sign-in before this one."""
    member = db.session.get_one(StaffMember, actor.id)
    before, member.last_signed_in_at = member.last_signed_in_at, now
    if not is_known_browser:
        told = {"at": now.isoformat()}
        outbox.mail(actor, MessageKind.NEW_SIGN_IN, office, now, f"sign_in:{now.isoformat()}", told)
    journal.commit()
    return before


def _use_app_code(actor: Person, code: str, now: datetime) -> bool:
    factor = db.session.get(SecondFactor, actor.id)
    step = _step_of(code, factor.secret, now) if factor else None
    if step is None:
        return False
    # Two who send one code at once: the database lets one of them through.
    newer = sa.update(SecondFactor).where(SecondFactor.staff_id == actor.id, SecondFactor.last_step < step)
    used = db.session.execute(newer.values(last_step=step).returning(SecondFactor.staff_id)).first()
    journal.commit()
    return used is not None


def _use_recovery_code(actor: Person, code: str, now: datetime) -> bool:
    digest = _digest(actor.id, code)
    known = sa.delete(RecoveryCode).where(RecoveryCode.staff_id == actor.id, RecoveryCode.digest == digest)
    used = db.session.execute(known.returning(RecoveryCode.digest)).first()
    if used:
        journal.record("recovery_code_used", actor=actor, at=now, detail={"staff": actor.id})
    journal.commit()
    return used is not None


def _step_of(code: str, secret: str, now: datetime) -> int | None:
    """The 30 seconds to which the code belongs, within one step of now; None for a code that is wrong."""
    try:
        match = TOTP(secret).match(to_arabic_digits(code), now, window=STEP_SECONDS)
    except TokenError:
        return None
    return int(match.counter)


def _add_recovery_codes(staff_id: int) -> list[str]:
    codes = [f"{secrets.randbelow(10**RECOVERY_DIGITS):0{RECOVERY_DIGITS}d}" for _ in range(RECOVERY_CODES)]
    db.session.add_all(RecoveryCode(staff_id=staff_id, digest=_digest(staff_id, code)) for code in set(codes))
    return codes


def _digest(staff_id: int, code: str) -> str:
    return keyring.blind_index("recovery code", f"{staff_id}\0{code}")


def _forget(staff_id: int) -> None:
    for table in (SecondFactor, RecoveryCode):
        db.session.execute(sa.delete(table).where(table.staff_id == staff_id))


def _sign_out_everywhere(staff_id: int) -> None:
    db.session.get_one(StaffMember, staff_id).fs_uniquifier = secrets.token_hex(32)
