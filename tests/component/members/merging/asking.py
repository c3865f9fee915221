"""How a member asks to be merged with the membership that holds a number."""

from services.common.auth import Caller
from tessera.members.v1 import merge_requests_pb2 as pb
from tessera.members.v1 import merge_requests_pb2_grpc, phones_pb2
from tests.component.members.conftest import Members
from tests.component.members.phones.test_phones import code_of, own, phones


def stub(members: Members, caller: Caller) -> "merge_requests_pb2_grpc.MergeRequestsAsyncStub":
    return merge_requests_pb2_grpc.MergeRequestsStub(members.channel(caller))


async def proving(
    members: Members, member_id: str, number: str, sent: int = 1
) -> pb.RequestMergeRequest:
    """The wish of a member who got a code for the number: the `sent`th of the test."""
    wish = phones_pb2.SendPhoneCodeRequest(
        request_id=f"code-{sent}", phone=number, member_id=member_id
    )
    await phones(members, own(member_id)).SendPhoneCode(wish)
    return pb.RequestMergeRequest(
        request_id=f"ask-{sent}",
        member_id=member_id,
        phone=number,
        code=await code_of(members, sent),
    )


async def asked_to_merge(
    members: Members, member_id: str, number: str, sent: int = 1
) -> pb.MergeRequest:
    """The request as the member gets it."""
    wish = await proving(members, member_id, number, sent)
    return (await stub(members, own(member_id)).RequestMerge(wish)).merge_request
