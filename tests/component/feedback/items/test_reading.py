"""Lists, pages, the feed, and the view of each caller."""

import asyncio
from collections.abc import Sequence
from typing import Any

from services.common.auth import ALL_BRANDS, Caller, Role
from tessera.feedback.v1 import feedback_pb2 as pb
from tests.component.feedback.conftest import Feedback, submission
from tests.component.feedback.items.test_loop import move, refusal


async def send(
    feedback: Feedback, *texts: str, brand: str = "tea", member: str = "mem_1"
) -> list[str]:
    """Submit one after the other; their ids."""
    stub = feedback.member(member, brand)
    sent = [
        await stub.SubmitFeedback(submission(text, f"{member}-{number}"))
        for number, text in enumerate(texts)
    ]
    return [answer.feedback.id for answer in sent]


async def test_operators_see_the_words_the_intent_and_ready_answers_and_members_do_not(
    feedback: Feedback,
) -> None:
    member = feedback.member("mem_1")
    said = await member.SubmitFeedback(submission("没有拉肚子，就是太甜"))
    request = pb.GetFeedbackRequest(feedback_id=said.feedback.id)
    seen = (await feedback.operator().GetFeedback(request)).feedback
    assert [(each.topic, each.word, each.kind) for each in seen.mentions] == [
        ("safety", "拉肚子", pb.MENTION_KIND_NEGATED),
        ("taste", "太甜", pb.MENTION_KIND_COMPLAINED),
    ]
    assert (list(seen.topics), seen.intent) == (["taste"], pb.INTENT_COMPLAINS)
    assert [(each.code, each.moves_to) for each in seen.prepared_answers] == [
        ("too_sweet", 0),
        ("which_store", pb.FEEDBACK_STATE_WAITING),
    ]
    assert seen.prepared_answers[0].text.startswith("很抱歉")
    own = (await member.GetFeedback(request)).feedback
    assert (list(own.mentions), own.intent, list(own.prepared_answers)) == ([], 0, [])


async def test_the_queue_goes_through_pages_by_what_is_due_next(feedback: Feedback) -> None:
    slow, urgent, general, slow_too = await send(
        feedback, "配送太慢", "拉肚子", "Nice", "rude staff"
    )
    await send(feedback, "拉肚子", brand="retail")
    operator, seen, token = feedback.operator(), [], ""
    while True:
        request = pb.ListFeedbackRequest(page_size=3, page_token=token)
        page = await operator.ListFeedback(request)
        seen += [item.id for item in page.feedback]
        token = page.next_page_token
        if not token:
            break
    # Nothing of a person is due for praise, so it stands last.
    assert seen == [urgent, slow, slow_too, general]


async def test_the_queue_can_be_of_a_team_and_of_states(feedback: Feedback) -> None:
    slow, _, _ = await send(feedback, "配送太慢", "拉肚子", "Nice")
    operator = feedback.operator()
    team = await operator.ListFeedback(pb.ListFeedbackRequest(team="store_operations"))
    assert [item.id for item in team.feedback] == [slow]
    await operator.MoveFeedback(move(slow, pb.FEEDBACK_STATE_ASSIGNED, "m1"))
    assigned = await operator.ListFeedback(
        pb.ListFeedbackRequest(states=[pb.FEEDBACK_STATE_ASSIGNED])
    )
    assert [item.id for item in assigned.feedback] == [slow]


async def test_the_queue_can_be_of_a_person_a_category_and_priorities(feedback: Feedback) -> None:
    slow, sick, _ = await send(feedback, "配送太慢", "拉肚子", "Nice")
    operator = feedback.operator()
    await operator.MoveFeedback(move(sick, pb.FEEDBACK_STATE_ASSIGNED, "m1", assignee="ann"))

    async def found(**only: Any) -> list[str]:
        page = await operator.ListFeedback(pb.ListFeedbackRequest(**only))
        return [item.id for item in page.feedback]

    item = (await operator.GetFeedback(pb.GetFeedbackRequest(feedback_id=sick))).feedback
    assert await found(assignee="ann") == [sick]
    assert await found(category="store_service") == [slow]
    assert await found(priorities=[item.priority]) == [sick]
    assert await found(assignee="ann", category="store_service") == []
    assert await found(store_id="s1") == []
    for field, wrong in {
        "priorities[0]": [99],
        "assignee": "x" * 129,
        "store_id": "x" * 129,
    }.items():
        request = pb.ListFeedbackRequest(**{field.removesuffix("[0]"): wrong})  # type: ignore[arg-type]
        assert await refusal(operator.ListFeedback(request)) == ("INVALID_ARGUMENT", field)


async def test_open_items_are_counted_for_operators(feedback: Feedback) -> None:
    slow, _, _ = await send(feedback, "配送太慢", "拉肚子", "Nice")
    await send(feedback, "拉肚子", brand="retail")
    operator = feedback.operator()
    before = await operator.CountFeedback(pb.CountFeedbackRequest())
    assert sum(each.count for each in before.counts) == 3
    await operator.MoveFeedback(move(slow, pb.FEEDBACK_STATE_RESOLVED, "m1"))
    after = await operator.CountFeedback(pb.CountFeedbackRequest())
    assert sum(each.count for each in after.counts) == 2
    assert "store_operations" in {each.team for each in before.counts}
    assert "store_operations" not in {each.team for each in after.counts}
    member = feedback.member("mem_1").CountFeedback(pb.CountFeedbackRequest())
    assert (await refusal(member))[0] == "PERMISSION_DENIED"


async def test_the_newest_can_be_of_states_and_of_a_category(feedback: Feedback) -> None:
    slow, sick, late = await send(feedback, "配送太慢", "拉肚子", "late again")
    await feedback.operator().MoveFeedback(move(late, pb.FEEDBACK_STATE_ASSIGNED, "m1"))
    member = feedback.member("mem_1")

    async def found(**only: Any) -> list[str]:
        request = pb.BatchListMemberFeedbackRequest(member_ids=["mem_1"], size=1, **only)
        (listed,) = (await member.BatchListMemberFeedback(request)).members
        return [*(item.id for item in listed.feedback), *(["more"] * listed.has_more)]

    assert await found(category="store_service") == [late, "more"]
    triaged = [pb.FEEDBACK_STATE_TRIAGED]
    assert await found(category="store_service", states=triaged) == [slow]
    assert await found(states=triaged) == [sick, "more"]
    assert await found(states=triaged, before_feedback_id=sick) == [slow]
    assert await found(category="nothing") == []


async def test_an_item_names_its_issues_and_its_category(
    feedback: Feedback,
) -> None:
    taken = (await feedback.member("mem_1").SubmitFeedback(submission("配送太慢"))).feedback
    assert list(taken.topics) == ["logistics"]
    assert [name.en for name in taken.topic_names] == ["Delivery"]
    assert (taken.category, taken.category_name.zh) == ("store_service", "门店服务")
    got = await feedback.operator().GetFeedback(pb.GetFeedbackRequest(feedback_id=taken.id))
    assert (got.feedback.topic_names, got.feedback.category_name) == (
        taken.topic_names,
        taken.category_name,
    )


async def test_a_page_token_is_good_for_its_own_list_only(feedback: Feedback) -> None:
    await send(feedback, "拉肚子", "拉肚子 again")
    await send(feedback, "拉肚子", "拉肚子 again", brand="retail")
    first = await feedback.operator().ListFeedback(pb.ListFeedbackRequest(page_size=1))
    token = first.next_page_token
    wrong: Sequence[tuple[Any, dict[str, Any]]] = [
        (feedback.operator("retail"), {}),
        (feedback.operator(), {"team": "quality"}),
        (feedback.operator(), {"states": [pb.FEEDBACK_STATE_NEW]}),
        (feedback.operator(), {"page_token": token[:-2] + "xx"}),
    ]
    for operator, changes in wrong:
        request = pb.ListFeedbackRequest(**{"page_size": 1, "page_token": token, **changes})
        reason, _ = await refusal(operator.ListFeedback(request))
        assert reason == "PAGE_TOKEN_INVALID"


async def test_the_newest_of_members_with_older_ones_behind(feedback: Feedback) -> None:
    ids = await send(feedback, "one", "two", "three")
    (other,) = await send(feedback, "four", member="mem_2")
    await send(feedback, "five", brand="retail")
    till = feedback.till()
    request = pb.BatchListMemberFeedbackRequest(
        member_ids=["mem_1", "mem_2", "mem_1", "nobody"], size=2
    )
    found = {m.member_id: m for m in (await till.BatchListMemberFeedback(request)).members}
    assert {id_: [i.id for i in m.feedback] for id_, m in found.items()} == {
        "mem_1": [ids[2], ids[1]],
        "mem_2": [other],
        "nobody": [],
    }
    assert [found[id_].has_more for id_ in ("mem_1", "mem_2")] == [True, False]
    older = pb.BatchListMemberFeedbackRequest(
        member_ids=["mem_1"], size=2, before_feedback_id=ids[1]
    )
    (rest,) = (await till.BatchListMemberFeedback(older)).members
    assert ([item.id for item in rest.feedback], rest.has_more) == ([ids[0]], False)


WRONG_BATCHES: list[tuple[str, dict[str, Any]]] = [
    ("member_ids", {"member_ids": []}),
    ("member_ids", {"member_ids": [f"m{n}" for n in range(101)]}),
    ("member_ids[1]", {"member_ids": ["a", ""]}),
    ("size", {"member_ids": ["a"], "size": -1}),
    ("before_feedback_id", {"member_ids": ["a", "b"], "before_feedback_id": "fbk_1"}),
]


async def test_the_limits_of_a_batch_are_named(alone: Feedback) -> None:
    for field, changes in WRONG_BATCHES:
        call = alone.till().BatchListMemberFeedback(pb.BatchListMemberFeedbackRequest(**changes))
        assert await refusal(call) == ("INVALID_ARGUMENT", field)


async def test_a_member_cannot_touch_another_members_items(feedback: Feedback) -> None:
    (mine,) = await send(feedback, "拉肚子")
    anonymous = (await feedback.till().SubmitFeedback(submission(request_id="t"))).feedback.id
    other = feedback.member("mem_2")
    for theirs in (mine, anonymous):
        reasons = [
            await refusal(other.GetFeedback(pb.GetFeedbackRequest(feedback_id=theirs))),
            await refusal(other.MoveFeedback(move(theirs, pb.FEEDBACK_STATE_REOPENED, "m"))),
        ]
        assert [reason for reason, _ in reasons] == ["FEEDBACK_NOT_FOUND"] * 2
    batch = pb.BatchListMemberFeedbackRequest(member_ids=["mem_2", "mem_1"])
    denied = [
        other.BatchListMemberFeedback(batch),
        other.SubmitFeedback(submission(member_id="mem_1", request_id="x")),
        other.ListFeedback(pb.ListFeedbackRequest()),
        other.ReplyFeedback(
            pb.ReplyFeedbackRequest(request_id="x", feedback_id=mine, message="hi")
        ),
    ]
    assert {(await refusal(call))[0] for call in denied} == {"PERMISSION_DENIED"}
    claimed = other.SubmitFeedback(submission(channel_event_id="e", request_id="x"))
    assert await refusal(claimed) == ("INVALID_ARGUMENT", "channel_event_id")


async def test_a_replay_is_for_its_owner_only(feedback: Feedback) -> None:
    (mine,) = await send(feedback, "拉肚子")
    resolved = move(mine, pb.FEEDBACK_STATE_RESOLVED, "m1", note="secret")
    await feedback.operator().MoveFeedback(resolved)
    confirm = move(mine, pb.FEEDBACK_STATE_CONFIRMED, "m2")
    await feedback.member("mem_1").MoveFeedback(confirm)
    stolen = feedback.member("mem_2").MoveFeedback(confirm)
    assert (await refusal(stolen))[0] == "FEEDBACK_NOT_FOUND"
    # To the owner a replay, too, is without notes and names of the team.
    replay = await feedback.member("mem_1").MoveFeedback(confirm)
    assert replay.replayed
    assert "secret" not in str(replay)


async def test_another_brands_operator_finds_nothing(feedback: Feedback) -> None:
    (mine,) = await send(feedback, "拉肚子")
    operator = feedback.operator("retail")
    calls = [
        operator.GetFeedback(pb.GetFeedbackRequest(feedback_id=mine)),
        operator.MoveFeedback(move(mine, pb.FEEDBACK_STATE_ASSIGNED, "m")),
        operator.ReplyFeedback(
            pb.ReplyFeedbackRequest(request_id="x", feedback_id=mine, message="hi")
        ),
    ]
    assert [(await refusal(call))[0] for call in calls] == ["FEEDBACK_NOT_FOUND"] * 3
    assert not (await operator.ListFeedback(pb.ListFeedbackRequest())).feedback


async def test_channels_do_not_move_and_services_of_all_brands_do_not_write(
    feedback: Feedback,
) -> None:
    (mine,) = await send(feedback, "拉肚子")
    everywhere = feedback.items(Caller(ALL_BRANDS, "points", Role.SERVICE))
    denied = [
        feedback.till().MoveFeedback(move(mine, pb.FEEDBACK_STATE_ASSIGNED, "m")),
        everywhere.SubmitFeedback(submission(request_id="x")),
        everywhere.GetFeedback(pb.GetFeedbackRequest(feedback_id=mine)),
    ]
    assert {(await refusal(call))[0] for call in denied} == {"PERMISSION_DENIED"}


async def events_of(
    feedback: Feedback, brand: str, number: int, after: str = ""
) -> tuple[list[pb.Event], str]:
    """At least `number` events behind the token `after`, and the token to go on from."""
    events: list[pb.Event] = []
    async with asyncio.timeout(60):
        async for response in feedback.events(brand).Watch(pb.WatchRequest(after=after)):
            events += response.events
            if len(events) >= number:
                return events, response.token
    raise AssertionError("the feed ended")


async def test_each_step_is_an_event_as_the_member_sees_it(feedback: Feedback) -> None:
    (mine,) = await send(feedback, "拉肚子")
    await send(feedback, "Nice", brand="retail")
    await feedback.operator().MoveFeedback(
        move(mine, pb.FEEDBACK_STATE_ASSIGNED, "m1", note="secret", assignee="bob")
    )
    events, token = await events_of(feedback, ALL_BRANDS, 3)
    assert [(e.brand, e.feedback.state) for e in events] == [
        ("tea", pb.FEEDBACK_STATE_TRIAGED),
        ("retail", pb.FEEDBACK_STATE_TRIAGED),
        ("tea", pb.FEEDBACK_STATE_ASSIGNED),
    ]
    assigned = events[-1]
    assert (assigned.member_id, assigned.feedback.timeline[-1].message) == (
        "mem_1",
        "您的反馈正在处理中。",
    )
    assert "secret" not in str(assigned)
    assert "bob" not in str(assigned)
    retail, _ = await events_of(feedback, "retail", 1)
    assert [e.brand for e in retail] == ["retail"]
    await feedback.operator().MoveFeedback(move(mine, pb.FEEDBACK_STATE_RESOLVED, "m2"))
    (resolved,), _ = await events_of(feedback, ALL_BRANDS, 1, token)
    assert resolved.feedback.state == pb.FEEDBACK_STATE_RESOLVED


async def test_only_services_watch(feedback: Feedback) -> None:
    async def watch() -> None:
        async for _ in feedback.events("tea", Role.OPERATOR).Watch(pb.WatchRequest()):
            return

    assert (await refusal(watch()))[0] == "PERMISSION_DENIED"
