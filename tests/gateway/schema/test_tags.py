"""Tags: on the card in its one call, listed and changed by operators."""

from collections.abc import Callable

from tests.gateway.conftest import Client
from tests.gateway.queries import CARD_FIELDS
from tests.gateway.services import FakeBackend, member_id

As = Callable[..., Client]
TAGS = """tags { tag { code name(lang: EN) names { zh } kind tagClass refresh days when }
  source setBy setAt confidencePercent expiresAt programmeVersion reasons { fact value } }"""
CHANGE = """mutation($input: ChangeTagsInput!) { changeTags(input: $input) {
  tags { tag { code } } replayed userErrors { code field } } }"""
READS = {"BatchGetMembers": 1, "BatchGetWallets": 1, "BatchListMemberFeedback": 1}


async def test_a_card_with_tags_is_still_one_call_to_each_service(
    as_: As, backend: FakeBackend
) -> None:
    me = (await as_().data("{ me { " + CARD_FIELDS + TAGS + " } }"))["me"]
    assert backend.calls == READS
    [tag] = me["tags"]
    assert tag["tag"] == {
        "code": "student",
        "name": "Student",
        "names": {"zh": "学生"},
        "kind": "DEMOGRAPHIC",
        "tagClass": "BASE",
        "refresh": "TRIGGERED",
        "days": 365,
        "when": None,
    }
    assert (tag["source"], tag["setBy"], tag["confidencePercent"]) == ("OPERATOR", None, 80)
    assert tag["programmeVersion"] == 7
    unknown = {"fact": "member.age", "value": None}
    assert tag["reasons"] == [{"fact": "stats.orders", "value": "3"}, unknown]
    seen = await as_("operator").data(
        f'{{ member(id: "{member_id(2)}") {{ tags {{ setBy expiresAt tag {{ when }} }} }} }}'
    )
    assert seen["member"]["tags"][0]["setBy"] == "ann"
    assert seen["member"]["tags"][0]["tag"] == {"when": "stats.orders > 2"}
    assert seen["member"]["tags"][0]["expiresAt"] == tag["expiresAt"]


async def test_a_card_without_tags_does_not_ask_for_them(as_: As, backend: FakeBackend) -> None:
    await as_().data("{ me { " + CARD_FIELDS + " } }")
    [asked] = [request for name, _, request in backend.requests if name == "BatchGetMembers"]
    assert not asked.tags


async def test_operators_list_and_change_tags(as_: As, backend: FakeBackend) -> None:
    operator = as_("operator")
    assert (await operator.data("{ tags { code } }"))["tags"] == [{"code": "student"}]
    wish = {
        "requestId": "r1",
        "memberId": member_id(2),
        "set": [{"code": "student", "confidencePercent": 80, "expiresAt": "2027-01-01T00:00:00Z"}],
        "remove": ["vip"],
        "reason": "showed a card",
    }
    done = (await operator.data(CHANGE, {"input": wish}))["changeTags"]
    assert done == {"tags": [{"tag": {"code": "student"}}], "replayed": False, "userErrors": []}
    [sent] = [request for name, _, request in backend.requests if name == "ChangeTags"]
    assert (sent.set[0].confidence_percent, list(sent.remove), sent.reason) == (
        80,
        ["vip"],
        "showed a card",
    )
    assert sent.set[0].expire_time.ToJsonString() == "2027-01-01T00:00:00Z"
    unknown = {**wish, "requestId": "r2", "set": [{"code": "nonsense"}]}
    refused = (await operator.data(CHANGE, {"input": unknown}))["changeTags"]
    assert refused["tags"] is None
    assert refused["userErrors"] == [{"code": "TAG_UNKNOWN", "field": "set[0].code"}]
