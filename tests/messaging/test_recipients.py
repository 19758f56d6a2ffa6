from datetime import UTC, datetime, timedelta

import pytest

from complaint_center.domain.delivery import DeliveryState, Outgoing, PermanentFailure
from complaint_center.messaging.recipients import OnlyAllowedRecipients
from complaint_center.messaging.twilio_sms import TwilioSms
from tests.twilio_server import TwilioServer, running_twilio

ALLOWED, STRANGER = "+66810000001", "+66810000002"


def guarded(twilio: TwilioServer) -> OnlyAllowedRecipients:
    provider = TwilioSms(
        twilio.account_sid,
        twilio.auth_token,
        api_url=twilio.url,
        public_url="http://127.0.0.1:8000",
        sender="ThatNaweng",
    )
    return OnlyAllowedRecipients(provider, frozenset({ALLOWED}))


def test_an_allowed_number_is_texted_found_and_asked_after() -> None:
    with running_twilio() as twilio:
        sms = guarded(twilio)
        sent = sms.send(Outgoing(ALLOWED, "70-0001", "a"))
        assert sms.find_sent(ALLOWED, "70-0001", datetime.now(UTC) - timedelta(minutes=1)) == sent
        assert sms.fetch_state(sent.provider_id).state is DeliveryState.ACCEPTED


def test_any_other_number_is_refused_before_the_provider_hears_of_it() -> None:
    with running_twilio() as twilio:
        with pytest.raises(PermanentFailure) as refused:
            guarded(twilio).send(Outgoing(STRANGER, "70-0001", "a"))
        assert refused.value.code == "not_allowed"
        assert STRANGER not in str(refused.value)
        assert twilio.requests == []
