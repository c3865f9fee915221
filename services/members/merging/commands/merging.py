"""Merging a member into another, and telling beforehand what would move."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from services.common import audit
from services.common.ids import new_id
from services.members.activities.domain.facts import Facts
from services.members.advisers.commands import told as adviser_told
from services.members.consent.commands import record
from services.members.consent.domain.consents import NO_CONSENTS
from services.members.consent.domain.declaration import Circumstances, Said
from services.members.contacts.commands.preferences import preferences_told
from services.members.context import MembersContext
from services.members.events.domain import MemberMerged as MemberMergedEvent
from services.members.events.domain import MemberUpdated
from services.members.identities.commands.telling_facts import facts_of_changed
from services.members.identities.domain.member import Member, MemberNotFound
from services.members.merging.commands.standings import unite_standings
from services.members.merging.commands.unit import MergingStore, MergingUnit
from services.members.merging.domain.merge import (
    COPY_KEPT,
    ErasureWaits,
    MemberMerged,
    Merge,
    MergeIntoSelf,
    MergeState,
    MergeTooLarge,
    Part,
)
from services.members.merging.domain.united_member import UnitedMember, united_member
from services.members.programme.domain.rules import Rules
from services.members.tags.commands import put
from services.members.tags.domain.tag import Tag
from services.members.tags.domain.tags import NO_TAGS, TAGS_MAX, TagsFull
from services.members.tiers.domain.ladder import Source
from services.members.tiers.domain.standing import Standing
from services.members.transactions import Answered, Asked

ID_PREFIX = "mrg"


@dataclass(frozen=True, slots=True)
class MergeWish:
    """Operator `by`, of `role`, wants `from_id` to become `into_id`."""

    brand: str
    request_id: str
    from_id: str
    into_id: str
    reason: str
    by: str
    role: str

    def asked(self) -> Asked:
        return Asked(self.request_id, ("merge", self.from_id, self.into_id, self.reason))


class Pair(NamedTuple):
    """The two members of a merge."""

    old: Member
    survivor: Member


async def merge_members(ctx: MembersContext[MergingStore], wish: MergeWish) -> tuple[Merge, bool]:
    """The merge, and whether this request made it before.

    Raises MemberNotFound, MergeIntoSelf, MemberMerged, ErasureWaits, MergeTooLarge, and a
    REQUEST_ID_REUSED refusal.
    """
    rules = await ctx.rulebook.of(wish.brand)
    made = new_id(ID_PREFIX)

    async def work(unit: MergingUnit) -> tuple[Merge, bool]:
        asked = wish.asked()
        known = (await unit.answers.recall(wish.brand, [asked])).get(wish.request_id)
        if isinstance(known, Exception):
            raise known
        if known is not None:
            # The answer that is kept for ever has room for one id.
            found = await unit.merges.merge(wish.brand, known.member_id)
            assert found is not None, "merges are never dropped"
            return found, True
        merge = await merge_in(unit, rules, ctx.clock.now(), made, wish)
        await unit.answers.remember(wish.brand, [(asked, Answered(made))])
        return merge, False

    return await ctx.store.transact(work)


async def merge_in(
    unit: MergingUnit, rules: Rules, now: datetime, merge_id: str, wish: MergeWish
) -> Merge:
    """The merge within a transaction that knows its repeats. Raises as `merge_members`."""
    pair = await _pair(unit, wish.brand, wish.from_id, wish.into_id)
    merge = await _merge(unit, rules, now, merge_id, wish, pair)
    audit.changed(after={"from": wish.from_id, "into": wish.into_id})
    return merge


async def preview(
    ctx: MembersContext[MergingStore], brand: str, from_id: str, into_id: str
) -> tuple[Part, ...]:
    """What a merge would move. Raises as `merge_members`; it writes nothing."""

    async def work(unit: MergingUnit) -> tuple[Part, ...]:
        pair = await _pair(unit, brand, from_id, into_id)
        united_member(pair.survivor, pair.old)
        return await _parts(unit, brand, pair, ctx.clock.now())

    return await ctx.store.transact(work)


async def _pair(unit: MergingUnit, brand: str, from_id: str, into_id: str) -> Pair:
    ids = {"from_member_id": from_id, "into_member_id": into_id}
    survivors = await unit.identities.survivors(brand, ids.values())
    if len({survivors.get(each, each) for each in ids.values()}) == 1:
        raise MergeIntoSelf("both are one member")
    members = await unit.identities.members(brand, ids.values())
    for field, member_id in ids.items():
        if member_id in survivors:
            raise MemberMerged(member_id, survivors[member_id], field)
        if member_id not in members:
            raise MemberNotFound(f"no member {member_id}")
        due_at = await unit.erasures.waits_until(brand, member_id)
        if due_at is not None:
            raise ErasureWaits(due_at, field)
    return Pair(members[from_id], members[into_id])


async def _parts(unit: MergingUnit, brand: str, pair: Pair, now: datetime) -> tuple[Part, ...]:
    old, survivor = pair
    ids = [old.id, survivor.id]
    facts = (await unit.activities.facts(brand, ids)).get(old.id, Facts())
    growth = (await unit.tiers.standings(brand, Source.GROWTH, ids)).get(old.id, Standing())
    _, filled = united_member(survivor, old)
    given = sum(
        bool(getattr(old.profile, name))
        for name in ("name", "birthday", "language", "gender", "preferences")
    )
    tags = await unit.tags.tags(brand, ids)
    held = tags.get(old.id, NO_TAGS).current(now)
    moving = _moving_tags(held, tags.get(survivor.id, NO_TAGS).current(now))
    consents = await unit.consents.consents(brand, ids)
    theirs = consents.get(old.id, NO_CONSENTS)
    own = consents.get(survivor.id, NO_CONSENTS)
    counting = len(own.after(theirs.held.values()).new_in(own))
    found = (
        Part("identities", len(old.identities)),
        Part("profile_fields", len(filled), max(0, given - len(filled))),
        Part("orders", facts.orders.total),
        Part("spending_minor", facts.spent.total),
        Part("growth", growth.totals.total),
        Part("tags", len(moving), len(held) - len(moving)),
        Part("consents", counting, len(theirs.held) - counting),
    )
    return tuple(part for part in found if part.moved or part.kept)


async def _merge(
    unit: MergingUnit, rules: Rules, now: datetime, merge_id: str, wish: MergeWish, pair: Pair
) -> Merge:
    brand, (old, survivor) = wish.brand, pair
    united = united_member(survivor, old)
    parts = await _parts(unit, brand, pair, now)
    ids = (wish.from_id, wish.into_id)
    made = Merge(merge_id, brand, *ids, MergeState.MERGED, wish.reason, wish.by, now, parts)
    await unit.merges.copy(made, united.filled, now + COPY_KEPT)
    told = MemberMergedEvent(survivor.id, merge_id, old.id)
    await unit.events.publish(brand, [told], now)
    await _take_words(unit, rules, now, wish, united, merge_id)
    await unite_standings(unit, rules, now, old, united.member)
    moved = (
        Part("decisions", await unit.tiers.move_decisions(brand, old.id, survivor.id)),
        Part("groups", await unit.groups.move(brand, old.id, survivor.id)),
        Part("sessions", await unit.sessions.move(brand, old.id, survivor.id)),
    )
    await unit.occasions.move(brand, old.id, survivor.id)
    await unit.lifecycles.bring_told(brand, old.id, survivor.id)
    for part in (unit.lifecycles, unit.segments):
        await part.forget(brand, old.id)
    made = Merge(
        *(merge_id, brand, *ids, MergeState.MERGED, wish.reason, wish.by, now),
        (*parts, *(part for part in moved if part.moved)),
    )
    await unit.merges.keep(made)
    return made


async def _take_words(
    unit: MergingUnit,
    rules: Rules,
    now: datetime,
    wish: MergeWish,
    united: UnitedMember,
    merge_id: str,
) -> None:
    """Identities, the profile, consents, contact preferences and tags become the survivor's."""
    brand, old_id, survivor = wish.brand, wish.from_id, united.member
    await unit.identities.absorb(survivor, old_id, now, merge_id)
    updated = MemberUpdated(survivor.id, ("identities", *united.filled))
    facts = facts_of_changed(rules, survivor, united.filled, now)
    await unit.events.publish(brand, [updated, *facts], now)
    how = Circumstances(wish.role, wish.by, wish.reason, proof=merge_id)
    consents = (await unit.consents.consents(brand, [old_id])).get(old_id, NO_CONSENTS)
    said = [Said(survivor.id, each, how) for each in consents.held.values()]
    await record(unit, brand, said, rules, now)
    wishes = await unit.contact_preferences.preferences(brand, [old_id, survivor.id])
    if old_id in wishes and survivor.id not in wishes:
        await unit.contact_preferences.keep(brand, survivor.id, wishes[old_id])
        await unit.events.publish(brand, [preferences_told(survivor.id, wishes[old_id])], now)
    await _take_tags(unit, rules, now, wish)
    advisers = await unit.advisers.advisers(brand, [old_id, survivor.id])
    if old_id in advisers and survivor.id not in advisers:
        await unit.advisers.keep(brand, survivor.id, advisers[old_id])
        await unit.events.publish(brand, [adviser_told(survivor.id, advisers[old_id])], now)
    for part in (unit.consents, unit.contact_preferences, unit.tags, unit.advisers):
        await part.forget(brand, old_id)


async def _take_tags(unit: MergingUnit, rules: Rules, now: datetime, wish: MergeWish) -> None:
    tags = await unit.tags.tags(wish.brand, [wish.from_id, wish.into_id])
    theirs, own = (tags.get(each, NO_TAGS).current(now) for each in (wish.from_id, wish.into_id))
    try:
        added = _moving_tags(theirs, own)
        await put(unit, wish.brand, {wish.into_id: (added, ())}, rules, now)
    except TagsFull as error:
        raise MergeTooLarge("tags", TAGS_MAX) from error


def _moving_tags(theirs: dict[str, Tag], own: dict[str, Tag]) -> list[Tag]:
    """Tags that the survivor has not; of two of one code the one that lapses later stays."""
    return [tag for code, tag in theirs.items() if code not in own or _outlives(tag, own[code])]


def _outlives(one: Tag, other: Tag) -> bool:
    if other.expires_at is None:
        return False
    return one.expires_at is None or one.expires_at > other.expires_at
