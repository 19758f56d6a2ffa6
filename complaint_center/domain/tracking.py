"""How a clerk made sure, before a new tracking code is issued, that it is the complainant who asks for it."""

from __future__ import annotations

from enum import StrEnum


class PersonCheck(StrEnum):
    """The means of the check. The last one is open to whoever gave no name."""

    ID_CARD = "id_card"
    CALLED_BACK = "called_back"
    KNEW_THE_CASE = "knew_the_case"
