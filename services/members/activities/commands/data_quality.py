"""Counting what channels send: in this process, and every few seconds in the database.

A count beside each transaction would be one document that all batches of a channel change, and they
would wait for one another. So counts may be lost with a process; activities never are.
"""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Protocol, TypeAlias

from services.common import telemetry
from services.common.clock import Clock
from services.members.activities.commands.recording import Recorded, RecordState
from services.members.activities.domain.activity import CHANNEL_CHARS_MAX, Activity
from services.members.activities.domain.data_quality import UNNAMED, ChannelDay, Counts
from services.members.programme.commands.rulebook import RuleBook

PAUSE_S = 2.0
CHANNELS_MAX = 100
"""Names of channels that are counted by themselves in a brand and day."""
WAITING_MAX = 1_000
"""Brands, days and channels that are counted here and not kept yet."""

Key: TypeAlias = tuple[str, date, str]
"""Brand, day and channel."""

_log = telemetry.log("data_quality")


class QualityStore(Protocol):
    """The counts of all processes."""

    async def channels(self, brand: str, day: date) -> Collection[str]:
        """The channels that are counted on that day."""

    async def add(self, counts: Mapping[Key, Counts]) -> None:
        """Add to what is kept."""

    async def page(
        self, brand: str, first: date, last: date, before: tuple[date, str] | None, limit: int
    ) -> Sequence[ChannelDay]:
        """Days from `first` to `last`, the latest first, each by channel; behind `before`."""


class DataQuality:
    """Counts results of activities by channel and day, for operators."""

    def __init__(self, store: QualityStore, rulebook: RuleBook, clock: Clock) -> None:
        self._store = store
        self._rulebook = rulebook
        self._clock = clock
        self._waiting: dict[Key, Counts] = {}

    async def count(
        self, brand: str, activities: Sequence[Activity], results: Sequence[Recorded]
    ) -> None:
        """Count a call's activities by their results."""
        now = self._clock.now()
        day = (await self._rulebook.of(brand)).local_day(now)
        for activity, result in zip(activities, results, strict=True):
            counts = self._counts((brand, day, _name(activity.channel)))
            if result.state is RecordState.RECORDED:
                counts.record(activity.occurred_at, now)
            elif result.state is RecordState.REPEATED:
                counts.repeated += 1
            else:
                counts.reasons[getattr(result.refusal, "reason", "INTERNAL")] += 1

    def _counts(self, key: Key) -> Counts:
        if key not in self._waiting and len(self._waiting) >= WAITING_MAX:
            key = (key[0], key[1], UNNAMED)
        return self._waiting.setdefault(key, Counts())

    async def run(self) -> None:
        """Keep what is counted, until cancelled."""
        while True:
            await asyncio.sleep(PAUSE_S)
            try:
                await self.keep()
            except Exception as error:
                # Counts wait for the database to come back; nothing else depends on them.
                _log.warning("counts_not_kept", error=str(error))

    async def keep(self) -> None:
        """Add the counts of this process to those that are kept."""
        taken, self._waiting = self._waiting, {}
        if not taken:
            return
        try:
            await self._store.add(await self._bounded(taken))
        except BaseException:
            for key, counts in taken.items():
                self._counts(key).add(counts)
            raise

    async def _bounded(self, taken: Mapping[Key, Counts]) -> Mapping[Key, Counts]:
        """`taken`, with new channels as one where a brand and day has too many of them."""
        bounded: dict[Key, Counts] = {}
        known = {
            (brand, day): set(await self._store.channels(brand, day))
            for brand, day in {(brand, day) for brand, day, _ in taken}
        }
        for (brand, day, channel), counts in taken.items():
            channels = known[brand, day]
            name = channel if channel in channels or len(channels) < CHANNELS_MAX else UNNAMED
            channels.add(name)
            bounded.setdefault((brand, day, name), Counts()).add(counts)
        return bounded


def _name(channel: str) -> str:
    is_name = 1 <= len(channel) <= CHANNEL_CHARS_MAX and "/" not in channel
    return channel if is_name else UNNAMED
