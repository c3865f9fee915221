"""The job that gathers what replays send again."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from datetime import datetime
from typing import Protocol

from services.common.clock import Clock
from services.common.setting_aside import passes_by_itself
from services.common.telemetry import log
from services.feedback.partners.domain.delivery import Delivery, delivery_id, lane_id
from services.feedback.partners.domain.message import Message
from services.feedback.partners.domain.replay import DELIVERIES_MAX, Replay, ReplayState

PAUSE_S = 1.0
BATCH_MAX = 1_000

_log = log("feedback.partners")


class Turn(Protocol):
    """A lease: one process at a time gathers."""

    async def acquire(self) -> bool: ...


class Past(Protocol):
    """The past of one feed."""

    def recorded(self, begin: datetime, end: datetime) -> AsyncGenerator[Sequence[Message], None]:
        """The messages of all brands that were recorded in this span, and perhaps some beside
        it, in batches; it ends with the span."""
        ...


class Replays(Protocol):
    """Replays of all brands, and what they gather."""

    async def unfinished(self) -> Sequence[Replay]:
        """Replays that gather or send, the oldest first."""
        ...

    async def gather(self, deliveries: Sequence[Delivery]) -> int:
        """Keep deliveries without a number; how many are new."""
        ...

    async def begin(self, replay: Replay) -> int:
        """Number the deliveries of each lane in the order of time, and let all lanes be due; how
        many deliveries there are."""
        ...

    async def has_waiting(self, replay: Replay) -> bool: ...

    async def discard(self, replay: Replay) -> None:
        """Delete what was gathered."""
        ...

    async def put(self, replay: Replay, state: ReplayState, deliveries: int) -> None: ...


class ReplayJob:
    """Gathers one replay after another. After a crash it gathers again, and keeps each delivery
    once."""

    def __init__(
        self,
        replays: Replays,
        past: Sequence[Past],
        turn: Turn,
        clock: Clock,
        wake: Callable[[], None],
    ) -> None:
        self._replays = replays
        self._past = past
        self._turn = turn
        self._clock = clock
        self._wake = wake

    async def run(self) -> None:
        """Gather until cancelled."""
        while True:
            try:
                if await self._turn.acquire():
                    await self.advance()
            except Exception as error:
                _log.error("replays_wait", error=repr(error))
            await asyncio.sleep(PAUSE_S)

    async def advance(self) -> None:
        """Gather what was asked for, and see which replays have ended."""
        for replay in await self._replays.unfinished():
            try:
                await self._advance(replay)
            except Exception as error:
                if passes_by_itself(error):
                    raise
                # One brand's replay that cannot be gathered stops no other.
                _log.error("replay_waits", brand=replay.brand, replay=replay.id, error=repr(error))

    async def _advance(self, replay: Replay) -> None:
        if replay.state is ReplayState.GATHERING:
            await self._gather(replay)
        elif not await self._replays.has_waiting(replay):
            await self._replays.put(replay, ReplayState.DONE, replay.deliveries)

    async def _gather(self, replay: Replay) -> None:
        gathered = 0
        for past in self._past:
            async with aclosing(past.recorded(replay.begin, replay.end)) as batches:
                async for messages in batches:
                    # One that takes long keeps its turn.
                    await self._turn.acquire()
                    wanted = [m for m in messages if replay.has(m)]
                    for start in range(0, len(wanted), BATCH_MAX):
                        some = wanted[start : start + BATCH_MAX]
                        gathered += await self._replays.gather(
                            [self._delivery(replay, message) for message in some]
                        )
                    if gathered > DELIVERIES_MAX:
                        await self._replays.discard(replay)
                        await self._replays.put(replay, ReplayState.TOO_LARGE, 0)
                        return
        count = await self._replays.begin(replay)
        await self._replays.put(replay, ReplayState.SENDING, count)
        self._wake()

    def _delivery(self, replay: Replay, message: Message) -> Delivery:
        return Delivery(
            id=delivery_id(replay.endpoint, replay.id, message.id),
            lane=lane_id(replay.endpoint, message.member, replay.id),
            endpoint=replay.endpoint,
            message=message,
            seq=0,
            replay=replay.id,
            queued_at=self._clock.now(),
        )
