"""Feedback's storage in memory, held to the same contract suite as the one on MongoDB."""

from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from services.common.errors import Refusal
from services.common.idempotency import check_request_id
from services.feedback.fact_store.domain import NOTHING_TOLD, FactsChanged, ToldFacts
from services.feedback.items.commands.store import Look
from services.feedback.items.domain.item import EVERYTHING, Alert, Feedback, Only
from services.feedback.items.domain.keeping_time import next_waking
from services.feedback.items.domain.queue import OPEN, WHOLE_QUEUE, QueueOnly, place_of
from services.feedback.items.domain.states import State
from services.feedback.programme.domain import Publication
from services.feedback.timers.domain import Timer

T = TypeVar("T")


class FakeItems:
    """The items of one brand; `written` has those that are not committed yet."""

    def __init__(self, items: Mapping[str, Feedback]) -> None:
        self._items = items
        self.written: list[Feedback] = []

    async def get(self, feedback_id: str) -> Feedback | None:
        return self._items.get(feedback_id)

    async def by_channel_event(self, channel: str, channel_event_id: str) -> Feedback | None:
        for item in self._items.values():
            said = item.submission
            if (said.channel, said.channel_event_id) == (channel, channel_event_id):
                return item
        return None

    async def loads(self, people: Sequence[str]) -> Mapping[str, int]:
        return Counter(
            item.assignee
            for item in self._items.values()
            if item.assignee in people and item.state in OPEN - {State.WAITING}
        )

    async def add(self, item: Feedback) -> None:
        self.written.append(item)

    async def put(self, item: Feedback) -> None:
        self.written.append(item)

    async def by_channel_events(
        self, keys: Collection[tuple[str, str]]
    ) -> dict[tuple[str, str], Feedback]:
        found = {key: await self.by_channel_event(*key) for key in keys}
        return {key: item for key, item in found.items() if item is not None}

    async def met(self, member_ids: Collection[str]) -> set[str]:
        return set()

    async def add_all(self, items: Sequence[Feedback]) -> None:
        self.written += items


class FakeMemberFacts:
    """What members told, in a dictionary."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], ToldFacts] = {}
        self._erased: set[tuple[str, str]] = set()

    async def of(self, brand: str, member_id: str) -> ToldFacts:
        return self._known.get((brand, member_id), NOTHING_TOLD)

    async def of_many(self, brand: str, member_ids: Collection[str]) -> dict[str, ToldFacts]:
        return {each: await self.of(brand, each) for each in member_ids}

    async def keep(self, changes: Sequence[FactsChanged]) -> None:
        for change in changes:
            key = (change.brand, change.member_id)
            if key in self._erased:
                continue
            known = self._known.get(key, NOTHING_TOLD)
            profile, tags, stage = known.profile, known.tags, known.stage
            segments = known.segments
            if change.profile and (profile is None or change.profile.version > profile.version):
                profile = change.profile
            if change.tags and (tags is None or change.tags.version > tags.version):
                tags = change.tags
            if change.stage and (stage is None or change.stage.version > stage.version):
                stage = change.stage
            if change.segments and (segments is None or change.segments.version > segments.version):
                segments = change.segments
            koc = {each.group_id: each for each in known.koc}
            if change.koc:
                before = koc.get(change.koc.group_id, change.koc)
                koc[change.koc.group_id] = max(before, change.koc, key=lambda each: each.version)
            kocs = tuple(koc[group] for group in sorted(koc))
            self._known[key] = ToldFacts(profile, tags, stage, segments, koc=kocs)

    async def forget(self, brand: str, member_id: str) -> None:
        self._known.pop((brand, member_id), None)
        self._erased.add((brand, member_id))

    async def remember(self, brand: str, member_id: str) -> None:
        self._erased.discard((brand, member_id))


class FakeFeedbackStore:
    """One change at a time, all or nothing. `published` holds (brand, item) of each event."""

    def __init__(self) -> None:
        self._brands: dict[str, dict[str, Feedback]] = {}
        self._answers: dict[tuple[str, str], tuple[bytes, Feedback]] = {}
        self.published: list[tuple[str, Feedback]] = []
        self.alerts: list[tuple[str, Alert]] = []
        """Of each event by a clock: the item's id, and what is new."""
        self.timers: dict[str, Timer] = {}

    async def once(
        self,
        brand: str,
        request_id: str,
        content: bytes,
        change: Callable[[FakeItems], Awaitable[Feedback]],
    ) -> tuple[Feedback, bool]:
        check_request_id(request_id)
        known = self._answers.get((brand, request_id))
        if known is not None:
            if known[0] != content:
                raise Refusal("REQUEST_ID_REUSED", field="request_id")
            return known[1], True
        item = await self.change(brand, change)
        self._answers[brand, request_id] = (content, item)
        return item, False

    async def change(
        self, brand: str, change: Callable[[FakeItems], Awaitable[Feedback]]
    ) -> Feedback:
        return await self.batch(brand, change)

    async def batch(self, brand: str, change: Callable[[FakeItems], Awaitable[T]]) -> T:
        items = FakeItems(self._of(brand))
        changed = await change(items)
        for item in items.written:
            self._keep(brand, item, next_waking(item))
            self.published.append((brand, item))
        return changed

    def _keep(self, brand: str, item: Feedback, wake_at: datetime | None) -> None:
        self._of(brand)[item.id] = item
        timer = Timer(brand, "clock", item.id, wake_at or item.created_at)
        self.timers.pop(timer.id, None)
        if wake_at is not None:
            self.timers[timer.id] = timer

    async def fire(self, timers: Sequence[Timer], look: Look) -> list[Timer]:
        taken = [timer for timer in timers if self.timers.get(timer.id) == timer]
        found = [(each, self._of(each.brand).get(each.key)) for each in taken]
        # All or nothing: what raises has taken no timer.
        looked = [
            (each, item, *look(each.brand, replace(item, wake_at=None)))
            for each, item in found
            if item
        ]
        for timer in taken:
            del self.timers[timer.id]
        for timer, before, item, alerts in looked:
            self._keep(timer.brand, item, item.wake_at)
            if alerts or before.level != item.level:
                self.published.append((timer.brand, item))
                self.alerts += [(item.id, alert) for alert in alerts]
        return taken

    async def may_be_due(self, kinds: Collection[str], now: datetime) -> bool:
        return True

    async def due(self, kinds: Collection[str], now: datetime, limit: int) -> list[Timer]:
        due = [each for each in self.timers.values() if each.kind in kinds and each.due <= now]
        return sorted(due, key=lambda timer: timer.due)[:limit]

    async def postpone(self, timer: Timer, until: datetime) -> None:
        if self.timers.get(timer.id) == timer:
            self.timers[timer.id] = replace(timer, due=until, tries=timer.tries + 1)

    async def find(self, brand: str, feedback_id: str) -> Feedback | None:
        return self._of(brand).get(feedback_id)

    async def queue(
        self,
        brand: str,
        states: Sequence[State],
        team: str,
        after: str,
        limit: int,
        only: QueueOnly = WHOLE_QUEUE,
    ) -> list[tuple[str, Feedback]]:
        places = sorted(
            (place_of(item), item)
            for item in self._of(brand).values()
            if item.state in states and team in ("", item.team) and only.has(item)
        )
        return [place for place in places if place[0] > after][:limit]

    async def counts(
        self, brand: str, stores: frozenset[str] = frozenset()
    ) -> Mapping[tuple[State, str], int]:
        items = filter(QueueOnly(stores=stores).has, self._of(brand).values())
        return Counter((item.state, item.team) for item in items if item.state in OPEN)

    async def newest(
        self,
        brand: str,
        member_ids: Sequence[str],
        before: str,
        limit: int,
        only: Only = EVERYTHING,
    ) -> Mapping[str, list[Feedback]]:
        newest_first = sorted(self._of(brand).values(), key=lambda item: item.id, reverse=True)
        older = [
            item
            for item in newest_first
            if (not before or item.id < before)
            and (not only.states or item.state in only.states)
            and only.category in ("", item.category)
            and (not only.stores or item.submission.store_id in only.stores)
        ]
        return {
            member_id: [item for item in older if item.member_id == member_id][:limit]
            for member_id in member_ids
        }

    async def unrouted(self, brand: str, after: str, limit: int) -> list[tuple[str, str]]:
        found = await self.queue(brand, [State.NEW], "", after, limit)
        return [(place, item.id) for place, item in found]

    def _of(self, brand: str) -> dict[str, Feedback]:
        return self._brands.setdefault(brand, {})


class FakeProgrammeStore:
    """The latest publication of each brand."""

    def __init__(self) -> None:
        self._kept: dict[str, Publication] = {}

    async def keep(self, publication: Publication) -> None:
        known = self._kept.get(publication.brand)
        if known is None or known.revision < publication.revision:
            self._kept[publication.brand] = publication

    async def revision(self, brand: str) -> str | None:
        known = self._kept.get(brand)
        return None if known is None else known.revision

    async def load(self, brand: str) -> Publication | None:
        return self._kept.get(brand)

    async def brands(self, after: str, limit: int) -> list[str]:
        return sorted(brand for brand in self._kept if brand > after)[:limit]
