"""Files on their way in. The parser of the form writes each straight into an encrypted file of the store.

Only routes that take evidence may be sent so much, and no file that comes elsewhere is written anywhere.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import IO, Any, TypeVar, cast

from flask import Request, current_app, request, session
from flask_babel import lazy_gettext as _l
from flask_security import current_user
from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField

from complaint_center.clock import now
from complaint_center.domain.errors import Problem
from complaint_center.domain.evidence import CASE_BYTES, FILE_BYTES, MEBIBYTE, UPLOAD_FILES, EvidenceDraft, EvidenceType
from complaint_center.domain.storage import SealedFile
from complaint_center.extensions import db, scanner, store
from complaint_center.services.evidence import note_infected
from complaint_center.storage.examination import Refusal, examine
from complaint_center.web.labels import label
from complaint_center.web.people import current_person
from complaint_center.web.slow_senders import Uploads, cut_off_when_late

UPLOAD_BYTES = CASE_BYTES + 8 * MEBIBYTE
"""A case's worth of files and the form around them; more is turned away before it is read."""

TEXT_BYTES = 512 * 1024
PARTS = 64
"""Bytes of one field of text, which is held in memory, and how many parts a form has with all its files."""

ACCEPTED = ",".join(f".{type.value}" for type in EvidenceType) + ",.jpeg,.heif"

_uploads = Uploads()

View = TypeVar("View", bound=Callable[..., Any])


def takes_evidence(is_heard: Callable[[], bool]) -> Callable[[View], View]:
    """Let files be sent to a view by those of whom `is_heard` is true; it is asked before the form is read.

    Whoever is not heard is listened to no longer than for a form of words, and their files are written nowhere.
    """

    def heard(view: View) -> View:
        view.takes_evidence = is_heard  # type: ignore[attr-defined]
        return view

    return heard


def from_anybody() -> bool:
    return True


def from_staff() -> bool:
    """Whether somebody is signed in; whether they may is for the guard of the view."""
    return "_user_id" in session


class OfficeRequest(Request):
    """Keeps what it was sent in the store, and lets go of it at its end unless a row has taken it."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._sealed: list[SealedFile] = []
        connection = self.environ.get("gunicorn.socket")
        self._cut_off = (
            cut_off_when_late(connection, self.content_length) if connection and self.content_length else None
        )

    def new_file(self, limit: int) -> SealedFile:
        """A file of the store that lives no longer than this request, unless it is kept."""
        file = store().create(limit)
        self._sealed.append(file)
        return file

    def close(self) -> None:
        super().close()
        if self._cut_off:
            self._cut_off.cancel()
        for file in self._sealed:
            file.close()

    def _load_form_data(self) -> None:
        if "form" in self.__dict__ or not self._takes_evidence or self.mimetype != "multipart/form-data":
            super()._load_form_data()
            return
        self.max_content_length = UPLOAD_BYTES
        self.max_form_memory_size, self.max_form_parts = TEXT_BYTES, PARTS
        # A telephone sends for minutes. Whatever was read before must hold no lock meanwhile.
        db.session.rollback()
        with _uploads.taking_in(self.remote_addr or ""):
            super()._load_form_data()

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        if not filename or not self._takes_evidence:
            return io.BytesIO()
        return cast("IO[bytes]", self.new_file(FILE_BYTES if len(self._sealed) < UPLOAD_FILES else 0))

    @property
    def _takes_evidence(self) -> bool:
        is_heard = getattr(current_app.view_functions.get(self.endpoint or ""), "takes_evidence", None)
        return is_heard is not None and is_heard()


class EvidenceField(MultipleFileField):
    """Several files; `drafts` are those that may be taken. Each that may not is named with the reason."""

    drafts: tuple[EvidenceDraft, ...] = ()
    errors: Any

    def pre_validate(self, form: FlaskForm) -> None:
        if not self.data:
            return
        # The scanner and the pictures take their time; no lock is held over them.
        db.session.rollback()
        sent = [(file.filename, cast("SealedFile", file.stream)) for file in self.data]
        drafts, refusals = self.examine(sent)
        self.drafts = tuple(drafts)
        self.errors = [*self.errors, *map(_said_of, refusals)]
        infected = sum(refusal.problem is Problem.FILE_INFECTED for refusal in refusals)
        if infected:
            self.note_infected(infected)

    def examine(self, sent: Sequence[tuple[str, SealedFile]]) -> tuple[list[EvidenceDraft], list[Refusal]]:
        """What may be taken, and what not and why."""
        return examine(sent, cast("OfficeRequest", request).new_file, scanner())

    def note_infected(self, files: int) -> None:
        """So many files were refused because of what the scanner found in them."""
        actor = current_person() if current_user.is_authenticated else None
        note_infected(actor, (request.view_args or {}).get("register_number", ""), files, now())


def evidence_field(*validators: Callable[..., Any]) -> EvidenceField:
    """The field of every form with which evidence may come."""
    return EvidenceField(_l("Files"), validators, render_kw={"accept": ACCEPTED})


def _said_of(refusal: Refusal) -> str:
    said = str(label(refusal.problem))
    return f"{refusal.name}: {said}" if refusal.name else said
