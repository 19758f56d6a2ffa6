import logging
from datetime import UTC, datetime

import pytest

from complaint_center.domain.delivery import DeliveryState, Outgoing
from complaint_center.messaging.console import ConsoleMail, ConsoleSms, mask_address

TEXT = Outgoing(to="+66810000001", body="เทศบาลรับเรื่องท่านแล้ว เลขที่ 70-0001 โทร 042970107", key="received:1")


def test_a_text_is_logged_with_its_body_and_never_with_a_whole_number(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.INFO):
        sent = ConsoleSms().send(TEXT)
    assert TEXT.body in caplog.text
    assert "08x-xxx-xx01" in caplog.text
    assert "810000001" not in caplog.text
    assert sent.state is DeliveryState.DELIVERED


def test_an_email_is_logged_with_subject_and_body_and_never_with_a_whole_address(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.INFO):
        ConsoleMail().send(Outgoing("somchai@example.go.th", "ครบกำหนด", "escalated:1", "เรื่อง 70-0001"))
    assert "เรื่อง 70-0001\nครบกำหนด" in caplog.text
    assert "somchai" not in caplog.text


def test_different_messages_get_different_ids_that_fit_the_outbox() -> None:
    first, second = (ConsoleSms().send(Outgoing(TEXT.to, TEXT.body, key)) for key in ("a", "b" * 120))
    assert first.provider_id != second.provider_id
    assert len(second.provider_id) <= 64


def test_the_console_remembers_nothing_and_calls_everything_delivered() -> None:
    assert ConsoleSms().find_sent(TEXT.to, TEXT.body, datetime.now(UTC)) is None
    assert ConsoleSms().fetch_state("console-1").state is DeliveryState.DELIVERED


def test_an_address_shows_its_first_letter_and_its_domain() -> None:
    assert mask_address("somchai@example.go.th") == "s***@example.go.th"
