"""Who holds an elected office of the municipality: the mayor, a deputy, a councillor.

Nobody in the town hall stands above them, so a complaint about one is to be referred outside (decision 8).
"""

from __future__ import annotations

import re

from complaint_center.domain.thai import normalise

_OFFICES = re.compile(
    "(?:ท่าน|คุณ)?(?:รอง)?นายก(?:$|เทศ|ทต|เล็ก)"
    "|(?:คณะ|ท่าน)?ผู้บริหาร(?:$|เทศ|ทต|ท้องถิ่น)"
    "|(?:รอง)?ประธานสภา(?:$|เทศ|ทต)"
    "|(?:ที่ปรึกษา|เลขานุการ|เลขา)(?:ของ)?นายก"
    "|สมาชิกสภา(?:$|เทศ|ทต)|สท(?:$|[ก-ฮเ-ไ0-9])"
    "|(?:deputy)?mayor|(?:municipal|town)?councill?or"
)
_SEPARATORS = re.compile(r"[\s.ฯ]")


def holds_elected_office(*words: str) -> bool:
    """Whether any of the words, a name or a position as somebody wrote it, is that of an elected office."""
    return any(_OFFICES.match(_SEPARATORS.sub("", normalise(text)).casefold()) for text in words)
