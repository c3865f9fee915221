"""Sessions go on by refresh tokens that are good once."""

import asyncio
from collections.abc import Awaitable
from datetime import timedelta

import pytest

from services.common.auth import ALL_BRANDS, Caller, Role
from services.common.mongo import Database
from services.members.sessions.domain import IDLE_TTL, REPEAT_TTL, WHOLE_TTL
from tessera.members.v1 import sessions_pb2 as pb
from tessera.members.v1 import sessions_pb2_grpc
from tests.component.members.conftest import Members, refused

GATEWAY = Caller(ALL_BRANDS, "gateway", Role.SERVICE)
OVER = "SESSION_ENDED"


class Front:
    """The gateway, as it logs people in."""

    def __init__(self, members: Members, brand: str = "tea") -> None:
        self._members = members
        own = Caller(brand, "gateway", Role.SERVICE)
        self.beginning = sessions_pb2_grpc.SessionsStub(members.channel(own))
        self.going = sessions_pb2_grpc.SessionsStub(members.channel(GATEWAY))

    async def start(self, member_id: str, request_id: str = "login-1") -> str:
        request = pb.StartSessionRequest(request_id=request_id, member_id=member_id)
        token: str = (await self.beginning.StartSession(request)).refresh_token
        return token

    async def refresh(self, token: str, request_id: str = "r-1") -> pb.RefreshSessionResponse:
        request = pb.RefreshSessionRequest(request_id=request_id, refresh_token=token)
        response: pb.RefreshSessionResponse = await self.going.RefreshSession(request)
        return response

    async def why_not(self, token: str, request_id: str = "r-1") -> str:
        return (await refused(self.refresh(token, request_id))).reason

    async def end(self, token: str) -> None:
        await self.going.EndSession(pb.EndSessionRequest(request_id="e-1", refresh_token=token))


@pytest.fixture
async def front(members: Members) -> Front:
    return Front(members)


async def test_each_token_gives_the_next_and_tells_whose_it_is(
    members: Members, front: Front
) -> None:
    member_id = await members.enrol()
    token = await front.start(member_id)
    seen = {token}
    for number in range(3):
        answer = await front.refresh(token, f"r-{number}")
        assert (answer.brand, answer.member_id, answer.replayed) == ("tea", member_id, False)
        token = answer.refresh_token
        assert token not in seen
        seen.add(token)


async def test_a_token_that_comes_again_ends_the_session_for_both(
    members: Members, front: Front
) -> None:
    stolen = await front.start(await members.enrol())
    current = (await front.refresh(stolen, "mine")).refresh_token
    assert await front.why_not(stolen, "thief") == OVER
    assert await front.why_not(current, "mine-2") == OVER


async def test_a_request_without_an_answer_is_sent_again(members: Members, front: Front) -> None:
    token = await front.start(await members.enrol())
    first = await front.refresh(token, "r-1")
    again = await front.refresh(token, "r-1")
    assert (again.refresh_token, again.replayed) == (first.refresh_token, True)
    following = await front.refresh(first.refresh_token, "r-2")
    assert await front.why_not(token, "r-1") == OVER
    assert await front.why_not(following.refresh_token, "r-3") == OVER


async def test_a_request_is_sent_again_for_minutes_only(members: Members, front: Front) -> None:
    token = await front.start(await members.enrol())
    await front.refresh(token, "r-1")
    members.clock.advance(REPEAT_TTL)
    assert await front.why_not(token, "r-1") == OVER


async def test_of_two_at_once_one_goes_on_or_both_by_the_same_request(
    members: Members, front: Front
) -> None:
    token = await front.start(await members.enrol())
    same = await asyncio.gather(*(front.refresh(token, "r-1") for _ in range(5)))
    assert len({answer.refresh_token for answer in same}) == 1
    token = same[0].refresh_token
    results = await asyncio.gather(
        *(front.refresh(token, f"r-{n}") for n in range(5)), return_exceptions=True
    )
    good = [each for each in results if isinstance(each, pb.RefreshSessionResponse)]
    assert len(good) == 1
    assert await front.why_not(good[0].refresh_token, "later") == OVER


async def test_sessions_end_when_nobody_goes_on_and_after_half_a_year(
    members: Members, front: Front
) -> None:
    member_id = await members.enrol()
    idle = await front.start(member_id, "idle")
    token = await front.start(member_id, "busy")
    began = members.clock.now()
    members.clock.advance(IDLE_TTL)
    assert await front.why_not(idle) == OVER
    members.clock.set(began)
    step = IDLE_TTL - timedelta(days=1)
    number = 0
    while members.clock.now() + step < began + WHOLE_TTL:
        members.clock.advance(step)
        number += 1
        answer = await front.refresh(token, f"r-{number}")
        token = answer.refresh_token
    assert answer.expire_time.ToDatetime(began.tzinfo) == began + WHOLE_TTL
    members.clock.set(began + WHOLE_TTL)
    assert await front.why_not(token, "late") == OVER


async def test_a_session_that_was_ended_stays_so(members: Members, front: Front) -> None:
    token = await front.start(await members.enrol())
    current = (await front.refresh(token)).refresh_token
    await front.end(token)
    await front.end(current)
    assert await front.why_not(current, "r-2") == OVER
    await front.end("nonsense")


@pytest.mark.parametrize("forged", ["", "x", "x" * 5_000, "AAAA" * 20])
async def test_what_is_no_token_of_ours_is_refused(
    members: Members, front: Front, forged: str
) -> None:
    assert await front.why_not(forged) == OVER


async def test_a_changed_token_is_refused_and_ends_nothing(members: Members, front: Front) -> None:
    token = await front.start(await members.enrol())
    for place in (3, 30, -3):
        other = "A" if token[place] != "A" else "B"
        changed = list(token)
        changed[place] = other
        assert await front.why_not("".join(changed), "x") == OVER
    assert (await front.refresh(token)).refresh_token


async def test_a_login_that_comes_again_begins_one_session(members: Members, front: Front) -> None:
    one, other = await members.enrol(), await members.enrol()
    token = await front.start(one)
    assert await front.start(one) == token
    reused = await refused(front.start(other))
    assert reused.reason == "REQUEST_ID_REUSED"
    await front.refresh(token)
    assert (await refused(front.start(one))).reason == OVER


async def test_a_member_has_twenty_sessions_at_most(members: Members, front: Front) -> None:
    member_id, other = await members.enrol(), await members.enrol()
    elsewhere = await front.start(other, "other")
    tokens = []
    for number in range(22):
        tokens.append(await front.start(member_id, f"login-{number}"))
        members.clock.advance(timedelta(seconds=1))
    assert [await front.why_not(token, "r") for token in tokens[:2]] == [OVER, OVER]
    for token in (*tokens[2:], elsewhere):
        assert (await front.refresh(token, "r")).refresh_token


async def test_no_session_crosses_brands(members: Members, front: Front) -> None:
    member_id = await members.enrol()
    retail = Front(members, "retail")
    assert (await refused(retail.start(member_id))).reason == "MEMBER_NOT_FOUND"
    token = await front.start(member_id)
    own = await members.enrol(brand="retail")
    other = await retail.start(own)
    assert other != token
    assert (await retail.refresh(other)).brand == "retail"
    assert (await front.refresh(token)).brand == "tea"


@pytest.mark.parametrize("role", [Role.MEMBER, Role.OPERATOR, Role.CHANNEL])
async def test_only_services_have_to_do_with_sessions(members: Members, role: Role) -> None:
    member_id = await members.enrol()
    token = await Front(members).start(member_id)
    caller = Caller("tea", "x", role, member_id if role is Role.MEMBER else None)
    stub = sessions_pb2_grpc.SessionsStub(members.channel(caller))
    calls: list[Awaitable[object]] = [
        stub.StartSession(pb.StartSessionRequest(request_id="x", member_id=member_id)),
        stub.RefreshSession(pb.RefreshSessionRequest(request_id="x", refresh_token=token)),
        stub.EndSession(pb.EndSessionRequest(request_id="x", refresh_token=token)),
    ]
    for call in calls:
        assert (await refused(call)).reason == "PERMISSION_DENIED"
    everywhere = sessions_pb2_grpc.SessionsStub(members.channel(GATEWAY))
    request = pb.StartSessionRequest(request_id="x", member_id=member_id)
    assert (await refused(everywhere.StartSession(request))).reason == "PERMISSION_DENIED"


async def test_no_token_is_kept(members: Members, front: Front, db: Database) -> None:
    token = await front.start(await members.enrol())
    following = (await front.refresh(token)).refresh_token
    for name in await db.list_collection_names():
        dump = str(await db[name].find().to_list(None))
        assert token not in dump
        assert following not in dump
    document = await db["sessions"].find_one({})
    assert document is not None
    assert document["brand"] == "tea"
    indexes = await db["sessions"].index_information()
    assert any("expireAfterSeconds" in index for index in indexes.values())
