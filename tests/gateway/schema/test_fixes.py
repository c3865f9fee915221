"""A fix in GraphQL: operators announce it, and everyone reads the notice."""

from collections.abc import Callable

from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend

As = Callable[..., Client]
FIX = """fix { id group title(lang: ZH) text(lang: EN) isPublic told completedAt announcedBy
  withdrawnAt }"""
ANNOUNCE = f"""mutation($input: AnnounceFixInput!) {{ announceFix(input: $input) {{
  {FIX} replayed userErrors {{ code field }} }} }}"""
WORDS = {"title": {"zh": "好了", "en": "Done"}, "text": {"zh": "已换", "en": "Changed"}}


async def test_an_operator_sees_who_would_be_told_and_announces_once(
    as_: As, backend: FakeBackend
) -> None:
    operator = as_("operator")
    query = f"""query($alike: String!) {{ feedbackFixPreview(alike: $alike) {{
      reports reporters anonymous {FIX} }} }}"""
    told = (await operator.data(query, {"alike": "alk_9"}))["feedbackFixPreview"]
    assert told == {"reports": 55, "reporters": 40, "anonymous": 5, "fix": None}
    asked = {"requestId": "f1", "group": "alk_9", "isPublic": True, **WORDS}
    made = (await operator.data(ANNOUNCE, {"input": asked}))["announceFix"]
    assert made["fix"] == {
        "id": "fix_9",
        "group": "alk_9",
        "title": "好了",
        "text": "The machines are new.",
        "isPublic": True,
        "told": 0,
        "completedAt": None,
        "announcedBy": "ann",
        "withdrawnAt": None,
    }
    assert (await operator.data(ANNOUNCE, {"input": asked}))["announceFix"]["replayed"]
    again = {**asked, "requestId": "f2", "group": "alk_1"}
    refused = (await operator.data(ANNOUNCE, {"input": again}))["announceFix"]
    assert (refused["fix"], refused["userErrors"]) == (
        None,
        [{"code": "FIX_ANNOUNCED", "field": None}],
    )
    known = (await operator.data(query, {"alike": "alk_1"}))["feedbackFixPreview"]["fix"]
    assert (known["id"], known["told"]) == ("fix_1", 40)
    listed = await operator.data("{ feedbackFixes { edges { node { id } } } }")
    assert [edge["node"]["id"] for edge in listed["feedbackFixes"]["edges"]] == ["fix_2", "fix_1"]


async def test_an_operator_reads_the_effect_of_a_fix_with_its_interval(as_: As) -> None:
    query = """{ feedbackFixes(first: 1) { edges { node { effect {
      asOf days complete matched compared unmatched activity { difference }
      repurchase { reportedBefore reportedAfter othersBefore othersAfter difference low high }
    } } } } }"""
    [edge, *_] = (await as_("operator").data(query))["feedbackFixes"]["edges"]
    effect = edge["node"]["effect"]
    assert effect.pop("asOf") is not None
    assert effect == {
        "days": 14,
        "complete": False,
        "matched": 38,
        "compared": 380,
        "unmatched": 2,
        "activity": None,
        "repurchase": {
            "reportedBefore": 0.4,
            "reportedAfter": 0.55,
            "othersBefore": 0.4,
            "othersAfter": 0.42,
            "difference": 0.13,
            "low": -0.01,
            "high": 0.27,
        },
    }


async def test_a_notice_is_read_by_everyone_and_can_be_withdrawn(as_: As) -> None:
    query = """query($after: String) { publicNotices(first: 1, after: $after) {
      edges { node { id title(lang: EN) text(lang: ZH) announcedAt } }
      pageInfo { hasNextPage endCursor } } }"""
    for who in ("member", "operator"):
        front = as_() if who == "member" else as_(who)
        page = (await front.data(query, {"after": None}))["publicNotices"]
        assert [edge["node"]["title"] for edge in page["edges"]] == ["Fixed"]
        after = {"after": page["pageInfo"]["endCursor"]}
        rest = (await front.data(query, after))["publicNotices"]
        assert [edge["node"]["id"] for edge in rest["edges"]] == ["fix_1"]
    withdraw = """mutation($input: WithdrawNoticeInput!) { withdrawNotice(input: $input) {
      fix { id withdrawnAt } userErrors { code field } } }"""
    operator = as_("operator")
    given = {"input": {"requestId": "w1", "fixId": "fix_1"}}
    done = (await operator.data(withdraw, given))["withdrawNotice"]
    assert done["fix"]["withdrawnAt"] is not None
    missing = {"input": {"requestId": "w2", "fixId": "fix_7"}}
    assert (await operator.data(withdraw, missing))["withdrawNotice"]["userErrors"] == [
        {"code": "FIX_NOT_FOUND", "field": "fixId"}
    ]
