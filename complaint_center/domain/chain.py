"""The head of the journal's chain: what a copy outside the database, or a mail, says of its last row."""

from __future__ import annotations

import re
from dataclasses import dataclass

GENESIS = "0" * 64
_HEAD = re.compile(r"([0-9]{1,18}):([0-9a-f]{64})")


@dataclass(frozen=True)
class Head:
    """Number and digest of the last row. Written as SEQ:MAC."""

    seq: int = 0
    mac: str = GENESIS

    def __str__(self) -> str:
        return f"{self.seq}:{self.mac}"

    @classmethod
    def parse(cls, text: str) -> Head:
        """ValueError for anything but SEQ:MAC."""
        match = _HEAD.fullmatch(text.strip())
        if not match:
            raise ValueError("not a head of the journal, SEQ:MAC")
        return cls(int(match[1]), match[2])
