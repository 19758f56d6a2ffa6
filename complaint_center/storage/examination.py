"""An uploaded file on its way to being evidence: measured, recognised, scanned, and of a picture the clean copy made.

No database is asked here, so that none waits for a scanner or a large picture.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from complaint_center.domain.errors import Problem
from complaint_center.domain.evidence import (
    CASE_BYTES,
    COPY_BYTES,
    FILE_BYTES,
    UPLOAD_FILES,
    EvidenceDraft,
    EvidenceType,
    Family,
    agrees,
    tidy_name,
)
from complaint_center.domain.storage import Scanner, ScanState, SealedFile
from complaint_center.storage.contents import is_whole_pdf, type_of
from complaint_center.storage.pdf_actions import is_active, is_locked
from complaint_center.storage.pictures import UnreadablePicture, write_copy

Create = Callable[[int], SealedFile]


@dataclass(frozen=True)
class Refusal:
    """A file that is not taken, by the name it came with; without one the whole of them is meant."""

    name: str
    problem: Problem


def examine(
    uploads: Sequence[tuple[str, SealedFile]], create: Create, scanner: Scanner | None
) -> tuple[list[EvidenceDraft], list[Refusal]]:
    """What may be taken, and what not and why. `create` makes the files of the clean copies.

    A scanner that fails on one file is not asked of the next ones, for each would wait as long.
    """
    if len(uploads) > UPLOAD_FILES:
        return [], [Refusal("", Problem.TOO_MANY_FILES)]
    if sum(file.size for _, file in uploads) > CASE_BYTES:
        return [], [Refusal("", Problem.TOO_MUCH_EVIDENCE)]
    drafts: list[EvidenceDraft] = []
    refusals: list[Refusal] = []
    for name, file in uploads:
        found = _examine(name, file, create)
        if isinstance(found, EvidenceDraft) and scanner and not _has_failed(drafts):
            found = _scanned(found, scanner)
        if isinstance(found, EvidenceDraft):
            drafts.append(found)
        else:
            refusals.append(Refusal(name, found))
    return drafts, refusals


def examine_pdf(
    uploads: Sequence[tuple[str, SealedFile]], scanner: Scanner | None
) -> tuple[list[EvidenceDraft], list[Refusal]]:
    """One PDF that everybody may read. So, where there is a scanner, it must have called it clean."""
    if len(uploads) != 1:
        return [], [Refusal("", Problem.NOT_A_PDF)]
    [(name, file)] = uploads
    found = _examine_pdf(name, file, scanner)
    return ([found], []) if isinstance(found, EvidenceDraft) else ([], [Refusal(name, found)])


def _examine_pdf(name: str, file: SealedFile, scanner: Scanner | None) -> EvidenceDraft | Problem:
    if file.size > FILE_BYTES:
        return Problem.FILE_TOO_LARGE
    if file.size == 0:
        return Problem.FILE_EMPTY
    with file.reader() as content:
        if not is_whole_pdf(content) or not agrees(name, EvidenceType.PDF):
            return Problem.NOT_A_PDF
    if problem := _found_in_pdf(file):
        return problem
    draft = EvidenceDraft(tidy_name(name, EvidenceType.PDF), EvidenceType.PDF, file.size, file.sha256, file)
    found = _scanned(draft, scanner) if scanner else draft
    is_silent = scanner and isinstance(found, EvidenceDraft) and found.scan_state is ScanState.NOT_SCANNED
    return Problem.SCANNER_SILENT if is_silent else found


def _found_in_pdf(file: SealedFile) -> Problem | None:
    """Evidence is taken as it comes; what everybody loads opens for everybody and does nothing of itself."""
    with file.reader() as content:
        if is_locked(content):
            return Problem.PDF_LOCKED
        content.seek(0)
        return Problem.PDF_ACTIVE if is_active(content) else None


def _examine(name: str, file: SealedFile, create: Create) -> EvidenceDraft | Problem:
    if file.size > FILE_BYTES:
        return Problem.FILE_TOO_LARGE
    if file.size == 0:
        return Problem.FILE_EMPTY
    with file.reader() as content:
        type = type_of(content)
    if type is None:
        return Problem.FILE_TYPE
    if not agrees(name, type):
        return Problem.FILE_NAME_MISLEADS
    draft = EvidenceDraft(tidy_name(name, type), type, file.size, file.sha256, file)
    return _with_copy(draft, create) if type.family is Family.PICTURE else draft


def _with_copy(draft: EvidenceDraft, create: Create) -> EvidenceDraft | Problem:
    copy = create(COPY_BYTES)
    try:
        with draft.original.reader() as content:
            copy_type = write_copy(content, draft.type, copy)
    except UnreadablePicture:
        return Problem.PICTURE_UNREADABLE
    copy.finish()
    return Problem.PICTURE_UNREADABLE if copy.size > COPY_BYTES else replace(draft, copy=copy, copy_type=copy_type)


def _has_failed(scanned: Sequence[EvidenceDraft]) -> bool:
    return any(draft.scan_state is ScanState.NOT_SCANNED for draft in scanned)


def _scanned(draft: EvidenceDraft, scanner: Scanner) -> EvidenceDraft | Problem:
    with draft.original.reader() as content:
        state = scanner.scan(content)
    return Problem.FILE_INFECTED if state is ScanState.INFECTED else replace(draft, scan_state=state)
