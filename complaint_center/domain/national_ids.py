"""National ID numbers as people write them."""

from __future__ import annotations

from stdnum.exceptions import ValidationError as InvalidNumber
from stdnum.th import pin

from complaint_center.domain.thai import normalise


def parse_national_id(text: str) -> str:
    """The 13 digits of a Thai national ID whose check digit is right. ValueError for anything else."""
    try:
        return str(pin.validate(normalise(text)))
    except InvalidNumber:
        raise ValueError("not a national ID") from None
