"""The four channels of measure 5 of the municipality's report."""

from __future__ import annotations

import pytest

from complaint_center.domain.channels import MUST_CAPTURE, Channel


def test_there_are_exactly_the_four_channels_of_the_report() -> None:
    assert set(Channel) == {"walk_in", "web", "phone", "box"}


def test_every_channel_says_what_it_must_capture() -> None:
    assert set(MUST_CAPTURE) == set(Channel)


def test_only_the_website_needs_no_staff() -> None:
    assert [channel for channel in Channel if not channel.needs_staff] == [Channel.WEB]


@pytest.mark.parametrize("channel", [Channel.WEB, Channel.WALK_IN])
def test_who_comes_in_person_or_writes_online_is_asked_for_nothing_extra(channel: Channel) -> None:
    assert MUST_CAPTURE[channel] == set()


def test_a_call_records_its_time_and_that_the_notice_was_told_but_no_number() -> None:
    assert MUST_CAPTURE[Channel.PHONE] == {"called_at", "notice_told"}


def test_a_letter_records_which_box_was_opened_when_and_by_whom() -> None:
    assert MUST_CAPTURE[Channel.BOX] == {"box", "opened_at", "opened_by"}
