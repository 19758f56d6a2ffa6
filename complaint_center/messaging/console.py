"""Messages that go no further than the log: the default, so that a first run texts and mails nobody."""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import datetime
from hashlib import sha256

from complaint_center.domain.delivery import DeliveryState, Outgoing, ProviderState, Sent
from complaint_center.domain.phones import mask

log = logging.getLogger(__name__)


class ConsoleSms:
    """Logs each text under a masked number and calls it delivered."""

    def send(self, message: Outgoing) -> Sent:
        log.info("SMS to %s: %s", mask(message.to), message.body)
        return _delivered(message)

    def find_sent(self, to: str, body: str, since: datetime, known: Collection[str] = ()) -> Sent | None:
        """Never anything: a log line is written or it is not, and nobody minds a second one."""
        return None

    def fetch_state(self, provider_id: str) -> ProviderState:
        return ProviderState(DeliveryState.DELIVERED)


class ConsoleMail:
    """Logs each e-mail under a masked address and calls it delivered."""

    def send(self, message: Outgoing) -> Sent:
        log.info("mail to %s: %s\n%s", mask_address(message.to), message.subject, message.body)
        return _delivered(message)


def mask_address(address: str) -> str:
    """`somchai@example.go.th` as `s***@example.go.th`."""
    name, _, host = address.rpartition("@")
    return f"{name[:1]}***@{host}"


def _delivered(message: Outgoing) -> Sent:
    return Sent(f"console-{sha256(message.key.encode()).hexdigest()[:32]}", DeliveryState.DELIVERED)
