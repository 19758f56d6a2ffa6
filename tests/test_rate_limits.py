"""Limits hold for all web processes together, and what counts them names nobody."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from complaint_center import clock
from complaint_center.extensions import db
from complaint_center.models.rate import RateCount
from complaint_center.rate_limits import DatabaseStorage, forget_expired
from tests.web.residents import Resident


def test_two_web_processes_allow_no_more_than_one(make_app: Callable[..., Flask]) -> None:
    first, second = (Resident(make_app(LIMIT_TRACK="3/minute").test_client()) for _ in range(2))
    with first.client.application.app_context():
        statuses = [someone.follow("1234").status_code for someone in (first, second, first, second, first)]
    assert statuses == [422, 422, 422, 429, 429]


@pytest.mark.parametrize(("proxies", "statuses"), [("0", [422, 422]), ("1", [422, 429]), ("2", [422, 422])])
def test_visitors_behind_our_proxies_are_counted_by_the_address_that_these_saw(
    make_app: Callable[..., Flask], proxies: str, statuses: list[int]
) -> None:
    client = make_app(LIMIT_TRACK="1/minute", TRUSTED_PROXIES=proxies).test_client()
    client.application.config["WTF_CSRF_ENABLED"] = False
    # The first address of each is what the visitor wrote there themselves.
    asked = [
        client.post(
            "/track",
            data={"code": "1234"},
            headers={"X-Forwarded-For": f"{forged}, 203.0.113.9"},
            environ_base={"REMOTE_ADDR": f"10.0.0.{number}"},
        )
        for number, forged in enumerate(("198.51.100.1", "198.51.100.2"))
    ]
    assert [answer.status_code for answer in asked] == statuses


def test_a_counter_says_nothing_of_whom_it_counts(app: Flask) -> None:
    DatabaseStorage().incr("LIMITER/127.0.0.1/track", 60)
    row = db.session.scalars(sa.select(RateCount)).one()
    assert "127" not in row.key
    assert len(row.key) == 64


def test_a_counter_that_has_ended_begins_anew_and_is_forgotten(app: Flask) -> None:
    storage = DatabaseStorage()
    assert [storage.incr("somebody", 60), storage.incr("somebody", 60)] == [1, 2]
    assert storage.get_expiry("somebody") > clock.now().timestamp() + 50
    assert forget_expired() == 0
    db.session.execute(sa.update(RateCount).values(expires_at=clock.now() - timedelta(seconds=1)))
    db.session.commit()
    assert storage.get("somebody") == 0
    assert storage.incr("somebody", 60) == 1
    storage.clear("somebody")
    assert storage.get("somebody") == 0
    storage.incr("somebody", 0)
    assert forget_expired() == 1
    storage.incr("another", 60)
    assert storage.reset() == 1
    assert storage.check()
