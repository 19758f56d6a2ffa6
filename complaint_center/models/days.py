"""Bangkok days and months in SQL, which each database counts in its own way."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

_AHEAD = 7 * 60 * 60
"""Seconds that Bangkok is ahead of UTC; its clocks were never put forward since the databases' time began."""

_DAY = 24 * 60 * 60


class bangkok_day(GenericFunction[int]):  # noqa: N801  # called like any function of SQL
    """The number of the Bangkok day on which an instant lies; days that follow one another differ by one."""

    type = sa.Integer()
    inherit_cache = True


@compiles(bangkok_day, "sqlite")
def _on_sqlite(element: bangkok_day, compiler: Any, **options: Any) -> str:
    instant = compiler.process(element.clauses, **options)
    # Without what follows the seconds, by which SQLite would round up into the next day.
    return f"((CAST(strftime('%s', substr({instant}, 1, 19)) AS INTEGER) + {_AHEAD}) / {_DAY})"


@compiles(bangkok_day, "postgresql")
def _on_postgresql(element: bangkok_day, compiler: Any, **options: Any) -> str:
    instant = compiler.process(element.clauses, **options)
    return f"CAST(floor((extract(epoch FROM {instant}) + {_AHEAD}) / {_DAY}) AS INTEGER)"


class bangkok_month(GenericFunction[str]):  # noqa: N801  # the same
    """The Bangkok month in which an instant lies, written as `2026-10`."""

    type = sa.Text()
    inherit_cache = True


@compiles(bangkok_month, "sqlite")
def _month_on_sqlite(element: bangkok_month, compiler: Any, **options: Any) -> str:
    instant = compiler.process(element.clauses, **options)
    return f"strftime('%Y-%m', substr({instant}, 1, 19), '+{_AHEAD} seconds')"


@compiles(bangkok_month, "postgresql")
def _month_on_postgresql(element: bangkok_month, compiler: Any, **options: Any) -> str:
    instant = compiler.process(element.clauses, **options)
    return f"to_char(({instant} AT TIME ZONE 'UTC') + interval '{_AHEAD} seconds', 'YYYY-MM')"
