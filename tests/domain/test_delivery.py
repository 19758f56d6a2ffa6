from datetime import UTC, datetime, timedelta

import pytest

from complaint_center.domain.delivery import (
    RETRY_DELAYS,
    DeliveryState,
    SetupFailure,
    TemporaryFailure,
    next_attempt_at,
)

NOW = datetime(2026, 11, 22, 7, 30, tzinfo=UTC)
BUSY = TemporaryFailure("20429", "busy")
WRONG_PASSWORD = SetupFailure("20003", "check the TWILIO_ settings")


def test_each_temporary_failure_waits_longer_than_the_one_before() -> None:
    waits = [next_attempt_at(BUSY, failures, NOW) for failures in range(1, len(RETRY_DELAYS) + 1)]
    assert waits[0] == NOW + timedelta(minutes=1)
    assert waits == [NOW + delay for delay in sorted(set(RETRY_DELAYS))]


def test_a_temporary_failure_after_the_last_delay_is_the_end() -> None:
    assert next_attempt_at(BUSY, len(RETRY_DELAYS) + 1, NOW) is None


def test_a_wrong_setting_never_costs_a_message() -> None:
    assert next_attempt_at(WRONG_PASSWORD, 1, NOW) == NOW + RETRY_DELAYS[0]
    assert next_attempt_at(WRONG_PASSWORD, 1000, NOW) == NOW + RETRY_DELAYS[-1]


@pytest.mark.parametrize(
    ("known", "told", "kept"),
    [
        (DeliveryState.ACCEPTED, DeliveryState.SENT, DeliveryState.SENT),
        (DeliveryState.ACCEPTED, DeliveryState.DELIVERED, DeliveryState.DELIVERED),
        (DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.FAILED),
        (DeliveryState.SENT, DeliveryState.ACCEPTED, DeliveryState.SENT),
        (DeliveryState.DELIVERED, DeliveryState.SENT, DeliveryState.DELIVERED),
        (DeliveryState.DELIVERED, DeliveryState.FAILED, DeliveryState.DELIVERED),
        (DeliveryState.FAILED, DeliveryState.DELIVERED, DeliveryState.FAILED),
    ],
)
def test_a_late_callback_never_leads_backwards(known: DeliveryState, told: DeliveryState, kept: DeliveryState) -> None:
    assert known.followed_by(told) is kept
