"""Jobs of members on documents that can't be read: nobody else waits for them."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from services.common.cache import NoCache
from services.common.clock import ManualClock
from services.common.mongo import Database
from services.common.watch import Feed
from services.members.context import MembersContext
from services.members.due_members import Waiting
from services.members.groups.commands.judging import judge_due as judge_groups
from services.members.identities.commands.enrolment import Enrolled
from services.members.identities.domain.identity import Identity, IdentityKind
from services.members.lifecycle.commands.lifecycle_job import judge_due as judge_lifecycles
from services.members.programme.commands.rulebook import RuleBook
from services.members.referral.commands.judging import judge_due as judge_referrals
from services.members.segments.commands.sweeping import judge_due as judge_segments
from services.members.segments.commands.sweeping import sweep
from services.members.tiers.commands.growth import GrowthEntry, count_growth
from services.members.tiers.commands.judgement_job import judge_due as judge_tiers
from services.members.unit_of_work import MembersStore
from services.members.vault.storage.vault import Vault
from tests.activities import document
from tests.contract.members.member_stores import NOON, enrolled, wish
from tests.fakes_members import FakeProgrammes

LATE = NOON + timedelta(days=366 + 365 + 30)
PROGRAMMES = FakeProgrammes(tea=document("tea"), retail=document("tea"))


@pytest.fixture
def ctx(db: Database) -> MembersContext[Any]:
    store = MembersStore(db, Feed(db), Vault(b"k" * 32, b"i" * 32), NoCache())
    return MembersContext(store, RuleBook(PROGRAMMES), ManualClock(LATE))


async def test_a_broken_standing_keeps_no_tier_of_its_brand_or_of_another_from_being_judged(
    ctx: MembersContext[Any], db: Database
) -> None:
    ids: dict[str, list[str]] = {}
    earlier = MembersContext[Any](ctx.store, ctx.rulebook, ManualClock(NOON))
    for brand in ("tea", "retail"):
        wishes = [wish(n, Identity(IdentityKind.POS_CARD, str(n))) for n in range(3)]
        people = await enrolled(ctx.store, brand, *wishes)
        ids[brand] = [each.member_id for each in people if isinstance(each, Enrolled)]
        await count_growth(earlier, brand, [GrowthEntry(i, 1, 300, NOON) for i in ids[brand]])
    broken = ids["tea"][0]
    longest = {"$set": {"places": 7, "judge_at": NOON}}
    await db["growth"].update_one({"_id": broken}, longest)

    waiting = Waiting("tiers")
    # Slices of two: the broken one is at the head of each, with another of the brand.
    for _ in range(20):
        if not await judge_tiers(ctx, 2, waiting):
            break
    for brand, members in ids.items():
        for member_id in members:
            if member_id != broken:
                listed = await ctx.store.tiers.decisions(brand, member_id, before="", size=9)
                assert listed[0][1].decision.reason == "not_kept"
    assert waiting.part("growth").members == [broken]


Judge = Callable[[MembersContext[Any], Waiting, int], Awaitable[int]]
ROOMS: list[tuple[Judge, str, str, str]] = [
    (judge_lifecycles, "lifecycles", "_id", "due_at"),
    (judge_referrals, "referrals", "_id", "due_at"),
    (judge_segments, "segment_members", "_id", "judge_at"),
    (judge_groups, "group_members", "member_id", "due_at"),
]


async def test_rooms_pass_over_who_cannot_be_judged_and_come_to_the_end(
    ctx: MembersContext[Any], db: Database
) -> None:
    for judge, collection, member, due in ROOMS:
        documents = [
            {"_id": f"{brand}_{n}", "brand": brand, member: f"{brand}_{n}", due: NOON}
            for brand in ("tea", "retail")
            for n in range(3)
        ]
        await db[collection].insert_many(documents)
        waiting, slices = Waiting("test"), 0
        while await judge(ctx, waiting, 2) >= 2:
            slices += 1
            assert slices < 9, collection
        assert len(waiting.members) == len(documents), collection
        assert not waiting.brands, collection


async def test_a_sweep_passes_over_who_cannot_be_judged_and_leaves_them_to_the_job(
    ctx: MembersContext[Any], db: Database
) -> None:
    wishes = [wish(n, Identity(IdentityKind.POS_CARD, str(n))) for n in range(4)]
    people = await enrolled(ctx.store, "retail", *wishes)
    ids = [each.member_id for each in people if isinstance(each, Enrolled)]
    await db["segment_members"].insert_one({"_id": ids[1], "brand": "retail", "within": 7})
    ctx = MembersContext(
        ctx.store, RuleBook(FakeProgrammes(retail=document("retail"))), ManualClock(NOON)
    )
    rules = await ctx.rulebook.of("retail")
    assert await sweep(ctx, rules, "retail", always) == 3
    progress = await ctx.store.segments.progress("retail")
    assert progress.done
    assert not progress.running
    sound = [each for each in ids if each != ids[1]]
    assert set(await ctx.store.segments.memberships("retail", sound)) == set(sound)
    assert await ctx.store.segments.due(NOON, 9) == [("retail", ids[1])]


async def always() -> bool:
    return True
