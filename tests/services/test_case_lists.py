"""Where a page of a list begins, and what is no such place."""

from datetime import UTC, datetime

import pytest

from complaint_center.services.case_lists import Cursor


def test_a_cursor_is_read_as_it_was_written() -> None:
    cursor = Cursor(datetime(2026, 11, 23, 3, 0, tzinfo=UTC), 17)
    assert Cursor.parse(str(cursor)) == cursor


@pytest.mark.parametrize(
    "text",
    ["", "~", "yesterday~3", "2026-11-23T03:00:00~3", "2026-11-23T03:00:00+00:00~x", "2026-11-23T03:00:00+00:00~0",
     "2026-11-23T03:00:00+00:00~99999999999999999999"],
)  # fmt: skip
def test_nonsense_begins_the_list_at_its_beginning(text: str) -> None:
    assert Cursor.parse(text) is None
