"""A plan answers what graphql-core answers, data and errors."""

import asyncio
from collections import Counter
from typing import Any

import orjson
import pytest
from graphql import GraphQLError, GraphQLObjectType, parse, validate
from hypothesis import HealthCheck, Phase, assume, event, given, settings
from hypothesis import strategies as st
from strawberry import Schema

from gateway.execution.compiler import compile_plan
from gateway.execution.plan import Unplanned
from gateway.execution.variables import coercer
from gateway.schema import build
from services.common.auth import Caller
from tests.gateway.in_process_services import MEMBER, OPERATOR, InProcessServices, away, refused
from tests.gateway.queries import CARD, CARDS, ONE
from tests.gateway.random_queries import TYPES, VALUES, Operation, operations
from tests.gateway.services import member_id

SCHEMA = build(Schema)
EXAMPLES = 200
FAILURES = {
    "BatchGetMembers": away,
    "BatchGetWallets": lambda: refused("STORAGE_UNAVAILABLE"),
    "BatchListMemberFeedback": lambda: refused("PERMISSION_DENIED"),
    "ListRewards": lambda: RuntimeError("a bug"),
}

Outcome = tuple[bytes, list[tuple[Any, ...]]]


async def _by_plan(
    operation: Operation, services: InProcessServices, caller: Caller, language: str
) -> Outcome | None:
    document = parse(operation.text)
    node: Any = document.definitions[0]
    context = services.context(caller, language)
    try:
        variables = coercer(SCHEMA._schema, node)(operation.variables)
        plan = compile_plan(SCHEMA, document, node, variables)
        data, errors = await plan.run(context, variables)
    except Unplanned:
        return None
    return _outcome(data, errors)


async def _by_core(
    operation: Operation, services: InProcessServices, caller: Caller, language: str
) -> Outcome:
    context = services.context(caller, language)
    result = await SCHEMA.execute(operation.text, operation.variables, context)
    return _outcome(result.data, result.errors or [])


def _outcome(data: Any, errors: list[GraphQLError]) -> Outcome:
    found = [(error.path, error.message, error.locations) for error in errors]
    return orjson.dumps(data), sorted(found, key=repr)


async def _compare(
    operation: Operation,
    caller: Caller = OPERATOR,
    failing: frozenset[str] = frozenset(),
    language: str = "zh",
    odd: bool = False,
) -> bool:
    """True when there was a plan; asserts that it answered what graphql-core did."""
    failures = {name: FAILURES[name] for name in failing}
    planned = await _by_plan(operation, InProcessServices(failures, odd=odd), caller, language)
    if planned is None:
        return False
    core = await _by_core(operation, InProcessServices(failures, odd=odd), caller, language)
    assert planned == core
    return True


def test_every_argument_has_values_to_ask_with() -> None:
    kinds = [
        kind
        for name, kind in SCHEMA._schema.type_map.items()
        if isinstance(kind, GraphQLObjectType)
        and name not in ("Mutation", "Subscription")
        and not name.startswith("__")
    ]
    named = {name for kind in kinds for each in kind.fields.values() for name in each.args}
    assert named <= VALUES.keys() & TYPES.keys()


@settings(
    max_examples=EXAMPLES,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(
    operation=operations(SCHEMA._schema),
    caller=st.sampled_from([OPERATOR, MEMBER]),
    failing=st.frozensets(st.sampled_from(sorted(FAILURES)), max_size=2),
    language=st.sampled_from(["zh", "en"]),
    odd=st.booleans(),
)
def test_a_plan_answers_what_graphql_core_answers(
    operation: Operation, caller: Caller, failing: frozenset[str], language: str, odd: bool
) -> None:
    assume(not validate(SCHEMA._schema, parse(operation.text)))
    planned = asyncio.run(_compare(operation, caller, failing, language, odd))
    event("planned" if planned else "left to graphql-core")


@pytest.mark.parametrize("failing", [frozenset(), *(frozenset([name]) for name in FAILURES)])
async def test_cards_are_planned_whatever_fails(failing: frozenset[str]) -> None:
    ids = [member_id(n) for n in (1, 2, 3, 5, 9999)]
    assert await _compare(Operation(CARDS, {"ids": ids}), failing=failing)
    assert await _compare(Operation(ONE, {"id": member_id(2)}), failing=failing)
    assert await _compare(Operation(CARD, {}), MEMBER, failing)


@pytest.mark.parametrize(
    "text",
    [
        '{ node(id: "TWVtYmVyOm1lbV90ZWEwMDAy") { id } }',
        "{ __schema { queryType { name } } }",
        "query($ids: [ID!]!) { members(ids: $ids) { id } }",
    ],
)
async def test_what_is_not_in_the_grammar_is_left_to_graphql_core(text: str) -> None:
    assert not await _compare(Operation(text, {}))


async def test_a_null_where_none_may_be_is_left_to_graphql_core() -> None:
    text = 'query { member(id: "mem_tea0003") { feedback { edges { node { state } } } } }'
    assert await _compare(Operation(text, {}))
    assert not await _compare(Operation(text, {}), odd=True)


@pytest.mark.parametrize("kept", [True, False])
async def test_what_is_skipped_needs_nothing(kept: bool) -> None:
    text = """query($kept: Boolean!) { member(id: "mem_tea0003") { points {
      available expiring(days: 999) @include(if: $kept) { points } } } }"""
    assert await _compare(Operation(text, {"kept": kept}))


async def test_a_plan_asks_all_services_at_once() -> None:
    services = InProcessServices()
    ids = [member_id(n) for n in range(15)]
    assert await _by_plan(Operation(CARDS, {"ids": ids}), services, OPERATOR, "zh")
    assert services.calls == Counter(
        {"BatchGetMembers": 1, "BatchGetWallets": 1, "BatchListMemberFeedback": 1}
    )


POSTED = "{ me { points { posted held } entries(first: 2) { edges { node { amount } } } name } }"


@pytest.mark.parametrize("posted", [2**53 - 1, 1 - 2**53, 2**53, 2**53 + 1, -(2**53), 2**63 - 1])
async def test_a_number_that_javascript_has_not_is_an_error_and_never_another_number(
    posted: int,
) -> None:
    operation = Operation(POSTED, {})
    planned = await _by_plan(operation, InProcessServices(posted=posted), MEMBER, "en")
    data, errors = await _by_core(operation, InProcessServices(posted=posted), MEMBER, "en")
    exact = abs(posted) < 2**53
    assert planned == ((data, errors) if exact else None)
    me = orjson.loads(data)["me"]
    if exact:
        assert me["points"]["posted"] == posted
        assert errors == []
    else:
        assert me["points"] is None
        assert me["entries"]["edges"]
        assert [path for path, _, _ in errors] == [["me", "points", "posted"]]
