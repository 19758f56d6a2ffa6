"""A field for a whole number within bounds, typed in digits of either script."""

from __future__ import annotations

from typing import Any

from complaint_center.domain.errors import Problem
from complaint_center.domain.thai import to_arabic_digits
from complaint_center.web.forms import ReadField


class WholeNumberField(ReadField):
    """`least` and `most` are within the bounds; `problem` is what anything else is called."""

    def __init__(
        self, *arguments: Any, least: int, most: int, problem: Problem = Problem.NOT_A_COUNT, **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self.least, self.most, self.problem = least, most, problem

    def read(self, text: str) -> int:
        number = int(to_arabic_digits(text))
        if not self.least <= number <= self.most:
            raise ValueError("outside what may be set")
        return number

    def write(self, value: int) -> str:
        return str(value)
