"""Where the bytes of evidence are kept, and what is done to them on the way in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from complaint_center.domain.storage import Scanner, Store
from complaint_center.storage.clamd import Clamd
from complaint_center.storage.folder import Folder

if TYPE_CHECKING:
    from config import Config


def build_store(config: Config) -> Store:
    """The store of ATTACHMENTS_URL."""
    return Folder(folder_of(config.attachments_url))


def build_scanner(config: Config) -> Scanner | None:
    """The scanner of CLAMD_URL; None where none is set up."""
    return Clamd.parse(config.clamd_url) if config.clamd_url else None


def folder_of(url: str) -> Path:
    """The folder of `file:///var/lib/complaints/attachments`. ValueError for any other address."""
    parts = urlsplit(url)
    path = unquote(parts.path)
    if parts.scheme != "file" or parts.netloc or not path.startswith("/"):
        raise ValueError("is the address of a folder, such as file:///var/lib/complaints/attachments")
    return Path(path)
