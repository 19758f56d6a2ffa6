"""The hours of the demo's story: the clock is swept as the worker does it, and the messages go to nobody."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime

from complaint_center.domain.delivery import DeliveryState, Outgoing, ProviderState, Senders, Sent
from complaint_center.domain.office import Office
from complaint_center.services.delivery import deliver
from complaint_center.services.escalation import sweep


def pass_an_hour(office: Office, now: datetime) -> None:
    """The worker's hour in one go; its messages are shown as delivered."""
    sweep(office, now)
    deliver(office, Senders(sms=Nowhere(), mail=Nowhere()), lambda: now)


class Nowhere:
    """Takes every message and sends none."""

    def send(self, message: Outgoing) -> Sent:
        return Sent(f"demo-{secrets.token_hex(8)}", DeliveryState.DELIVERED)

    def find_sent(self, to: str, body: str, since: datetime, known: Collection[str] = ()) -> Sent | None:
        return None

    def fetch_state(self, provider_id: str) -> ProviderState:
        return ProviderState(DeliveryState.DELIVERED)
