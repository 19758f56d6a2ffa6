"""Where the bytes of evidence are kept, and what is done to them on the way in."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from complaint_center.domain.storage import Scanner, Store
from complaint_center.storage.clamd import Clamd
from complaint_center.storage.folder import Folder


def build_store(attachments_url: str) -> Store:
    """The store of ATTACHMENTS_URL."""
    return Folder(folder_of(attachments_url))


def build_scanner(clamd_url: str) -> Scanner | None:
    """The scanner of CLAMD_URL; None where it is empty."""
    return Clamd.parse(clamd_url) if clamd_url else None


def folder_of(url: str) -> Path:
    """The folder of `file:///var/lib/complaints/attachments`. ValueError for any other address."""
    parts = urlsplit(url)
    path = unquote(parts.path)
    if parts.scheme != "file" or parts.netloc or not path.startswith("/"):
        raise ValueError("is the address of a folder, such as file:///var/lib/complaints/attachments")
    return Path(path)
