"""A visitor without a login reads a brand's public data; caches may store it."""

import hashlib
import json

import httpx

from tests.e2e.brand import Brand
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
