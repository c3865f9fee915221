"""Lists for operators: the queue of feedback, and the conditions that fail."""

from collections.abc import Callable

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
