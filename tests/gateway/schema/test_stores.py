"""Stores in GraphQL: visitors and members find them in one call, operators write them."""

from collections.abc import Callable
from typing import Any

import pytest

from services.common.auth import Caller, Role
from tessera.members.v1 import members_pb2
from tests.gateway.conftest import Client
from tests.gateway.services import FakeBackend, member_id

As = Callable[..., Client]

WHOLE = """{ code name city latitude longitude timeZone closedDays closedFrom openNow closedForGood
  distanceM qrPayload etag labels { key value } hours { weekday opens closes } }"""
UPSERT = """mutation($input: UpsertStoreInput!) { upsertStore(input: $input) {
  store { code labels { key value } hours { opens closes } latitude openNow }
  replayed userErrors { code field } } }"""
INPUT = {
    "requestId": "s1",
    "code": "SH1",
    "city": "上海",
    "timeZone": "Asia/Shanghai",
    "nameZh": "南京西路店",
    "latitude": 31.2304,
    "longitude": 121.4737,
    "hours": [{"weekday": 6, "opens": "18:00", "closes": "02:00"}],
    "closedDays": ["2026-10-01"],
    "labels": [{"key": "size", "value": "large"}],
    "etag": "3",
}


def _calls(backend: FakeBackend) -> list[tuple[str, Caller]]:
    return [(method, caller) for method, caller, _ in backend.requests]


async def test_a_member_sees_a_store_as_it_is_now_in_one_call(
    as_: As, backend: FakeBackend
) -> None:
    answer = await as_().data(f'{{ store(code: "SH1") {WHOLE} }}')
    assert answer["store"] == {
        "code": "SH1",
        "name": "tea 门店",
        "city": "上海",
        "latitude": 31.2304,
        "longitude": 121.4737,
        "timeZone": "Asia/Shanghai",
        "closedDays": ["2026-10-01"],
        "closedFrom": None,
        "openNow": True,
        "closedForGood": False,
        "distanceM": None,
        "qrPayload": "store=SH1",
        "etag": "3",
        "labels": None,
        "hours": [
            {"weekday": 1, "opens": "10:00", "closes": "22:00"},
            {"weekday": 6, "opens": "18:00", "closes": "02:00"},
        ],
    }
    # In nobody's name: the answer is everybody's.
    assert _calls(backend) == [("GetStore", Caller("tea", "gateway", Role.SERVICE))]


async def test_an_operator_sees_the_labels_too_and_an_unknown_store_is_null(as_: As) -> None:
    query = '{ store(code: "SH1") { labels { key value } } other: store(code: "X") { code } }'
    answer = await as_("operator").data(query)
    assert answer == {"store": {"labels": [{"key": "size", "value": "large"}]}, "other": None}


async def test_stores_page_by_page_are_all_stores(as_: As, backend: FakeBackend) -> None:
    query = """query($after: String) { stores(city: "上海", first: 4, after: $after) {
      edges { node { code } } pageInfo { hasNextPage endCursor } } }"""
    seen: list[str] = []
    after = None
    while True:
        page = (await as_().data(query, {"after": after}))["stores"]
        seen += [edge["node"]["code"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert seen == [f"SH{n}" for n in range(1, 10)]
    assert {request.city for _, _, request in backend.requests} == {"上海"}


async def test_the_nearest_stores_come_with_their_distance(as_: As, backend: FakeBackend) -> None:
    query = "{ nearestStores(latitude: 31.2304, longitude: -121.5, first: 2) { code distanceM } }"
    answer = await as_().data(query)
    assert answer["nearestStores"] == [
        {"code": "SH1", "distanceM": 100},
        {"code": "SH2", "distanceM": 200},
    ]
    [(_, _, request)] = backend.requests
    assert (request.place.latitude_e6, request.place.longitude_e6) == (31_230_400, -121_500_000)
    assert request.page_size == 2


@pytest.mark.parametrize(
    "arguments",
    [
        "latitude: 91, longitude: 0",
        "latitude: 0, longitude: 181",
        "latitude: 1e300, longitude: 0",
        "latitude: 0, longitude: 0, first: 0",
        "latitude: 0, longitude: 0, first: 101",
    ],
)
async def test_a_place_on_no_map_is_refused_before_any_service_is_asked(
    as_: As, backend: FakeBackend, arguments: str
) -> None:
    answer = await as_().ask(f"{{ nearestStores({arguments}) {{ code }} }}")
    code = answer["errors"][0]["extensions"]["code"]
    assert code in ("INVALID_ARGUMENT", "PAGE_SIZE_INVALID")
    assert not backend.requests


async def test_an_operator_writes_a_store_whole(as_: As, backend: FakeBackend) -> None:
    done = (await as_("operator").data(UPSERT, {"input": INPUT}))["upsertStore"]
    assert done == {
        "store": {
            "code": "SH1",
            "labels": [{"key": "size", "value": "large"}],
            "hours": [{"opens": "18:00", "closes": "02:00"}],
            "latitude": 31.2304,
            "openNow": False,
        },
        "replayed": False,
        "userErrors": [],
    }
    [(_, caller, request)] = backend.requests
    assert caller.role is Role.OPERATOR
    assert (request.etag, request.store.hours[0].close_minute) == ("3", 1560)


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"code": "SH2"}, "ETAG_MISMATCH", "etag"),
        ({"longitude": None}, "INVALID_ARGUMENT", "latitude"),
        ({"latitude": 1e300}, "INVALID_ARGUMENT", "latitude"),
        (
            {"hours": [{"weekday": 1, "opens": "9", "closes": "10:00"}]},
            "INVALID_ARGUMENT",
            "hours[0].opens",
        ),
        (
            {"hours": [{"weekday": 1, "opens": "09:00", "closes": "24:00"}]},
            "INVALID_ARGUMENT",
            "hours[0].closes",
        ),
        (
            {"labels": [{"key": "a", "value": "1"}, {"key": "a", "value": "2"}]},
            "INVALID_ARGUMENT",
            "labels",
        ),
    ],
)
async def test_a_wrong_store_is_a_reason_with_its_field(
    as_: As, given: dict[str, Any], code: str, field: str
) -> None:
    done = (await as_("operator").data(UPSERT, {"input": INPUT | given}))["upsertStore"]
    assert done["store"] is None
    assert done["userErrors"] == [{"code": code, "field": field}]


async def test_operators_see_where_a_member_came_from_and_members_do_not(
    as_: As, backend: FakeBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = f"""{{ member(id: "{member_id(2)}") {{ origin {{ source storeCode
      utm {{ source campaign term }} }} }} }}"""
    assert (await as_("operator").data(query))["member"] == {"origin": None}
    came = members_pb2.Origin(
        source="store_qr", store_code="SH1", utm=members_pb2.Utm(source="wechat", campaign="spring")
    )
    backend.origins[member_id(2)] = came
    assert (await as_("operator").data(query))["member"]["origin"] == {
        "source": "store_qr",
        "storeCode": "SH1",
        "utm": {"source": "wechat", "campaign": "spring", "term": None},
    }
    assert (await as_(number=2).data(query))["member"] == {"origin": None}
