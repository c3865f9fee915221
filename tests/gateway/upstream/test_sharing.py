"""Members who ask for their own cards share calls, and nothing else."""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import grpc
import pytest
from google.protobuf.message import Message
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.app import Gateway
from gateway.upstream.batching import Loader, Need
from gateway.upstream.loaders import DAYS_USUAL, ITEMS_USUAL, wallet_need
from services.common import deadlines
from services.common.auth import READS_FOR_MAX, Caller, Role, require_member
from services.common.errors import Refusal
from tessera.members.v1 import members_pb2
from tests.gateway.conftest import Client
from tests.gateway.queries import CARD, ONE
from tests.gateway.services import FakeBackend, member_id
from tests.scopes import EVERY_SCOPE

As = Callable[..., Client]
NOBODY = Need()


def _member(number: int, brand: str = "tea", **more: Any) -> Caller:
    return Caller(brand, f"app-{number}", Role.MEMBER, member_id(number, brand), **more)


def _of(backend: FakeBackend, method: str) -> list[Caller]:
    return [caller for name, caller, _ in backend.requests if name == method]


async def test_members_who_come_together_share_a_call_and_get_their_own(
    as_: As, backend: FakeBackend
) -> None:
    numbers = range(20)
    answers = await asyncio.gather(*(as_(number=n).data(CARD) for n in numbers))
    assert [each["me"]["name"] for each in answers] == [f"tea {n}" for n in numbers]
    assert [each["me"]["points"]["posted"] for each in answers] == [100 + n for n in numbers]
    for method in ("BatchGetMembers", "BatchGetWallets", "BatchListMemberFeedback"):
        assert backend.calls[method] < 10
    for _, caller, request in backend.requests:
        named = caller.reads_for or {caller.member_id}
        assert set(request.member_ids) == named
        assert (caller.brand, caller.role) == ("tea", Role.MEMBER)


async def test_one_alone_is_asked_for_in_its_own_name(as_: As, backend: FakeBackend) -> None:
    await as_().data(CARD)
    assert {caller.member_id for caller in _of(backend, "BatchGetMembers")} == {member_id(2)}
    assert not any(caller.reads_for for _, caller, _ in backend.requests)


async def test_who_asks_for_another_never_gets_near_a_shared_call(
    as_: As, backend: FakeBackend
) -> None:
    asking = [as_(number=n).ask(ONE, {"id": member_id(3 if n == 7 else n)}) for n in range(12)]
    answers = await asyncio.gather(*asking)
    for number, answer in enumerate(answers):
        if number == 7:
            assert answer["data"] == {"member": None}
            assert answer["errors"][0]["extensions"]["code"] == "PERMISSION_DENIED"
        else:
            assert answer["data"]["member"]["name"] == f"tea {number}"
    for _, caller, request in backend.requests:
        assert member_id(7) not in caller.reads_for
        assert member_id(7) not in request.member_ids


async def test_brands_roles_and_scopes_never_share(gateway: Gateway, backend: FakeBackend) -> None:
    scoped = frozenset({"pii"})
    callers = [
        *(_member(n) for n in (1, 2)),
        *(_member(n, "retail") for n in (1, 2)),
        *(_member(n, scopes=scoped) for n in (3, 4)),
        Caller("tea", "ann", Role.OPERATOR, scopes=EVERY_SCOPE),
    ]
    keys = [[each.member_id or member_id(5)] for each in callers]
    loader = gateway.loaders.members
    found = await asyncio.gather(
        *(loader.load(c, k, NOBODY) for c, k in zip(callers, keys, strict=True))
    )
    assert [list(each) for each in found] == keys
    received = {(c.brand, c.role, c.scopes, c.reads_for) for c in _of(backend, "BatchGetMembers")}
    none: frozenset[str] = frozenset()
    assert received == {
        ("tea", Role.MEMBER, none, frozenset({member_id(1), member_id(2)})),
        ("retail", Role.MEMBER, none, frozenset(member_id(n, "retail") for n in (1, 2))),
        ("tea", Role.MEMBER, scoped, frozenset({member_id(3), member_id(4)})),
        ("tea", Role.OPERATOR, EVERY_SCOPE, none),
    }


@pytest.mark.parametrize(
    "need",
    [
        wallet_need(days=30, entries=ITEMS_USUAL + 1),
        wallet_need(days=DAYS_USUAL + 1, entries=3),
        wallet_need(days=30, entries=3, before=5),
    ],
)
async def test_a_later_page_or_an_unusual_size_is_ones_own(
    gateway: Gateway, backend: FakeBackend, need: Need
) -> None:
    loader = gateway.loaders.wallets
    usual = wallet_need(days=30, entries=3)
    await asyncio.gather(
        *(loader.load(_member(n), [member_id(n)], need if n == 1 else usual) for n in range(4))
    )
    received = {caller.member_id: caller.reads_for for caller in _of(backend, "BatchGetWallets")}
    assert received == {member_id(1): frozenset(), None: {member_id(n) for n in (0, 2, 3)}}
    sizes = {r.entries_size for _, caller, r in backend.requests if caller.reads_for}
    assert sizes == {3}


async def test_a_call_names_so_many_members_and_the_next_the_rest(
    gateway: Gateway, backend: FakeBackend
) -> None:
    loader = gateway.loaders.members
    asking = [loader.load(_member(n), [member_id(n)], NOBODY) for n in range(100)]
    found = await asyncio.gather(*asking)
    assert [list(each) for each in found] == [[member_id(n)] for n in range(100)]
    named = [len(caller.reads_for) for caller in _of(backend, "BatchGetMembers")]
    assert max(named) == READS_FOR_MAX
    assert sum(named) == 100


@pytest.mark.parametrize("failure", [Refusal("MEMBER_NOT_FOUND"), Refusal("INTERNAL")])
async def test_a_failure_over_one_member_is_that_members_alone(
    as_: As, backend: FakeBackend, failure: Exception
) -> None:
    broken = member_id(4)

    def fails() -> Exception | None:
        return failure if broken in backend.requests[-1][2].member_ids else None

    backend.failing["BatchGetWallets"] = fails
    answers = await asyncio.gather(*(as_(number=n).ask(CARD) for n in range(8)))
    for number, answer in enumerate(answers):
        assert answer["data"]["me"]["name"] == f"tea {number}"
        assert ("errors" in answer) == (number == 4)
        assert (answer["data"]["me"]["points"] is None) == (number == 4)


async def test_a_service_that_does_not_know_shared_calls_yet_is_asked_for_each(
    as_: As, backend: FakeBackend
) -> None:
    def fails() -> Exception | None:
        return Refusal("UNAUTHENTICATED") if backend.requests[-1][1].reads_for else None

    for method in ("BatchGetMembers", "BatchGetWallets", "BatchListMemberFeedback"):
        backend.failing[method] = fails
    answers = await asyncio.gather(*(as_(number=n).data(CARD) for n in range(8)))
    assert [each["me"]["name"] for each in answers] == [f"tea {n}" for n in range(8)]


async def test_a_service_that_is_away_is_not_asked_again_for_each(
    gateway: Gateway, backend: FakeBackend
) -> None:
    backend.failing["BatchGetMembers"] = lambda: Refusal("STORAGE_UNAVAILABLE")
    loader = gateway.loaders.members
    asking = [loader.load(_member(n), [member_id(n)], NOBODY) for n in range(20)]
    failed = await asyncio.gather(*asking, return_exceptions=True)
    assert all(isinstance(each, grpc.aio.AioRpcError) for each in failed)
    # gRPC's own attempts at the one call.
    assert backend.calls["BatchGetMembers"] <= 3


async def test_who_has_little_time_left_does_not_hurry_the_others(
    gateway: Gateway, backend: FakeBackend
) -> None:
    backend.delay_s = 0.3
    loader = gateway.loaders.members

    async def found_within(seconds: float, number: int) -> list[str]:
        async with deadlines.within(seconds):
            return list(await loader.load(_member(number), [member_id(number)], NOBODY))

    hurried = asyncio.create_task(found_within(0.1, 1))
    assert await found_within(5, 2) == [member_id(2)]
    with pytest.raises(deadlines.DeadlineExceeded):
        await hurried


class _Service:
    """Authorises as the services do, fails for some, and counts."""

    def __init__(self, broken: frozenset[str]) -> None:
        self.broken = broken
        self.asked: Counter[tuple[str, str]] = Counter()

    async def fetch(
        self, caller: Caller, keys: Sequence[str], need: Need
    ) -> Mapping[str, members_pb2.Member]:
        for key in keys:
            require_member(caller, key)
        await asyncio.sleep(0)
        for key in keys:
            self.asked[caller.brand, key] += 1
        if self.broken & set(keys):
            raise Refusal("MEMBER_NOT_FOUND", ",".join(sorted(self.broken & set(keys))))
        received = f"{caller.brand}/{','.join(sorted(caller.scopes))}"
        return {key: members_pb2.Member(id=key, name=f"{received}/{key}") for key in keys}


_ids = st.sampled_from([member_id(n) for n in range(6)])
_asks = st.tuples(
    st.sampled_from(["tea", "retail"]),
    _ids,
    st.sampled_from([frozenset(), frozenset({"pii"})]),
    st.lists(_ids, min_size=1, max_size=3) | st.none(),
    st.integers(0, 3),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_asks, min_size=1, max_size=40), st.frozensets(_ids, max_size=2))
def test_in_a_shared_call_no_caller_gets_more_than_alone(
    asks: list[tuple[str, str, frozenset[str], list[str] | None, int]], broken: frozenset[str]
) -> None:
    """`keys` None is one's own card; `turns` spreads the asking over turns of the loop."""

    async def run() -> None:
        service = _Service(broken)
        shared: Loader[members_pb2.Member] = Loader(service.fetch)

        async def ask(
            brand: str, own: str, scopes: frozenset[str], keys: list[str] | None, turns: int
        ) -> None:
            caller = Caller(brand, f"app-{own}", Role.MEMBER, own, scopes)
            wanted = keys or [own]
            for _ in range(turns):
                await asyncio.sleep(0)
            together, alone = await asyncio.gather(
                shared.load(caller, wanted, NOBODY),
                _Service(broken).fetch(caller, wanted, NOBODY),
                return_exceptions=True,
            )
            assert _told(together) == _told(alone)

        await asyncio.gather(*(ask(*each) for each in asks))

    asyncio.run(run())


def _told(outcome: Any) -> Any:
    """The part of an outcome that its caller can see."""
    if isinstance(outcome, BaseException):
        return type(outcome), getattr(outcome, "reason", ""), str(outcome)
    content: Mapping[str, Message] = outcome
    return {key: message.SerializeToString() for key, message in content.items()}
