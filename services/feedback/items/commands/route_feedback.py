"""Route items: at their taking in, and by RoutingJob those from before the first programme."""

import asyncio
from collections.abc import Awaitable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from services.common.setting_aside import passes_by_itself
from services.common.telemetry import log
from services.feedback.analysis.domain.reading import Reading
from services.feedback.fact_store.domain import NOTHING_TOLD, ToldFacts
from services.feedback.items.commands.assign_feedback import adviser_of, assigned
from services.feedback.items.commands.context import FeedbackContext, feedback_not_found
from services.feedback.items.commands.known_stores import store_facts
from services.feedback.items.commands.store import Items
from services.feedback.items.domain.item import Feedback, Submission, give_to_a_person, route
from services.feedback.items.domain.keeping_time import timed
from services.feedback.items.domain.member_messages import MemberMessages, member_messages
from services.feedback.items.domain.states import State
from services.feedback.programme.domain import Programme
from services.feedback.routing.commands import NO_FACTS, find_routing, reading_of, terms_of

BRANDS_PER_READ = 100
ITEMS_PER_READ = 200
TRIED_FOR = timedelta(minutes=30)
"""How long an item that can't be routed is tried again, before a person gets it."""
PAUSE_S = 5.0
"""Between looks at NEW items; a programme that arrives at this process ends the pause."""

_log = log("feedback.items")


def routed(
    item: Feedback,
    programme: Programme,
    now: datetime,
    read: Reading,
    member: ToldFacts = NOTHING_TOLD,
    store: Mapping[str, Any] = NO_FACTS,
) -> Feedback:
    """`item` with issues, category, priority, team and clocks by `programme`.

    `read`: what its text says; `member`: what is known of the one who said it; `store`: of its
    store.
    """
    known = member.at(now, programme.zone)
    routing = find_routing(programme, read, facts_of(item.submission), known, store)
    terms = terms_of(programme, routing.priority)
    return timed(route(item, routing, messages_of(programme, member), now, terms), terms.steps, now)


def messages_of(programme: Programme, member: ToldFacts) -> MemberMessages:
    """The messages of `programme`, which name the member's adviser where a text asks for them."""
    adviser = adviser_of(programme, member)
    return programme.section(member_messages).by(None if adviser is None else adviser.name)


def facts_of(submission: Submission) -> dict[str, object]:
    """The facts of a submission that conditions may name, beside its text and its issues."""
    return {
        "channel": submission.channel,
        "store_id": submission.store_id,
        "order_id": submission.order_id,
        "stars": submission.stars,
        "anonymous": submission.member_id == "",
    }


async def known_of(ctx: FeedbackContext, brand: str, member_id: str) -> ToldFacts:
    """What is known of a member; nothing of nobody."""
    return await ctx.member_facts.of(brand, member_id) if member_id else NOTHING_TOLD


class RoutingJob:
    """Routes the items that were taken in without a programme.

    Any number of workers may run it at once: each item is routed in a transaction that reads the
    item again.
    """

    def __init__(self, ctx: FeedbackContext) -> None:
        self._ctx = ctx
        self._woken = asyncio.Event()

    async def run(self) -> None:
        """Route until cancelled."""
        while True:
            self._woken.clear()
            await self.route_waiting()
            with suppress(TimeoutError):
                async with asyncio.timeout(PAUSE_S):
                    await self._woken.wait()

    def wake(self) -> None:
        """Look at once: a programme has arrived."""
        self._woken.set()

    async def route_waiting(self) -> int:
        """Route every NEW item of the brands that have a programme: how many were routed."""
        done, after = 0, ""
        while brands := await self._ctx.programmes.brands(after, BRANDS_PER_READ):
            for brand in brands:
                done += await self._route_brand(brand)
            after = brands[-1]
        return done

    async def _route_brand(self, brand: str) -> int:
        programme = await self._ctx.programmes.of(brand)
        if programme is None:
            return 0
        done, after = 0, ""
        while waiting := await self._ctx.store.unrouted(brand, after, ITEMS_PER_READ):
            for _, feedback_id in waiting:
                done += await self._route_or_leave(programme, brand, feedback_id)
            after, _ = waiting[-1]
        return done

    async def _route_or_leave(self, programme: Programme, brand: str, feedback_id: str) -> bool:
        """Route the item; False for one that can't be, which the log tells, and which waits for the
        next look or goes to a person.

        Raises what passes by itself: the items behind it would meet the same.
        """
        if await self._done(self._route(programme, brand, feedback_id), brand, feedback_id):
            return True
        # One that can't even be read is no person's either; the log names it at every look.
        to_a_person = self._to_a_person(programme, brand, feedback_id)
        return await self._done(to_a_person, brand, feedback_id)

    async def _done(self, work: Awaitable[bool], brand: str, feedback_id: str) -> bool:
        try:
            return await work
        except Exception as error:
            if passes_by_itself(error):
                raise
            _log.error("item_waits", brand=brand, feedback_id=feedback_id, error=repr(error))
            return False

    async def _to_a_person(self, programme: Programme, brand: str, feedback_id: str) -> bool:
        """Give a person the item that no rule could judge for long enough; False before that."""
        item = await self._ctx.store.find(brand, feedback_id)
        now = self._ctx.clock.now()
        if item is None or item.created_at + TRIED_FOR > now:
            return False
        terms = terms_of(programme, None)

        async def change(items: Items) -> Feedback:
            item = await items.get(feedback_id)
            if item is None:
                raise feedback_not_found(feedback_id)
            if item.state is State.NEW:
                item = timed(give_to_a_person(item, terms, now), terms.steps, now)
                await items.put(item)
            return item

        await self._ctx.store.change(brand, change)
        return True

    async def _route(self, programme: Programme, brand: str, feedback_id: str) -> bool:
        found = await self._ctx.store.find(brand, feedback_id)
        if found is None:
            raise feedback_not_found(feedback_id)
        read = await reading_of(programme, found.submission.text, self._ctx.read_sentiment)

        async def change(items: Items) -> Feedback:
            item = await items.get(feedback_id)
            if item is None:
                raise feedback_not_found(feedback_id)
            # Another worker, or an operator, was here first; or an erasure, and the next look reads
            # the words that it left.
            if item.state is not State.NEW or item.submission.text != read.text:
                return item
            member = await known_of(self._ctx, brand, item.submission.member_id)
            store_id, at = item.submission.store_id, item.created_at
            store = await store_facts(self._ctx.stores, brand, store_id, at)
            now = self._ctx.clock.now()
            item = routed(item, programme, now, read, member, store)
            item = await assigned(items, item, programme, now, member)
            await items.put(item)
            return item

        await self._ctx.store.change(brand, change)
        return True
