"""Bars drawn on the server. The numbers stand beside them and in a table on the same page: no colour tells alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Series:
    """One kind of what is counted, with a number for each label."""

    name: str
    values: Sequence[float]


@dataclass(frozen=True)
class Segment:
    """A piece of a bar, in parts of a hundred of the whole width."""

    number: int
    starts: float
    width: float


@dataclass(frozen=True)
class Bar:
    """A label, the pieces of its bar, the numbers as they are seen, and as they are read out, with what they are of."""

    label: str
    segments: Sequence[Segment]
    told: str
    spoken: str


@dataclass(frozen=True)
class Chart:
    """Stacked bars, one for each label, all to one scale."""

    title: str
    labels: Sequence[str]
    series: Sequence[Series]

    @property
    def bars(self) -> Iterator[Bar]:
        longest = max((sum(values) for values in self._columns()), default=0) or 1
        for label, values in zip(self.labels, self._columns(), strict=True):
            yield Bar(label, list(_segments(values, longest)), _told(values), self._spoken(values))

    def _columns(self) -> list[tuple[float, ...]]:
        return list(zip(*(series.values for series in self.series), strict=True))

    def _spoken(self, values: Sequence[float]) -> str:
        if len(values) == 1:
            return _told(values)
        told = [f"{one.name} {value:g}" for one, value in zip(self.series, values, strict=True) if value]
        return " · ".join(told) or "0"


def _told(values: Sequence[float]) -> str:
    """What the pieces are of stands in the key."""
    added = " + ".join(f"{value:g}" for value in values)
    return f"{added} = {sum(values):g}" if len(values) > 1 and any(values) else f"{sum(values):g}"


def _segments(values: Sequence[float], longest: float) -> Iterator[Segment]:
    starts = 0.0
    for number, value in enumerate(values):
        width = round(100 * value / longest, 2)
        if width:
            yield Segment(number, round(starts, 2), width)
        starts += width
