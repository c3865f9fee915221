"""Tiers that follow the ledger's growth, and fall when their time has come."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

from google.protobuf.timestamp_pb2 import Timestamp

from services.common.clock import ManualClock
from services.common.mongo import Database
from tessera.members.v1 import events_pb2, members_pb2
from tessera.types.v1 import types_pb2
from tests.component.members.conftest import (
    NOON,
    NOWHERE,
    Members,
    activity,
    recording,
    refused,
    started,
    until,
)
from tests.component.members.tiers.ledger_server import LedgerServer
from tests.paths import PROGRAMMES

Ledger = tuple[LedgerServer, str]


def has_tier(members: Members, member_id: str, code: str) -> Callable[[], Awaitable[bool]]:
    async def reached() -> bool:
        return await members.tier(member_id) == code

    return reached


async def settled(members: Members, ledger: LedgerServer, db: Database) -> None:
    """Wait until the follower has handled every posting."""
    posted = len(ledger.postings)

    async def handled() -> bool:
        stored = await db.watch_tokens.find_one({"_id": "points"})
        return stored is not None and stored["token"] == str(posted)

    await until(handled)


async def test_imported_growth_reaches_its_tier_on_its_own_day(
    members: Members, ledger: Ledger
) -> None:
    member_id = await members.enrol()
    days_ago = NOON - timedelta(days=40)
    ledger[0].growth("tea", member_id, 300, days_ago)
    await until(has_tier(members, member_id, "silver"))
    held = (await members.card(member_id)).tiers[0]
    assert held.reach_time.ToDatetime(NOON.tzinfo) == days_ago
    (change,) = [e for e in await members.published("tea", 2) if e.HasField("tier_changed")]
    assert change.tier_changed.effective_time.ToDatetime(NOON.tzinfo) == days_ago


async def test_growth_raises_a_tier_within_a_second(members: Members, ledger: Ledger) -> None:
    member_id = await members.enrol()
    ledger[0].growth("tea", member_id, 299, NOON)
    ledger[0].growth("tea", member_id, 701, NOON)
    await until(has_tier(members, member_id, "gold"))
    member = await members.card(member_id)
    assert (member.growth, member.tiers[0].multiplier_percent) == (1000, 130)
    assert (member.forecast.growth_to_next, member.forecast.next_tier) == (2000, "diamond")
    assert (member.forecast.basis, member.forecast.currency_code) == ("growth", "CNY")
    assert (member.forecast.judged_on, member.forecast.growth_to_keep) == ("2027-04-01", 0)
    assert (member.tiers[0].ladder_name.zh, member.forecast.next_tier_name.zh) == (
        "成长等级",
        "钻卡",
    )
    assert member.forecast.expected_tier_name.en == "Gold"
    assert await members.decisions(member_id) == [
        ("", "basic", "enrolled"),
        ("basic", "gold", "upgrade"),
    ]
    changes = [e for e in await members.published("tea", 2) if e.HasField("tier_changed")]
    reached = Timestamp()
    reached.FromDatetime(NOON)
    reached = Timestamp()
    reached.FromDatetime(NOON)
    assert [(e.member_id, e.tier_changed) for e in changes] == [
        (
            member_id,
            events_pb2.TierChanged(
                ladder="growth",
                main=True,
                from_tier="basic",
                to_tier="gold",
                to_rank=2,
                multiplier_percent=130,
                reason="upgrade",
                ladder_name=types_pb2.LocalizedText(zh="成长等级", en="Growth"),
                from_tier_name=types_pb2.LocalizedText(zh="普通", en="Basic"),
                to_tier_name=types_pb2.LocalizedText(zh="金卡", en="Gold"),
                effective_time=reached,
            ),
        )
    ]


async def test_growth_counts_once_whatever_the_feed_repeats(
    members: Members, ledger: Ledger, db: Database
) -> None:
    member_id = await members.enrol()
    second = ledger[0].growth("tea", member_id, 100, NOON, sequence=2)
    first = ledger[0].growth("tea", member_id, 150, NOON, sequence=1)
    for posting in (first, second, second, first):
        ledger[0].add(posting)
    await settled(members, ledger[0], db)
    assert (await members.card(member_id)).growth == 250


async def test_growth_of_one_brand_is_none_of_anothers(
    members: Members, ledger: Ledger, db: Database
) -> None:
    member_id = await members.enrol()
    ledger[0].growth("retail", member_id, 5000, NOON)
    ledger[0].growth("tea", "mem_nobody", 5000, NOON)
    ledger[0].growth("tea", member_id, 10, NOON)
    await settled(members, ledger[0], db)
    assert (await members.card(member_id)).growth == 10
    assert await db.growth.count_documents({}) == 1


async def test_a_clawback_undoes_the_upgrade(members: Members, ledger: Ledger) -> None:
    member_id = await members.enrol()
    ledger[0].growth("tea", member_id, 400, NOON)
    ledger[0].growth("tea", member_id, 600, NOON)
    await until(has_tier(members, member_id, "gold"))
    ledger[0].growth("tea", member_id, -600, NOON)
    await until(has_tier(members, member_id, "silver"))
    assert (await members.decisions(member_id))[-1] == ("gold", "silver", "refund_undid_upgrade")


async def test_a_tier_not_kept_falls_on_the_day_of_judgement(
    members: Members, ledger: Ledger
) -> None:
    member_id = await members.enrol()
    ledger[0].growth("tea", member_id, 900, NOON - timedelta(days=1))
    ledger[0].growth("tea", member_id, 100, NOON)
    await until(has_tier(members, member_id, "gold"))
    # The window ends on 2027-03-02, and 30 days of grace with 2027-03-31, in Shanghai.
    members.clock.set(NOON.replace(year=2027, month=3, day=31, hour=15, minute=59))
    assert await members.tier(member_id) == "gold"
    members.clock.advance(timedelta(minutes=1))
    await until(has_tier(members, member_id, "silver"))
    assert (await members.decisions(member_id))[-1] == ("gold", "silver", "not_kept")


async def test_a_judgement_that_keeps_is_written_down_and_changes_nothing(
    members: Members, ledger: Ledger, db: Database
) -> None:
    member_id = await members.enrol()
    ledger[0].growth("tea", member_id, 1000, NOON)
    await until(has_tier(members, member_id, "gold"))
    events = await db.events.count_documents({"type": "tier_changed"})
    members.clock.set(NOON + timedelta(days=400))

    async def judged() -> bool:
        return (await members.decisions(member_id))[-1] == ("gold", "gold", "kept")

    await until(judged)
    assert await db.events.count_documents({"type": "tier_changed"}) == events
    assert await db.growth.count_documents({"judge_at": {"$lte": members.clock.now()}}) == 0


async def test_spending_that_grew_old_lowers_its_ladder(members: Members) -> None:
    member_id = await members.enrol()
    order = activity(member_id, "o1", NOON - timedelta(days=300), 100_000)
    await members.activities().RecordActivities(recording(order))
    assert (await members.card(member_id)).tiers[1].code == "devoted"
    # Its window began on the order's own day, and the order keeps the tier in it; not in the next.
    members.clock.set(NOON + timedelta(days=2 * 366 - 300))

    async def fell() -> bool:
        return (await members.card(member_id)).tiers[1].code == "new"

    await until(fell)


async def test_decisions_come_in_pages_that_are_nobody_elses(
    members: Members, ledger: Ledger
) -> None:
    member_id, other = await members.enrol(), await members.enrol()
    for amount in (300, -300, 300, -300, 300):
        ledger[0].growth("tea", member_id, amount, NOON)
    await until(has_tier(members, member_id, "silver"))

    async def all_made() -> bool:
        return len(await members.decisions(member_id)) == 6

    await until(all_made)
    staff = members.as_operator()
    request = members_pb2.ListTierDecisionsRequest(member_id=member_id, page_size=3)
    first = await staff.ListTierDecisions(request)
    request.page_token = first.next_page_token
    second = await staff.ListTierDecisions(request)
    request.page_token = second.next_page_token
    third = await staff.ListTierDecisions(request)
    assert [len(page.decisions) for page in (first, second, third)] == [3, 3, 1]
    assert third.next_page_token == ""
    assert (first.decisions[0].growth, first.decisions[0].threshold) == (300, 300)
    assert first.decisions[0].window_from < first.decisions[0].window_until
    enrolled = third.decisions[0]
    assert not enrolled.HasField("threshold")
    assert (enrolled.window_from, enrolled.window_until) == ("", "")
    assert first.decisions[0].programme_version == 1
    names = first.decisions[0].from_tier_name.zh, first.decisions[0].to_tier_name.zh
    assert (first.decisions[0].ladder_name.en, *names) == ("Growth", "普通", "银卡")
    request.page_token, request.member_id = first.next_page_token, other
    assert (await refused(staff.ListTierDecisions(request))).reason == "PAGE_TOKEN_INVALID"


async def test_members_work_while_points_is_down_and_catch_up_when_it_comes(
    db: Database, keys_dir: Path, redis_url: str, ledger: Ledger
) -> None:
    clock = ManualClock(NOON)
    tea = (PROGRAMMES / "tea.yaml").read_text("utf-8")
    async with started(db, keys_dir, NOWHERE, clock, redis_url) as members:
        await members.publish("tea", tea)
        member_id = await members.enrol()
        order = activity(member_id, "o1", NOON, 3600)
        await members.activities().RecordActivities(recording(order))
        assert (await members.card(member_id)).facts.orders == 1
    ledger[0].growth("tea", member_id, 300, NOON)
    async with started(db, keys_dir, ledger[1], clock, redis_url) as members:
        await until(has_tier(members, member_id, "silver"))
    ledger[0].growth("tea", member_id, 700, NOON)
    async with started(db, keys_dir, ledger[1], clock, redis_url) as members:
        await until(has_tier(members, member_id, "gold"))
    assert ledger[0].watched_after == ["", "1"]


async def test_a_new_programme_judges_everyone_again(members: Members, ledger: Ledger) -> None:
    idle, silver, spender = [await members.enrol() for _ in range(3)]
    ledger[0].growth("tea", silver, 400, NOON)
    await until(has_tier(members, silver, "silver"))
    order = activity(spender, "o1", NOON, 20000)
    await members.activities().RecordActivities(recording(order))
    source = (PROGRAMMES / "tea.yaml").read_text("utf-8")
    easier = (
        source.replace("- {code: basic,", "- {code: leaf,")
        .replace("reach: 1000, keep: 800", "reach: 400, keep: 400")
        .replace("reach: 30000, keep: 30000", "reach: 20000, keep: 20000")
    )
    await members.publish("tea", easier)
    await until(has_tier(members, silver, "gold"))
    await until(has_tier(members, idle, "leaf"))

    async def rose() -> bool:
        return (await members.card(spender)).tiers[1].code == "active"

    await until(rose)
    assert (await members.decisions(silver))[-1] == ("silver", "gold", "upgrade")


async def test_a_tier_that_is_gone_gives_way_to_what_counts(
    members: Members, ledger: Ledger
) -> None:
    member_id = await members.enrol()
    ledger[0].growth("tea", member_id, 400, NOON)
    await until(has_tier(members, member_id, "silver"))
    source = (PROGRAMMES / "tea.yaml").read_text("utf-8")
    renamed = source.replace("{code: silver,", "{code: jade,")
    await members.publish("tea", renamed.replace("min_tier: silver", "min_tier: jade"))

    async def replaced() -> bool:
        return (await members.decisions(member_id))[-1] == ("silver", "jade", "programme_changed")

    await until(replaced)
    changes = [
        e.tier_changed for e in await members.published("tea", 4) if e.HasField("tier_changed")
    ]
    assert [(c.from_tier, c.to_tier, c.to_rank) for c in changes][-1] == ("silver", "jade", 1)
