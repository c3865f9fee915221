"""What goes on by itself: editions open and are counted, and others are told of posts."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from itertools import groupby

from services.common.leased_job import Lease, run_leased
from services.common.passed_over import PassedOver
from services.common.setting_aside import passes_by_itself
from services.common.telemetry import log
from services.feedback.programme.domain import FALLBACK_LANGUAGE
from services.feedback.topics.commands.context import TopicsContext, sort_of_days
from services.feedback.topics.commands.store import Activities, Changing, Drafts, Team
from services.feedback.topics.domain.calendar import closes_at, running
from services.feedback.topics.domain.edition import (
    WEEKS_JUDGED,
    Edition,
    OfBrand,
    SlotState,
    judged,
    topic_of,
)
from services.feedback.topics.domain.letter import Letter, LetterKind
from services.feedback.topics.domain.section import topic_plan

SLICE = 100
BRANDS_AT_ONCE = 100
REFUSED_WAIT = timedelta(minutes=5)
TELLS_WITHIN = timedelta(hours=1)
"""A broadcast of an edition that opened longer ago, while no worker ran, would come too late."""

_log = log("feedback.topics")


class TopicJob:
    """Opens, counts and tells, on the worker with the lease."""

    def __init__(
        self,
        ctx: TopicsContext,
        activities: Activities,
        team: Team,
        drafts: Drafts,
        lease: Lease,
        pause_s: float,
    ) -> None:
        self._ctx = ctx
        self._activities = activities
        self._team = team
        self._drafts = drafts
        self._lease = lease
        self._pause_s = pause_s
        # Whatever another worker opened too costs one write that changes nothing.
        self._opened: dict[str, set[str]] = {}
        self._uncounted, self._undrafted = PassedOver[OfBrand](), PassedOver[OfBrand]()

    async def run(self) -> None:
        """Go on until cancelled."""
        await run_leased(self.work, self._lease, self._pause_s, _log, "topics_wait")

    async def work(self) -> None:
        """Do what is due. It may stop anywhere and begin again."""
        brand = ""
        while brands := await self._ctx.programmes.brands(brand, BRANDS_AT_ONCE):
            for brand in brands:
                await self._apart(brand, self._open_editions(brand))
        now = self._ctx.clock.now()
        closed = await self._ctx.store.uncounted(now, SLICE, self._uncounted.now)
        await self._each(closed, self._count, self._uncounted)
        letters = await self._ctx.store.letters(self._ctx.clock.now(), SLICE)
        for (kind, brand), same in groupby(letters, key=lambda each: (each.kind, each.brand)):
            if not await self._lease.acquire():
                return
            await self._deliver(kind, brand, list(same))
        opened = await self._ctx.store.undrafted(SLICE, self._undrafted.now)
        await self._each(opened, self._draft, self._undrafted)

    async def _each(
        self,
        editions: Sequence[OfBrand],
        work: Callable[[str, Edition], Awaitable[None]],
        failed: PassedOver[OfBrand],
    ) -> None:
        """Work on a slice; what fails has its turn again after all others."""
        failed.asked(len(editions), SLICE)
        for brand, edition in editions:
            if not await self._apart(brand, work(brand, edition)):
                failed.add((brand, edition))

    async def _apart(self, brand: str, work: Awaitable[None]) -> bool:
        """False where it failed: one brand's programme that is refused stops no other."""
        try:
            await work
        except Exception as error:
            if passes_by_itself(error):
                raise
            _log.error("editions_wait", brand=brand, error=repr(error))
            return False
        return True

    async def _open_editions(self, brand: str) -> None:
        programme = await self._ctx.programmes.of(brand)
        plan = None if programme is None else programme.section(topic_plan).plan
        if programme is None or plan is None or not plan.slots:
            return
        now, sort = self._ctx.clock.now(), sort_of_days(plan)
        states: dict[str, SlotState] | None = None
        known = self._opened.setdefault(brand, set())
        open_now = set()
        for slot in plan.slots.values():
            for day in running(slot, sort, programme.zone, now):
                key = f"{slot.code}/{day.day.isoformat()}"
                open_now.add(key)
                if key in known or day.opens_at is None:
                    continue
                if states is None:
                    states = await self._ctx.store.slot_states(brand)
                topic = topic_of(slot, states.get(slot.code, SlotState()))
                ends = closes_at(slot, day.opens_at)
                edition = Edition(
                    slot.code, day.day, topic, day.opens_at, ends, drafted=not slot.message
                )
                await self._ctx.store.open_edition(brand, slot, edition)
        self._opened[brand] = open_now

    async def _draft(self, brand: str, edition: Edition) -> None:
        programme = await self._ctx.programmes.of(brand)
        plan = None if programme is None else programme.section(topic_plan).plan
        slot = None if plan is None else plan.slots.get(edition.slot)
        is_late = self._ctx.clock.now() > edition.opens_at + TELLS_WITHIN
        if programme and plan and slot and slot.message and not is_late:
            topic = plan.topics.get(edition.topic)
            name = "" if topic is None else topic.name.zh
            if topic is not None and programme.language != FALLBACK_LANGUAGE:
                name = topic.name.en
            try:
                await self._drafts.draft(brand, slot, edition, name or slot.code)
            except Exception as error:
                if passes_by_itself(error):
                    raise
                # Such as of a segment that is gone: the topic is open all the same.
                _log.error("broadcast_not_drafted", brand=brand, slot=slot.code, error=repr(error))
        await self._ctx.store.drafted(brand, edition)

    async def _count(self, brand: str, edition: Edition) -> None:
        programme = await self._ctx.programmes.of(brand)
        plan = None if programme is None else programme.section(topic_plan).plan
        slot = None if plan is None else plan.slots.get(edition.slot)

        async def judge(changing: Changing) -> None:
            if slot is None:
                return
            counted = await changing.counted(slot.code, WEEKS_JUDGED)
            state = await changing.slot_state(slot.code)
            after = judged(slot, state, counted, self._ctx.clock.now())
            if after is not None:
                await changing.put_slot(slot, after)

        await self._ctx.store.count(brand, edition, judge)

    async def _deliver(self, kind: LetterKind, brand: str, letters: Sequence[Letter]) -> None:
        try:
            if kind is LetterKind.URGENT:
                for letter in letters:
                    post = await self._ctx.store.find(brand, letter.post_id)
                    # Without words, since the member was erased, there is nothing to look at.
                    if post is not None and post.text:
                        await self._team.tell(letter, post.text)
            else:
                await self._activities.record(brand, letters)
        except Exception as error:
            if passes_by_itself(error):
                raise
            # One brand's letters that are refused stop no other.
            _log.error("letters_wait", brand=brand, error=repr(error))
            for letter in letters:
                await self._ctx.store.later(letter, self._ctx.clock.now() + REFUSED_WAIT)
        else:
            await self._ctx.store.done(letters)
