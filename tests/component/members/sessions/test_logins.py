"""A member sees where they are logged in, and logs out everywhere; an operator does it for them."""

from datetime import timedelta

from services.common.auth import Caller, Role
from services.members.sessions.domain import IDLE_TTL
from tessera.members.v1 import sessions_pb2 as pb
from tessera.members.v1 import sessions_pb2_grpc
from tests.component.members.conftest import Members, refused
from tests.component.members.sessions.test_sessions import OVER, Front
from tests.scopes import EVERY_SCOPE


def logins(members: Members, caller: Caller) -> "sessions_pb2_grpc.LoginsAsyncStub":
    return sessions_pb2_grpc.LoginsStub(members.channel(caller))


def own(member_id: str) -> Caller:
    return Caller("tea", f"user:{member_id}", Role.MEMBER, member_id)


async def test_a_member_sees_their_sessions_and_ends_them_all(members: Members) -> None:
    member_id, other = await members.enrol(), await members.enrol()
    front, stub = Front(members), logins(members, own(member_id))
    theirs = await front.start(other, "login-0")
    old = await front.start(member_id, "login-1")
    began = members.clock.now()
    members.clock.advance(timedelta(hours=1))
    current = (await front.refresh(old)).refresh_token
    await front.start(member_id, "login-2")
    asked = pb.ListLoginsRequest(member_id=member_id)
    newest, first = (await stub.ListLogins(asked)).logins
    assert first.begin_time.ToDatetime(began.tzinfo) == began
    assert first.last_time == newest.begin_time == newest.last_time
    wish = pb.EndAllLoginsRequest(request_id="out", member_id=member_id)
    assert not (await stub.EndAllLogins(wish)).replayed
    assert (await stub.ListLogins(asked)).logins == []
    assert await front.why_not(current, "r-2") == OVER
    again = await front.start(member_id, "login-3")
    # The repeat of a lost answer ends no login of after.
    assert (await stub.EndAllLogins(wish)).replayed
    assert (await front.refresh(again, "r-3")).refresh_token
    assert (await front.refresh(theirs, "r-4")).refresh_token
    members.clock.advance(IDLE_TTL)
    assert (await stub.ListLogins(asked)).logins == []


async def test_operators_do_it_with_a_reason_and_nobody_for_others(members: Members) -> None:
    member_id, other = await members.enrol(), await members.enrol()
    token = await Front(members).start(member_id)
    ann = Caller("tea", "ann", Role.OPERATOR, None, EVERY_SCOPE)
    wish = pb.EndAllLoginsRequest(request_id="out", member_id=member_id)
    for caller, reason in [
        (own(other), "PERMISSION_DENIED"),
        (Caller("tea", "pos", Role.CHANNEL), "PERMISSION_DENIED"),
        (ann, "INVALID_ARGUMENT"),
        (Caller("retail", "bob", Role.OPERATOR, None, EVERY_SCOPE), "INVALID_ARGUMENT"),
    ]:
        assert (await refused(logins(members, caller).EndAllLogins(wish))).reason == reason
    asked = pb.ListLoginsRequest(member_id=member_id)
    assert (await refused(logins(members, own(other)).ListLogins(asked))).reason == (
        "PERMISSION_DENIED"
    )
    elsewhere = logins(members, Caller("retail", "bob", Role.OPERATOR, None, EVERY_SCOPE))
    assert (await refused(elsewhere.ListLogins(asked))).reason == "MEMBER_NOT_FOUND"
    assert len((await logins(members, ann).ListLogins(asked)).logins) == 1
    wish.reason = "lost the phone"
    await logins(members, ann).EndAllLogins(wish)
    assert await Front(members).why_not(token) == OVER
