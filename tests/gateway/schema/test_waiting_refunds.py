"""An operator pages through the orders that refunds wait for."""

from collections.abc import Callable

from tests.gateway.conftest import Client

ASKED = """query($after: String) { waitingRefunds(first: 2, after: $after) {
  edges { node { orderChannel orderId waitingSince refunds { eventId memberId amountMinor } } }
  pageInfo { hasNextPage endCursor } } }"""


async def test_what_waits_is_paged_the_longest_first(as_: Callable[..., Client]) -> None:
    first = (await as_("operator").data(ASKED))["waitingRefunds"]
    assert [edge["node"]["orderId"] for edge in first["edges"]] == ["o0", "o1"]
    assert first["edges"][0]["node"]["refunds"] == [
        {"eventId": "r0", "memberId": "mem_3", "amountMinor": 1800}
    ]
    after = {"after": first["pageInfo"]["endCursor"]}
    last = (await as_("operator").data(ASKED, after))["waitingRefunds"]
    assert [edge["node"]["orderId"] for edge in last["edges"]] == ["o2"]
    assert not last["pageInfo"]["hasNextPage"]
    refused = await as_("member").ask(ASKED)
    assert refused["errors"][0]["extensions"]["code"] == "PERMISSION_DENIED"
