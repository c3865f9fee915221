"""Queues what happens for the endpoints that want it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Protocol

from services.common.clock import Clock
from services.feedback.partners.domain.delivery import Delivery, delivery_id, lane_id
from services.feedback.partners.domain.endpoint import Endpoint
from services.feedback.partners.domain.message import Message


class WantingEndpoints(Protocol):
    """Endpoints that are on."""

    async def enabled(self, brands: Collection[str]) -> Mapping[str, Sequence[Endpoint]]:
        """By brand; a brand without one is absent."""
        ...


class Queue(Protocol):
    """The deliveries that wait."""

    async def add(self, deliveries: Sequence[Delivery]) -> int:
        """Number deliveries in their lanes, in this order, and let these be due; how many are new.
        One that was queued before is left out."""
        ...


class Queueing:
    """Queues messages; `wake` is called when some are new."""

    def __init__(
        self, endpoints: WantingEndpoints, queue: Queue, clock: Clock, wake: Callable[[], None]
    ) -> None:
        self._endpoints = endpoints
        self._queue = queue
        self._clock = clock
        self._wake = wake

    async def take(self, messages: Sequence[Message]) -> int:
        """Queue each message for the endpoints of its brand that want it; how many are new."""
        enabled = await self._endpoints.enabled({message.brand for message in messages})
        now = self._clock.now()
        wanted = [
            Delivery(
                id=delivery_id(endpoint.id, "", message.id),
                lane=lane_id(endpoint.id, message.member),
                endpoint=endpoint.id,
                message=message,
                seq=0,
                replay="",
                queued_at=now,
            )
            for message in messages
            for endpoint in enabled.get(message.brand, ())
            # A feed that begins at an instant brings some of the minutes before it too.
            if endpoint.wants(message.type) and message.recorded_at >= endpoint.made_at
        ]
        queued = await self._queue.add(wanted) if wanted else 0
        if queued:
            self._wake()
        return queued
