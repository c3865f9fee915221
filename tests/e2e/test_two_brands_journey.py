"""Two brands on one suite see nothing of each other, over GraphQL and over gRPC."""

from tessera.feedback.v1 import feedback_pb2
from tessera.members.v1 import members_pb2, programmes_pb2
from tessera.points.v1 import rewards_pb2
from tests.e2e.activities import SETTLED_DAYS, line, order
from tests.e2e.brand import Brand, identity, unique
from tests.e2e.refusals import codes, refused

MEMBER = "query($id: ID!) { member(id: $id) { id } }"
MEMBERS = "query($ids: [ID!]!) { members(ids: $ids) { name } }"
CONFIRM = """mutation($input: ConfirmRedemptionInput!) {
  confirmRedemption(input: $input) { redemption { id } userErrors { code } } }"""
MOVE = """mutation($input: MoveFeedbackInput!) {
  moveFeedback(input: $input) { feedback { id } userErrors { code } } }"""
POINTS_CHANGED = "subscription { pointsChanged { entry { amount } } }"
POINTS_OF = 'subscription { pointsChanged(memberId: "%s") { entry { amount } } }'


async def test_the_same_openid_is_two_members_in_two_brands(tea: Brand, retail: Brand) -> None:
    openid = identity("WECHAT_OPENID", unique("oid"))
    of_tea, of_retail = await tea.enrol(openid), await retail.enrol(openid, name="Ada")
    assert of_tea.id != of_retail.id
    for brand, person in ((tea, of_tea), (retail, of_retail)):
        found = await brand.till.members.FindMember(members_pb2.FindMemberRequest(identity=openid))
        assert found.member.id == person.id


async def test_a_brand_has_no_member_of_another_one(tea: Brand, retail: Brand) -> None:
    of_tea, of_retail = await tea.enrol(), await retail.enrol(identity("POS_CARD", unique("c")))
    for brand, own, foreign in ((tea, of_tea, of_retail), (retail, of_retail, of_tea)):
        for door in (brand.staff, own.front):
            answer = await door.answer(MEMBER, id=foreign.id)
            assert answer["data"]["member"] is None
        named = await brand.staff.ask(MEMBERS, ids=[own.id, foreign.id])
        assert [known is not None for known in named] == [True, False]
        batch = members_pb2.BatchGetMembersRequest(member_ids=[foreign.id])
        assert (await brand.till.members.BatchGetMembers(batch)).missing_ids == [foreign.id]
        reveal = members_pb2.RevealMemberRequest(member_id=foreign.id, reason="to see it")
        reason = await refused(brand.operator.members.RevealMember(reveal))
        assert reason.reason == "MEMBER_NOT_FOUND"
        currency = "CNY" if brand is tea else "GBP"
        (result,) = await brand.till.record(order(foreign.id, line(500), currency=currency))
        assert result.reason == "MEMBER_NOT_FOUND"


async def test_a_brand_sees_no_points_redemption_or_feedback_of_another_one(
    tea: Brand, retail: Brand
) -> None:
    person = await tea.enrol()
    await tea.till.record(order(person.id, line(20_000), days_ago=SETTLED_DAYS))
    await person.followed(points=200)
    wish = rewards_pb2.RedeemRewardRequest(
        request_id=unique("r"), member_id=person.id, reward_code="free_drink"
    )
    held = (await person.desk.rewards.RedeemReward(wish)).redemption
    said = feedback_pb2.SubmitFeedbackRequest(
        request_id=unique("f"), text="Too sweet", channel="app", member_id=person.id
    )
    item = (await person.desk.feedback.SubmitFeedback(said)).feedback

    assert await retail.till.balances(person.id) == (0, 0)
    assert await retail.till.entries(person.id) == []
    listed = await retail.operator.rewards.ListRedemptions(
        rewards_pb2.ListRedemptionsRequest(member_id=person.id)
    )
    assert list(listed.redemptions) == []
    end = {"requestId": unique("c"), "redemptionId": held.id}
    assert codes(await retail.staff.ask(CONFIRM, input=end)) == ["REDEMPTION_NOT_FOUND"]
    get = feedback_pb2.GetFeedbackRequest(feedback_id=item.id)
    reason = await refused(retail.operator.feedback.GetFeedback(get))
    assert reason.reason == "FEEDBACK_NOT_FOUND"
    move = {"requestId": unique("m"), "feedbackId": item.id, "state": "RESOLVED"}
    assert codes(await retail.staff.ask(MOVE, input=move)) == ["FEEDBACK_NOT_FOUND"]
    assert (await tea.operator.feedback.GetFeedback(get)).feedback.state == item.state
    assert (await tea.till.balance(person.id)).held == 200


async def test_a_brand_gets_no_changes_of_another_one(tea: Brand, retail: Brand) -> None:
    person = await tea.enrol()
    async with (
        retail.staff.subscribe(POINTS_OF % person.id) as spy,
        person.front.subscribe(POINTS_CHANGED) as changes,
    ):
        await tea.till.record(order(person.id, line(900)))
        assert (await changes.next())["entry"]["amount"] == 9
        assert await spy.is_silent()


async def test_each_brand_has_its_own_programme(tea: Brand, retail: Brand) -> None:
    for brand, title in ((tea, "Tea club"), (retail, "Shop circle")):
        request = programmes_pb2.GetProgrammeRequest()
        programme = (await brand.operator.programmes.GetProgramme(request)).programme
        assert title in programme.document_json
        offered = await brand.till.rewards.ListRewards(rewards_pb2.ListRewardsRequest())
        codes_offered = {reward.code for reward in offered.rewards}
        assert ("free_drink" in codes_offered) == (brand is tea)
        assert ("trial_box" in codes_offered) == (brand is retail)
