"""A kept file on its way out, block by block."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO
from urllib.parse import quote

from flask import Response

from complaint_center.services.evidence import Opened

_BLOCK_BYTES = 64 * 1024


def hand_over(opened: Opened, plain_name: str) -> Response:
    """A download under our own word for its type; `web.headers` adds that nothing of it may run.

    `plain_name` is for what cannot read a name in Thai; it gets the same ending.
    """
    response = Response(_blocks(opened.content), content_type=opened.media_type)
    response.content_length = opened.size
    response.call_on_close(opened.content.close)
    ending = opened.name.rpartition(".")[2]
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain_name}.{ending}\"; filename*=UTF-8''{quote(opened.name, safe='')}"
    )
    return response


def _blocks(content: IO[bytes]) -> Iterator[bytes]:
    while block := content.read(_BLOCK_BYTES):
        yield block
