"""Broadcasts in GraphQL, for operators."""

from collections.abc import Callable
from typing import Any

from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend, member_id

As = Callable[..., Client]
FIGURES = "figures { sent held control opened refused { check text(lang: EN) count } }"


async def test_an_operator_reads_figures_and_a_preview_in_one_call_each(
    as_: As, backend: FakeBackend
) -> None:
    query = f"""{{ broadcast(broadcastId: "brc_1") {{ broadcast {{ id name segment message state
      spreadMinutes draftedBy approvedBy approvedAt endedAt members
      approvalsNeeded approvals {{ operator at }}
      comparison {{ metric }} winner {{ message }} approvedContent membersMax changedAt change }}
      content {FIGURES} variants {{ message {FIGURES} }} }}
      previewBroadcast(broadcastId: "brc_1") {{ members decided {FIGURES} }} }}"""
    told = await as_("operator").data(query)
    figures = {
        "sent": 7,
        "held": 2,
        "control": 1,
        "opened": 3,
        "refused": [{"check": "cap", "text": "The cap is full", "count": 4}],
    }
    assert told["broadcast"]["figures"] == told["previewBroadcast"]["figures"] == figures
    assert told["broadcast"]["broadcast"]["state"] == "DRAFT"
    shown = told["broadcast"]["broadcast"]
    assert shown["approvedBy"] is None
    # It waits for one operator more.
    assert (shown["approvalsNeeded"], [each["operator"] for each in shown["approvals"]]) == (
        2,
        ["eve"],
    )
    assert told["broadcast"]["content"] == shown["approvedContent"] == "c0ffee"
    assert (shown["membersMax"], shown["change"]) == (120, "SIZE")
    assert shown["changedAt"].endswith("Z")
    assert told["broadcast"]["broadcast"]["comparison"] is None
    assert told["broadcast"]["broadcast"]["winner"] is None
    assert [
        (each["message"], each["figures"]["sent"]) for each in told["broadcast"]["variants"]
    ] == [
        ("we_miss_you", 7),
        ("come_back", 0),
    ]
    assert told["previewBroadcast"]["members"] == 5000
    methods = sorted(method for method, *_ in backend.requests)
    assert methods == ["GetBroadcast", "PreviewBroadcast"]


async def test_broadcasts_come_in_pages(as_: As) -> None:
    query = """query($after: String) { broadcasts(first: 2, after: $after) {
      edges { node { id } } pageInfo { hasNextPage endCursor } } }"""
    page = (await as_("operator").data(query, {"after": None}))["broadcasts"]
    assert [each["node"]["id"] for each in page["edges"]] == ["brc_3", "brc_2"]
    rest = await as_("operator").data(query, {"after": page["pageInfo"]["endCursor"]})
    assert [each["node"]["id"] for each in rest["broadcasts"]["edges"]] == ["brc_1"]


async def test_a_broadcast_is_drafted_tried_out_approved_and_stopped_or_the_reason_is_told(
    as_: As, backend: FakeBackend
) -> None:
    draft = {"name": "New tea", "segment": "vips", "message": "we_miss_you", "spreadMinutes": 60}
    on = {"broadcastId": "brc_1"}
    moves: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
        ("draftBroadcast", draft, {**draft, "message": "none"}, "MESSAGE_NOT_FOUND"),
        *(
            (name, {**on, **more}, {"broadcastId": "brc_9", **more}, "BROADCAST_NOT_FOUND")
            for name, more in (
                ("testBroadcast", {"memberId": member_id(2)}),
                ("approveBroadcast", {}),
                ("stopBroadcast", {}),
                ("sendBroadcastWinner", {"message": "come_back", "words": "better"}),
            )
        ),
    ]
    for name, good, bad, code in moves:
        fields = "touchId" if name == "testBroadcast" else "broadcast { id state }"
        kind = f"{name[0].upper()}{name[1:]}Input"
        query = f"""mutation($input: {kind}!) {{ {name}(input: $input) {{ replayed {fields}
          userErrors {{ code }} }} }}"""
        asked = {"input": {"requestId": f"{name}-1", **good}}
        told = (await as_("operator").data(query, asked))[name]
        assert (told["replayed"], told["userErrors"]) == (False, [])
        assert told.get("touchId") == "tch_1" or told["broadcast"]["id"] == "brc_1"
        assert (await as_("operator").data(query, asked))[name]["replayed"]
        wrong = {"input": {"requestId": f"{name}-2", **bad}}
        assert (await as_("operator").data(query, wrong))[name]["userErrors"] == [{"code": code}]
    approval = """mutation { approveBroadcast(input: {requestId: "r9", broadcastId: "brc_1",
      content: "c0ffee"}) { replayed } }"""
    await as_("operator").data(approval)
    sent = [sent.content for method, _, sent in backend.requests if method == "ApproveBroadcast"]
    assert sent[-1] == "c0ffee"
    (tried, *_) = [sent for method, _, sent in backend.requests if method == "TestBroadcast"]
    assert tried.member_id == member_id(2)


async def test_messages_are_compared_by_what_is_asked_and_a_winner_is_told(
    as_: As, backend: FakeBackend
) -> None:
    asked = {"metric": "ORDER_RATE", "against": ["come_back"], "heldOutPercent": 10, "percent": 20}
    draft = {"name": "New", "segment": "vips", "message": "we_miss_you", "comparison": asked}
    query = """mutation($input: DraftBroadcastInput!) { draftBroadcast(input: $input) {
      broadcast { comparison { metric against heldOutPercent percent withinDays } } } }"""
    told = await as_("operator").data(query, {"input": {"requestId": "c1", **draft}})
    assert told["draftBroadcast"]["broadcast"]["comparison"] == {**asked, "withinDays": 7}
    (sent,) = [sent for method, _, sent in backend.requests if method == "DraftBroadcast"]
    assert sent.comparison.metric == "order_rate"
    query = """mutation { sendBroadcastWinner(input: { requestId: "w1", broadcastId: "brc_1",
      message: "come_back", words: "better" }) { broadcast { winner {
      message chosenBy chosenAt } } } }"""
    won = (await as_("operator").data(query))["sendBroadcastWinner"]["broadcast"]["winner"]
    assert (won["message"], won["chosenBy"]) == ("come_back", "ben")
    assert won["chosenAt"].endswith("Z")
