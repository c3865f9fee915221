"""Feedback is routed, answered, worked on and confirmed; the member gets a message at each step."""

import asyncio
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from tests.e2e.activities import line, order
from tests.e2e.brand import Brand, Person, unique
from tests.e2e.front_end import FrontEnd
from tests.e2e.refusals import codes
from tests.e2e.running_suite import until

ITEM = """feedback { id state topics { name } category { code name } priority team assignee
  createdAt responseDueAt resolutionDueAt firstResponseAt timeline { state message actor note } }
  replayed userErrors { code }"""
SUBMIT = f"mutation($input: SubmitFeedbackInput!) {{ submitFeedback(input: $input) {{ {ITEM} }} }}"
REPLY = f"mutation($input: ReplyFeedbackInput!) {{ replyFeedback(input: $input) {{ {ITEM} }} }}"
MOVE = f"mutation($input: MoveFeedbackInput!) {{ moveFeedback(input: $input) {{ {ITEM} }} }}"
CONFIRM = f"mutation($input: OwnFeedbackInput!) {{ confirmFeedback(input: $input) {{ {ITEM} }} }}"
REOPEN = f"mutation($input: OwnFeedbackInput!) {{ reopenFeedback(input: $input) {{ {ITEM} }} }}"
CHANGED = "subscription { feedbackChanged { feedback { id state timeline { message } } } }"
ASKED = "{ me { surveys { id survey questions { code } replies { number } } } }"
ANSWER = """mutation($input: AnswerSurveyInput!) { answerSurvey(input: $input) {
  survey { answered } replayed userErrors { code } } }"""
INBOX = "{ inbox(first: 10) { edges { node { code text why feedbackId } } } }"
QUEUE = "{ feedbackQueue(first: 100) { edges { node { text group } } } }"
PREVIEW = """query($alike: String!) { feedbackFixPreview(alike: $alike) {
  reports reporters anonymous fix { told completedAt effect { days } } } }"""
ANNOUNCE = """mutation($input: AnnounceFixInput!) { announceFix(input: $input) {
  fix { id } userErrors { code } } }"""
NOTICES = "{ publicNotices(first: 5) { edges { node { id title } } } }"
AMOUNTS = "{ me { entries(first: 9) { edges { node { amount } } } } }"
PROPOSE = "mutation($input: ProposeIdeaInput!) { proposeIdea(input: $input) { idea { id text } } }"
VOTE = "mutation($input: VoteIdeaInput!) { voteIdea(input: $input) { idea { votes voted } } }"
MOVE_IDEA = """mutation($input: MoveIdeaInput!) { moveIdea(input: $input) {
  idea { shelf } userErrors { code } } }"""
OWN = "{ me { feedback(first: 5) { edges { node { id state } } } } }"


async def submit(person: Person, text: str, request_id: str = "") -> Any:
    wish = {"requestId": request_id or unique("say"), "text": text}
    return await person.front.ask(SUBMIT, input=wish)


async def act(front: FrontEnd, mutation: str, feedback_id: str, **more: str) -> Any:
    wish = {"requestId": unique("act"), "feedbackId": feedback_id, **more}
    return await front.ask(mutation, input=wish)


def minutes(item: dict[str, Any], due: str) -> float:
    """The time from taking the item in to a deadline."""
    taken_in, until_when = (datetime.fromisoformat(item[key]) for key in ("createdAt", due))
    return (until_when - taken_in) / timedelta(minutes=1)


async def messages_about(person: Person, feedback_id: str = "", code: str = "") -> list[Any]:
    """The messages in the person's inbox about an item, or of a code, the newest first."""
    # A front end may not ask as often as a test looks.
    await asyncio.sleep(1)
    edges = (await person.front.ask(INBOX))["edges"]
    nodes = [edge["node"] for edge in edges]
    return [
        node
        for node in nodes
        if (node["feedbackId"] == feedback_id if feedback_id else node["code"] == code)
    ]


async def asked_of(brand: Brand, person: Person) -> Any:
    """The survey that a member is asked to answer after an order."""
    [recorded] = await brand.till.record(order(person.id, line(1800)))
    assert not recorded.reason

    async def asked() -> list[Any]:
        surveys: list[Any] = (await person.front.ask(ASKED))["surveys"]
        return surveys

    [offer] = await until(asked, bool)
    return offer


async def test_a_survey_follows_an_order_and_its_answer_brings_points_once(tea: Brand) -> None:
    person = await tea.enrol()
    offer = await asked_of(tea, person)
    assert (offer["survey"], offer["replies"]) == ("recommend", [])
    wish: dict[str, Any] = {"requestId": unique("part"), "offerId": offer["id"], "complete": False}
    wish["replies"] = [{"question": "likely", "number": 10}]
    assert not codes(await person.front.ask(ANSWER, input=wish))
    [kept] = (await person.front.ask(ASKED))["surveys"]
    assert kept["replies"] == [{"number": 10}]
    wish |= {"requestId": unique("all"), "complete": True}
    done = await person.front.ask(ANSWER, input=wish)
    assert done["survey"] == {"answered": True}
    wish["requestId"] = unique("again")
    assert codes(await person.front.ask(ANSWER, input=wish)) == ["SURVEY_ANSWERED"]

    async def amounts() -> list[int]:
        edges = (await person.front.ask(AMOUNTS))["entries"]["edges"]
        return [edge["node"]["amount"] for edge in edges]

    thanked = await until(amounts, lambda now: 10 in now)
    assert thanked.count(10) == 1
    results = """{ survey(code: "recommend") { results { figure { value few } } } }"""
    figure = (await tea.staff.ask(results))["results"]["figure"]
    assert figure["few"]
    assert figure["value"] <= 100


async def test_an_idea_becomes_a_product_and_its_member_gets_a_message_and_points_once(
    tea: Brand,
) -> None:
    author, voter = await tea.enrol(), await tea.enrol()
    wish = {"requestId": unique("idea"), "title": "少糖", "text": "电话13800001234"}
    idea = (await author.front.ask(PROPOSE, input=wish))["idea"]
    assert idea["text"] == "电话138****1234"
    vote = {"requestId": unique("vote"), "ideaId": idea["id"], "voted": True}
    assert (await voter.front.ask(VOTE, input=vote))["idea"] == {"votes": 1, "voted": True}
    name = {"zh": "轻盈少糖茶", "en": "Light tea"}
    for shelf in ("INCUBATING", "IMPLEMENTED"):
        moved = {"requestId": unique("move"), "ideaId": idea["id"], "shelf": shelf}
        moved |= {"reason": "很多会员想要", "project": name}
        assert not codes(await tea.staff.ask(MOVE_IDEA, input=moved))

    async def heard(person: Person) -> list[str]:
        # A front end may not ask as often as a test looks.
        await asyncio.sleep(1)
        edges = (await person.front.ask(INBOX))["edges"]
        return [edge["node"]["text"] for edge in edges]

    for person in (author, voter):
        texts = await until(partial(heard, person), lambda now: len(now) >= 3)
        assert sum("轻盈少糖茶" in text for text in texts) == 2

    async def amounts(person: Person) -> list[int]:
        edges = (await person.front.ask(AMOUNTS))["entries"]["edges"]
        return [edge["node"]["amount"] for edge in edges]

    earned = await until(partial(amounts, author), lambda now: 300 in now)
    assert earned.count(300) == 1
    assert 300 not in await amounts(voter)


async def test_praise_is_acknowledged_at_once_and_that_is_no_first_response(tea: Brand) -> None:
    person = await tea.enrol()
    item = (await submit(person, "味道很好, 好喝!", "praise"))["feedback"]
    assert (item["topics"], item["priority"]) == ([], "GENERAL")
    assert item["category"] == {"code": "general", "name": "一般"}
    assert item["state"] == "TRIAGED"
    assert item["firstResponseAt"] is None
    assert item["timeline"][-1]["message"] == "您的反馈已收到，我们会尽快处理。"

    again = await submit(person, "味道很好, 好喝!", "praise")
    assert (again["replayed"], again["feedback"]["id"]) == (True, item["id"])
    assert codes(await submit(person, "Something else", "praise")) == ["REQUEST_ID_REUSED"]
    (edge,) = (await person.front.ask(OWN))["feedback"]["edges"]
    assert edge["node"]["id"] == item["id"]


async def test_a_complaint_goes_through_all_states_and_the_member_gets_each_change(
    tea: Brand,
) -> None:
    person = await tea.enrol()
    async with person.front.subscribe(CHANGED) as changes:
        item = (await submit(person, "外卖洒了, 骑手态度差"))["feedback"]
        assert (await changes.next())["feedback"]["id"] == item["id"]
        assert item["topics"] == [{"name": "服务"}, {"name": "配送"}]
        assert item["category"] == {"code": "store_service", "name": "门店服务"}
        assert item["priority"] == "COMPLEX"
        assert item["firstResponseAt"] is None
        assert (minutes(item, "responseDueAt"), minutes(item, "resolutionDueAt")) == (30, 1440)
        assert item["team"] is None, "which team has it is not the member's to see"

        assigned = await act(
            tea.staff, MOVE, item["id"], state="ASSIGNED", assignee="bob", note="regular guest"
        )
        assert assigned["feedback"]["team"] == "store_operations"
        assert (await changes.next())["feedback"]["state"] == "ASSIGNED"
        replied = await act(tea.staff, REPLY, item["id"], message="我们在联系门店。")
        assert replied["feedback"]["firstResponseAt"] is not None
        heard = await changes.next()
        assert heard["feedback"]["timeline"][-1]["message"] == "我们在联系门店。"

        assert codes(await act(person.front, CONFIRM, item["id"])) == ["MOVE_NOT_ALLOWED"]
        await act(tea.staff, MOVE, item["id"], state="RESOLVED")
        await changes.next()
        await act(person.front, REOPEN, item["id"])
        assert (await changes.next())["feedback"]["state"] == "REOPENED"
        await act(tea.staff, MOVE, item["id"], state="RESOLVED", message="已补偿一杯。")
        assert (await changes.next())["feedback"]["timeline"][-1]["message"] == "已补偿一杯。"
        done = await act(person.front, CONFIRM, item["id"])
        assert done["feedback"]["state"] == "CONFIRMED"
        assert (await changes.next())["feedback"]["state"] == "CONFIRMED"
    notes = [moment["note"] for moment in done["feedback"]["timeline"]]
    assert set(notes) == {None}, "notes are for the team"

    # All that the timeline says stands in the inbox too, each once.
    said = sorted(filter(None, (moment["message"] for moment in done["feedback"]["timeline"])))
    about = await until(
        partial(messages_about, person, item["id"]), lambda now: len(now) >= len(said)
    )
    assert sorted(node["text"] for node in about) == said
    assert any(node["why"].startswith("原因：您的反馈已处理。") for node in about)


async def test_all_who_reported_hear_that_it_is_fixed_and_everyone_reads_the_notice(
    tea: Brand,
) -> None:
    people = [await tea.enrol() for _ in range(3)]
    times = ("第二次", "又一次", "第三次")
    texts = [f"自助点单机的屏幕一直失灵，点了三遍才成功，{each}了，太慢了" for each in times]
    for person, text in zip(people, texts, strict=True):
        await submit(person, text)

    async def groups() -> list[str]:
        await asyncio.sleep(1)
        nodes = [edge["node"] for edge in (await tea.staff.ask(QUEUE))["edges"]]
        return [node["group"] for node in nodes if node["text"] in texts and node["group"]]

    grouped = await until(groups, lambda now: len(now) == len(texts))
    [group] = set(grouped)
    preview = await tea.staff.ask(PREVIEW, alike=group)
    assert (preview["reports"], preview["reporters"], preview["anonymous"]) == (3, 3, 0)
    words = {"zh": "点单机已更换", "en": "The machines are new"}
    wish = {"requestId": unique("fix"), "group": group, "isPublic": True}
    wish |= {"title": words, "text": words}
    fix = (await tea.staff.ask(ANNOUNCE, input=wish))["fix"]
    for person in people:
        told = partial(messages_about, person, code="issue_fixed")
        [message] = await until(told, bool)
        assert message["text"] == words["zh"]
    again = await tea.staff.ask(ANNOUNCE, input={**wish, "requestId": unique("fix")})
    assert codes(again) == ["FIX_ANNOUNCED"]
    found = (await tea.staff.ask(PREVIEW, alike=group))["fix"]
    assert (found["told"], found["effect"]) == (3, None), "an effect is measured after 7 days"
    stranger = await tea.enrol()
    notices = (await stranger.front.ask(NOTICES))["edges"]
    assert [edge["node"]["title"] for edge in notices if edge["node"]["id"] == fix["id"]] == [
        words["zh"]
    ]
    assert await messages_about(stranger, code="issue_fixed") == []


async def test_food_safety_is_urgent(tea: Brand) -> None:
    person = await tea.enrol()
    item = (await submit(person, "喝完拉肚子, 杯里有异物, 店员态度还不好"))["feedback"]
    assert item["topics"] == [{"name": "服务"}, {"name": "食品安全"}]
    assert (item["category"]["code"], item["priority"]) == ("food_safety", "URGENT")
    assert (minutes(item, "responseDueAt"), minutes(item, "resolutionDueAt")) == (15, 240)
    assert item["firstResponseAt"] is None, "an automatic word is no answer to this"
    well = (await submit(person, "孩子喝完没有拉肚子，杯里也没有异物"))["feedback"]
    assert well["topics"] == []
    assert well["category"]["code"] != "food_safety"
    assert well["priority"] != "URGENT"


async def test_a_member_neither_moves_nor_sees_the_item_of_another(tea: Brand) -> None:
    person, other = await tea.enrol(), await tea.enrol()
    item = (await submit(person, "排队太久"))["feedback"]
    assert codes(await act(other.front, REOPEN, item["id"])) == ["FEEDBACK_NOT_FOUND"]
    answer = await other.front.answer("query($id: ID!) { node(id: $id) { id } }", id=item["id"])
    assert answer["data"]["node"] is None
    refused = await person.front.answer(
        MOVE, input={"requestId": "m", "feedbackId": item["id"], "state": "RESOLVED"}
    )
    payload = refused["data"]["moveFeedback"]
    assert payload is None or codes(payload)
