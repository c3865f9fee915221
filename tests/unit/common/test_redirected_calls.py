"""A request that names an old id is answered as if it had named the survivor."""

from typing import Any

import pytest

from services.common.auth import Caller, Role, current_caller
from services.common.errors import Refusal
from services.common.redirected_calls import RedirectedCalls
from services.common.redirects import Redirects
from tessera.members.v1 import activities_pb2, members_pb2
from tessera.points.v1 import ledger_pb2
from tests.unit.common.redirects_at_hand import AtHand

STAFF = Caller("tea", "ann", Role.OPERATOR)


@pytest.fixture
def redirects() -> AtHand:
    known = AtHand()
    known.learn("tea", "a", "b")
    known.learn("tea", "b", "c")
    return known


async def asked(redirects: Redirects, request: Any, caller: Caller = STAFF) -> Any:
    """The request and the caller, as the handler got them."""

    async def behaviour(request: Any, context: Any) -> Any:
        return request, acting()

    def acting() -> Caller:
        return current_caller()

    return await RedirectedCalls(redirects).answer(behaviour, request, None, caller)


async def test_ids_are_replaced_wherever_they_stand_but_in_an_activity(redirects: AtHand) -> None:
    posting = ledger_pb2.CreatePostingRequest(
        legs=[ledger_pb2.Leg(owner="a", amount=1), ledger_pb2.Leg(owner="x", amount=-1)]
    )
    batch = ledger_pb2.BatchCreatePostingsRequest(requests=[posting])
    got, _ = await asked(redirects, batch)
    assert [leg.owner for leg in got.requests[0].legs] == ["c", "x"]
    assert batch.requests[0].legs[0].owner == "a"
    told = activities_pb2.RecordActivitiesRequest()
    told.activities.add(member_id="a")
    unchanged = RedirectedCalls(redirects)._renamed(told, STAFF)
    assert unchanged is None


async def test_a_member_with_an_old_token_acts_for_the_survivor(redirects: AtHand) -> None:
    member = Caller("tea", "user", Role.MEMBER, "a")
    got, acting = await asked(redirects, members_pb2.UpdateMemberRequest(member_id="a"), member)
    assert (got.member_id, acting.member_id) == ("c", "c")
    assert RedirectedCalls(redirects)._renamed(got, Caller("retail", "x", Role.OPERATOR)) is None


async def test_a_repeat_from_before_the_merge_gets_its_first_answer(redirects: AtHand) -> None:
    async def behaviour(request: Any, context: Any) -> str:
        if request.member_id != "a":
            raise Refusal("REQUEST_ID_REUSED")
        return "first"

    request = members_pb2.UpdateMemberRequest(member_id="a")
    assert await RedirectedCalls(redirects).answer(behaviour, request, None, STAFF) == "first"


async def test_a_merge_that_the_process_does_not_know_yet_is_looked_up(redirects: AtHand) -> None:
    redirects.coming = ("tea", "z", "c")

    async def behaviour(request: Any, context: Any) -> str:
        if request.member_id == "z":
            raise Refusal("MEMBER_NOT_FOUND")
        return str(request.member_id)

    request = members_pb2.UpdateMemberRequest(member_id="z")
    assert await RedirectedCalls(redirects).answer(behaviour, request, None, STAFF) == "c"
    nobody = members_pb2.UpdateMemberRequest(member_id="z")
    nobody.request_id = "again"
    redirects.learn("tea", "z", "")
    with pytest.raises(Refusal):
        await RedirectedCalls(redirects).answer(behaviour, nobody, None, STAFF)
