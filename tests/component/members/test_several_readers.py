"""A call that several members share: their cards, and nothing else."""

from services.common.auth import READS_FOR_MAX, Caller, Role
from services.members.wiring import PROTO_SERVICES
from tessera.members.v1 import members_pb2
from tests.component.members.conftest import Members, refused
from tests.component.readers import answers, reader


def _asking(*ids: str) -> members_pb2.BatchGetMembersRequest:
    return members_pb2.BatchGetMembersRequest(member_ids=ids)


async def test_each_card_is_the_one_that_its_member_sees(members: Members) -> None:
    ids = [await members.enrol() for _ in range(3)]
    stub = members.members(reader(*ids))
    found = (await stub.BatchGetMembers(_asking(*ids))).members
    for card in found:
        own = await members.as_member(card.id).BatchGetMembers(_asking(card.id))
        assert own.members[0] == card
    assert [card.id for card in found] == ids


async def test_who_is_not_named_is_not_read(members: Members) -> None:
    first, second, other = [await members.enrol() for _ in range(3)]
    stub = members.members(reader(first, second))
    for ids in ([other], [first, other], [first, second, other]):
        assert (await refused(stub.BatchGetMembers(_asking(*ids)))).reason == "PERMISSION_DENIED"
    elsewhere = members.members(reader(first, second, brand="retail"))
    assert not (await elsewhere.BatchGetMembers(_asking(first))).members


async def test_nothing_but_cards_can_be_asked(members: Members) -> None:
    channel = members.channel(reader(*(f"mem_{n}" for n in range(READS_FOR_MAX))))
    said = await answers(channel, PROTO_SERVICES)
    assert said.pop("BatchGetMembers") == "INVALID_ARGUMENT"
    assert set(said.values()) == {"PERMISSION_DENIED"}, said


async def test_no_method_answers_a_member_about_another(members: Members) -> None:
    own, other = await members.enrol(), await members.enrol()
    caller = Caller("tea", "user", Role.MEMBER, own)
    found = await answers(members.channel(caller), PROTO_SERVICES, other)
    assert {"UpdateMember", "GiveConsent", "RequestErasure", "ListLogins"} <= set(found)
    assert set(found.values()) == {"PERMISSION_DENIED"}, found
