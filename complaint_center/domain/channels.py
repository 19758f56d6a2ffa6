"""The four channels of measure 5 and what a complaint that came by each must record about its coming."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Channel(StrEnum):
    """How a complaint reached the office."""

    WALK_IN = "walk_in"
    WEB = "web"
    PHONE = "phone"
    BOX = "box"

    @property
    def needs_staff(self) -> bool:
        """Whether a clerk writes it down; on the website the resident does."""
        return self is not Channel.WEB


MUST_CAPTURE: Mapping[Channel, frozenset[str]] = {
    Channel.WALK_IN: frozenset(),
    Channel.WEB: frozenset(),
    Channel.PHONE: frozenset({"called_at", "notice_told"}),
    Channel.BOX: frozenset({"box", "opened_at", "opened_by"}),
}
"""Form fields that one channel alone requires. A caller may withhold the number; a letter seldom has one."""
