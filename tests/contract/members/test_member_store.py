"""The contract of every storage of members: on MongoDB with both clients, and in memory."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import cast

import pytest

from services.common import cache
from services.common.brand_config import ProgrammeUnreadable
from services.common.clock import ManualClock
from services.common.errors import Refusal
from services.members.activities.commands.recording import RecordState, record_activities
from services.members.activities.domain.activity import Activity, Order
from services.members.activities.domain.activity_type import ActivityType
from services.members.activities.domain.bought import ArticleCount, Bought
from services.members.activities.domain.facts import Facts
from services.members.activities.domain.nearness import SeenNear
from services.members.activities.domain.order_days import OrderDays
from services.members.cards.domain import CardSources
from services.members.due_members import Waiting
from services.members.identities.commands.enrolment import Enrolled
from services.members.identities.domain.identity import Identity, IdentityKind, PastIdentity
from services.members.identities.domain.member import Member
from services.members.identities.domain.profile import Profile
from services.members.programme.commands.rulebook import RuleBook
from services.members.programme.domain.rules import Rules
from services.members.tiers.commands import judgement_job as judgement
from services.members.tiers.commands.growth import GrowthEntry, count_growth
from services.members.tiers.domain.daily_totals import DailyTotals
from services.members.tiers.domain.ladder import Source
from services.members.tiers.domain.standing import NextJudgement, Standing
from services.members.tiers.domain.tiers import Climb, LadderPosition
from services.members.transactions import Answered, Asked
from tessera.types.v1 import types_pb2
from tests.contract.members.member_stores import (
    NOON,
    PHONE,
    STORES,
    AnyStore,
    Unit,
    context,
    enrolled,
    opened,
    wish,
)

OPENID = Identity(IdentityKind.WECHAT_OPENID, "oABC")


@pytest.fixture(params=STORES)
async def store(
    request: pytest.FixtureRequest, mongo_url: str, flushed_redis_url: str, db_name: str
) -> AsyncIterator[AnyStore]:
    entries = cache.connect(flushed_redis_url)
    async with opened(request.param, mongo_url, db_name, entries) as members:
        yield members
    await entries.close()


def member(number: int, *identities: Identity, brand: str = "tea") -> Member:
    profile = Profile("张三", "02-29", "zh")
    return Member(f"mem_{brand}_{number}", brand, identities, profile, "pos", NOON)


async def add(store: AnyStore, *members: Member) -> None:
    async def work(unit: Unit) -> None:
        await unit.identities.add(members)

    await store.transact(work)


async def test_a_member_comes_back_whole_and_only_to_their_brand(store: AnyStore) -> None:
    mine, theirs = member(1, PHONE, OPENID), member(2, PHONE, brand="retail")
    await add(store, mine)
    await add(store, theirs)
    ids = [mine.id, theirs.id, "mem_nobody"]
    assert await store.identities.members("tea", ids) == {mine.id: mine}
    assert await store.identities.members("retail", ids) == {theirs.id: theirs}
    assert await store.identities.owners("tea", [PHONE]) == {PHONE: mine.id}
    assert await store.identities.owners("retail", [PHONE]) == {PHONE: theirs.id}
    assert await store.identities.owners("retail", [OPENID]) == {}
    assert await store.identities.members("tea", []) == {}


async def test_a_member_without_any_profile_comes_back_too(store: AnyStore) -> None:
    nameless = replace(member(1, OPENID), profile=Profile())
    await add(store, nameless)
    assert (await store.identities.members("tea", [nameless.id]))[nameless.id] == nameless


async def test_a_changed_member_is_found_by_what_is_new(store: AnyStore) -> None:
    await add(store, member(1, PHONE))
    changed = replace(member(1, PHONE, OPENID), profile=Profile("李四"), version=2)

    async def work(unit: Unit) -> None:
        await unit.identities.change([changed])

    await store.transact(work)
    assert (await store.identities.members("tea", [changed.id]))[changed.id] == changed
    assert await store.identities.owners("tea", [OPENID]) == {OPENID: changed.id}


async def test_a_released_identity_is_free_for_others_and_nobody_else_s_is(
    store: AnyStore,
) -> None:
    async def first(unit: Unit) -> None:
        await unit.identities.add([member(1, PHONE, OPENID)])

    async def release(unit: Unit) -> None:
        await unit.identities.release("tea", "mem_tea_2", [OPENID])
        await unit.identities.release("tea", "mem_tea_1", [PHONE])

    await store.transact(first)
    await store.transact(release)
    assert await store.identities.owners("tea", [PHONE, OPENID]) == {OPENID: "mem_tea_1"}


async def test_since_when_an_identity_is_held_comes_back_and_so_does_the_past(
    store: AnyStore,
) -> None:
    kept = replace(
        member(1, PHONE),
        since={PHONE: NOON},
        past=(PastIdentity(OPENID, None, NOON),),
    )

    async def add(unit: Unit) -> None:
        await unit.identities.add([kept])

    await store.transact(add)
    assert (await store.identities.members("tea", [kept.id]))[kept.id] == kept


async def test_what_fails_leaves_nothing(store: AnyStore) -> None:
    async def work(unit: Unit) -> None:
        await unit.identities.add([member(1, PHONE)])
        await unit.answers.remember("tea", [(Asked("r", ("x",)), Answered("mem_1"))])
        raise Refusal("IDENTITY_TAKEN")

    with pytest.raises(Refusal):
        await store.transact(work)

    async def look(unit: Unit) -> object:
        return await unit.answers.recall("tea", [Asked("r", ("x",))])

    assert await store.identities.owners("tea", [PHONE]) == {}
    assert await store.transact(look) == {}


async def test_an_answer_is_kept_for_its_request_and_no_other(store: AnyStore) -> None:
    asked, answered = Asked("r1", ("enrol", "张三")), Answered("mem_1", created=True)

    async def remember(unit: Unit) -> None:
        await unit.answers.remember("tea", [(asked, answered)])

    await store.transact(remember)

    async def look(unit: Unit) -> None:
        assert await unit.answers.recall("tea", [asked, Asked("r2", ())]) == {"r1": answered}
        assert await unit.answers.recall("retail", [asked]) == {}
        other = (await unit.answers.recall("tea", [Asked("r1", ("enrol", "李四"))]))["r1"]
        assert isinstance(other, Refusal)
        assert other.reason == "REQUEST_ID_REUSED"
        # Parts do not run into one another.
        assert isinstance(
            (await unit.answers.recall("tea", [Asked("r1", ("enrol张", "三"))]))["r1"], Refusal
        )

    await store.transact(look)


STANDING = Standing(
    totals=DailyTotals(1500, {date(2026, 3, 1): 1000, date(2026, 3, 2): -100}),
    positions={
        "growth": LadderPosition(
            "gold",
            NOON,
            date(2026, 3, 2),
            (Climb("gold", 1000, 1000, "basic", NOON, date(2026, 1, 1), date(2025, 1, 2)),),
        )
    },
    sequence=7,
    ahead={9, 12},
)
FACTS = Facts(
    NOON,
    DailyTotals(3, {date(2026, 3, 2): 1}),
    DailyTotals(4000, {date(2026, 3, 2): 900, date(2025, 3, 2): 3100}),
    active={739_677, 739_676},
    bought=Bought(
        {"$tea.green": {739_677: 2, 739_676: 1}},
        {"jasmine": ArticleCount(3, date(2026, 3, 2).toordinal())},
    ),
    order_days=OrderDays({date(2025, 3, 2): 2, date(2026, 3, 2): 1}, date(2026, 3, 2)),
    last_order_at=NOON,
    revision=5,
    cart_at=NOON,
    cart_waits=True,
    cart_told_at=NOON,
    near={739_677: SeenNear(NOON, "store-01", 1_500)},
    standing=replace(STANDING, sequence=0, ahead=set()),
)


async def keep(store: AnyStore, brand: str, ids: list[str], at: datetime | None) -> None:
    async def work(unit: Unit) -> None:
        next_judgements = dict.fromkeys(ids, NextJudgement(at, 3))
        standings, facts = dict.fromkeys(ids, STANDING), dict.fromkeys(ids, FACTS)
        await unit.tiers.keep_standings(brand, Source.GROWTH, standings, next_judgements)
        await unit.activities.keep_facts(brand, facts, next_judgements)

    await store.transact(work)


async def test_standings_come_back_as_they_were_and_only_to_their_brand(store: AnyStore) -> None:
    await keep(store, "tea", ["mem_1"], NOON)
    assert await store.tiers.standings("tea", Source.GROWTH, ["mem_1", "mem_2"]) == {
        "mem_1": STANDING
    }
    assert await store.activities.facts("tea", ["mem_1"]) == {"mem_1": FACTS}
    assert await store.tiers.standings("retail", Source.GROWTH, ["mem_1"]) == {}
    assert await store.activities.facts("retail", ["mem_1"]) == {}


async def test_a_card_has_all_that_is_kept_of_a_member_and_changes_with_it(
    store: AnyStore,
) -> None:
    known, other, bare = member(1, PHONE), member(2, OPENID), member(3)
    await add(store, known, other, bare)
    await keep(store, "tea", [known.id], NOON)
    ids = [known.id, bare.id, "mem_nobody"]
    expected = {
        known.id: CardSources(known, FACTS, STANDING),
        bare.id: CardSources(bare, Facts(), Standing()),
    }
    for _ in range(2):
        assert await store.cards.current("tea", ids) == expected
        assert await store.cards.cached("tea", ids) == expected
    assert await store.cards.cached("retail", ids) == {}
    renamed = replace(bare, profile=Profile("李四"), version=2)

    async def rename_and_keep(unit: Unit) -> None:
        await unit.identities.change([renamed])
        kept = {bare.id: NextJudgement(None, 4)}
        await unit.tiers.keep_standings("tea", Source.GROWTH, {bare.id: STANDING}, kept)

    await store.transact(rename_and_keep)
    expected[bare.id] = CardSources(renamed, Facts(), STANDING)
    await keep(store, "tea", [other.id], NOON)
    expected[other.id] = CardSources(other, FACTS, STANDING)
    assert await store.cards.cached("tea", [*ids, other.id]) == expected


async def test_a_spending_judged_again_leaves_the_other_facts_as_they_were(
    store: AnyStore,
) -> None:
    await keep(store, "tea", ["mem_1"], NOON)
    fallen = replace(STANDING, positions={})

    async def judge(unit: Unit) -> None:
        kept = {"mem_1": NextJudgement(None, 4)}
        await unit.tiers.keep_standings("tea", Source.PURCHASES, {"mem_1": fallen}, kept)

    await store.transact(judge)
    assert await store.activities.facts("tea", ["mem_1"]) == {
        "mem_1": replace(FACTS, standing=fallen)
    }
    assert await store.tiers.standings("tea", Source.PURCHASES, ["mem_1"]) == {"mem_1": fallen}
    assert await store.tiers.standings("tea", Source.GROWTH, ["mem_1"]) == {"mem_1": STANDING}
    assert await store.tiers.due(Source.PURCHASES, NOON, 9) == []
    assert await store.tiers.due(Source.GROWTH, NOON, 9) == [("tea", "mem_1")]
    assert await store.tiers.outdated(Source.PURCHASES, "tea", 4, 9) == []


async def test_what_is_due_comes_by_age_and_what_is_judged_is_due_no_more(store: AnyStore) -> None:
    for number in range(5):
        brand = ("tea", "retail")[number % 2]
        await keep(store, brand, [f"mem_{number}"], NOON - timedelta(days=number))
    for source in Source:
        due = await store.tiers.due(source, NOON - timedelta(days=2), 2)
        assert due == [("tea", "mem_4"), ("retail", "mem_3")]
        assert await store.tiers.due(source, NOON, 2, ["retail"], ["mem_4"]) == [
            ("tea", "mem_2"),
            ("tea", "mem_0"),
        ]
    await keep(store, "tea", ["mem_4"], None)
    assert await store.tiers.due(Source.GROWTH, NOON - timedelta(days=3), 9) == [
        ("retail", "mem_3")
    ]


async def test_who_was_judged_by_an_older_programme_is_behind(store: AnyStore) -> None:
    await keep(store, "tea", ["mem_1", "mem_2"], None)
    await keep(store, "retail", ["mem_3"], None)
    assert set(await store.tiers.outdated(Source.GROWTH, "tea", 4, 9)) == {"mem_1", "mem_2"}
    assert len(await store.tiers.outdated(Source.PURCHASES, "tea", 4, 1)) == 1
    assert await store.tiers.outdated(Source.PURCHASES, "tea", 3, 9) == []


# --- capabilities on every storage ---------------------------------------------------------------


async def test_a_race_for_an_identity_has_one_winner(store: AnyStore) -> None:
    answers = await asyncio.gather(*(enrolled(store, "tea", wish(n, PHONE)) for n in range(12)))
    found = [answer for [answer] in answers if isinstance(answer, Enrolled)]
    assert len(found) == 12
    assert len({each.member_id for each in found}) == 1
    assert sum(each.created for each in found) == 1


async def test_an_activity_counts_once_on_every_storage(store: AnyStore) -> None:
    [one] = await enrolled(store, "tea", wish(1, PHONE))
    assert isinstance(one, Enrolled)
    order = Order("o1", "CNY", 30000, ())
    content = types_pb2.Activity(event_id="e").SerializeToString()
    bought = Activity("pos", "e", one.member_id, ActivityType.ORDER, NOON, "", order, {}, content)
    for states in (["recorded", "repeated"], ["repeated", "repeated"]):
        results = await record_activities(context(store), "tea", [bought, bought])
        assert [result.state for result in results] == states
    [stranger] = await record_activities(context(store), "retail", [bought])
    assert stranger.state is RecordState.REFUSED
    facts = (await store.activities.facts("tea", [one.member_id]))[one.member_id]
    assert (facts.orders.total, facts.standing.positions["value"].tier) == (1, "active")


async def test_growth_judges_and_its_decisions_are_listed(store: AnyStore) -> None:
    [one] = await enrolled(store, "tea", wish(1, PHONE))
    assert isinstance(one, Enrolled)
    entries = [
        GrowthEntry(one.member_id, n, amount, NOON, refund=amount < 0)
        for n, amount in enumerate((300, 700, -700), 1)
    ]
    assert await count_growth(context(store), "tea", entries) == 3
    assert await count_growth(context(store), "tea", entries) == 0
    assert await count_growth(context(store), "retail", entries) == 0
    listed = await store.tiers.decisions("tea", one.member_id, before="", size=9)
    moves = [(judged.decision.from_tier, judged.decision.to_tier) for _, judged in listed]
    assert moves[:3] == [("gold", "silver"), ("silver", "gold"), ("basic", "silver")]
    rest = await store.tiers.decisions("tea", one.member_id, before=listed[1][0], size=9)
    assert rest == listed[2:]
    assert await store.tiers.decisions("retail", one.member_id, before="", size=9) == []


async def test_workers_that_judge_at_once_judge_once(store: AnyStore) -> None:
    wishes = [wish(n, Identity(IdentityKind.POS_CARD, str(n))) for n in range(20)]
    people = await enrolled(store, "tea", *wishes)
    ids = [each.member_id for each in people if isinstance(each, Enrolled)]
    await count_growth(context(store), "tea", [GrowthEntry(i, 1, 300, NOON) for i in ids])

    # The upgrading growth itself lies in the first window and keeps it; the second is empty.
    clock = ManualClock(NOON + timedelta(days=366 + 365 + 30))
    ctx = replace(context(store), clock=clock)

    async def worker() -> None:
        while await judgement.judge_due(ctx, 7):
            pass

    await asyncio.gather(*(worker() for _ in range(4)))
    for member_id in ids:
        listed = await store.tiers.decisions("tea", member_id, before="", size=99)
        reasons = [judged.decision.reason for _, judged in listed]
        assert reasons == ["not_kept", "kept", "upgrade", "enrolled", "enrolled"]


class OneUnreadable:
    """The programme of tea can't be read."""

    def __init__(self, rulebook: RuleBook) -> None:
        self._rulebook = rulebook

    async def of(self, brand: str) -> Rules:
        if brand == "tea":
            raise ProgrammeUnreadable(brand, 7, KeyError("timezone"))
        return await self._rulebook.of(brand)


async def test_a_brand_whose_programme_cannot_be_read_keeps_no_other_from_being_judged(
    store: AnyStore,
) -> None:
    ids = {}
    for brand in ("tea", "retail"):
        wishes = [wish(n, Identity(IdentityKind.POS_CARD, str(n))) for n in range(3)]
        people = await enrolled(store, brand, *wishes)
        ids[brand] = [each.member_id for each in people if isinstance(each, Enrolled)]
        entries = [GrowthEntry(i, 1, 300, NOON) for i in ids[brand]]
        await count_growth(context(store), brand, entries)
    ctx = replace(context(store), clock=ManualClock(NOON + timedelta(days=366 + 365 + 30)))
    ctx = replace(ctx, rulebook=cast("RuleBook", OneUnreadable(ctx.rulebook)))
    waiting = Waiting("tiers")
    while await judgement.judge_due(ctx, 2, waiting):
        pass
    assert waiting.part(Source.GROWTH).brands == {"tea"}
    listed = await store.tiers.decisions("retail", ids["retail"][0], before="", size=99)
    assert "not_kept" in [judged.decision.reason for _, judged in listed]
