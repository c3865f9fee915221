"""Take in many submissions of channels at once: one look for those that are known, one transaction.

Each has its own result, and one that is refused stops no other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.common.errors import Refusal, invalid, is_refusal
from services.common.ids import new_id
from services.feedback.analysis.domain.reading import Reading
from services.feedback.fact_store.domain import NOTHING_TOLD, ToldFacts
from services.feedback.items.commands.assign_feedback import assigned
from services.feedback.items.commands.context import FeedbackContext
from services.feedback.items.commands.route_feedback import routed
from services.feedback.items.commands.store import Items
from services.feedback.items.commands.submit_feedback import ID_PREFIX, conflict, in_form
from services.feedback.items.domain.item import Feedback, Submission, take_in
from services.feedback.programme.domain import Programme
from services.feedback.routing.commands import NO_FACTS, reading_of

BATCH_MAX = 100
EventKey = tuple[str, str]
"""The channel, and its own id of the item."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a submission: the id of its item, which may be `known` from before, or the
    refusal."""

    event_id: str
    item_id: str = ""
    known: bool = False
    refusal: Exception | None = None


@dataclass(frozen=True, slots=True)
class _Ready:
    """A submission in its form, as it was sent, and the id of its item if it is new."""

    said: Submission
    as_sent: Submission
    item_id: str

    @property
    def key(self) -> EventKey:
        return self.said.channel, self.said.channel_event_id


class _CountedLoads:
    """The loads of people, read once and counted on: a batch gives many items to few people."""

    def __init__(self, items: Items) -> None:
        self._items = items
        self._read: dict[tuple[str, ...], dict[str, int]] = {}

    async def loads(self, people: Sequence[str]) -> Mapping[str, int]:
        key = tuple(people)
        if key not in self._read:
            self._read[key] = dict(await self._items.loads(people))
        return self._read[key]

    def given(self, person: str) -> None:
        for known in self._read.values():
            if person:
                known[person] = known.get(person, 0) + 1


async def submit_batch(
    ctx: FeedbackContext,
    brand: str,
    actor: str,
    submissions: Sequence[Submission],
    ids: Sequence[str] = (),
) -> list[Result]:
    """The result of each submission, in their order. The channel's id of each recognises a repeat,
    so a batch may be sent again.

    `ids` are those of the items, if they are new: a caller who keeps them first gets the same
    results again, however often it sends the batch. Raises INVALID_ARGUMENT for a batch that is
    empty, or too large.
    """
    if not 1 <= len(submissions) <= BATCH_MAX:
        raise invalid("items", f"1 to {BATCH_MAX}")
    now = ctx.clock.now()
    results: dict[int, Result] = {}
    ready: dict[int, _Ready] = {}
    first: dict[EventKey, int] = {}
    for index, each in enumerate(submissions):
        try:
            one = _ready(each, ids[index] if ids else new_id(ID_PREFIX), now)
            before = ready.get(first.setdefault(one.key, index))
            if before is not None and before.said != one.said:
                raise conflict(before.item_id)
            ready[index] = one
        except Exception as error:
            if not is_refusal(error):
                raise
            results[index] = Result(each.channel_event_id, refusal=error)
    new = {index: ready[index] for index in first.values() if index in ready}
    results |= await _take_in(ctx, brand, actor, new)
    for index, one in ready.items():
        if index not in results:
            told = results[first[one.key]]
            is_known = told.refusal is None
            results[index] = Result(told.event_id, told.item_id, is_known, told.refusal)
    return [results[index] for index in range(len(submissions))]


def _ready(submission: Submission, item_id: str, now: datetime) -> _Ready:
    if not submission.channel_event_id:
        raise invalid("channel_event_id", "needed in a batch: by it a repeat is known")
    return _Ready(in_form(submission, now), submission, item_id)


async def _take_in(
    ctx: FeedbackContext, brand: str, actor: str, new: Mapping[int, _Ready]
) -> dict[int, Result]:
    if not new:
        return {}
    programme = await ctx.programmes.of(brand)
    now = ctx.clock.now()
    said = [each.said for each in new.values()]
    members = await ctx.member_facts.of_many(
        brand, sorted({each.member_id for each in said if each.member_id})
    )
    codes = sorted({each.store_id for each in said if each.store_id})
    known_stores = await ctx.stores.known(brand, codes) if codes else {}
    stores = {code: each.facts(now) for code, each in known_stores.items()}
    reads: dict[int, Reading] = {}
    if programme is not None:
        for index, each in new.items():
            reads[index] = await reading_of(programme, each.said.text, ctx.read_sentiment)

    async def change(items: Items) -> dict[int, Result]:
        at = ctx.clock.now()
        known = await items.by_channel_events([each.key for each in new.values()])
        unknown = {index: each for index, each in new.items() if each.key not in known}
        erased = await items.met({each.said.member_id for each in unknown.values()} - {""})
        loads, results, added = _CountedLoads(items), dict[int, Result](), list[Feedback]()
        for index, each in new.items():
            event_id = each.said.channel_event_id
            there = known.get(each.key)
            if there is not None:
                results[index] = _of_known(each, there)
            elif each.said.member_id in erased:
                gone = Refusal("MEMBER_ERASED", "the member was erased", field="member_id")
                results[index] = Result(event_id, refusal=gone)
            else:
                item = take_in(each.item_id, each.said, actor, at)
                if programme is not None:
                    member = members.get(each.said.member_id, NOTHING_TOLD)
                    store = stores.get(each.said.store_id, NO_FACTS)
                    item = routed(item, programme, at, reads[index], member, store)
                    item = await _given(loads, item, programme, at, member)
                added.append(item)
                results[index] = Result(event_id, item.id)
        await items.add_all(added)
        return results

    return await ctx.store.batch(brand, change)


async def _given(
    loads: _CountedLoads, item: Feedback, programme: Programme, at: datetime, member: ToldFacts
) -> Feedback:
    after = await assigned(loads, item, programme, at, member)
    if after.assignee != item.assignee:
        loads.given(after.assignee)
    return after


def _of_known(each: _Ready, there: Feedback) -> Result:
    if there.id == each.item_id:
        # This batch took it in before, and its caller did not hear of it.
        return Result(each.said.channel_event_id, there.id)
    if there.submission not in (each.said, each.as_sent):
        refusal = conflict(there.id)
        return Result(each.said.channel_event_id, there.id, refusal=refusal)
    return Result(each.said.channel_event_id, there.id, known=True)
