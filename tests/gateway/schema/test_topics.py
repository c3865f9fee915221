"""Topics: what members post and like, what everybody reads, and what operators do."""

from collections.abc import Callable

from gateway.core.ids import to_global
from tessera.feedback.v1 import topics_pb2 as pb
from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend, member_id

As = Callable[..., Client]
TOPICS = """query($after: String) { topics { name(lang: EN) postsLeft topics { code name(lang: ZH)
  invitation(lang: EN) open closesAt textCharactersMax mayPost posts } }
  topicPosts(first: 2, after: $after, underTopic: "my_story", postOrder: LIKES) {
    edges { cursor node { id text likes liked mine memberId state praised submittedAt
      history { kind reason operator at } } } pageInfo { hasNextPage endCursor } } }"""
QUEUE = """{ topicPosts(postState: PENDING, postOrder: QUEUE) {
  edges { node { urgent foundWords alikePostId } } } }"""
CALENDAR = """{ contentCalendar { slots { code topic topicName(lang: EN) alternative
  replacement { fromTopic interactions at } coming { planned kind opensAt calendarUnknown }
  latest { planned topic openedAt closesAt interactions } } } }"""


async def test_a_member_reads_posts_and_likes_them(as_: As, backend: FakeBackend) -> None:
    read = await as_().data(TOPICS)
    first, second = read["topics"]["topics"]
    assert (first["name"], first["invitation"], first["mayPost"]) == ("我的故事", "My story", True)
    assert (second["invitation"], second["closesAt"]) == (None, None)
    assert [each["node"]["memberId"] for each in read["topicPosts"]["edges"]] == [None, None]
    asked = next(request for name, _, request in backend.requests if name == "ListPosts")
    assert (asked.member_id, asked.topic, asked.order) == (
        member_id(2),
        "my_story",
        pb.POST_ORDER_LIKES,
    )
    await as_().data(TOPICS, {"after": read["topicPosts"]["pageInfo"]["endCursor"]})
    again = [request for name, _, request in backend.requests if name == "ListPosts"]
    assert again[-1].page_token == "next"
    given: dict[str, dict[str, object]] = {
        "submitPost": {"topic": "my_story", "text": "好喝"},
        "withdrawPost": {"postId": "pst_1"},
        "likePost": {"postId": "pst_1", "liked": True},
    }
    for name, asks in given.items():
        kind, told = name[0].upper() + name[1:], "{ post { memberId } replayed }"
        text = f"mutation($i: {kind}Input!) {{ {name}(input: $i) {told} }}"
        wish = {"requestId": f"r-{name}", **asks}
        done = (await as_().data(text, {"i": wish}))[name]
        assert done["post"]["memberId"] == to_global("Member", member_id(2))
        assert (await as_().data(text, {"i": wish}))[name]["replayed"]
    text = """mutation($i: LikePostInput!) { likePost(input: $i) { userErrors { code field } } }"""
    none = {"requestId": "r9", "postId": "pst_none", "liked": True}
    refused = (await as_().data(text, {"i": none}))["likePost"]
    assert refused["userErrors"] == [{"code": "POST_NOT_FOUND", "field": "postId"}]


async def test_everybody_reads_open_posts_and_nobody_s_name(as_: As, backend: FakeBackend) -> None:
    query = '{ publicPosts(first: 1, underTopic: "my_story") { edges { node { text likes } } } }'
    read = await as_().data(query)
    assert read["publicPosts"]["edges"] == [{"node": {"text": "我和一杯茶", "likes": 3}}]
    _, caller, request = next(each for each in backend.requests if each[0] == "ListPosts")
    assert (request.member_id, request.state, caller.member_id) == ("", 0, None)


async def test_operators_moderate_and_undo_what_the_calendar_did(
    as_: As, backend: FakeBackend
) -> None:
    desk = as_("operator")
    await desk.data(QUEUE)
    asked = next(request for name, _, request in backend.requests if name == "ListPosts")
    assert (asked.order, asked.state) == (pb.POST_ORDER_QUEUE, pb.POST_STATE_PENDING)
    for name, given in (
        ("moderatePost", {"open": False, "reason": "广告"}),
        ("praisePost", {}),
    ):
        kind = name[0].upper() + name[1:]
        text = f"mutation($i: {kind}Input!) {{ {name}(input: $i) {{ post {{ id }} }} }}"
        wish = {"requestId": f"r-{name}", "postId": "pst_1", **given}
        assert (await desk.data(text, {"i": wish}))[name]["post"] == {"id": "pst_1"}
    [slot] = (await desk.data(CALENDAR))["contentCalendar"]["slots"]
    assert slot["replacement"]["interactions"] == [13, 11, 9]
    assert [(each["kind"], each["opensAt"] is None) for each in slot["coming"]] == [
        ("MOVED", False),
        ("SKIPPED", True),
    ]
    assert [each["interactions"] for each in slot["latest"]] == [None, 9]
    text = """mutation($i: RestoreSlotInput!) { restoreSlot(input: $i) {
      slot { topic replacement { at } } userErrors { code field } } }"""
    wish = {"requestId": "s1", "slot": "tuesday", "reason": "假期"}
    done = (await desk.data(text, {"i": wish}))["restoreSlot"]
    assert done["slot"] == {"topic": "my_story", "replacement": None}
    refused = (await desk.data(text, {"i": {**wish, "slot": "none"}}))["restoreSlot"]
    assert refused["userErrors"] == [{"code": "SLOT_NOT_FOUND", "field": "slot"}]
