"""The services that the gateway is measured over answer as the real ones would."""

from bench import stub_services
from bench.stub_services import member_id
from tessera.feedback.v1 import feedback_pb2
from tessera.members.v1 import members_pb2
from tessera.points.v1 import wallets_pb2


async def test_members_are_answered_once_each_and_the_missing_are_named() -> None:
    answer = stub_services.members_service(range(3))
    request = members_pb2.BatchGetMembersRequest(member_ids=[member_id(2), "mem_nobody"])
    response = members_pb2.BatchGetMembersResponse.FromString(
        await answer(request.SerializeToString(), None)
    )
    assert [member.id for member in response.members] == [member_id(2)]
    assert response.missing_ids == ["mem_nobody"]
    assert response.members[0].tiers[0].code == "gold"
    assert not response.members[0].forecast.HasField("growth_to_next")


async def test_wallets_have_as_many_entries_as_were_asked_for() -> None:
    answer = stub_services.wallets_service(range(3))
    for size in (0, 2, 100):
        request = wallets_pb2.BatchGetWalletsRequest(
            member_ids=[member_id(0), member_id(1)], entries_size=size
        )
        response = wallets_pb2.BatchGetWalletsResponse.FromString(
            await answer(request.SerializeToString(), None)
        )
        assert [wallet.member_id for wallet in response.wallets] == [member_id(0), member_id(1)]
        for wallet in response.wallets:
            assert len(wallet.entries) == min(size, stub_services.ENTRIES)
            assert wallet.has_more_entries == (size < stub_services.ENTRIES)
            points = wallet.points
            assert points.available == points.posted - points.held - points.pending


async def test_feedback_is_the_newest_of_each_member() -> None:
    answer = stub_services.feedback_service(range(3))
    request = feedback_pb2.BatchListMemberFeedbackRequest(member_ids=[member_id(1)], size=2)
    response = feedback_pb2.BatchListMemberFeedbackResponse.FromString(
        await answer(request.SerializeToString(), None)
    )
    (listed,) = response.members
    assert len(listed.feedback) == 2
    assert listed.has_more
    assert listed.feedback[0].create_time.seconds > listed.feedback[1].create_time.seconds
