"""Codes by SMS: a number is proven, bound, or opens a membership; and nobody gets through."""

import asyncio
from collections import Counter
from datetime import timedelta

import grpc

from services.common.auth import Caller, Role
from services.common.errors import reason_of
from services.common.mongo import Database
from tessera.members.v1 import events_pb2, members_pb2, phones_pb2_grpc
from tessera.members.v1 import phones_pb2 as pb
from tests.component.members.conftest import Members, openid, phone, refused
from tests.component.members.sessions.test_sessions import OVER, Front

NUMBER = "138 1234 0001"
E164 = "+8613812340001"
MINUTE = timedelta(minutes=1)
GATEWAY = Caller("tea", "gateway", Role.SERVICE)


def own(member_id: str) -> Caller:
    return Caller("tea", f"user:{member_id}", Role.MEMBER, member_id)


def phones(members: Members, caller: Caller = GATEWAY) -> "phones_pb2_grpc.PhonesAsyncStub":
    return phones_pb2_grpc.PhonesStub(members.channel(caller))


async def asked_for(members: Members, number: int = 1) -> pb.TakePhoneCodeRequest:
    """How the code that was asked for as that number is taken."""
    asked: list[str] = []
    async with asyncio.timeout(60):
        async for response in members.events().Watch(events_pb2.WatchRequest()):
            asked += [
                e.phone_code_asked.code_id for e in response.events if e.phone_code_asked.code_id
            ]
            if len(asked) >= number:
                return pb.TakePhoneCodeRequest(code_id=asked[number - 1])
    raise AssertionError("unreachable")


async def code_of(members: Members, number: int = 1) -> str:
    """The digits of that code, as the SMS tells them."""
    taken = await phones(members).TakePhoneCode(await asked_for(members, number))
    return taken.text.partition("验证码 ")[2][:6]


def other(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


async def test_a_member_binds_a_number_and_the_old_one_is_history(members: Members) -> None:
    old = phone()
    member_id = await members.enrol(old, openid("oBind"))
    stub, front = phones(members, own(member_id)), Front(members)
    login = await front.start(member_id, "login")
    ask = pb.SendPhoneCodeRequest(request_id="ask", phone=NUMBER, member_id=member_id)
    first = await stub.SendPhoneCode(ask)
    assert (first.again_seconds, first.replayed) == (60, False)
    # A repeat sends no second code.
    assert (await stub.SendPhoneCode(ask)).replayed
    code = await code_of(members)
    wish = pb.BindPhoneRequest(request_id="bind", member_id=member_id, phone=NUMBER, code=code)
    for wrong, left in [(other(code), "4"), (other(other(code)), "3")]:
        no = pb.BindPhoneRequest(request_id="no", member_id=member_id, phone=NUMBER, code=wrong)
        why = await refused(stub.BindPhone(no))
        assert (why.reason, why.metadata["attempts_left"]) == ("PHONE_CODE_WRONG", left)
    bound = await stub.BindPhone(wish)
    assert (bound.member.phone, bound.replayed) == (E164, False)
    assert [each.value for each in bound.member.past_identities] == [old.value]
    assert (await stub.BindPhone(wish)).replayed
    # Whoever gets the old number must not go on by a login of before.
    assert await front.why_not(login) == OVER
    # The code took effect once.
    again = pb.BindPhoneRequest(request_id="again", member_id=member_id, phone=NUMBER, code=code)
    assert (await refused(stub.BindPhone(again))).reason == "PHONE_CODE_EXPIRED"
    wish.code = other(code)
    assert (await refused(stub.BindPhone(wish))).reason == "REQUEST_ID_REUSED"


async def test_a_number_opens_its_membership_or_a_new_one(members: Members) -> None:
    stub = phones(members)

    async def come(request_id: str, code: str) -> pb.EnrolByPhoneResponse:
        enrolment = members_pb2.EnrolMemberRequest(request_id=request_id, channel="h5")
        return await stub.EnrolByPhone(
            pb.EnrolByPhoneRequest(enrolment=enrolment, phone=NUMBER, code=code)
        )

    await stub.SendPhoneCode(pb.SendPhoneCodeRequest(request_id="1", phone=NUMBER))
    code = await code_of(members)
    new = await come("e-1", code)
    assert (new.created, new.member.phone) == (True, "138****0001")
    repeated = await come("e-1", code)
    assert (repeated.member.id, repeated.created, repeated.replayed) == (new.member.id, True, True)
    # The request id alone opens nothing.
    assert (await refused(come("e-1", other(code)))).reason == "REQUEST_ID_REUSED"
    assert (await refused(come("e-2", code))).reason == "PHONE_CODE_EXPIRED"
    members.clock.advance(MINUTE)
    asked = pb.SendPhoneCodeRequest(request_id="2", phone=NUMBER)
    known = await stub.SendPhoneCode(asked)
    stranger = await stub.SendPhoneCode(
        pb.SendPhoneCodeRequest(request_id="3", phone="13812340002")
    )
    # Nothing in the answer tells a member's number from a stranger's.
    assert known == stranger
    found = await come("e-3", await code_of(members, 2))
    assert (found.member.id, found.created) == (new.member.id, False)


async def test_a_number_of_another_member_is_refused_once_it_is_proven(members: Members) -> None:
    theirs = phone()
    owner, member_id = await members.enrol(theirs), await members.enrol(openid("oOther"))
    stub = phones(members, own(member_id))
    ask = pb.SendPhoneCodeRequest(request_id="ask", phone=theirs.value, member_id=member_id)
    await stub.SendPhoneCode(ask)
    code = await code_of(members)
    wish = pb.BindPhoneRequest(
        request_id="bind", member_id=member_id, phone=theirs.value, code=other(code)
    )
    assert (await refused(stub.BindPhone(wish))).reason == "PHONE_CODE_WRONG"
    wish.code = code
    assert (await refused(stub.BindPhone(wish))).reason == "PHONE_OF_ANOTHER_MEMBER"
    # Nothing changed, and the same code opens the membership that has the number.
    enrolment = members_pb2.EnrolMemberRequest(request_id="e", channel="h5")
    came = await phones(members).EnrolByPhone(
        pb.EnrolByPhoneRequest(enrolment=enrolment, phone=theirs.value, code=code)
    )
    assert came.member.id == owner


async def test_tries_that_come_at_once_count_each_by_itself(members: Members) -> None:
    member_id = await members.enrol(openid("oGuess"))
    stub = phones(members, own(member_id))
    ask = pb.SendPhoneCodeRequest(request_id="ask", phone=NUMBER, member_id=member_id)
    await stub.SendPhoneCode(ask)
    code = await code_of(members)

    async def guess(number: int, digits: str) -> str:
        wish = pb.BindPhoneRequest(
            request_id=f"g-{number}", member_id=member_id, phone=NUMBER, code=digits
        )
        return (await refused(stub.BindPhone(wish))).reason

    guesses = [f"{(int(code) + 1 + n) % 1_000_000:06d}" for n in range(20)]
    reasons = Counter(await asyncio.gather(*(guess(n, g) for n, g in enumerate(guesses))))
    assert reasons == {"PHONE_CODE_WRONG": 5, "PHONE_CODE_EXPIRED": 15}
    # The right digits come too late.
    assert await guess(99, code) == "PHONE_CODE_EXPIRED"


async def test_the_same_code_takes_effect_for_one_of_many(members: Members) -> None:
    ids = [await members.enrol(openid(f"oRace{n}")) for n in range(4)]
    await phones(members).SendPhoneCode(pb.SendPhoneCodeRequest(request_id="a", phone=NUMBER))
    code = await code_of(members)

    async def bind(member_id: str) -> str:
        wish = pb.BindPhoneRequest(request_id=member_id, member_id=member_id, phone=NUMBER)
        wish.code = code
        try:
            await phones(members, own(member_id)).BindPhone(wish)
        except grpc.aio.AioRpcError as error:
            reason = reason_of(error)
            return "" if reason is None else reason.reason
        return "bound"

    became = Counter(await asyncio.gather(*map(bind, ids)))
    assert became.pop("bound") == 1
    assert became.keys() <= {"PHONE_CODE_EXPIRED", "PHONE_OF_ANOTHER_MEMBER"}


async def test_codes_are_limited_by_number_address_and_brand(members: Members) -> None:
    stub = phones(members)

    async def ask(number: int, phone: str, address: str = "") -> str:
        wish = pb.SendPhoneCodeRequest(request_id=f"{number}", phone=phone, address=address)
        why = await refused(stub.SendPhoneCode(wish))
        return why.reason + why.metadata.get("per", "")

    await stub.SendPhoneCode(pb.SendPhoneCodeRequest(request_id="0", phone=NUMBER))
    assert await ask(1, NUMBER) == "PHONE_CODE_TOO_SOON"
    for number in range(9):
        members.clock.advance(MINUTE)
        wish = pb.SendPhoneCodeRequest(request_id=f"n{number}", phone=NUMBER)
        await stub.SendPhoneCode(wish)
    members.clock.advance(MINUTE)
    assert await ask(2, NUMBER) == "PHONE_CODE_LIMIT_REACHEDphone"
    for number in range(50):
        wish = pb.SendPhoneCodeRequest(
            request_id=f"a{number}", phone=f"138123410{number:02d}", address="203.0.113.7"
        )
        await stub.SendPhoneCode(wish)
    assert await ask(3, "13812349999", "203.0.113.7") == "PHONE_CODE_LIMIT_REACHEDaddress"
    # What was refused took no count: the number still has its ten.
    wish = pb.SendPhoneCodeRequest(request_id="b", phone="13812349999", address="203.0.113.8")
    await stub.SendPhoneCode(wish)
    members.clock.advance(timedelta(days=1))
    await stub.SendPhoneCode(pb.SendPhoneCodeRequest(request_id="next day", phone=NUMBER))


async def test_a_code_ends_and_shows_nowhere(members: Members, db: Database) -> None:
    stub = phones(members)
    wish = pb.SendPhoneCodeRequest(request_id="a", phone=NUMBER, language="en")
    await stub.SendPhoneCode(wish)
    take = await asked_for(members)
    taken = await stub.TakePhoneCode(take)
    assert (taken.phone, taken.language) == (E164, "en")
    code = taken.text.partition("code is ")[2][:6]
    assert code.isdigit()
    kept = [str(await db[name].find().to_list(None)) for name in await db.list_collection_names()]
    for hidden in (code, E164, "13812340001"):
        assert not [each for each in kept if hidden in each], hidden
    members.clock.advance(timedelta(minutes=5))
    assert (await refused(stub.TakePhoneCode(take))).reason == "PHONE_CODE_EXPIRED"
    enrolment = members_pb2.EnrolMemberRequest(request_id="e", channel="h5")
    late = pb.EnrolByPhoneRequest(enrolment=enrolment, phone=NUMBER, code=code)
    assert (await refused(stub.EnrolByPhone(late))).reason == "PHONE_CODE_EXPIRED"


async def test_nobody_acts_for_others_and_bad_input_names_its_field(members: Members) -> None:
    member_id, another = await members.enrol(), await members.enrol()
    theirs, till = phones(members, own(another)), Caller("tea", "pos", Role.CHANNEL)
    send = pb.SendPhoneCodeRequest(request_id="a", phone=NUMBER, member_id=member_id)
    bind = pb.BindPhoneRequest(request_id="a", member_id=member_id, phone=NUMBER, code="123456")
    for call in (theirs.SendPhoneCode(send), theirs.BindPhone(bind)):
        assert (await refused(call)).reason == "PERMISSION_DENIED"
    take = pb.TakePhoneCodeRequest(code_id="phc_1")
    for caller in (own(another), till):
        denied = await refused(phones(members, caller).TakePhoneCode(take))
        assert denied.reason == "PERMISSION_DENIED"
    # Only a service may say that it proved the number; nobody can leave the code out.
    bind.code = ""
    for caller in (own(member_id), till, GATEWAY):
        why = await refused(phones(members, caller).BindPhone(bind))
        assert (why.reason, why.field) == ("INVALID_ARGUMENT", "code")
    bind.proof = "wechat/1"
    for caller in (own(member_id), till):
        why = await refused(phones(members, caller).BindPhone(bind))
        assert (why.reason, why.field) == ("INVALID_ARGUMENT", "proof")
    lost = pb.BindPhoneRequest(request_id="a", member_id=member_id, proof="wechat/1")
    assert (await refused(phones(members).BindPhone(lost))).reason == "PHONE_CODE_EXPIRED"
    assert (await phones(members).BindPhone(bind)).member.phone == "138****0001"
    # WeChat gives a number once: a repeat may come without it.
    assert (await phones(members).BindPhone(lost)).replayed
    stub = phones(members)
    for change, field in [
        ({"phone": "12"}, "phone"),
        ({"phone": ""}, "phone"),
        ({"language": "fr"}, "language"),
        ({"address": "1" * 65}, "address"),
        ({"request_id": ""}, "request_id"),
    ]:
        wish = pb.SendPhoneCodeRequest(**{"request_id": "b", "phone": NUMBER, **change})
        assert (await refused(stub.SendPhoneCode(wish))).field == field
    fashion = phones(members, Caller("fashion", "gateway", Role.SERVICE))
    wish = pb.SendPhoneCodeRequest(request_id="c", phone=NUMBER)
    assert (await refused(fashion.SendPhoneCode(wish))).reason == "PHONE_CODES_NOT_OFFERED"
