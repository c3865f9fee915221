"""The viewer: by one call, the brand as members know it, and what the token allows."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest

from services.common.auth import Caller, Role, TokenIssuer
from services.common.errors import Refusal
from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend

As = Callable[..., Client]

VIEWER = """{ viewer { brand { code name hue chroma } subject role scopes language timeZone
  currencyCode } }"""


async def test_an_operator_sees_brand_person_and_scopes_by_one_call(
    as_: As, backend: FakeBackend
) -> None:
    viewer = (await as_("operator", language="en").data(VIEWER))["viewer"]
    scopes = viewer.pop("scopes")
    assert viewer == {
        "brand": {"code": "tea", "name": "Tea club", "hue": 150, "chroma": 0.11},
        "subject": "operator-2",
        "role": "OPERATOR",
        "language": "ZH",
        "timeZone": "Asia/Shanghai",
        "currencyCode": "CNY",
    }
    assert scopes == sorted(scopes)
    assert {"points:read", "points:write"} <= set(scopes)
    assert dict(backend.calls) == {"DescribeProgramme": 1}


async def test_a_member_is_a_viewer_without_scopes(as_: As) -> None:
    viewer = (await as_().data("{ viewer { role subject scopes } }"))["viewer"]
    assert viewer == {"role": "MEMBER", "subject": "member-2", "scopes": []}


async def test_a_viewer_reads_for_which_stores_their_token_is(as_: As) -> None:
    limited = as_("operator", stores=["store-02", "store-01"])
    assert (await limited.data("{ viewer { stores } }"))["viewer"]["stores"] == [
        "store-01",
        "store-02",
    ]
    for whole in (as_("operator"), as_()):
        assert (await whole.data("{ viewer { stores } }"))["viewer"]["stores"] is None


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({"points"}, ["points:read", "points:write"]),
        ({"audit:read", "points"}, ["audit:read", "points:read", "points:write"]),
        ({"points", "points:read"}, ["points:read", "points:write"]),
        (set(), []),
    ],
)
async def test_a_noun_alone_stands_for_both_of_its_scopes(
    http: httpx.AsyncClient, issuer: TokenIssuer, given: set[str], shown: list[str]
) -> None:
    caller = Caller("tea", "ann", Role.OPERATOR, None, frozenset(given))
    token = issuer.mint(caller, timedelta(minutes=1))
    client = Client(http, {"authorization": f"Bearer {token}"})
    assert (await client.data("{ viewer { scopes } }"))["viewer"]["scopes"] == shown


async def test_a_brand_without_a_programme_has_a_viewer_too(as_: As, backend: FakeBackend) -> None:
    backend.failing["DescribeProgramme"] = lambda: Refusal("PROGRAMME_MISSING", "none")
    viewer: dict[str, Any] = (await as_("operator").data(VIEWER))["viewer"]
    assert viewer["brand"] == {"code": "tea", "name": None, "hue": None, "chroma": None}
    assert (viewer["language"], viewer["timeZone"], viewer["currencyCode"]) == (None, None, None)
    assert viewer["subject"] == "operator-2"


async def test_another_refusal_is_not_taken_for_a_missing_programme(
    as_: As, backend: FakeBackend
) -> None:
    backend.failing["DescribeProgramme"] = lambda: Refusal("PERMISSION_DENIED", "no")
    answer = await as_("operator").ask(VIEWER)
    assert answer["data"] == {"viewer": None}
    assert answer["errors"][0]["extensions"]["code"] == "PERMISSION_DENIED"


async def test_the_brand_is_that_of_the_token(as_: As) -> None:
    seen = await as_("operator", brand="retail").data("{ viewer { brand { code } } }")
    assert seen["viewer"]["brand"]["code"] == "retail"
