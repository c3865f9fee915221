"""Leaderboards over gRPC and Redis: they follow the ledger, and are made again from it."""

from __future__ import annotations

import argparse
import asyncio
import io
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import grpc
import pytest
import redis.asyncio as redis_client

from services.common.errors import reason_of
from services.common.mongo import Database
from services.common.settings import load
from services.points.leaderboards.api import command_line
from services.points.play_wiring import boards_keeper, boards_lease, boards_verifier
from services.points.sections import programmes_in
from services.points.wiring import Settings, verifier
from tessera.points.v1 import earning_pb2, refunds_pb2
from tessera.points.v1 import leaderboards_pb2 as pb
from tests.activities import NOON, PLAIN, document
from tests.component.points.conftest import (
    FRUIT,
    MILK,
    As,
    Members,
    Points,
    followed,
    sent,
    started,
    until,
)

NAMES = ("mem_ada", "mem_ann", "mem_bob")


@pytest.fixture
async def points(
    db: Database, keys_dir: Path, members: Members, redis_url: str
) -> AsyncIterator[Points]:
    """Points with Redis, beside members."""
    await members.feed.publish("tea", document("tea"))
    await members.feed.publish("retail", PLAIN)
    for known in NAMES:
        await members.feed.change_tier("tea", known, "basic", 0, 100)
    async with started(db, keys_dir, members.address, redis_url) as running:
        await followed(running, members)
        yield running


async def board(
    caller: As, code: str = "month_points", **asked: object
) -> pb.GetLeaderboardResponse:
    request = pb.GetLeaderboardRequest(code=code, **asked)  # type: ignore[arg-type]
    return await caller.leaderboards.GetLeaderboard(request)


def rows(shown: pb.GetLeaderboardResponse) -> list[tuple[int, str, int]]:
    return [(each.rank, each.member_id, each.points) for each in shown.entries]


async def buy(points: Points, member_id: str, *lines: object, order: str, minutes: int = 0) -> None:
    told = sent(
        "ORDER",
        *lines,  # type: ignore[arg-type]
        event_id=order,
        order_id=order,
        member_id=member_id,
        at=NOON - timedelta(minutes=60 - minutes),
    )
    told.store_id = "store-01"
    request = earning_pb2.AwardActivitiesRequest(activities=[told])
    assert (await points.till().earning.AwardActivities(request)).results[0].reason == ""


async def refund(points: Points, member_id: str, line: object, order: str) -> None:
    told = sent("REFUND", line, event_id=f"r{order}", order_id=order, member_id=member_id)  # type: ignore[arg-type]
    told.store_id = "store-02"
    await points.till().refunds.CommitRefund(refunds_pb2.CommitRefundRequest(refund=told))


async def shows(
    points: Points,
    expected: list[tuple[int, str, int]],
    code: str = "month_points",
    **asked: object,
) -> pb.GetLeaderboardResponse:
    """The board, once it is complete and shows what is expected."""
    found: list[pb.GetLeaderboardResponse] = []

    async def there() -> bool:
        found.append(await board(points.operator(), code, **asked))
        return found[-1].complete and rows(found[-1]) == expected

    try:
        await until(there)
    except TimeoutError:
        raise AssertionError(f"{found[-1]}") from None
    return found[-1]


async def test_a_board_follows_awards_and_refunds_and_the_earlier_of_equals_is_ahead(
    points: Points,
) -> None:
    await buy(points, "mem_bob", MILK, order="b", minutes=9)
    await buy(points, "mem_ada", MILK, order="a", minutes=3)
    await buy(points, "mem_ann", FRUIT, order="n", minutes=5)
    expected = [(1, "mem_ann", 23), (2, "mem_ada", 18), (3, "mem_bob", 18)]
    shown = await shows(points, expected, member_id="mem_ada", around=1)
    assert (shown.me.rank, shown.me.points, shown.members) == (2, 18, 3)
    assert [each.rank for each in shown.around] == [1, 2, 3]
    assert (shown.period.code, shown.period.first_day, shown.period.last_day) == (
        "2026-03",
        "2026-03-01",
        "2026-03-31",
    )
    # A refund at another store counts where the order did.
    await refund(points, "mem_ann", FRUIT, "n")
    await shows(points, [(1, "mem_ada", 18), (2, "mem_bob", 18)])
    await shows(points, [(1, "mem_ada", 18), (2, "mem_bob", 18)], "store_week", store_id="store-01")
    await shows(points, [], "store_week", store_id="store-02")
    # Of a group only: ranks are counted among its members, who may be on no place or unknown.
    group = pb.LeaderboardAmong(member_ids=["mem_bob", "mem_ann", "mem_bob", "mem_gone"])
    asked: dict[str, Any] = {"among": group, "member_id": "mem_bob", "around": 2}
    of_group = await shows(points, [(1, "mem_bob", 18)], **asked)
    assert (of_group.me.rank, of_group.members, len(of_group.around)) == (1, 1, 1)
    await buy(points, "mem_ann", MILK, order="n2", minutes=20)
    of_group = await shows(points, [(1, "mem_bob", 18), (2, "mem_ann", 18)], **asked)
    assert [each.rank for each in of_group.around] == [1, 2]
    assert rows(await board(points.operator(), among=pb.LeaderboardAmong())) == []
    first = await board(points.operator(), among=group, top=1)
    assert (rows(first), first.members) == ([(1, "mem_bob", 18)], 2)
    for caller, wrong, reason in (
        (points.member("mem_bob"), group, "PERMISSION_DENIED"),
        (points.operator(), pb.LeaderboardAmong(member_ids=["x"] * 201), "INVALID_ARGUMENT"),
        (points.operator(), pb.LeaderboardAmong(member_ids=["no id"]), "INVALID_ARGUMENT"),
    ):
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await board(caller, among=wrong)
        told = reason_of(refused.value)
        assert told is not None
        assert told.reason == reason
    top = await board(points.member("mem_bob"), top=1, member_id="mem_bob", around=0)
    assert (rows(top), top.me.rank, len(top.around)) == ([(1, "mem_ada", 18)], 2, 0)


async def test_boards_are_made_again_when_redis_lost_all_or_a_part(
    points: Points, redis_url: str
) -> None:
    await buy(points, "mem_ada", MILK, order="a")
    expected = [(1, "mem_ada", 18)]
    await shows(points, expected)
    async with redis_client.Redis.from_url(redis_url) as redis:
        await redis.flushall()
        assert not (await board(points.operator())).complete
        await shows(points, expected)
        keys = [key async for key in redis.scan_iter(f"boards:{{{points.db.name}/tea}}*2026-03|")]
        assert keys
        await redis.unlink(keys[0])
    lost = await board(points.operator())
    assert (lost.complete, rows(lost)) == (False, [])
    await buy(points, "mem_ada", MILK, order="a2", minutes=1)
    await shows(points, [(1, "mem_ada", 36)])


async def test_what_redis_keeps_wrong_is_found_and_made_again(
    points: Points, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await buy(points, "mem_ada", MILK, order="a")
    await buy(points, "mem_bob", FRUIT, order="b")
    right = [(1, "mem_bob", 23), (2, "mem_ada", 18)]
    await shows(points, right)
    settings = load(Settings, env={"TESSERA_REDIS_URL": redis_url})
    keeper = boards_keeper(settings, points.db, programmes_in(points.db), points.clock)
    compared = replace(boards_verifier(keeper), pause=lambda seconds: asyncio.sleep(0.05))
    lease = boards_lease(points.db)
    assert await compared.everything("tea") == []
    prove = verifier(points.db, points.clock, compared)
    report = await prove.verify("tea")
    assert (report.problems, report.counts["totals"]) == ([], 2)

    async with redis_client.Redis.from_url(redis_url) as redis:
        (key,) = [k async for k in redis.scan_iter(f"boards:{{{points.db.name}/tea}}*2026-03|")]
        own = [str(each, "ascii") async for each, _ in redis.zscan_iter(key, "*mem_ada")]
        await redis.zadd(key, {own[0]: -118})
    differing = await compared.everything("tea")
    assert differing is not None
    (wrong,) = differing
    assert (wrong.member_id, wrong.kept.points, wrong.made.points) == ("mem_ada", 118, 18)
    found = (await prove.verify("tea")).problems
    assert [problem.detail for problem in found] == ["mem_ada: 118 is kept, the postings make 18"]
    out = io.StringIO()

    async def do(what: str, brand: str = "tea") -> int:
        asked = argparse.Namespace(do=what, brand=brand)
        return await command_line.run(keeper, compared, lease, asked, out)

    assert await do("verify") == command_line.WRONG
    assert await do("rebuild") == 0
    await shows(points, right)
    assert await do("verify") == 0
    assert await do("verify", "retail") == command_line.UNKNOWN
    assert "tea: 0 scores differ" in out.getvalue()


async def test_wrong_names_are_refused_with_a_reason(points: Points) -> None:
    ada, desk = points.member("mem_ada"), points.operator()
    asked: list[tuple[str, dict[str, object]]] = [
        ("LEADERBOARD_NOT_FOUND", {"code": "nothing"}),
        ("LEADERBOARD_PERIOD_INVALID", {"period": "2026-04"}),
        ("LEADERBOARD_PERIOD_INVALID", {"period": "2025-06"}),
        ("LEADERBOARD_PERIOD_INVALID", {"period": "2026-W10"}),
        ("LEADERBOARD_STORE_INVALID", {"store_id": "store-01"}),
        ("LEADERBOARD_STORE_INVALID", {"code": "store_week"}),
        ("PERMISSION_DENIED", {"member_id": "mem_bob"}),
        ("INVALID_ARGUMENT", {"top": 101}),
        ("INVALID_ARGUMENT", {"around": -1}),
    ]
    for reason, fields in asked:
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await board(ada, **fields)  # type: ignore[arg-type]
        told = reason_of(refused.value)
        assert told is not None
        assert told.reason == reason, fields
    (month, week) = (
        await desk.leaderboards.ListLeaderboards(pb.ListLeaderboardsRequest())
    ).leaderboards
    assert (month.current.code, week.current.code, week.by_store) == ("2026-03", "2026-W10", True)
    first = await desk.leaderboards.ListLeaderboards(pb.ListLeaderboardsRequest(page_size=1))
    more = pb.ListLeaderboardsRequest(page_token=first.next_page_token)
    assert [b.code for b in (await desk.leaderboards.ListLeaderboards(more)).leaderboards] == [
        "store_week"
    ]


async def test_changed_rules_of_a_board_count_for_what_was_before(
    points: Points, members: Members
) -> None:
    await buy(points, "mem_ada", FRUIT, order="a")
    await shows(points, [(1, "mem_ada", 23)])
    changed = document("tea")
    changed["leaderboards"][0]["measures"]["rules"] = ["fresh_fruit_bonus"]
    await members.feed.publish("tea", changed)
    await shows(points, [(1, "mem_ada", 5)])
