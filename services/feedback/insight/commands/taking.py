"""Takes what members and feedback tell into happenings."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from zoneinfo import ZoneInfo

from services.common.clock import Clock
from services.feedback.insight.commands.ports import Happenings
from services.feedback.insight.domain.bucket import changed_by
from services.feedback.insight.domain.happening import (
    LEAVING,
    REFUND,
    RETURNING,
    Change,
    Happening,
    Leave,
    Move,
    Zone,
)
from services.feedback.insight.domain.period import local_day
from services.feedback.programme.domain import FALLBACK_ZONE


class Taking:
    """Happenings come with the zone that the brand had when they came, in the feed's order."""

    def __init__(self, happenings: Happenings, clock: Clock) -> None:
        self._happenings = happenings
        self._clock = clock

    async def take(self, changes: Sequence[Change]) -> None:
        """Take changes in their order; a repeat changes nothing."""
        zones = dict(await self._happenings.zones())
        for is_fact, group in groupby(changes, key=lambda each: isinstance(each, Happening)):
            if is_fact:
                await self._add([each for each in group if isinstance(each, Happening)], zones)
                continue
            for change in group:
                await self._change(change, zones)

    async def _change(self, change: Change, zones: dict[str, str]) -> None:
        match change:
            case Zone(brand, name):
                await self._happenings.keep_zone(brand, name)
                zones[brand] = name
            case Move():
                await self._move(change, zones)
            case Leave(brand, member_id, at):
                left = Happening(f"{member_id}/left", brand, member_id, LEAVING, at)
                await self._add([left], zones)
                await self._happenings.forget(brand, member_id)

    async def _move(self, move: Move, zones: Mapping[str, str]) -> None:
        days = await self._happenings.days_of(
            move.brand, move.old, move.merge_id if move.undone else ""
        )
        # Marked first: whoever is stopped behind the move would find no happenings to mark.
        await self._mark(move.brand, days, zones)
        await self._happenings.move(move)
        kind = RETURNING if move.undone else LEAVING
        ends = Happening(f"{move.merge_id}/{kind}", move.brand, move.old, kind, move.at)
        await self._add([ends], zones)
        await self._mark(move.brand, days, zones)

    async def _add(self, happenings: Sequence[Happening], zones: Mapping[str, str]) -> None:
        dated = [(happening, _day(happening, zones)) for happening in happenings]
        await self._happenings.add(dated)
        # Also for repeats: whoever was stopped between the two writes comes again.
        for brand in dict.fromkeys(happening.brand for happening in happenings):
            refunded = {
                each.order for each in happenings if each.brand == brand and each.kind == REFUND
            }
            days = {day for happening, day in dated if happening.brand == brand}
            if refunded:
                days |= set(await self._happenings.days_of_orders(brand, refunded))
            await self._mark(brand, days, zones)

    async def _mark(self, brand: str, days: Iterable[date], zones: Mapping[str, str]) -> None:
        now = self._clock.now()
        today = local_day(now, _zone(brand, zones))
        changed = {period for day in days for period in changed_by(day, today)}
        await self._happenings.mark(brand, changed, now)


def _day(happening: Happening, zones: Mapping[str, str]) -> date:
    return local_day(happening.at, _zone(happening.brand, zones))


def _zone(brand: str, zones: Mapping[str, str]) -> ZoneInfo:
    return ZoneInfo(zones.get(brand, FALLBACK_ZONE))
