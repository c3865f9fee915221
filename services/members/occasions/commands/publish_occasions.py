"""Publishing what is due: a slice of members in each transaction, each occasion once."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol

from services.common.civil_calendar import lunar_of
from services.members.context import MembersContext
from services.members.events.commands import PublishingUnit
from services.members.events.domain import OccasionDue
from services.members.occasions.commands.tier_ends import (
    JudgedMembers,
    Judgement,
    TierEndsUnit,
    tier_ends,
)
from services.members.occasions.domain.days import birthday_keys, days_due, days_of_anniversaries
from services.members.occasions.domain.occasion import Occasion, OccasionKey, OccasionKind
from services.members.occasions.domain.progress import Begun, Celebrated, Day, Progress
from services.members.occasions.domain.section import OccasionsSection, occasions_section
from services.members.programme.domain.rules import Rules
from services.members.tiers.domain.ladder import Source
from services.members.transactions import Transactions

SLICE = 200
"""Members in one transaction."""
OVERLAP = timedelta(minutes=2)
"""What was set so long before the last look may have been committed after it."""

StillOurs = Callable[[], Awaitable[bool]]
"""Renews the lease; False when another worker has taken over."""


class OccasionsReader(Protocol):
    """Finds members by their days, outside of a transaction."""

    async def brands(self) -> Sequence[str]:
        """The brands that have a programme."""

    async def progress(self, brand: str) -> Progress:
        """How far the brand is."""

    async def keep_progress(self, brand: str, progress: Progress) -> None:
        """Remember it; a day that is done stays done."""

    async def born_on(
        self, brand: str, keys: Collection[str], after: str, limit: int, since: datetime | None
    ) -> Sequence[Celebrated]:
        """Members with one of the birthdays, by id, from behind the id `after`.

        `since`: only those who have set it from then on.
        """

    async def begun(
        self,
        brand: str,
        kind: OccasionKind,
        day: Day,
        after: Begun | None,
        limit: int,
    ) -> Sequence[Begun]:
        """Members who were enrolled, or first ordered, on that day, in an order that stays."""


class OccasionsUnit(Protocol):
    """This room's part of a transaction."""

    async def published(
        self, brand: str, keys: Collection[OccasionKey]
    ) -> Mapping[OccasionKey, date]:
        """Those that were published, with the days on which they were kept."""

    async def keep(self, brand: str, occasions: Sequence[Occasion], at: datetime) -> None:
        """Write new ones; a race for one is lost, and run again."""


class PublishingOccasionsUnit(PublishingUnit, TierEndsUnit, Protocol):
    """A transaction that publishes occasions."""

    @property
    def occasions(self) -> OccasionsUnit: ...


class OccasionsStore(Transactions[PublishingOccasionsUnit], Protocol):
    """The storage of this room."""

    @property
    def occasions(self) -> OccasionsReader: ...
    @property
    def tiers(self) -> JudgedMembers: ...


Context = MembersContext[OccasionsStore]


async def publish_due(ctx: Context, brand: str, still_ours: StillOurs) -> int:
    """Publish what the brand has due; how many occasions were new.

    A day is done once it is published whole, so it may stop anywhere and begin again. On a day that
    is done, birthdays that were set since are looked for.
    """
    rules = await ctx.rulebook.of(brand)
    section = occasions_section(rules)
    if not section.leads:
        return 0
    now = ctx.clock.now()
    today = rules.local_day(now)
    progress = await ctx.store.occasions.progress(brand)
    work = _Publishing(ctx, brand, rules, section, still_ours)
    days = days_due(progress.done, today)
    for day in days:
        if not await work.day(day):
            return work.count
        await ctx.store.occasions.keep_progress(brand, Progress(day, now))
    if not days and OccasionKind.BIRTHDAY in section.leads:
        looked = min(progress.looked_at or now, now) - OVERLAP
        if await work.birthdays(today, since=looked):
            await ctx.store.occasions.keep_progress(brand, Progress(progress.done, now))
    return work.count


class _Publishing:
    """The days of one brand, a slice at a time. Each method is False when another took over."""

    def __init__(
        self,
        ctx: Context,
        brand: str,
        rules: Rules,
        section: OccasionsSection,
        still_ours: StillOurs,
    ) -> None:
        self._ctx = ctx
        self._brand = brand
        self._rules = rules
        self._section = section
        self._still_ours = still_ours
        self.count = 0

    async def day(self, day: date) -> bool:
        """Everything that is due on the local `day`."""
        if not await self.birthdays(day, since=None):
            return False
        for kind in (OccasionKind.ENROLMENT_ANNIVERSARY, OccasionKind.FIRST_ORDER_ANNIVERSARY):
            for lead in self._section.leads.get(kind, ()):
                if not await self._anniversaries(kind, day + timedelta(days=lead), lead):
                    return False
        for lead in self._section.leads.get(OccasionKind.TIER_ENDS, ()):
            for source in Source:
                if not await self._tier_ends(source, day + timedelta(days=lead), lead):
                    return False
        return True

    async def birthdays(self, day: date, since: datetime | None) -> bool:
        """The birthdays that are due on the `day`; `since`: only those set from then on."""
        for lead in self._section.leads.get(OccasionKind.BIRTHDAY, ()):
            on = day + timedelta(days=lead)
            keys = birthday_keys(on, lunar_of(on), self._section.leap_day)
            after = ""
            while found := await self._ctx.store.occasions.born_on(
                self._brand, keys, after, SLICE, since
            ):
                due = [
                    Occasion(one.member_id, OccasionKind.BIRTHDAY, keys[one.key], on, lead)
                    for one in found
                ]
                if not await self._publish(due):
                    return False
                after = found[-1].member_id
        return True

    async def _anniversaries(self, kind: OccasionKind, on: date, lead: int) -> bool:
        for first in days_of_anniversaries(on, self._section.leap_day):
            begins_at = self._rules.midnight(first)
            ends_at = self._rules.midnight(first + timedelta(days=1))
            remembered = Day(first, begins_at, ends_at)
            after: Begun | None = None
            while found := await self._ctx.store.occasions.begun(
                self._brand, kind, remembered, after, SLICE
            ):
                years = on.year - first.year
                due = [Occasion(one.member_id, kind, on.year, on, lead, years) for one in found]
                if not await self._publish(due):
                    return False
                after = found[-1]
        return True

    async def _tier_ends(self, source: Source, on: date, lead: int) -> bool:
        now, until = self._ctx.clock.now(), self._rules.midnight(on)
        after: Judgement | None = None
        # Who is judged before that day on one ladder may be judged on it on another.
        while found := await self._ctx.store.tiers.judged_until(
            source, self._brand, now, until, after, SLICE
        ):
            ids = [member_id for member_id, _ in found]

            async def find(
                unit: PublishingOccasionsUnit, ids: Sequence[str] = ids
            ) -> Sequence[Occasion]:
                return await tier_ends(unit, self._rules, self._brand, source, ids, on, lead, now)

            if not await self._publish_those(find):
                return False
            after = found[-1]
        return True

    async def _publish(self, due: Sequence[Occasion]) -> bool:
        async def find(_: PublishingOccasionsUnit) -> Sequence[Occasion]:
            return due

        return await self._publish_those(find)

    async def _publish_those(
        self, find: Callable[[PublishingOccasionsUnit], Awaitable[Sequence[Occasion]]]
    ) -> bool:
        async def work(unit: PublishingOccasionsUnit) -> int:
            due = await find(unit)
            keys = {key for occasion in due for key in occasion.neighbours()}
            known = await unit.occasions.published(self._brand, keys)
            new = [
                occasion
                for occasion in due
                if not any(
                    occasion.repeats(key, known[key])
                    for key in occasion.neighbours()
                    if key in known
                )
            ]
            now = self._ctx.clock.now()
            await unit.occasions.keep(self._brand, new, now)
            await unit.events.publish(self._brand, [self._event(each) for each in new], now)
            return len(new)

        self.count += await self._ctx.store.transact(work)
        return await self._still_ours()

    def _event(self, occasion: Occasion) -> OccasionDue:
        return OccasionDue(
            member_id=occasion.member_id,
            kind=occasion.kind.value,
            on=occasion.on,
            lead_days=occasion.lead_days,
            key=_key(occasion),
            begins_at=self._rules.midnight(occasion.on),
            years=occasion.years,
            tier_end=occasion.tier_end,
        )


def _key(occasion: Occasion) -> str:
    end = occasion.tier_end
    if end is None:
        return f"{occasion.kind}/{occasion.year}"
    return f"{occasion.kind}/{end.ladder}/{occasion.on.isoformat()}"
