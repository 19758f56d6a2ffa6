"""Nobody is texted by mistake from a trial or a developer's machine."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from complaint_center.domain.delivery import Outgoing, PermanentFailure, ProviderState, Sent, SmsSender


@dataclass(frozen=True)
class OnlyAllowedRecipients:
    """A text provider that refuses every number but `allowed` (E.164) before the provider hears of it."""

    provider: SmsSender
    allowed: frozenset[str]

    def send(self, message: Outgoing) -> Sent:
        """Raises PermanentFailure `not_allowed`, and whatever the provider raises."""
        if message.to not in self.allowed:
            raise PermanentFailure("not_allowed", "outside production only SMS_ALLOWED_RECIPIENTS are texted")
        return self.provider.send(message)

    def find_sent(self, to: str, body: str, since: datetime, known: Collection[str] = ()) -> Sent | None:
        return self.provider.find_sent(to, body, since, known)

    def fetch_state(self, provider_id: str) -> ProviderState:
        return self.provider.fetch_state(provider_id)
