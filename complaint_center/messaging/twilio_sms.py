"""Texts through Twilio's Messages API, by Twilio's own client.

No request is repeated here: whether and when is the outbox's business. Twilio has no idempotency key, so a
text whose sending broke off is looked for in Twilio's list (`find_sent`) before anybody sends it again.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

from requests.exceptions import ConnectTimeout, RequestException
from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client
from twilio.rest.api.v2010.account.message import MessageInstance
from urllib3.exceptions import NewConnectionError

from complaint_center.domain.delivery import (
    DeliveryState,
    Outgoing,
    PermanentFailure,
    ProviderState,
    Sent,
    SetupFailure,
    TemporaryFailure,
    UncertainOutcome,
)

DEFAULT_API_URL = "https://api.twilio.com"
CALLBACK_PATH = "/twilio/status"

TIMEOUT_SECONDS = 15.0
"""For connecting, and again for the answer."""

LISTED = 200
"""Texts to one number that are read to find one; far more than anybody gets in a day."""

CLOCK_DIFFERENCE = timedelta(minutes=2)
"""How far Twilio's clock, which counts whole seconds, may be behind ours."""

BUSY = frozenset({20429, 21611, 30001})
"""Codes for too many requests, a sender's full queue, a full account queue."""

RECIPIENT_REFUSED = frozenset({21211, 21408, 21610, 21612, 21614, *range(30003, 30009)})
"""Codes that speak about this number: invalid, region closed, opted out, unreachable, no mobile, blocked."""

SETTINGS_WRONG = frozenset({20003, 21212, 21603, 21606, 21608, 21659, 21660, 21701, 21703, 21705, 30002})
"""Codes that speak about our account, password, sender or messaging service."""

STATES = {
    "accepted": DeliveryState.ACCEPTED,
    "scheduled": DeliveryState.ACCEPTED,
    "queued": DeliveryState.ACCEPTED,
    "sending": DeliveryState.ACCEPTED,
    "sent": DeliveryState.SENT,
    "delivered": DeliveryState.DELIVERED,
    "read": DeliveryState.DELIVERED,
    "undelivered": DeliveryState.FAILED,
    "failed": DeliveryState.FAILED,
    "canceled": DeliveryState.FAILED,
}

# Twilio's client logs addresses with whole telephone numbers at INFO.
_quiet = logging.getLogger(f"{__name__}.http")
_quiet.setLevel(logging.WARNING)


class TwilioSms:
    """A text provider. Exactly one of `sender` (number or name) and `messaging_service_sid` is used.

    Failures never carry the client's own exception along: its text may repeat a whole telephone number.
    """

    def __init__(
        self,
        account_sid: str,
        auth_token: str,
        *,
        public_url: str,
        sender: str | None = None,
        messaging_service_sid: str | None = None,
        api_url: str = DEFAULT_API_URL,
        timeout: float = TIMEOUT_SECONDS,
    ) -> None:
        self._client = _client(account_sid, auth_token, api_url, timeout)
        self._origin = {"messaging_service_sid": messaging_service_sid} if messaging_service_sid else {"from_": sender}
        self._status_callback = status_callback_url(public_url)

    def send(self, message: Outgoing) -> Sent:
        """Hand the text over. Raises what `Sender.send` raises."""
        try:
            created = self._client.messages.create(
                to=message.to, body=message.body, status_callback=self._status_callback, **self._origin
            )
        except (TwilioRestException, TwilioServiceException) as refusal:
            raise _send_failure(refusal) from None
        except RequestException as error:
            raise _connection_failure(error) from None
        except ValueError:
            raise UncertainOutcome("unreadable answer to a sent text") from None
        return Sent(created.sid, DeliveryState.ACCEPTED)

    def find_sent(self, to: str, body: str, since: datetime, known: Collection[str] = ()) -> Sent | None:
        """The text in Twilio's list. Whether it arrived is learnt as for any other: told later, or asked.

        Not filtered by date there: Twilio filters by the date of sending, and a text still queued has none.
        """
        try:
            listed = self._client.messages.list(to=to, limit=LISTED)
        except (TwilioException, RequestException, ValueError) as error:
            raise _question_failure(error) from None
        new = (text for text in listed if text.sid not in known)
        found = next((text for text in new if _is_this_text(text, body, since)), None)
        return Sent(found.sid, DeliveryState.ACCEPTED) if found else None

    def fetch_state(self, provider_id: str) -> ProviderState:
        """What Twilio says of a text now."""
        try:
            text = self._client.messages(provider_id).fetch()
        except (TwilioException, RequestException, ValueError) as error:
            raise _question_failure(error) from None
        return _provider_state(text.status, text.error_code)


def status_callback_url(public_url: str) -> str | None:
    """Where Twilio shall post what becomes of a text; None when only this machine can reach the service."""
    host = urlsplit(public_url).hostname or "localhost"
    return None if _is_loopback(host) else public_url.rstrip("/") + CALLBACK_PATH


def is_signed_by_twilio(auth_token: str, url: str, params: Mapping[str, str], signature: str) -> bool:
    """Whether a callback to `url` (as Twilio was given it) with these form fields comes from Twilio."""
    return bool(RequestValidator(auth_token).validate(url, params, signature))


def read_callback(params: Mapping[str, str]) -> tuple[str, ProviderState]:
    """The provider's id of a text and what became of it. ValueError when it is not a status callback."""
    sid, status = params.get("MessageSid"), params.get("MessageStatus")
    if not sid or not status:
        raise ValueError("not a status callback")
    return sid, _provider_state(status, params.get("ErrorCode"))


def _client(account_sid: str, auth_token: str, api_url: str, timeout: float) -> Client:
    # A kept connection that Twilio has just closed would make the next send look interrupted: no pool.
    http = TwilioHttpClient(pool_connections=False, timeout=timeout, logger=_quiet)
    # Given no `environment`, the client reads TWILIO_EDGE and TWILIO_REGION past our configuration.
    settings = {"TWILIO_ACCOUNT_SID": account_sid, "TWILIO_AUTH_TOKEN": auth_token}
    client = Client(environment=settings, http_client=http)
    client.api.base_url = api_url
    return client


def _is_this_text(text: MessageInstance, body: str, since: datetime) -> bool:
    # A trial account puts a sentence of Twilio's before the body.
    if text.direction != "outbound-api" or not (text.body or "").endswith(body):
        return False
    return text.date_created is not None and text.date_created >= since - CLOCK_DIFFERENCE


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _provider_state(status: str, error_code: int | str | None) -> ProviderState:
    # A status that Twilio may invent tomorrow says no more than that it has the text.
    state = STATES.get(status, DeliveryState.ACCEPTED)
    return ProviderState(state, str(error_code or ""))


def _send_failure(refusal: TwilioRestException | TwilioServiceException) -> Exception:
    status, code, text = refusal.status, str(refusal.code), _explain(refusal)
    if refusal.code in RECIPIENT_REFUSED:
        return PermanentFailure(code, text)
    if status in (429, 503) or refusal.code in BUSY:
        return TemporaryFailure(code, text)
    if status == 408 or status >= 500:
        return UncertainOutcome(text)
    if status in (401, 403, 404) or status < 400 or refusal.code in SETTINGS_WRONG:
        return SetupFailure(code, f"check the TWILIO_ settings: {text}")
    return PermanentFailure(code, text)


def _connection_failure(error: RequestException) -> Exception:
    if _never_left(error):
        return TemporaryFailure("unreachable", "no connection to Twilio")
    return UncertainOutcome(f"connection to Twilio broke off ({type(error).__name__})")


def _never_left(error: RequestException) -> bool:
    cause = error.args[0] if error.args else None
    return isinstance(error, ConnectTimeout) or isinstance(getattr(cause, "reason", None), NewConnectionError)


def _question_failure(error: Exception) -> TemporaryFailure | PermanentFailure:
    status = getattr(error, "status", None)
    if status == 404:
        return PermanentFailure(str(getattr(error, "code", status)), "Twilio knows no such text")
    if status in (401, 403):
        return SetupFailure(str(getattr(error, "code", status)), "check the TWILIO_ settings")
    return TemporaryFailure("no_answer", f"Twilio did not answer a question ({type(error).__name__})")


def _explain(refusal: TwilioRestException | TwilioServiceException) -> str:
    said = refusal.msg if isinstance(refusal, TwilioRestException) else refusal.title
    return f"HTTP {refusal.status}: " + re.sub(r"\+?\d[\d -]{6,}\d", "…", said)[:200]
