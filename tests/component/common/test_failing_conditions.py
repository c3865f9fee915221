"""Conditions that fail are kept over all processes and shown to their own brand's operators."""

from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import grpc
import pytest

from services.common import mongo, server
from services.common.auth import Caller, Role, TokenIssuer
from services.common.cel import FAILED, FAILED_MAX, compile_condition
from services.common.channel import connect
from services.common.clock import ManualClock
from services.common.errors import reason_of
from services.common.failing_conditions import (
    INDEXES,
    ConditionsApi,
    FailingConditions,
    conditions_in,
)
from services.common.mongo import Database
from services.common.settings import ServerSettings
from tessera.programme.v1 import conditions_pb2 as pb
from tessera.programme.v1 import conditions_pb2_grpc

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DIVIDES, INDEXES_TOO_FAR = "1 / n == 1", "[1][n] == 1"
EARNING = {
    "rules": [
        {"code": "ratio", "when": DIVIDES},
        {"when": INDEXES_TOO_FAR},
        {"code": "always", "when": "true"},
    ]
}


@pytest.fixture(autouse=True)
def nothing_failed_before() -> Iterator[None]:
    FAILED.take()
    yield
    FAILED.take()


class World:
    """One service's failing conditions, for a brand with a programme."""

    def __init__(self, db: Database) -> None:
        self.programmes: dict[str, Mapping[str, Any]] = {"tea": {"earning": EARNING}}
        self.clock = ManualClock(NOON)
        self.failing = FailingConditions(db, self.in_force, self.clock)

    async def in_force(self, brand: str) -> Mapping[str, Any] | None:
        return self.programmes.get(brand)


@pytest.fixture
async def world(db: Database) -> World:
    await mongo.ensure_indexes(db, INDEXES)
    return World(db)


@pytest.fixture
async def address(world: World, keys_dir: Path) -> AsyncIterator[str]:
    api = ConditionsApi(world.failing)
    running = await server.start(
        name="conditions",
        settings=ServerSettings(keys_dir=keys_dir),
        register=[lambda to: conditions_pb2_grpc.add_ConditionsServicer_to_server(api, to)],
    )
    yield running.address
    await running.stop(0)


def fail(text: str, brand: str = "tea", times: int = 1) -> None:
    holds = compile_condition(text, brand)
    for _ in range(times):
        assert not holds({"n": 0 if text == DIVIDES else 9})


async def test_failures_of_all_processes_and_times_are_added_up(world: World) -> None:
    fail(DIVIDES, times=3)
    await world.failing.keep()
    world.clock.advance(timedelta(hours=1))
    fail(DIVIDES, times=2)
    fail(INDEXES_TOO_FAR)
    await world.failing.keep()
    await world.failing.keep()
    rules = {each.rule: each.found for each in await world.failing.of("tea")}
    ratio = rules["earning.rules.ratio.when"]
    assert (ratio["failures"], ratio["first_at"], ratio["last_at"]) == (
        5,
        NOON,
        NOON + timedelta(hours=1),
    )
    assert "divide by zero" in ratio["reason"]
    assert rules["earning.rules[1].when"]["failures"] == 1


async def test_a_condition_that_is_mended_is_shown_no_more(world: World) -> None:
    fail(DIVIDES)
    await world.failing.keep()
    world.programmes["tea"] = {"earning": {"rules": [{"code": "ratio", "when": "n == 1"}]}}
    assert await world.failing.of("tea") == []


async def test_what_could_not_be_kept_is_counted_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail(DIVIDES, times=2)
    monkeypatch.setattr(world.failing, "_kept", None)
    with pytest.raises(AttributeError):
        await world.failing.keep()
    fail(DIVIDES)
    assert FAILED.take()["tea", DIVIDES].failures == 3


def test_a_process_counts_a_bounded_number_of_conditions() -> None:
    for number in range(FAILED_MAX + 5):
        FAILED.add("tea", f"{number} / 0", "x" * 1_000)
    failed = FAILED.take()
    assert len(failed) == FAILED_MAX
    assert max(len(each.reason) for each in failed.values()) == 200


async def test_only_operators_see_them_and_only_their_brand_s(
    world: World, address: str, keys_dir: Path
) -> None:
    issuer = TokenIssuer(keys_dir)

    async def listed(brand: str, role: Role, member_id: str | None = None) -> list[str]:
        caller = Caller(brand, "ann", role, member_id, scopes=frozenset({"programmes:read"}))
        source = issuer.source(caller)
        async with connect(address, issuer_token=source) as channel:
            stub = conditions_pb2_grpc.ConditionsStub(channel)
            answer = await stub.ListFailingConditions(pb.ListFailingConditionsRequest())
            return [each.rule for each in answer.conditions]

    fail(DIVIDES)
    await world.failing.keep()
    assert await listed("tea", Role.OPERATOR) == ["earning.rules.ratio.when"]
    world.programmes["retail"] = world.programmes["tea"]
    assert await listed("retail", Role.OPERATOR) == []
    for role, member_id in ((Role.CHANNEL, None), (Role.MEMBER, "mem_1")):
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await listed("tea", role, member_id)
        reason = reason_of(refused.value)
        assert reason is not None
        assert reason.reason == "PERMISSION_DENIED"


def test_conditions_are_found_with_the_codes_of_their_rules() -> None:
    assert dict(conditions_in({"earning": EARNING})) == {
        DIVIDES: "earning.rules.ratio.when",
        INDEXES_TOO_FAR: "earning.rules[1].when",
        "true": "earning.rules.always.when",
    }
