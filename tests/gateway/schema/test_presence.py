"""Presence in GraphQL: one call, for operators."""

from collections.abc import Callable

from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend

As = Callable[..., Client]


ASK = """query ($claim: FeedbackClaim) {
  feedbackReaders(feedbackId: "fdb_1", claim: $claim) { readers answerer }
}"""


async def test_an_operator_reads_with_others_and_claims_the_answer_by_one_call(
    as_: As, backend: FakeBackend
) -> None:
    reading = {"readers": ["bob", "cai"], "answerer": "bob"}
    assert await as_("operator").data(ASK) == {"feedbackReaders": reading}
    assert backend.calls == {"ListReaders": 1}
    # The service below is told of the wish; here it answers a wish with nobody.
    nobody = {"feedbackReaders": reading | {"answerer": None}}
    for claim in ("BEGIN", "TAKE", "END"):
        assert await as_("operator").data(ASK, {"claim": claim}) == nobody
    assert [request.claim for _, _, request in backend.requests] == [0, 1, 2, 3]


async def test_an_id_of_something_else_is_refused_before_any_call(
    as_: As, backend: FakeBackend
) -> None:
    answer = await as_("operator").ask('{ feedbackReaders(feedbackId: "?") { readers } }')
    [error] = answer["errors"]
    assert error["extensions"]["code"] == "INVALID_ARGUMENT"
    assert error["extensions"]["field"] == "feedbackId"
    assert not backend.calls
