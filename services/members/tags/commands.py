"""Changing the tags of a member: the tags, the event, and what conditions see, at once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from services.common import audit
from services.members.context import MembersContext
from services.members.events.commands import PublishingUnit
from services.members.events.domain import FactsChanged, MemberEvent, MemberUpdated
from services.members.identities.domain.member import MemberNotFound
from services.members.programme.commands.named_facts import named_facts
from services.members.programme.domain.rules import Rules
from services.members.tags.domain.section import tag_definitions
from services.members.tags.domain.tag import Tag
from services.members.tags.domain.tags import NO_TAGS, Tags, TagUnknown
from services.members.tiers.commands.unit import EnrolmentTimes
from services.members.transactions import Answered, AnsweringUnit, Asked, Transactions, took_effect

CHANGED = ("tags",)
SLICE = 200
"""Members told in one transaction."""


class TagsReader(Protocol):
    """Reads tags, always from the database."""

    async def tags(self, brand: str, ids: Collection[str]) -> Mapping[str, Tags]:
        """By member, of those who ever had any."""


class TagsUnit(TagsReader, Protocol):
    """This room's part of a transaction."""

    async def keep(self, brand: str, tags: Mapping[str, Tags]) -> None:
        """Write tags by member. A race for a member is lost, and the transaction runs again."""

    async def keep_told(self, brand: str, named: bool) -> None:
        """All members of the brand were told their tags, or none was."""


class TaggingUnit(PublishingUnit, Protocol):
    """A transaction that changes tags."""

    @property
    def tags(self) -> TagsUnit: ...


class ChangingUnit(TaggingUnit, AnsweringUnit, Protocol):
    """A transaction that does a request for one member."""

    @property
    def identities(self) -> EnrolmentTimes: ...


@dataclass(frozen=True, slots=True)
class TagsChange:
    """A request that sets tags and removes others.

    `added`: with the expiry that the request names, or none. `told`: those expiries as they were
    sent, so that a repeat is one whenever it comes.
    """

    request_id: str
    member_id: str
    added: tuple[Tag, ...]
    removed: tuple[str, ...]
    reason: str
    told: tuple[str, ...] = ()

    def asked(self) -> Asked:
        added = sorted(f"{tag.code}/{tag.confidence_percent}" for tag in self.added)
        content = ("tags", self.member_id, self.reason, *added, "until", *self.told)
        return Asked(self.request_id, (*content, "removed", *sorted(self.removed)))


async def change_tags(
    ctx: MembersContext[Transactions[ChangingUnit]], brand: str, change: TagsChange
) -> bool:
    """Set and remove tags of a member; True when this request did that before.

    Raises MemberNotFound, TagUnknown, TagsFull, and a REQUEST_ID_REUSED refusal.
    """
    rules = await ctx.rulebook.of(brand)
    now = ctx.clock.now()

    async def work(unit: ChangingUnit) -> bool:
        asked = change.asked()
        if await took_effect(unit, brand, asked):
            return True
        if not await unit.identities.enrolled(brand, [change.member_id]):
            raise MemberNotFound(f"no member {change.member_id}")
        added = [_until(tag, n, rules, now) for n, tag in enumerate(change.added)]
        await put(unit, brand, {change.member_id: (added, change.removed)}, rules, now)
        audit.changed(after=_told(change))
        await unit.answers.remember(brand, [(asked, Answered(change.member_id))])
        return False

    return await ctx.store.transact(work)


async def put(
    unit: TaggingUnit,
    brand: str,
    changes: Mapping[str, tuple[Sequence[Tag], Collection[str]]],
    rules: Rules,
    now: datetime,
) -> None:
    """Within a transaction: tags that members get, and codes that they lose. Raises TagsFull."""
    known = await unit.tags.tags(brand, changes.keys())
    before = {member_id: known.get(member_id, NO_TAGS) for member_id in changes}
    after = {
        member_id: before[member_id].changed(added, removed, now)
        for member_id, (added, removed) in changes.items()
    }
    changed = {i: tags for i, tags in after.items() if tags is not before[i]}
    if not changed:
        return
    await unit.tags.keep(brand, changed)
    events: list[MemberEvent] = [MemberUpdated(member_id, CHANGED) for member_id in changed]
    if named_facts(rules).tags:
        events += [_facts_changed(i, tags, rules, now) for i, tags in changed.items()]
    await unit.events.publish(brand, events, now)


class ToldTags(Protocol):
    """Reads what was told of tags, outside of a transaction."""

    async def told(self, brand: str) -> bool:
        """True when all members of the brand were told their tags."""

    async def tagged_after(self, brand: str, member_id: str, limit: int) -> Sequence[str]:
        """Ids of members behind that id who ever had a tag, by id."""


class RetellingStore(Transactions[TaggingUnit], Protocol):
    """The storage of telling tags anew."""

    @property
    def tags(self) -> ToldTags: ...


async def tell_tags_again(ctx: MembersContext[RetellingStore], brand: str, version: int) -> int:
    """Tell the tags of the brand's members where the programme `version` is the first to name them;
    how many were told. It may stop anywhere and begin again."""
    rules = await ctx.rulebook.at_least(brand, version)
    named = named_facts(rules).tags
    if await ctx.store.tags.told(brand) == named:
        return 0
    told, after = 0, ""
    while named and (ids := await ctx.store.tags.tagged_after(brand, after, SLICE)):
        told += await _tell(ctx, rules, brand, ids)
        after = ids[-1]
    await ctx.store.transact(lambda unit: unit.tags.keep_told(brand, named))
    return told


async def _tell(
    ctx: MembersContext[RetellingStore], rules: Rules, brand: str, ids: Sequence[str]
) -> int:
    async def work(unit: TaggingUnit) -> int:
        now = ctx.clock.now()
        known = await unit.tags.tags(brand, ids)
        events = [_facts_changed(i, tags, rules, now) for i, tags in known.items()]
        await unit.events.publish(brand, events, now)
        return len(events)

    return await ctx.store.transact(work)


def _facts_changed(member_id: str, tags: Tags, rules: Rules, now: datetime) -> FactsChanged:
    return FactsChanged(member_id, tags=tags.facts(tag_definitions(rules), now, rules.version))


def _until(tag: Tag, index: int, rules: Rules, now: datetime) -> Tag:
    """The tag with its expiry. Raises TagUnknown."""
    definition = tag_definitions(rules).get(tag.code)
    if definition is None:
        raise TagUnknown(tag.code, f"set[{index}].code")
    return tag if tag.expires_at else replace(tag, expires_at=definition.lapses(now, rules))


def _told(change: TagsChange) -> dict[str, str]:
    told = {f"set.{tag.code}": str(tag.confidence_percent) for tag in change.added}
    return told | {f"removed.{code}": "" for code in change.removed}
