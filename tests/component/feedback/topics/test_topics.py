"""Topics over gRPC: members post and like, moderators open and praise, and the calendar opens
topics, counts them, and replaces what falls."""

import asyncio
from datetime import UTC, datetime, timedelta

from tessera.feedback.v1 import broadcasts_pb2, feedback_pb2
from tessera.feedback.v1 import topics_pb2 as pb
from tessera.members.v1 import events_pb2
from tests.component.feedback.conftest import NOON, until
from tests.component.feedback.ideas.co_creation import refused
from tests.component.feedback.topics.topic_room import TopicRoom

TUESDAY = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)
"""10:00 in the brand's zone, the day after NOON."""


async def test_members_post_like_and_moderators_open_and_praise_and_points_hear_once(
    room: TopicRoom,
) -> None:
    first = await room.post("mem_1", "我的第一杯茶，电话13800001234")
    assert (first.state, first.text, first.mine) == (
        pb.POST_STATE_OPEN,
        "我的第一杯茶，电话138****1234",
        True,
    )
    # A forbidden word waits; so does a repeat of the same words; a crisis comes first.
    advert = await room.post("mem_2", "想便宜请加 微 信")
    again = await room.post("mem_3", "我的第一杯茶, 电话 13800001234！")
    crisis = await room.post("mem_4", "喝完拉肚子了，怎么办")
    assert {each.state for each in (advert, again, crisis)} == {pb.POST_STATE_PENDING}
    assert (list(crisis.found_words), crisis.urgent) == ([], False)
    queue = await room.listed(state=pb.POST_STATE_PENDING, order=pb.POST_ORDER_QUEUE, page_size=2)
    assert [(each.id, each.urgent, list(each.found_words)) for each in queue] == [
        (crisis.id, True, ["拉肚子"]),
        (advert.id, False, ["加微信"]),
    ]
    page = pb.ListPostsRequest(state=pb.POST_STATE_PENDING, order=pb.POST_ORDER_QUEUE, page_size=1)
    seen = []
    while True:
        answer = await room.topics().ListPosts(page)
        seen += [each.id for each in answer.posts]
        if not answer.next_page_token:
            break
        page.page_token = answer.next_page_token
    assert seen == [crisis.id, advert.id, again.id]
    [_, _, third] = await room.listed(state=pb.POST_STATE_PENDING, order=pb.POST_ORDER_QUEUE)
    assert (third.id, third.alike_post_id, third.member_id) == (again.id, first.id, "mem_3")
    # Others read open ones, without names; everybody does.
    assert [(each.id, each.member_id) for each in await room.listed("mem_9")] == [(first.id, "")]
    public = await room.everybody().ListPosts(pb.ListPostsRequest())
    assert [(each.id, len(each.history)) for each in public.posts] == [(first.id, 0)]
    # A like counts once, and not for oneself.
    for _ in range(2):
        await asyncio.gather(*(room.like("mem_5", first) for _ in range(2)))
    assert (await room.like("mem_6", first)).likes == 2
    assert (await room.like("mem_6", first, liked=False)).likes == 1
    assert (await refused(room.like("mem_1", first)))[0] == "POST_MOVE_NOT_ALLOWED"
    assert (await refused(room.like("mem_5", advert)))[0] == "POST_NOT_FOUND"
    # Opened by a moderator; praised once; refused ones are their member's alone.
    opened = await room.moderate(again)
    assert opened.history[-1].operator == "ann"
    praise = pb.PraisePostRequest(request_id="p1", post_id=first.id, reason="写得真好")
    assert (await room.topics().PraisePost(praise)).post.praised
    assert (await room.topics().PraisePost(praise)).replayed
    praise.request_id = "p2"
    assert (await refused(room.topics().PraisePost(praise)))[0] == "POST_MOVE_NOT_ALLOWED"
    await room.moderate(advert, opens=False)
    [own] = await room.listed("mem_2", own=True)
    assert (own.state, own.history[-1].operator) == (pb.POST_STATE_REFUSED, "")

    async def all_told() -> bool:
        return not await room.db.topic_letters.count_documents({})

    await until(all_told)
    recorded = [(each.member_id, {*each.labels}) for _, each in room.activities.recorded]
    told = sorted(recorded, key=lambda each: (each[0], sorted(each[1])))
    assert [(member, labels - {"post"}) for member, labels in told] == [
        ("mem_1", {"topic"}),
        ("mem_1", {"topic_quality"}),
        ("mem_3", {"topic"}),
    ]
    # The crisis is with the team as feedback, by its own rules.
    listed = feedback_pb2.ListFeedbackRequest(team="quality")
    [item] = (await room.feedback.operator().ListFeedback(listed)).feedback
    assert (item.channel, item.category, item.member_id) == ("community", "food_safety", "mem_4")
    # Taken back, it is gone for others, and nothing of it is in events.
    withdraw = pb.WithdrawPostRequest(request_id="w1", post_id=first.id)
    assert (await refused(room.topics("mem_2").WithdrawPost(withdraw)))[0] == "POST_NOT_FOUND"
    gone = (await room.topics("mem_1").WithdrawPost(withdraw)).post
    assert gone.state == pb.POST_STATE_WITHDRAWN
    assert [each.id for each in await room.listed("mem_9")] == [again.id]
    events = await room.db.events.find({"type": "post"}).to_list(None)
    assert events
    assert "第一杯茶" not in str(
        [bytes(each["payload"]).decode(errors="replace") for each in events]
    )
    # An erased member's posts have no words, and are nobody's to read.
    await room.feed.tell("tea", "mem_3", NOON, member_erased=events_pb2.MemberErased())

    async def is_empty() -> bool:
        return not await room.db.topic_posts.count_documents(
            {"member_id": "mem_3", "text": {"$ne": ""}}
        )

    await until(is_empty)
    assert await room.listed("mem_9") == []
    assert (await refused(room.post("mem_3", "又来了")))[0] == "MEMBER_ERASED"


async def test_what_a_brand_limits(room: TopicRoom) -> None:
    assert (await refused(room.post("mem_1", "好", brand="car")))[0] == "TOPICS_NOT_OFFERED"
    for code, reason in (("nothing", "TOPIC_NOT_FOUND"), ("tea_and_friends", "TOPIC_NOT_OPEN")):
        assert (await refused(room.post("mem_1", "好", code)))[:2] == (reason, "topic")
    for text in ("", " ", "长" * 1001):
        assert (await refused(room.post("mem_1", text)))[:2] == ("INVALID_ARGUMENT", "text")
    theirs = pb.SubmitPostRequest(request_id="b5", member_id="mem_2", topic="my_story", text="好")
    assert (await refused(room.topics("mem_1").SubmitPost(theirs)))[0] == "PERMISSION_DENIED"
    assert (await refused(room.listed("mem_1", order=pb.POST_ORDER_QUEUE)))[1] == "order"
    assert (await refused(room.listed("mem_1", state=pb.POST_STATE_PENDING)))[1] == "state"
    once = pb.SubmitPostRequest(request_id="once", topic="my_story", text="第一条")
    post = (await room.topics("mem_1").SubmitPost(once)).post
    same = await room.topics("mem_1").SubmitPost(once)
    assert (same.post.id, same.replayed) == (post.id, True)
    once.text = "第二条"
    assert (await refused(room.topics("mem_1").SubmitPost(once)))[0] == "REQUEST_ID_REUSED"
    for text in ("第三条", "第四条"):
        await room.post("mem_1", text)
    reason, _, metadata = await refused(room.post("mem_1", "第五条"))
    assert (reason, metadata["limit"]) == ("TOPIC_LIMIT_REACHED", "3")
    topics = await room.topics("mem_1").ListTopics(pb.ListTopicsRequest())
    assert topics.posts_left == 0
    found = {each.code: (each.open, each.may_post, each.posts) for each in topics.topics}
    assert found["my_story"] == (True, False, 3)
    assert [each.open for each in topics.topics] == sorted(
        (each.open for each in topics.topics), reverse=True
    )
    # The other brand: a topic that is over, one for gold, and each post waits.
    assert (await refused(room.post("mem_1", "好", "old", "retail")))[0] == "TOPIC_NOT_OPEN"
    assert (await refused(room.post("mem_1", "好", "gold", "retail")))[0] == "TOPIC_NOT_ALLOWED"
    enrolled = events_pb2.MemberEnrolled()
    await room.feed.tell("retail", "mem_1", NOON, member_enrolled=enrolled)
    tier = events_pb2.TierChanged(main=True, to_tier="gold")
    await room.feed.tell("retail", "mem_1", NOON, tier_changed=tier)

    async def is_gold() -> bool:
        request = pb.ListTopicsRequest()
        found = await room.topics("mem_1", "retail").ListTopics(request)
        return bool({each.code: each.may_post for each in found.topics}["gold"])

    await until(is_gold)
    assert (await room.post("mem_1", "金", "gold", "retail")).state == pb.POST_STATE_PENDING
    # Another brand's operators do not find it.
    [waits] = await room.listed(brand="retail", state=pb.POST_STATE_PENDING)
    assert (await refused(room.moderate(waits, brand="tea")))[0] == "POST_NOT_FOUND"


async def test_the_calendar_opens_counts_and_replaces_and_an_operator_undoes_it(
    room: TopicRoom,
) -> None:
    async def is_open(code: str) -> bool:
        found = await room.topics("mem_1").ListTopics(pb.ListTopicsRequest())
        return bool({each.code: each.open for each in found.topics}[code])

    # The one of last Tuesday is open still, though the calendar was published just now.
    async def has_begun() -> bool:
        return await is_open("my_pairing")

    await until(has_begun)
    assert not await is_open("tea_and_friends")
    [tuesday, friday] = await room.slots()
    assert (tuesday.topic, tuesday.coming[0].planned) == ("my_pairing", "2026-03-03")
    assert friday.coming[0].open_time.ToDatetime(UTC) == datetime(2026, 3, 6, 7, tzinfo=UTC)
    for week, likes in enumerate((12, 10, 8)):
        room.set_clock(TUESDAY + timedelta(weeks=week))

        async def has_opened(wanted: int = week + 2) -> bool:
            named = {"slot": "tuesday_pairing"}
            return await room.db.topic_editions.count_documents(named) == wanted

        await until(has_opened)
        post = await room.post(f"mem_{week}", f"第 {week} 周", "my_pairing")
        for n in range(likes):
            await room.like(f"fan_{n}", post)
    room.set_clock(TUESDAY + timedelta(weeks=3))

    async def is_replaced() -> bool:
        return (await room.slots())[0].HasField("replacement")

    await until(is_replaced)
    [tuesday, _] = await room.slots()
    assert (tuesday.topic, tuesday.replacement.from_topic) == ("tea_and_friends", "my_pairing")
    assert list(tuesday.replacement.interactions) == [13, 11, 9]
    restore = pb.RestoreSlotRequest(request_id="u1", slot="tuesday_pairing", reason="春节后再看")
    assert (await room.calendar().RestoreSlot(restore)).slot.topic == "my_pairing"
    restore.request_id = "u2"
    assert (await refused(room.calendar().RestoreSlot(restore)))[0] == "SLOT_NOT_REPLACED"
    restore.slot = "nothing"
    assert (await refused(room.calendar().RestoreSlot(restore)))[0] == "SLOT_NOT_FOUND"
    # On Friday a broadcast is drafted, once, for an operator to approve.
    room.set_clock(datetime(2026, 3, 27, 7, 0, tzinfo=UTC))

    async def is_drafted() -> bool:
        named = {"slot": "friday_flavour", "planned": "2026-03-27", "drafted": True}
        return await room.db.topic_editions.count_documents(named) == 1

    await until(is_drafted)
    listed = await room.feedback.broadcasts().ListBroadcasts(broadcasts_pb2.ListBroadcastsRequest())
    assert [(each.name, each.drafted_by) for each in listed.broadcasts][:1] == [
        ("新品第一口 2026-03-27", "content_calendar")
    ]
    # An edition is one document, whichever workers look, with one event.
    opened = await room.db.events.count_documents({"type": "slot"})
    replaced_and_restored = 2
    assert opened == await room.db.topic_editions.count_documents({}) + replaced_and_restored
