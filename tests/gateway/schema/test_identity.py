"""An operator finds a member by what a till, a card or an app knows of them."""

from collections import Counter
from collections.abc import Callable

import pytest

from tests.gateway.conftest import Client
from tests.gateway.queries import CARD_FIELDS
from tests.gateway.services import FakeBackend

As = Callable[..., Client]

CARD = '{ memberByIdentity(kind: POS_CARD, value: "17841") {' + CARD_FIELDS + "} }"
NAME = """query($kind: IdentityKind!, $value: String!) {
  memberByIdentity(kind: $kind, value: $value) { name } }"""


async def test_a_whole_card_found_by_its_number_costs_three_calls(
    as_: As, backend: FakeBackend
) -> None:
    found = (await as_("operator").data(CARD))["memberByIdentity"]
    assert found["name"] == "tea 3"
    assert found["points"]["available"] == 88
    assert len(found["entries"]["edges"]) == 3
    assert len(found["feedback"]["edges"]) == 2
    assert backend.calls - Counter(
        {name: 1 for name in backend.calls if "Watch" in name}
    ) == Counter({"FindMember": 1, "BatchGetWallets": 1, "BatchListMemberFeedback": 1})


async def test_an_identity_is_found_within_the_operators_brand(as_: As) -> None:
    wanted = {"kind": "POS_CARD", "value": "17841"}
    for brand in ("tea", "retail"):
        found = await as_("operator", brand=brand).data(NAME, wanted)
        assert found == {"memberByIdentity": {"name": f"{brand} 3"}}


@pytest.mark.parametrize(("kind", "value"), [("POS_CARD", "1"), ("PHONE", "17841")])
async def test_an_identity_that_nobody_has_gives_null(as_: As, kind: str, value: str) -> None:
    found = await as_("operator").data(NAME, {"kind": kind, "value": value})
    assert found == {"memberByIdentity": None}


async def test_a_member_may_not_look_for_others(as_: As, backend: FakeBackend) -> None:
    answer = await as_("member").ask(NAME, {"kind": "POS_CARD", "value": "17841"})
    assert answer["data"] == {"memberByIdentity": None}
    assert answer["errors"][0]["extensions"]["code"] == "PERMISSION_DENIED"
    assert not backend.calls["FindMember"]
