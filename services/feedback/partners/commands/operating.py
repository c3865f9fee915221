"""Operators look at deliveries, send them again, and ask for replays."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.common.clock import Clock
from services.common.ids import new_id
from services.feedback.partners.commands.endpoints import Endpoints, Request, checked_types
from services.feedback.partners.domain.delivery import Delivery
from services.feedback.partners.domain.endpoint import EndpointOff, State
from services.feedback.partners.domain.event_types import TEST_TYPE
from services.feedback.partners.domain.message import Message
from services.feedback.partners.domain.replay import Replay, checked_span


class DeliveryWrites(Protocol):
    """The deliveries of one brand, within one transaction."""

    async def again(self, delivery_id: str, now: datetime) -> Delivery:
        """Let a delivery be due at once: in its lane where it waits, else in a lane beside the
        order. Raises DeliveryNotFound and EndpointOff."""
        ...

    async def test(self, endpoint_id: str, message: Message, now: datetime) -> Delivery:
        """Queue a message for one endpoint, beside the order. Raises EndpointNotFound and
        EndpointOff."""
        ...


class DeliveryStore(Protocol):
    """The deliveries of all brands."""

    async def once(
        self, request: Request, change: Callable[[DeliveryWrites], Awaitable[Delivery]]
    ) -> tuple[Delivery, bool]:
        """Run `change` once for this request; its delivery, and True for a repeat."""
        ...

    async def open_of(self, endpoint_id: str, after: str, limit: int) -> Sequence[Delivery]:
        """Those that wait or were given up, after the place `after`, the oldest first."""
        ...

    async def tried_of(self, endpoint_id: str, after: str, limit: int) -> Sequence[Delivery]:
        """Those that were tried, after the place `after`, the one that was tried last first."""
        ...


class ReplayWrites(Protocol):
    """The replays of one brand, within one transaction."""

    async def add(self, replay: Replay) -> None:
        """Raises TooManyReplays."""
        ...


class ReplayStore(Protocol):
    """The replays of all brands."""

    async def once(
        self, request: Request, change: Callable[[ReplayWrites], Awaitable[Replay]]
    ) -> tuple[Replay, bool]:
        """Run `change` once for this request; its replay, and True for a repeat."""
        ...


@dataclass(frozen=True, slots=True)
class DeliveryDesk:
    """What operators do with deliveries."""

    endpoints: Endpoints
    deliveries: DeliveryStore
    replays: ReplayStore
    clock: Clock
    wake: Callable[[], None]

    async def backlog(
        self, brand: str, endpoint_id: str, after: str, limit: int
    ) -> Sequence[Delivery]:
        """Deliveries that wait or were given up, the oldest first. Raises EndpointNotFound."""
        await self.endpoints.get(brand, endpoint_id)
        return await self.deliveries.open_of(endpoint_id, after, limit)

    async def attempts(
        self, brand: str, endpoint_id: str, after: str, limit: int
    ) -> Sequence[Delivery]:
        """Deliveries that were tried, the last first. Raises EndpointNotFound."""
        await self.endpoints.get(brand, endpoint_id)
        return await self.deliveries.tried_of(endpoint_id, after, limit)

    async def resend(self, request: Request, delivery_id: str) -> tuple[Delivery, bool]:
        """Send a delivery again. Raises DeliveryNotFound and EndpointOff."""

        async def change(deliveries: DeliveryWrites) -> Delivery:
            return await deliveries.again(delivery_id, self.clock.now())

        answer = await self.deliveries.once(request, change)
        self.wake()
        return answer

    async def test(self, request: Request, endpoint_id: str) -> tuple[Delivery, bool]:
        """Send an endpoint a message of no event. Raises EndpointNotFound and EndpointOff."""
        now = self.clock.now()
        message = Message(new_id("wht"), request.brand, "", TEST_TYPE, now, now, {})

        async def change(deliveries: DeliveryWrites) -> Delivery:
            return await deliveries.test(endpoint_id, message, now)

        answer = await self.deliveries.once(request, change)
        self.wake()
        return answer

    async def replay(
        self,
        request: Request,
        endpoint_id: str,
        span: tuple[datetime, datetime | None],
        types: Sequence[str],
    ) -> tuple[Replay, bool]:
        """Send a span of time again. Raises EndpointNotFound, EndpointOff, EventTypeUnknown,
        ReplaySpanInvalid and TooManyReplays."""
        wanted = checked_types(types)

        async def change(replays: ReplayWrites) -> Replay:
            endpoint = await self.endpoints.get(request.brand, endpoint_id)
            if endpoint.state is not State.ENABLED:
                raise EndpointOff(endpoint.state)
            now = self.clock.now()
            begin, until = checked_span(*span, now)
            asked = Replay(
                new_id("whr"),
                request.brand,
                endpoint_id,
                begin,
                until,
                wanted or endpoint.types,
                now,
            )
            await replays.add(asked)
            return asked

        return await self.replays.once(request, change)
