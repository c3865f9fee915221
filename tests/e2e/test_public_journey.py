"""A visitor without a login reads a brand's public data; caches may store it."""

import hashlib
import json

import httpx

from tests.e2e.brand import Brand, unique
from tests.e2e.running_suite import RunningSuite

OFFERS = """{ catalogue(first: 2) { edges { node { code name price soldOut } } }
  programme { version ladders { code tiers { code name reach } } } }"""


async def test_visitors_see_the_offers_and_tiers_of_their_brand(
    suite: RunningSuite, tea: Brand, retail: Brand
) -> None:
    digest = hashlib.sha256(OFFERS.encode()).hexdigest()
    persisted = {"persistedQuery": {"version": 1, "sha256Hash": digest}}
    url = f"http://{suite.address('gateway')}"
    async with httpx.AsyncClient(base_url=url, trust_env=False) as http:
        # In development every caller may register a document, with or without a token.
        body = {"query": OFFERS, "extensions": persisted}
        assert (await http.post("/graphql", json=body)).status_code == 200
        told = {}
        for brand in ("tea", "retail"):
            login = await http.get("/login/public", params={"appId": brand})
            query = {"client": login.json()["token"], "extensions": json.dumps(persisted)}
            answer = await http.get("/graphql", params=query)
            assert answer.headers["cache-control"].startswith("public, max-age=60")
            told[brand] = answer.json()["data"]
            same = await http.get(
                "/graphql", params=query, headers={"if-none-match": answer.headers["etag"]}
            )
            assert same.status_code == 304
    tiers = [tier["code"] for tier in told["tea"]["programme"]["ladders"][0]["tiers"]]
    assert tiers == ["basic", "silver", "gold", "diamond"]
    assert told["tea"]["catalogue"]["edges"]
    assert told["tea"] != told["retail"]


async def test_visitors_find_the_store_that_an_operator_opened(
    suite: RunningSuite, tea: Brand
) -> None:
    code = unique("store")
    opened = await tea.staff.ask(
        """mutation($input: UpsertStoreInput!) { upsertStore(input: $input) {
          store { code } userErrors { code } } }""",
        input={
            "requestId": code,
            "code": code,
            "city": code,
            "timeZone": "Asia/Shanghai",
            "nameZh": "南极店",
            "latitude": -89.9,
            "longitude": 121.0,
            "hours": [{"weekday": day, "opens": "00:00", "closes": "00:00"} for day in range(1, 8)],
        },
    )
    assert opened == {"store": {"code": code}, "userErrors": []}
    query = """query($code: String!) { store(code: $code) { name openNow }
      stores(city: $code) { edges { node { code } } }
      nearestStores(latitude: -90, longitude: 0, first: 1) { distanceM } }"""
    url = f"http://{suite.address('gateway')}"
    async with httpx.AsyncClient(base_url=url, trust_env=False) as http:
        login = await http.get("/login/public", params={"appId": "tea"})
        digest = hashlib.sha256(query.encode()).hexdigest()
        persisted = {"persistedQuery": {"version": 1, "sha256Hash": digest}}
        body = {"query": query, "variables": {"code": code}, "extensions": persisted}
        await http.post("/graphql", json=body)
        asked = {"client": login.json()["token"], "extensions": json.dumps(persisted)}
        asked["variables"] = json.dumps({"code": code})
        answer = (await http.get("/graphql", params=asked)).json()
        assert "errors" not in answer, answer
        found = answer["data"]
    assert found["store"] == {"name": "南极店", "openNow": True}
    assert [edge["node"]["code"] for edge in found["stores"]["edges"]] == [code]
    assert found["nearestStores"][0]["distanceM"] < 12_000
