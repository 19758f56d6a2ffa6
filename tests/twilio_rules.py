"""What Twilio's Messages API says and refuses, without a network: the rules behind `twilio_server`."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import sha1
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import phonenumbers

API_VERSION = "2010-04-01"
LONGEST_BODY = 1600


@dataclass(eq=False)
class ApiError(Exception):
    """A refusal in Twilio's words."""

    status: int
    code: int
    message: str

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "message": self.message,
            "more_info": f"https://www.twilio.com/docs/errors/{self.code}",
            "status": self.status,
        }


NOT_AUTHENTICATED = ApiError(401, 20003, "Authenticate")
TOO_MANY_REQUESTS = ApiError(429, 20429, "Too Many Requests")
BROKEN = ApiError(500, 20500, "An internal server error has occurred")
UNAVAILABLE = ApiError(503, 20503, "Service unavailable")
NOT_FOUND = ApiError(404, 20404, "The requested resource was not found")


def callback_params(text: Mapping[str, Any]) -> dict[str, str]:
    """The form fields of a status callback."""
    params = {
        "AccountSid": text["account_sid"],
        "ApiVersion": API_VERSION,
        "From": text["from"] or "",
        "MessageSid": text["sid"],
        "MessageStatus": text["status"],
        "SmsSid": text["sid"],
        "SmsStatus": text["status"],
        "To": text["to"],
    }
    return params | ({"ErrorCode": str(text["error_code"])} if text["error_code"] else {})


def sign(token: str, url: str, params: Mapping[str, str]) -> str:
    """HMAC-SHA1, in base 64, of the address followed by all fields' names and values in the names' order."""
    content = url + "".join(name + params[name] for name in sorted(params))
    return base64.b64encode(hmac.new(token.encode(), content.encode(), sha1).digest()).decode()


def check_new_text(params: Mapping[str, str]) -> None:
    """Refuse what Twilio refuses at once."""
    if not params.get("Body"):
        raise ApiError(400, 21602, "Message body is required")
    if len(params["Body"]) > LONGEST_BODY:
        raise ApiError(400, 21617, "The concatenated message body exceeds the 1600 character limit")
    if not params.get("From") and not params.get("MessagingServiceSid"):
        raise ApiError(400, 21603, "A 'From' phone number is required")
    check_recipient(params.get("To", ""))


def check_recipient(to: str) -> None:
    try:
        number = phonenumbers.parse(to)
    except phonenumbers.NumberParseException:
        raise ApiError(400, 21211, f"Invalid 'To' Phone Number: {to}") from None
    if not phonenumbers.is_possible_number(number):
        raise ApiError(400, 21211, f"Invalid 'To' Phone Number: {to}")
    if phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.FIXED_LINE:
        raise ApiError(400, 21614, f"'To' number is not a valid mobile number: {to}")


def new_text(account_sid: str, params: Mapping[str, str]) -> dict[str, Any]:
    sid, created = f"SM{uuid4().hex}", format_datetime(datetime.now(UTC))
    service = params.get("MessagingServiceSid")
    uri = f"/{API_VERSION}/Accounts/{account_sid}/Messages/{sid}"
    return {
        "account_sid": account_sid,
        "api_version": API_VERSION,
        "body": params["Body"],
        "date_created": created,
        "date_sent": None,
        "date_updated": created,
        "direction": "outbound-api",
        "error_code": None,
        "error_message": None,
        "from": None if service else params["From"],
        "messaging_service_sid": service,
        "num_media": "0",
        "num_segments": "0" if service else "1",
        "price": None,
        "price_unit": None,
        "sid": sid,
        "status": "accepted" if service else "queued",
        "subresource_uris": {"media": f"{uri}/Media.json"},
        "to": params["To"],
        "uri": f"{uri}.json",
    }


def matches(text: Mapping[str, Any], params: Mapping[str, str]) -> bool:
    """The list's filters. A text not yet sent has no date of sending and is left out by any filter on it."""
    if params.get("To", text["to"]) != text["to"] or params.get("From", text["from"]) != text["from"]:
        return False
    wanted = {name: value for name, value in params.items() if name.startswith("DateSent")}
    if not wanted:
        return True
    if text["date_sent"] is None:
        return False
    sent = datetime.strptime(text["date_sent"], "%a, %d %b %Y %H:%M:%S %z").date().isoformat()
    return all(
        {"DateSent": sent == day[:10], "DateSent<": sent <= day[:10], "DateSent>": sent >= day[:10]}[name]
        for name, day in wanted.items()
    )


def page_uri(path: str, params: Mapping[str, str], size: int, page: int) -> str:
    return f"{path}?{urlencode({**params, 'PageSize': size, 'Page': page})}"
