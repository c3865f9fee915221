"""Alike complaints come into one group, and many at once call a team, once."""

import asyncio
from datetime import timedelta

from services.common.mongo import Database
from tessera.feedback.v1 import feedback_pb2 as pb
from tests.component.feedback.conftest import NOON, Feedback, submission, until

TEXT = "在人民广场店买的芋泥奶茶里喝到一小片塑料，太吓人了，简直是异物，第 {} 次"
OTHER = "外卖送了两个小时才到，冰都化完了，骑手还不接电话，太慢"


async def crises(feedback: Feedback, brand: str = "tea") -> list[pb.Feedback]:
    listed = await feedback.operator(brand).ListFeedback(pb.ListFeedbackRequest(page_size=100))
    return [item for item in listed.feedback if item.channel == "crisis"]


async def test_ten_alike_at_once_call_the_team_once_and_others_do_not(
    feedback: Feedback, db: Database
) -> None:
    async def waits_for_none() -> bool:
        return await db["timers"].count_documents({"kind": "alike"}) == 0

    async def say(number: int, brand: str = "tea", text: str = TEXT) -> None:
        wish = submission(text.format(number), f"r{number}")
        await feedback.member(f"mem_{number}", brand).SubmitFeedback(wish)

    await asyncio.gather(*(say(number) for number in range(9)), say(50, text=OTHER))
    # Alike ones of another brand are of that brand alone.
    await say(1, "retail")
    await until(waits_for_none)
    assert await crises(feedback) == []
    groups = await db["alike_groups"].find({"brand": "tea"}).to_list(None)
    assert sorted(group["count"] for group in groups) == [1, 9]

    await asyncio.gather(*(say(number) for number in range(9, 14)))
    await until(waits_for_none)
    [crisis] = await crises(feedback)
    assert await crises(feedback, "retail") == []
    assert crisis.team == "brand"
    assert crisis.priority == pb.PRIORITY_URGENT
    assert crisis.text.startswith("60 分钟内有 1")
    assert crisis.text.endswith("条相似反馈: 食品安全")
    assert "塑料" not in crisis.text, "the words of members stay in their own items"
    [clock] = crisis.clocks
    assert clock.kind == pb.CLOCK_KIND_FIRST_RESPONSE
    assert clock.due_time.ToDatetime(NOON.tzinfo) == NOON + timedelta(hours=2)

    request = pb.ListFeedbackRequest(group=crisis.group, page_size=100)
    alike = (await feedback.operator().ListFeedback(request)).feedback
    assert sorted(item.member_id for item in alike if item.channel == "app") == sorted(
        f"mem_{number}" for number in range(14)
    )
    own = await feedback.member("mem_1").BatchListMemberFeedback(
        pb.BatchListMemberFeedbackRequest(member_ids=["mem_1"])
    )
    assert own.members[0].feedback[0].group == ""
