"""A refund takes back points, growth and tier: once, and no more than the order gave."""

from tessera.members.v1 import activities_pb2, members_pb2
from tessera.points.v1 import refunds_pb2
from tests.e2e.activities import SETTLED_DAYS, activity, line, order, refund
from tests.e2e.brand import Brand, unique
from tests.e2e.refusals import refused
from tests.e2e.running_suite import until

ME = "{ me { growth tier { code } points { posted available pending } } }"
TIER_CHANGED = """subscription { tierChanged { change {
  main fromTier { code } toTier { code } reason } } }"""
REFUND_ORDER = """mutation($input: RefundOrderInput!) { refundOrder(input: $input) {
  recorded replayed clawbacks { asset due taken availableAfter } userErrors { code } } }"""
ORDER = """query($id: String!) { order(channel: "pos", orderId: $id) {
  leftMinor lines { lineId leftMinor } } }"""
AUDITED = """{ auditEntries(action: "members.Activities.RecordActivities", first: 1) {
  edges { node { reason } } } }"""
RECORDED = activities_pb2.RECORD_STATE_RECORDED
REPEATED = activities_pb2.RECORD_STATE_REPEATED


async def test_a_refund_takes_points_growth_and_tier_back_as_previewed(tea: Brand) -> None:
    person = await tea.enrol()
    dear, cheap = line(90_000), line(10_000, line_id="2", quantity=2, series="fresh_fruit")
    bought = order(person.id, dear, cheap, days_ago=SETTLED_DAYS)
    await tea.till.record(bought)
    await person.followed(points=1010, growth=1000)
    await until(lambda: person.front.ask(ME), lambda me: me["tier"]["code"] == "gold")

    given_back = refund(bought, dear)
    preview = await tea.till.refunds.PreviewRefund(
        refunds_pb2.PreviewRefundRequest(refund=given_back)
    )
    previewed = {c.asset: (c.due, c.taken, c.available_after) for c in preview.clawbacks}
    assert previewed == {"POINTS": (900, 900, 110), "GROWTH": (900, 900, 100)}

    async with person.front.subscribe(TIER_CHANGED) as changes:
        await tea.till.record(given_back)
        await person.followed(points=110, growth=100)
        lowered = (await changes.next())["change"]
        while (lowered["main"], lowered["fromTier"]) != (True, {"code": "gold"}):
            lowered = (await changes.next())["change"]
    assert (lowered["toTier"], lowered["reason"]) == ({"code": "basic"}, "REFUND_UNDID_UPGRADE")
    made = await person.desk.members.ListTierDecisions(
        members_pb2.ListTierDecisionsRequest(member_id=person.id)
    )
    newest = next(each for each in made.decisions if each.ladder == "growth")
    assert (newest.reason, newest.growth) == ("refund_undid_upgrade", 100)
    me = await until(lambda: person.front.ask(ME), lambda me: me["growth"] == 100)
    assert me["tier"] == {"code": "basic"}
    assert me["points"] == {"posted": 110, "available": 110, "pending": 0}

    commit = refunds_pb2.CommitRefundRequest(refund=given_back)
    done = await tea.till.refunds.CommitRefund(commit)
    assert done.replayed
    assert list(done.clawbacks) == list(preview.clawbacks)
    assert await tea.till.balances(person.id) == (110, 100)


async def test_a_desk_sees_an_order_by_lines_and_its_refund_repeats_its_first_answer(
    tea: Brand,
) -> None:
    person = await tea.enrol()
    bought = order(person.id, line(2000), line(3000, line_id="2"))
    await tea.till.record(bought)
    await person.followed(points=50, growth=50)
    given = {
        "requestId": unique("refund"),
        "memberId": person.id,
        "order": {
            "orderId": bought.order.order_id,
            "channel": "pos",
            "totalMinor": 2000,
            "lines": [{"lineId": "1", "amountMinor": 2000}],
        },
        "reason": "the tea was cold",
    }
    first = (await tea.staff.ask(REFUND_ORDER, input=given)).copy()
    assert first.pop("replayed") is False
    assert first["userErrors"] == []
    assert {each["asset"]: each["taken"] for each in first["clawbacks"]} == {
        "POINTS": 20,
        "GROWTH": 20,
    }
    again = (await tea.staff.ask(REFUND_ORDER, input=given)).copy()
    assert again.pop("replayed") is True
    assert again == first
    await person.followed(points=30, growth=30)
    seen = await tea.staff.ask(ORDER, id=bought.order.order_id)
    assert (seen["leftMinor"], [each["leftMinor"] for each in seen["lines"]]) == (3000, [0, 3000])
    other = {**given, "requestId": unique("refund")}
    refused_ = await tea.staff.ask(REFUND_ORDER, input=other)
    assert [each["code"] for each in refused_["userErrors"]] == ["REFUND_EXCEEDS_ORDER"]
    (entry,) = (await tea.staff.ask(AUDITED))["edges"][:1]
    assert entry["node"]["reason"] == "the tea was cold"


async def test_nothing_is_refunded_twice_or_beyond_the_order(tea: Brand) -> None:
    person = await tea.enrol()
    bought = order(person.id, line(2000), line(3000, line_id="2"))
    await tea.till.record(bought)
    await person.followed(points=50, growth=50)
    given_back = refund(bought, line(2000))
    await tea.till.record(given_back)
    await person.followed(points=30, growth=30)

    (repeat,) = await tea.till.record(given_back)
    assert repeat.state == REPEATED
    same_line_again = refund(bought, line(2000))
    for call in (
        tea.till.refunds.PreviewRefund(refunds_pb2.PreviewRefundRequest(refund=same_line_again)),
        tea.till.refunds.CommitRefund(refunds_pb2.CommitRefundRequest(refund=same_line_again)),
    ):
        reason = await refused(call)
        assert reason.reason == "REFUND_EXCEEDS_ORDER"
        assert reason.metadata["line"] == "1"
    unknown = refund(order(person.id, line(100)))
    commit = refunds_pb2.CommitRefundRequest(refund=unknown)
    assert (await refused(tea.till.refunds.CommitRefund(commit))).reason == "ORDER_NOT_FOUND"

    # Reported to members instead, it is refused there too; the activities after it count.
    again, review = await tea.till.record(same_line_again, activity(person.id, "REVIEW"))
    assert (again.reason, again.field) == (reason.reason, "order.lines[0].amount_minor")
    assert review.state == RECORDED
    await person.followed(points=40, growth=30)
    found = members_pb2.BatchGetMembersRequest(member_ids=[person.id])
    (member,) = (await person.desk.members.BatchGetMembers(found)).members
    assert member.facts.spent_minor == 3000


async def test_a_refund_that_comes_before_its_order_waits_for_it(tea: Brand) -> None:
    person = await tea.enrol()
    bought = order(person.id, line(2000), line(3000, line_id="2"))
    await tea.till.record(refund(bought, line(2000)), activity(person.id, "REVIEW"))
    await person.followed(points=10, growth=0)
    await tea.till.record(bought)
    await person.followed(points=10 + 30, growth=30)


async def test_an_order_and_its_refund_in_one_batch_leave_nothing(tea: Brand) -> None:
    person = await tea.enrol()
    bought = order(person.id, line(30_000))
    await tea.till.record(bought, refund(bought), activity(person.id, "REVIEW"))
    await person.followed(points=10, growth=0)

    async def tier() -> str:
        code: str = (await person.front.ask(ME))["tier"]["code"]
        return code

    await until(tier, lambda code: code == "basic")
