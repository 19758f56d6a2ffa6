"""What a complaint is about. The letter decides which rules apply, the digit is the officer's refinement."""

from __future__ import annotations

from enum import StrEnum


class Category(StrEnum):
    """Corruption is A, with a digit once its kind is known; then service, general matters and suggestions.

    A resident need not choose a kind of corruption, so plain A stands for "not sure".
    """

    CORRUPTION = "A"
    ABUSE_OF_DUTY = "A1"
    BRIBERY = "A2"
    PROCUREMENT = "A3"
    EMBEZZLEMENT = "A4"
    CONFLICT_OF_INTEREST = "A5"
    UNFAIR_DISCRETION = "A6"
    MISUSE_OF_PROPERTY = "A7"
    PERSONNEL = "A8"
    GIFTS = "A9"
    SERVICE = "B"
    GENERAL = "C"
    SUGGESTION = "D"

    @property
    def group(self) -> str:
        """`A` to `D`: what an officer handles and what a form is made for."""
        return self.value[0]

    @property
    def is_corruption(self) -> bool:
        """Whether it is counted in the corruption statistics and an accused is asked for."""
        return self.group == "A"

    @property
    def is_procurement(self) -> bool:
        """Whether the procurement and finance units are kept out of the case."""
        return self is Category.PROCUREMENT

    @property
    def has_finding_deadline(self) -> bool:
        """A suggestion is numbered and answered, but no finding is owed on it."""
        return self is not Category.SUGGESTION
