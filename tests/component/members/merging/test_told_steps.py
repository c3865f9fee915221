"""A step of activation is told once for a person, whatever is merged and undone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from services.common.cache import NoCache
from services.common.clock import ManualClock
from services.common.mongo import Database
from services.common.watch import Feed
from services.members.activities.domain.facts import Facts
from services.members.activities.domain.order_days import OrderDays
from services.members.context import MembersContext
from services.members.identities.commands.enrolment import Enrolled
from services.members.identities.domain.identity import Identity, IdentityKind
from services.members.lifecycle.commands.judging import judge_members
from services.members.merging.commands.merging import MergeWish, merge_members
from services.members.merging.commands.undoing import UndoWish, undo_merge
from services.members.programme.commands.rulebook import RuleBook
from services.members.tiers.domain.daily_totals import DailyTotals
from services.members.tiers.domain.standing import NextJudgement
from services.members.unit_of_work import MembersStore
from services.members.vault.storage.vault import Vault
from tessera.members.v1 import events_pb2
from tests.activities import document
from tests.contract.members.member_stores import NOON, enrolled, wish
from tests.fakes_members import FakeProgrammes

LIFECYCLE = {
    "loyalty": {"orders": 3, "days": 60},
    "advocacy": {"on": ["share"], "times": 2},
    "warn_days": 30,
    "dormant_days": 90,
    "lost_days": 180,
}


async def test_a_step_is_told_once_for_a_person_and_again_for_two(db: Database) -> None:
    store, clock = (
        MembersStore(db, Feed(db), Vault(b"k" * 32, b"i" * 32), NoCache()),
        ManualClock(NOON),
    )
    programmes = FakeProgrammes(tea=document("tea") | {"lifecycle": LIFECYCLE})
    ctx: Any = MembersContext(store, RuleBook(programmes), clock)
    wishes = [wish(n, Identity(IdentityKind.POS_CARD, str(n))) for n in range(2)]
    people = await enrolled(store, "tea", *wishes)
    old, survivor = [each.member_id for each in people if isinstance(each, Enrolled)]
    today = NOON.date()

    async def orders(member_id: str) -> None:
        facts = Facts(
            last_seen_at=NOON,
            orders=DailyTotals(1, {today: 1}),
            order_days=OrderDays({today: 1}, today),
            revision=1,
        )
        kept = {member_id: facts}, {member_id: NextJudgement(None, 1)}
        await store.transact(lambda unit: unit.activities.keep_facts("tea", *kept))

    async def told() -> list[tuple[str, int]]:
        """After all were judged, as they are when what is known of them changes."""
        merged = await store.identities.survivors("tea", [old])
        ids = [each for each in (old, survivor) if each not in merged]
        await judge_members(ctx, await ctx.rulebook.of("tea"), "tea", ids)
        found = db["events"].find(sort=[("_id", 1)])
        events = [events_pb2.Event.FromString(each["payload"]) async for each in found]
        steps = [each for each in events if each.HasField("activation_step_taken")]
        return [(each.member_id, each.activation_step_taken.step) for each in steps]

    await told()
    await orders(old)
    first = await told()
    assert {member_id for member_id, _ in first} == {old}
    asked = MergeWish("tea", "m1", old, survivor, "the same phone", "ann", "operator")
    made, _ = await merge_members(ctx, asked)
    assert await told() == first
    clock.advance(timedelta(hours=1))
    undo = UndoWish("tea", "u1", made.id, "two people", "ann", "operator")
    await undo_merge(ctx, undo)
    assert await told() == first
    # They are two, and the other one's steps are their own.
    await orders(survivor)
    assert await told() == [*first, *((survivor, step) for _, step in first)]
