"""Lists for operators: the queue of feedback, and the conditions that fail."""

from collections.abc import Callable

from services.common.errors import Refusal
from tessera.feedback.v1 import feedback_pb2
from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend

As = Callable[..., Client]

QUEUE = """query($after: String) {
  feedbackQueue(first: 2, after: $after, states: [TRIAGED, ASSIGNED], team: "quality") {
    edges { cursor node { id responseDueAt team } } pageInfo { hasNextPage endCursor } } }"""


async def test_the_queue_goes_through_its_pages_in_the_service_s_order(
    as_: As, backend: FakeBackend
) -> None:
    operator, seen, after = as_("operator"), [], None
    for _ in range(3):
        page = (await operator.data(QUEUE, {"after": after}))["feedbackQueue"]
        seen += [edge["node"]["id"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
    assert len(set(seen)) == len(seen) == 5
    assert page["pageInfo"]["hasNextPage"] is False
    request = next(each for method, _, each in backend.requests if method == "ListFeedback")
    assert list(request.states) == [
        feedback_pb2.FEEDBACK_STATE_TRIAGED,
        feedback_pb2.FEEDBACK_STATE_ASSIGNED,
    ]
    assert (request.team, request.page_size) == ("quality", 2)


NARROW = """query($mine: Boolean!, $assignee: String) {
  feedbackQueue(mine: $mine, assignee: $assignee, storeId: "s1", category: "taste",
      priorities: [URGENT, COMPLEX], group: "alk_1") {
    counts { state team count } edges { node { member { name } } } } }"""


async def test_the_queue_is_narrowed_by_the_service_and_counted_where_it_is_asked(
    as_: As, backend: FakeBackend
) -> None:
    told = (await as_("operator").data(NARROW, {"mine": True}))["feedbackQueue"]
    assert told["counts"] == [
        {"state": "NEW", "team": None, "count": 2},
        {"state": "TRIAGED", "team": "quality", "count": 5},
    ]
    assert [edge["node"]["member"]["name"] for edge in told["edges"]] == [
        f"tea {number}" for number in range(1, 6)
    ]
    (request,) = (each for method, _, each in backend.requests if method == "ListFeedback")
    assert (request.assignee, request.store_id, request.category) == ("operator-2", "s1", "taste")
    assert request.group == "alk_1"
    assert list(request.priorities) == [
        feedback_pb2.PRIORITY_COMPLEX,
        feedback_pb2.PRIORITY_URGENT,
    ]
    assert backend.calls == {"ListFeedback": 1, "CountFeedback": 1, "BatchGetMembers": 1}
    await as_("operator").data("{ feedbackQueue { edges { cursor } } }")
    assert backend.calls["CountFeedback"] == 1


async def test_mine_and_another_person_are_not_asked_for_at_once(
    as_: As, backend: FakeBackend
) -> None:
    answer = await as_("operator").ask(NARROW, {"mine": True, "assignee": "ann"})
    assert answer["errors"][0]["extensions"]["code"] == "INVALID_ARGUMENT"
    assert not backend.calls


async def test_counts_that_fail_leave_the_queue(as_: As, backend: FakeBackend) -> None:
    backend.failing["CountFeedback"] = lambda: Refusal("STORAGE_UNAVAILABLE")
    answer = await as_("operator").ask("{ feedbackQueue { counts { count } edges { cursor } } }")
    assert answer["data"]["feedbackQueue"]["counts"] is None
    assert len(answer["data"]["feedbackQueue"]["edges"]) == 5


async def test_operators_read_which_facts_a_condition_may_name(
    as_: As, backend: FakeBackend
) -> None:
    ask = '{ conditionFacts(kind: "segments.member") { name type } }'
    found = (await as_("operator").data(ask))["conditionFacts"]
    assert {"name": "stats.bought", "type": "map<string, int>"} in found
    assert all(not each["name"].startswith("activity.") for each in found)
    assert not backend.calls
    wrong = await as_("operator").ask(ask.replace("segments.member", "nothing"))
    assert wrong["errors"][0]["extensions"]["code"] == "INVALID_ARGUMENT"


async def test_failing_conditions_of_both_services_are_one_list(
    as_: As, backend: FakeBackend
) -> None:
    found = await as_("operator").data(
        "{ failingConditions { rule text failures firstAt lastAt reason } }"
    )
    assert [each["rule"] for each in found["failingConditions"]] == [
        "feedback.rule.when",
        "points.rule.when",
    ]
    assert found["failingConditions"][0]["failures"] == 2**40
    assert found["failingConditions"][0]["lastAt"] == "2026-03-01T21:21:00Z"
    for service in ("points", "feedback"):
        assert backend.calls[f"{service}.ListFailingConditions"] == 1
