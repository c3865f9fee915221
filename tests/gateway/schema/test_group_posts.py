"""Posts to groups in GraphQL, for operators."""

from collections.abc import Callable

from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend

As = Callable[..., Client]
FIELDS = """id groupId message { code } text(lang: EN) members allowed postedBy postedAt
  programmeRevision checks { name passed rule limit text(lang: ZH) inputs { name value } }"""
POST = f"""mutation($input: PostToGroupInput!) {{ postToGroup(input: $input) {{
  post {{ {FIELDS} }} replayed userErrors {{ code field }} }} }}"""


async def test_an_operator_reads_posts_shares_and_a_preview_in_one_call_each(
    as_: As, backend: FakeBackend
) -> None:
    query = f"""{{ groupPosts(first: 1, ofGroup: "grp_1") {{
        edges {{ node {{ {FIELDS} }} }} pageInfo {{ hasNextPage endCursor }} }}
      previewGroupPost(groupId: "grp_1", messageCode: "birthday") {{ {FIELDS} }}
      messageShares {{ of maxPercent days whole part enforcedFrom }} }}"""
    told = await as_("operator").data(query)
    latest = told["groupPosts"]["edges"][0]["node"]
    assert (latest["id"], latest["text"], latest["allowed"]) == ("gpo_2", "New tea", True)
    assert told["groupPosts"]["pageInfo"]["hasNextPage"]
    preview = told["previewGroupPost"]
    assert (preview["id"], preview["text"], preview["postedBy"]) == (None, None, None)
    assert preview["checks"][0]["text"] == "发送后占比将超过上限"
    assert preview["checks"][0]["inputs"] == [{"name": "percent", "value": "40.06"}]
    assert told["messageShares"] == [
        {
            "of": "GROUP",
            "maxPercent": 40,
            "days": 7,
            "whole": 1000,
            "part": 400,
            "enforcedFrom": 1000,
        }
    ]
    methods = sorted(method for method, *_ in backend.requests)
    assert methods == ["GetMessageShares", "ListGroupPosts", "PreviewGroupPost"]


async def test_a_post_is_told_once_more_to_who_repeats_it_or_the_reason_is_told(as_: As) -> None:
    operator = as_("operator")
    good = {"requestId": "p1", "groupId": "grp_1", "message": "birthday"}
    first = (await operator.data(POST, {"input": good}))["postToGroup"]
    again = (await operator.data(POST, {"input": good}))["postToGroup"]
    assert (first["replayed"], again["replayed"]) == (False, True)
    assert first["post"] == again["post"]
    for wrong, code, field in (
        ({"groupId": "grp_9"}, "GROUP_NOT_FOUND", "groupId"),
        ({"message": "none"}, "MESSAGE_NOT_FOUND", "message"),
    ):
        asked = {**good, **wrong, "requestId": code}
        told = (await operator.data(POST, {"input": asked}))["postToGroup"]
        assert told["post"] is None
        assert [(each["code"], each["field"]) for each in told["userErrors"]] == [(code, field)]
