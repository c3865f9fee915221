"""Keys are gathered into one call; what is one caller's never becomes another's."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import grpc
import pytest

from gateway.upstream import batching
from gateway.upstream.batching import Found, Loader, Need
from services.common.auth import Caller, Role
from services.common.errors import reason_of
from tessera.members.v1 import members_pb2
from tests.gateway.in_process_services import away, refused

STAFF = Caller("tea", "operator-1", Role.OPERATOR)
OTHER_STAFF = Caller("tea", "operator-2", Role.OPERATOR)
OTHER_BRAND = Caller("retail", "operator-1", Role.OPERATOR)


@dataclass
class Service:
    """A batch RPC that remembers what it was asked, and may wait, or refuse a key."""

    asked: list[tuple[Caller, list[str], Need]] = field(default_factory=list)
    release: asyncio.Event | None = None
    refuses: str = ""
    gone: bool = False

    async def fetch(
        self, caller: Caller, keys: Sequence[str], need: Need
    ) -> Found[members_pb2.Member]:
        self.asked.append((caller, list(keys), need))
        if self.release is not None:
            await self.release.wait()
        if self.gone:
            raise away()
        if self.refuses in keys:
            raise refused("INVALID_ARGUMENT")
        return {key: members_pb2.Member(id=key, name=f"{caller.subject} {key}") for key in keys}


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
def loader(service: Service) -> Loader[members_pb2.Member]:
    return Loader(service.fetch)


async def test_keys_of_one_turn_share_a_call(service: Service, loader: Loader[Any]) -> None:
    found = await asyncio.gather(
        *(loader.load(STAFF, keys, Need()) for keys in (["a", "b"], ["b", "c"], ["d"]))
    )
    assert [keys for _, keys, _ in service.asked] == [["a", "b", "c", "d"]]
    assert found[2]["d"].name == "operator-1 d"


async def test_callers_and_brands_never_share_a_call(service: Service, loader: Loader[Any]) -> None:
    callers = (STAFF, OTHER_STAFF, OTHER_BRAND)
    found = await asyncio.gather(*(loader.load(caller, ["a"], Need()) for caller in callers))
    assert [caller for caller, _, _ in service.asked] == list(callers)
    assert [each["a"].name for each in found] == ["operator-1 a", "operator-2 a", "operator-1 a"]


async def test_a_call_asks_for_the_most_that_anyone_needs(
    service: Service, loader: Loader[Any]
) -> None:
    needs = (Need(0, (30, 0)), Need(0, (1, 5)), Need(7, (1, 3)))
    await asyncio.gather(*(loader.load(STAFF, ["a"], need) for need in needs))
    assert [need for _, _, need in service.asked] == [Need(0, (30, 5)), Need(7, (1, 3))]


async def test_a_call_has_no_more_keys_than_the_service_takes(
    service: Service, loader: Loader[Any]
) -> None:
    wanted = [[f"k{n}" for n in range(first, first + 60)] for first in (0, 20, 60, 120)]
    found = await asyncio.gather(*(loader.load(STAFF, keys, Need()) for keys in wanted))
    assert all(len(keys) <= batching.KEYS_MAX for _, keys, _ in service.asked)
    assert all(set(keys) <= set(each) for keys, each in zip(wanted, found, strict=True))


async def test_ones_refusal_is_not_anothers(service: Service, loader: Loader[Any]) -> None:
    service.refuses = "bad"
    good = loader.load(STAFF, ["a"], Need())
    bad = loader.load(STAFF, ["bad"], Need())
    assert "a" in await good
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await bad
    reason = reason_of(error.value)
    assert reason is not None
    assert reason.reason == "INVALID_ARGUMENT"


async def test_a_service_that_is_away_is_not_asked_again_for_each(
    service: Service, loader: Loader[Any]
) -> None:
    service.gone = True
    failed = await asyncio.gather(
        *(loader.load(STAFF, [key], Need()) for key in "abc"), return_exceptions=True
    )
    assert all(isinstance(each, Exception) for each in failed)
    assert len(service.asked) == 1


async def test_while_calls_are_out_later_callers_gather(
    service: Service, loader: Loader[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batching, "HOLD_S_MAX", 60.0)
    service.release = asyncio.Event()
    waiting = []
    for key in "abcdef":
        waiting.append(loader.load(STAFF, [key], Need()))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    assert [keys for _, keys, _ in service.asked] == [["a"]]
    service.release.set()
    await asyncio.gather(*waiting)
    assert [keys for _, keys, _ in service.asked] == [["a"], ["b", "c", "d", "e", "f"]]
    assert not loader._slots


async def test_a_call_that_hangs_does_not_hold_up_the_rest(
    service: Service, loader: Loader[Any]
) -> None:
    service.release = asyncio.Event()
    hanging = [loader.load(STAFF, [key], Need()) for key in ("a",)]
    await asyncio.sleep(0.001)
    hanging.append(loader.load(STAFF, ["b"], Need()))
    await asyncio.sleep(0.001)
    held, service.release = service.release, None
    async with asyncio.timeout(1):
        assert "c" in await loader.load(STAFF, ["c"], Need())
    held.set()
    await asyncio.gather(*hanging)


async def test_a_caller_that_gives_up_does_not_harm_the_others(
    service: Service, loader: Loader[Any]
) -> None:
    service.release = asyncio.Event()
    gone, staying = loader.load(STAFF, ["a"], Need()), loader.load(STAFF, ["b"], Need())
    await asyncio.sleep(0.001)
    gone.cancel()
    service.release.set()
    assert "b" in await staying
