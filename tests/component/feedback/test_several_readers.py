"""A call that several members share answers their own items, and nothing else."""

import grpc
import pytest

from services.feedback.wiring import PROTO_SERVICES
from tessera.feedback.v1 import feedback_pb2 as pb
from tests.component.feedback.conftest import Feedback, submission
from tests.component.readers import answers, reader


def _asking(*ids: str) -> pb.BatchListMemberFeedbackRequest:
    return pb.BatchListMemberFeedbackRequest(member_ids=ids, size=5)


async def test_each_list_is_the_one_that_its_member_sees(feedback: Feedback) -> None:
    ids = ["mem_1", "mem_2"]
    for each in ids:
        said = submission(f"of {each}", request_id=each, member_id=each)
        taken = await feedback.member(each).SubmitFeedback(said)
        await feedback.routed(taken.feedback.id)
    found = (await feedback.items(reader(*ids)).BatchListMemberFeedback(_asking(*ids))).members
    assert {each.member_id: [item.member_id for item in each.feedback] for each in found} == {
        "mem_1": ["mem_1"],
        "mem_2": ["mem_2"],
    }
    for listed in found:
        own = await feedback.member(listed.member_id).BatchListMemberFeedback(
            _asking(listed.member_id)
        )
        assert own.members[0] == listed


async def test_a_member_that_the_token_does_not_name_is_not_read(feedback: Feedback) -> None:
    stub = feedback.items(reader("mem_1", "mem_2"))
    for ids in (["mem_3"], ["mem_1", "mem_3"]):
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await stub.BatchListMemberFeedback(_asking(*ids))
        assert refused.value.code() is grpc.StatusCode.PERMISSION_DENIED


async def test_nothing_but_lists_can_be_asked(feedback: Feedback) -> None:
    said = await answers(feedback._channel(reader("mem_1", "mem_2")), PROTO_SERVICES)
    assert said.pop("BatchListMemberFeedback") == "INVALID_ARGUMENT"
    assert set(said.values()) == {"PERMISSION_DENIED"}, said
