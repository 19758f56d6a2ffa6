"""The bar that long commands draw on a terminal."""

from __future__ import annotations

from click._termui_impl import ProgressBar


def advance(bar: ProgressBar[int], done: int, total: int) -> None:
    """Bring the bar to where the work is, whose whole length may be known only now."""
    bar.length = total
    bar.update(done - bar.pos)
