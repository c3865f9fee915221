"""Each root field, asked by those who may not: another member, another brand, the other role.

Whose a feedback item or a redemption is, only its service knows: of these the gateway's part is to
ask in the caller's own name, and the service's own tests show what it refuses.
"""

from collections.abc import AsyncGenerator, Callable
from typing import Any

import pytest
from graphql import GraphQLField, GraphQLObjectType, get_named_type
from strawberry import Schema

from gateway.app import Gateway
from gateway.core.ids import to_global
from gateway.http.visitors import visitor
from gateway.schema import build
from gateway.schema.core.fields import Rule, spec_of
from services.common.auth import Caller, Role
from services.common.errors import Refusal
from tests.gateway.conftest import Client
from tests.gateway.schema.asks import ASKS, FEEDBACK, MEMBER, MINE
from tests.gateway.services import FakeBackend, member_id

As = Callable[..., Client]
SCHEMA = build(Schema)._schema


def _roots() -> dict[str, GraphQLField]:
    kinds = (SCHEMA.query_type, SCHEMA.mutation_type, SCHEMA.subscription_type)
    return {
        f"{kind.name}.{name}": field
        for kind in kinds
        if kind
        for name, field in kind.fields.items()
    }


def _rule(field: GraphQLField) -> Rule:
    return spec_of(field.extensions["strawberry-definition"]).rule


def _named(kind: str, *, rule: Rule | None = None) -> list[str]:
    return [
        name for name in ASKS if name.startswith(kind) and rule in (None, _rule(_roots()[name]))
    ]


def test_no_root_field_is_left_out_here() -> None:
    assert set(ASKS) == set(_roots())


def test_every_field_has_a_rule() -> None:
    for kind in SCHEMA.type_map.values():
        if isinstance(kind, GraphQLObjectType) and not kind.name.startswith("__"):
            for field in kind.fields.values():
                assert isinstance(_rule(field), Rule)


def test_what_is_for_the_team_is_never_a_member_s_to_select() -> None:
    hidden = {
        f"{kind.name}.{name}"
        for kind in SCHEMA.type_map.values()
        if isinstance(kind, GraphQLObjectType) and not kind.name.startswith("__")
        for name, field in kind.fields.items()
        if _rule(field) is Rule.HIDDEN_FROM_MEMBERS
    }
    assert hidden == {
        *("Moment.actor", "Moment.note", "Feedback.team", "Feedback.assignee"),
        *("Feedback.clocks", "Feedback.escalationLevel", "Feedback.escalatedTo"),
        *("Feedback.firstResponder", "Feedback.sentiment", "Feedback.intent", "Feedback.group"),
        *("Feedback.mentions", "Feedback.preparedAnswers"),
        *("ConsentDeclaration.recordedBy", "ConsentDeclaration.reason"),
        *("Member.origin", "Member.mergedFrom", "Store.labels", "BusinessHours.unknownYears"),
        *(
            "LeaderboardEntry.memberId",
            "MemberTag.setBy",
            "Segment.when",
            "Tag.when",
            "TierDecision.note",
        ),
        *("Referral.inviteeId", "Referral.inviterId", "Referral.order"),
        *(f"MemberAdviser.{name}" for name in ("past", "person", "reason", "setBy")),
    }


def _codes(answer: dict[str, Any]) -> set[str]:
    """Every code in an answer: of errors, and of `userErrors`."""
    codes = {error["extensions"]["code"] for error in answer.get("errors", [])}
    for payload in (answer.get("data") or {}).values():
        if isinstance(payload, dict):
            codes |= {error["code"] for error in payload.get("userErrors", [])}
    return codes


def _nothing(answer: dict[str, Any]) -> bool:
    """True when there is no value but those of refusals."""
    values = (answer.get("data") or {}).values()
    return all(value is None or set(value) == {"userErrors"} for value in values)


def _asked(backend: FakeBackend) -> list[tuple[str, Caller]]:
    return [(method, caller) for method, caller, _ in backend.requests if "Watch" not in method]


PUBLIC = (
    *("Query.catalogue", "Query.programme", "Query.lotteryOdds", "Query.lotterySeeds"),
    "Query.publicNotices",
    "Query.publicPosts",
    *("Query.store", "Query.stores", "Query.nearestStores"),
)
OWN = (
    *("Query.me", "Query.viewer", "Query.lotteries", "Query.businessHours"),
    *("Query.groupLeaderboard", "Query.leaderboards", "Query.retentionTimes"),
    *("Mutation.sendPhoneCode", "Mutation.bindPhone", "Mutation.bindWechatPhone"),
    "Mutation.requestMerge",
    "Mutation.useExperiment",
    *("Mutation.requestUpload", "Mutation.givePoints", *PUBLIC),
)
"""They name nobody: it is always the caller's, or everyone's."""
OTHERS = [name for name in _named("Query") + _named("Mutation") if name not in OWN]


@pytest.mark.parametrize("name", OTHERS)
async def test_another_member_s_things_are_refused(
    as_: As, backend: FakeBackend, name: str
) -> None:
    ask = ASKS[name]
    if ask.by_service:
        backend.failing[ask.by_service] = lambda: Refusal("PERMISSION_DENIED", "not yours")
    answer = await as_(number=MINE).ask(ask.text)
    assert _codes(answer) == {"PERMISSION_DENIED"}
    assert _nothing(answer)
    if not ask.by_service or _rule(_roots()[name]) is Rule.OPERATORS:
        assert not _asked(backend)
    for _, caller in _asked(backend):
        assert caller == Caller("tea", f"member-{MINE}", Role.MEMBER, member_id(MINE))


@pytest.mark.parametrize("name", OTHERS)
async def test_services_are_asked_in_another_brand_s_own_name(
    as_: As, backend: FakeBackend, name: str
) -> None:
    answer = await as_("operator", brand="retail").ask(ASKS[name].text)
    for _, caller in _asked(backend):
        assert caller.brand == "retail"
    assert member_id(3) not in str(answer.get("data"))
    assert "tea 3" not in str(answer.get("data"))


@pytest.mark.parametrize("name", _named("Mutation", rule=Rule.OPERATORS))
async def test_what_operators_do_no_member_does(as_: As, backend: FakeBackend, name: str) -> None:
    for number in (2, 3):
        answer = await as_(number=number).ask(ASKS[name].text)
        assert _codes(answer) == {"PERMISSION_DENIED"}
        assert _nothing(answer)
    assert not _asked(backend)


@pytest.mark.parametrize("name", _named("Query", rule=Rule.MEMBERS))
async def test_what_is_of_members_no_operator_is_given(
    as_: As, backend: FakeBackend, name: str
) -> None:
    answer = await as_("operator").ask(ASKS[name].text)
    assert _codes(answer) == {"PERMISSION_DENIED"}
    assert _nothing(answer)


@pytest.mark.parametrize("name", _named("Subscription"))
async def test_nobody_follows_another_member(gateway: Gateway, name: str) -> None:
    caller = Caller("tea", "member-2", Role.MEMBER, member_id(MINE))
    stream = await gateway.schema.subscribe(
        ASKS[name].text, context_value=gateway.context(caller, "zh")
    )
    results: list[Any] = (
        [each async for each in stream] if isinstance(stream, AsyncGenerator) else [stream]
    )
    assert [error.extensions["code"] for result in results for error in result.errors] == [
        "PERMISSION_DENIED"
    ]
    assert not any(result.data for result in results)


@pytest.mark.parametrize("of", [member_id(3), member_id(MINE, "retail")])
@pytest.mark.parametrize("selected", ["entries(first: 5)", "feedback(first: 5)"])
async def test_the_edges_of_another_are_not_reached(
    as_: As, backend: FakeBackend, of: str, selected: str
) -> None:
    for text in (
        f'{{ member(id: "{of}") {{ {selected} {{ edges {{ cursor }} }} }} }}',
        f'{{ members(ids: ["{of}"]) {{ {selected} {{ edges {{ cursor }} }} }} }}',
        f'{{ node(id: "{to_global("Member", of)}") {{ ... on Member {{ {selected} '
        "{ edges { cursor } } } } }",
    ):
        answer = await as_(number=MINE).ask(text)
        assert _nothing(answer)
        assert _codes(answer) == {"PERMISSION_DENIED"}
    assert not _asked(backend)
    operator = as_("operator", brand="retail" if of.startswith("mem_tea") else "tea")
    answer = await operator.ask(
        f'{{ member(id: "{of}") {{ {selected} {{ edges {{ cursor }} }} }} }}'
    )
    assert answer["data"] == {"member": None}


async def test_a_cursor_of_another_member_shows_the_caller_s_own(as_: As) -> None:
    query = """query($a: String) { me { entries(first: 2, after: $a) {
      edges { cursor node { balanceAfter } } } } }"""
    theirs = await as_(number=3).data(query)
    cursor = theirs["me"]["entries"]["edges"][0]["cursor"]
    answer = await as_(number=MINE).ask(query, {"a": cursor})
    assert "errors" not in answer or _codes(answer) == {"PAGE_TOKEN_INVALID"}


def test_every_object_that_can_be_reached_by_id_is_asked_for_above() -> None:
    nodes = SCHEMA.get_possible_types(SCHEMA.type_map["Node"])  # type: ignore[arg-type]
    of_a_member = {"Points", "Entry", "Tier"}
    """Parts of a card: their ids name the member, and the next test asks for another's."""
    assert {kind.name for kind in nodes} == of_a_member | {
        "Member",
        "Feedback",
        "Reward",
        "Redemption",
    }
    assert get_named_type(_roots()["Query.node"].type).name == "Node"


@pytest.mark.parametrize("of", [f"Points:{MEMBER}", f"Entry:{MEMBER}-1", f"Tier:{MEMBER}-growth"])
async def test_a_part_of_another_member_s_card_is_no_node(
    as_: As, backend: FakeBackend, of: str
) -> None:
    kind, _, identifier = of.partition(":")
    answer = await as_(number=MINE).ask(f'{{ node(id: "{to_global(kind, identifier)}") {{ id }} }}')
    assert answer["data"] == {"node": None}
    assert _codes(answer) == {"PERMISSION_DENIED"}
    assert not _asked(backend)


async def test_a_feedback_node_is_asked_for_in_the_caller_s_name(
    as_: As, backend: FakeBackend
) -> None:
    backend.failing["GetFeedback"] = lambda: Refusal("FEEDBACK_NOT_FOUND", "none of yours")
    query = f'{{ node(id: "{to_global("Feedback", FEEDBACK)}") {{ id }} }}'
    for client, brand in ((as_(number=MINE), "tea"), (as_("operator", brand="retail"), "retail")):
        backend.requests.clear()
        answer = await client.ask(query)
        assert answer["data"] == {"node": None}
        assert [(method, caller.brand) for method, caller in _asked(backend)] == [
            ("GetFeedback", brand)
        ]


def test_the_public_fields_are_these() -> None:
    assert sorted(_named("Query", rule=Rule.PUBLIC)) == sorted(PUBLIC)
    assert not _named("Mutation", rule=Rule.PUBLIC)
    assert not _named("Subscription", rule=Rule.PUBLIC)


def test_what_visitors_may_do_is_this() -> None:
    assert [name for name in ASKS if _rule(_roots()[name]) is Rule.UNNAMED] == [
        "Mutation.submitFeedback"
    ]


@pytest.mark.parametrize("name", [name for name in ASKS if not name.startswith("Subscription")])
async def test_a_visitor_sees_public_fields_and_nothing_else(
    gateway: Gateway, backend: FakeBackend, name: str
) -> None:
    context = gateway.context(visitor("tea"), "zh")
    answer = await gateway.executor.execute(ASKS[name].text, None, None, context)
    codes = {(error.extensions or {})["code"] for error in answer.errors or ()}
    assert codes == (set() if name in PUBLIC else {"PERMISSION_DENIED"})
    assert (name in PUBLIC) == any(answer.data.values())
    for _, caller in _asked(backend):
        assert caller == Caller("tea", "gateway", Role.SERVICE)
    assert bool(_asked(backend)) == (name in PUBLIC)
