"""An operator sees what channels sent, by day and channel."""

from collections.abc import Callable

from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend

As = Callable[..., Client]
ASKED = """query($after: String) { dataQuality(first: 2, after: $after, fromDay: "2026-03-01") {
  edges { node { day channel recorded repeated refused late withoutMember inConflict
    refusals { reason count } } } pageInfo { hasNextPage endCursor } } }"""


async def test_what_channels_sent_is_paged_the_latest_day_first(
    as_: As, backend: FakeBackend
) -> None:
    first = (await as_("operator").data(ASKED))["dataQuality"]
    assert [edge["node"]["day"] for edge in first["edges"]] == ["2026-03-05", "2026-03-04"]
    assert first["edges"][1]["node"] == {
        "day": "2026-03-04",
        "channel": "pos",
        "recorded": 9,
        "repeated": 0,
        "refused": 1,
        "late": 1,
        "withoutMember": 1,
        "inConflict": 0,
        "refusals": [{"reason": "MEMBER_NOT_FOUND", "count": 1}],
    }
    after = {"after": first["pageInfo"]["endCursor"]}
    last = (await as_("operator").data(ASKED, after))["dataQuality"]
    assert [edge["node"]["day"] for edge in last["edges"]] == ["2026-03-03"]
    assert not last["pageInfo"]["hasNextPage"]
    assert backend.calls == {"ListDataQuality": 2}
    assert {request.from_day for _, _, request in backend.requests} == {"2026-03-01"}


async def test_members_do_not_see_it(as_: As) -> None:
    refused = await as_("member").ask(ASKED)
    assert refused["errors"][0]["extensions"]["code"] == "PERMISSION_DENIED"
