"""Undoing a merge: the one who was merged gets back what is left."""

from dataclasses import dataclass
from datetime import datetime

from services.common import audit
from services.members.activities.commands.telling import Telling
from services.members.activities.domain.facts import Facts
from services.members.advisers.commands import told as adviser_told
from services.members.advisers.domain import TICK
from services.members.consent.commands import record, replace_consents
from services.members.consent.domain.consents import NO_CONSENTS
from services.members.consent.domain.declaration import Circumstances, Recorded, Said
from services.members.context import MembersContext
from services.members.events.domain import (
    AdviserChanged,
    FactsChanged,
    MemberUnmerged,
    MemberUpdated,
)
from services.members.identities.commands.telling_facts import SHOWN_IN_FACTS, facts_of_changed
from services.members.identities.domain.member import Member, MemberNotFound
from services.members.merging.commands.merging import ID_PREFIX
from services.members.merging.commands.standings import decide
from services.members.merging.commands.unit import Copied, MergingStore, MergingUnit
from services.members.merging.domain.merge import (
    ErasureWaits,
    MemberMerged,
    Merge,
    MergeNotFound,
    MergeUndoOver,
    Part,
)
from services.members.merging.domain.parted import (
    PartedMembers,
    parted_facts,
    parted_members,
    parted_standing,
    returned_facts,
    returned_standing,
    tags_to_remove,
)
from services.members.merging.domain.parted_consents import parted_consents
from services.members.programme.commands.named_facts import named_facts
from services.members.programme.domain.rules import Rules
from services.members.tags.commands import put
from services.members.tags.domain.section import tag_definitions
from services.members.tags.domain.tags import NO_TAGS, Tags
from services.members.tiers.commands.judge import Judge
from services.members.tiers.domain.ladder import Source
from services.members.tiers.domain.standing import Standing
from services.members.tiers.domain.tiers import Reason
from services.members.transactions import Answered, Asked

DECLARATIONS_READ = 100


@dataclass(frozen=True, slots=True)
class UndoWish:
    """Operator `by`, of `role`, wants a merge to be undone, for that `reason`."""

    brand: str
    request_id: str
    merge_id: str
    reason: str
    by: str
    role: str

    def asked(self) -> Asked:
        return Asked(self.request_id, ("unmerge", self.merge_id, self.reason))


async def undo_merge(ctx: MembersContext[MergingStore], wish: UndoWish) -> tuple[Merge, bool]:
    """The merge, undone, and whether this request undid it before.

    Raises MergeNotFound, MergeUndone, MergeUndoOver, MemberMerged, MemberNotFound, ErasureWaits,
    and a REQUEST_ID_REUSED refusal.
    """
    rules = await ctx.rulebook.of(wish.brand)

    async def work(unit: MergingUnit) -> tuple[Merge, bool]:
        asked = wish.asked()
        known = (await unit.answers.recall(wish.brand, [asked])).get(wish.request_id)
        if isinstance(known, Exception):
            raise known
        merge = await unit.merges.merge(wish.brand, wish.merge_id)
        if merge is None:
            raise MergeNotFound(f"no merge {wish.merge_id}")
        if known is not None:
            return merge, True
        now = ctx.clock.now()
        merge.check_undo(now)
        copied = await unit.merges.copied(merge)
        if copied is None:
            raise MergeUndoOver("nothing is kept of who was merged")
        undone = await _undo(unit, rules, now, wish, merge, copied)
        await unit.answers.remember(wish.brand, [(asked, Answered(merge.id))])
        audit.changed(after={"from": merge.from_id, "into": merge.into_id})
        return undone, False

    return await ctx.store.transact(work)


async def _undo(
    unit: MergingUnit, rules: Rules, now: datetime, wish: UndoWish, merge: Merge, copied: Copied
) -> Merge:
    brand = merge.brand
    survivors = await unit.identities.survivors(brand, [merge.into_id])
    if merge.into_id in survivors:
        raise MemberMerged(merge.into_id, survivors[merge.into_id], "merge_id")
    found = (await unit.identities.members(brand, [merge.into_id])).get(merge.into_id)
    if found is None:
        raise MemberNotFound(f"no member {merge.into_id}")
    due_at = await unit.erasures.waits_until(brand, merge.into_id)
    if due_at is not None:
        # Either of the two may have asked for it, and after the undo it would be the survivor's.
        raise ErasureWaits(due_at, "merge_id")
    before = await unit.identities.unsealed(brand, copied.member)
    owners = await unit.identities.owners(brand, before.identities)
    parted = parted_members(found, before, copied.filled, owners)
    told = [
        MemberUnmerged(each, merge.id, merge.from_id, merge.into_id)
        for each in (merge.from_id, merge.into_id)
    ]
    await unit.events.publish(brand, told, now)
    await unit.identities.part(parted.old, parted.survivor, now, merge.id)
    await unit.merges.put_back(merge)
    await unit.lifecycles.take_told(brand, merge.into_id, copied.brought_steps)
    consents = await _part_consents(unit, rules, now, wish, merge, copied)
    preferences = await _part_preferences(unit, merge, copied)
    back = await _part_tags(unit, rules, now, merge, copied)
    await _part_advisers(unit, now, merge)
    facts, growth = await _part_standings(unit, rules, now, merge, parted, copied)
    await _tell(unit, rules, now, parted, copied)
    decisions = await unit.tiers.move_back(brand, merge.from_id, merge.into_id)
    for each in (merge.from_id, merge.into_id):
        await unit.sessions.end_all(brand, each)
    returned = (
        Part("identities", len(parted.old.identities), len(parted.lost)),
        Part("orders", facts.orders.total),
        Part("spending_minor", facts.spent.total),
        Part("growth", growth.totals.total),
        Part("tags", back),
        consents,
        preferences,
        Part("decisions", decisions),
        # A group has its members by their ids, and nobody can tell whose place it was.
        Part("groups", 0, sum(part.moved for part in merge.parts if part.what == "groups")),
    )
    undone = merge.undone(now, wish.by, tuple(p for p in returned if p.moved or p.kept))
    await unit.merges.keep(undone)
    return undone


async def _part_consents(
    unit: MergingUnit, rules: Rules, now: datetime, wish: UndoWish, merge: Merge, copied: Copied
) -> Part:
    """Withdrawals count for both, a consent for who gave it. As `kept`: the withdrawals of the one
    that stay with the survivor too."""
    brand, old_id, into = merge.brand, merge.from_id, merge.into_id
    theirs = copied.theirs.consents
    known = (await unit.consents.consents(brand, [into])).get(into, NO_CONSENTS)
    since = [each.said.declaration for each in await _said_since(unit, merge)]
    old, survivor = parted_consents(known, theirs, copied.own.consents, since)
    how = Circumstances(wish.role, wish.by, wish.reason, proof=merge.id)
    said = [Said(old_id, each, how) for each in old.new_in(theirs)]
    await record(unit, brand, said, rules, now)
    await replace_consents(unit, brand, into, survivor, now)
    kept = [each for each in theirs.held.values() if each in survivor.held.values()]
    return Part("consents", len(theirs.held), len(kept))


async def _said_since(unit: MergingUnit, merge: Merge) -> list[Recorded]:
    """What was said in the survivor's name since the merge, without consents that a merge brought:
    they are the other one's, or of a merge that was undone since."""
    found: list[Recorded] = []
    before = ""
    while page := await unit.consents.declarations(
        merge.brand, merge.into_id, before=before, size=DECLARATIONS_READ
    ):
        found += [each for each in page if each.at >= merge.at and not _brought(each)]
        if all(each.at < merge.at for each in page):
            break
        before = page[-1].id
    return found


def _brought(recorded: Recorded) -> bool:
    said = recorded.said
    return said.declaration.granted and said.circumstances.proof.startswith(f"{ID_PREFIX}_")


async def _part_preferences(unit: MergingUnit, merge: Merge, copied: Copied) -> Part:
    """The one has theirs again; those that the merge brought leave the survivor."""
    if copied.preferences is None:
        return Part("preferences", 0)
    known = await unit.contact_preferences.preferences(merge.brand, [merge.into_id])
    if known.get(merge.into_id) == copied.preferences:
        await unit.contact_preferences.forget(merge.brand, merge.into_id)
    return Part("preferences", 1)


async def _part_advisers(unit: MergingUnit, now: datetime, merge: Merge) -> None:
    """The one who was merged has their adviser again; the survivor loses one who was theirs."""
    brand, old_id, into = merge.brand, merge.from_id, merge.into_id
    advisers = await unit.advisers.advisers(brand, [old_id, into])
    if old_id not in advisers:
        return
    theirs, own = advisers[old_id], advisers.get(into)
    # A merge that brought the survivor their adviser brought the time as well.
    if own is not None and own.now == theirs.now:
        await unit.advisers.forget(brand, into)
        gone = AdviserChanged(into, "", max(now, own.now.since + TICK))
        await unit.events.publish(brand, [gone], now)
    await unit.events.publish(brand, [adviser_told(old_id, theirs)], now)


async def _part_tags(
    unit: MergingUnit, rules: Rules, now: datetime, merge: Merge, copied: Copied
) -> int:
    brand, into = merge.brand, merge.into_id
    held = (await unit.tags.tags(brand, [into])).get(into, NO_TAGS).current(now)
    theirs, own = copied.theirs.tags.held, copied.own.tags.held
    again, gone = tags_to_remove(held, theirs, own)
    await put(unit, brand, {into: (again, gone)}, rules, now)
    return len(theirs)


async def _part_standings(
    unit: MergingUnit,
    rules: Rules,
    now: datetime,
    merge: Merge,
    parted: PartedMembers,
    copied: Copied,
) -> tuple[Facts, Standing]:
    """Each is judged by what they have: the survivor from the positions of before. The facts and
    the growth that the one who was merged gets back."""
    old, survivor = parted.old, parted.survivor
    brand, ids = survivor.brand, [old.id, survivor.id]
    growth = await unit.tiers.standings(brand, Source.GROWTH, ids)
    now_own, numbered = (growth.get(each, Standing()) for each in (survivor.id, old.id))
    theirs = returned_standing(now_own, copied.theirs.growth, copied.own.growth)
    both = {
        survivor.id: parted_standing(now_own, copied.theirs.growth, copied.own.growth),
        # Entries that came since are counted, and stay with the survivor.
        old.id: Standing(theirs.totals, theirs.positions, numbered.sequence, numbered.ahead),
    }
    judge = _judge(rules, now, parted)
    decide(judge, survivor, now_own, both[survivor.id], Source.GROWTH, Reason.MERGE_UNDONE)
    decide(judge, old, both[old.id], both[old.id], Source.GROWTH, Reason.MERGE_UNDONE, taken=True)
    following = await judge.close(unit, Source.GROWTH, both)
    await unit.tiers.keep_standings(brand, Source.GROWTH, both, following)

    facts = await unit.activities.facts(brand, ids)
    own = facts.get(survivor.id, Facts())
    merged_on = rules.local_day(merge.at)
    left = parted_facts(own, copied.theirs.facts, copied.own.facts, merged_on)
    his = returned_facts(own, copied.theirs.facts, copied.own.facts)
    # Followers let go what they knew of them.
    his.told, his.revision = "", his.revision + 1
    after = {survivor.id: left, old.id: his}
    judge = _judge(rules, now, parted)
    decide(judge, survivor, own.standing, left.standing, Source.PURCHASES, Reason.MERGE_UNDONE)
    standing = his.standing
    decide(judge, old, standing, standing, Source.PURCHASES, Reason.MERGE_UNDONE, taken=True)
    telling = Telling(rules, rules.local_day(now))
    telling.begin(after, {survivor.id: survivor, old.id: old})
    standings = {member_id: each.standing for member_id, each in after.items()}
    following = await judge.close(unit, Source.PURCHASES, standings, telling.events)
    await unit.activities.keep_facts(brand, after, following)
    return his, both[old.id]


def _judge(rules: Rules, now: datetime, parted: PartedMembers) -> Judge:
    enrolled = {each.id: each.created_at for each in (parted.old, parted.survivor)}
    return Judge(rules, parted.old.brand, now, enrolled)


async def _tell(
    unit: MergingUnit, rules: Rules, now: datetime, parted: PartedMembers, copied: Copied
) -> None:
    updated = [
        MemberUpdated(parted.survivor.id, ("identities", *copied.filled)),
        MemberUpdated(parted.old.id, ("identities",)),
    ]
    facts = [
        *facts_of_changed(rules, parted.survivor, copied.filled, now),
        *facts_of_changed(rules, parted.old, SHOWN_IN_FACTS, now),
        *_tag_facts(rules, parted.old, copied.theirs.tags, now),
    ]
    await unit.events.publish(parted.old.brand, [*updated, *facts], now)


def _tag_facts(rules: Rules, old: Member, tags: Tags, now: datetime) -> list[FactsChanged]:
    if not named_facts(rules).tags:
        return []
    return [FactsChanged(old.id, tags=tags.facts(tag_definitions(rules), now, rules.version))]
