"""Public fields, by a visitor's token in the address, kept by caches; and nothing else."""

import time
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
from graphql import GraphQLObjectType, get_named_type
from strawberry import Schema

from gateway.app import Gateway, make_app
from gateway.execution.cache_policy import max_age_of
from gateway.execution.executor import make_schema
from gateway.execution.persisted_documents import DocumentFinder, TrustedDocuments
from gateway.guards.rate_limit import RateLimiter
from gateway.http import visitors
from gateway.http.visitors import Visitors, read_apps, visitor
from gateway.schema import build
from gateway.schema.core.fields import Rule, spec_of
from services.common.auth import (
    GATEWAY_AUDIENCE,
    SERVICES_AUDIENCE,
    Caller,
    Role,
    TokenIssuer,
    TokenVerifier,
    Unauthenticated,
)
from services.common.cache import Cache
from services.common.errors import Refusal
from services.common.settings import SettingsError
from tests.gateway.services import FakeBackend, member_id

CATALOGUE = """query Catalogue($after: String) { catalogue(first: 3, after: $after) {
  edges { cursor node { code name kind price soldOut minTier imageUrl } }
  pageInfo { hasNextPage endCursor } } }"""
TIERS = "{ programme { version ladders { code main basis tiers { code name rank reach } } } }"
BOTH = "{ catalogue { edges { node { code } } } me { name } }"
CARD = "{ me { name } }"
CHECK_IN = 'mutation { checkIn(input: {requestId: "r"}) { replayed } }'
SAY = """mutation N { submitFeedback(input: {requestId: "r", text: "x", anonymous: true}) {
  feedback { anonymous } } }"""
DOCUMENTS = [CATALOGUE, TIERS, BOTH, CARD, CHECK_IN]
APPS = {"wxtea": "tea", "web-retail": "retail"}


@pytest.fixture
async def http(
    gateway: Gateway, tmp_path: Path, issuer: TokenIssuer
) -> AsyncIterator[httpx.AsyncClient]:
    """A production gateway that trusts DOCUMENTS."""
    for number, text in enumerate(DOCUMENTS):
        (tmp_path / f"{number}.graphql").write_text(text.replace("{", f"query Q{number} {{", 1))
    (tmp_path / "0.graphql").write_text(CATALOGUE)
    (tmp_path / "4.graphql").write_text(CHECK_IN.replace("mutation", "mutation M"))
    (tmp_path / "5.graphql").write_text(SAY)
    finder = DocumentFinder(TrustedDocuments(tmp_path), only_trusted=True)
    gateway.schema = make_schema(development=False, finder=finder)
    gateway.executor._schema = gateway.schema
    app = make_app(gateway, gateway.services.channels, None, Visitors(APPS, issuer))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as client:
        yield client


def _id(number: int, http: httpx.AsyncClient, gateway: Gateway) -> str:
    trusted = gateway.schema.finder._trusted
    assert trusted is not None
    names = ["Catalogue", "Q1", "Q2", "Q3", "M", "N"]
    return next(i for i, text in trusted._now.items() if f" {names[number]}" in text)


@pytest.fixture
def get(http: httpx.AsyncClient, gateway: Gateway) -> Callable[..., Any]:
    """GET of the document of that number, as a visitor of an app by default."""

    async def make(
        number: int,
        app: str | None = "wxtea",
        headers: dict[str, str] | None = None,
        variables: dict[str, Any] | None = None,
    ) -> httpx.Response:
        query = {"documentId": _id(number, http, gateway)}
        if app is not None:
            login = await http.get("/login/public", params={"appId": app})
            query["client"] = login.json()["token"]
        if variables:
            query["variables"] = orjson.dumps(variables).decode()
        return await http.get("/graphql", params=query, headers=headers or {})

    return make


Get = Callable[..., Any]


async def test_everyone_gets_the_same_token_for_half_a_day(
    http: httpx.AsyncClient, keys_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noon_s = int(time.time()) // visitors.STEP_S * visitors.STEP_S
    monkeypatch.setattr("gateway.http.visitors.time.time", lambda: noon_s + 60)
    first = await http.get("/login/public", params={"appId": "wxtea"})
    assert first.headers["cache-control"] == "public, max-age=3600"
    assert first.headers["access-control-allow-origin"] == "*"
    received = first.json()
    assert received["expiresAt"] == noon_s + 24 * 3600
    assert received["expiresIn"] == 24 * 3600 - 60
    monkeypatch.setattr("gateway.http.visitors.time.time", lambda: noon_s + 11 * 3600)
    again = await http.get("/login/public", params={"appId": "wxtea"})
    assert again.json()["token"] == received["token"]
    caller = TokenVerifier(keys_dir, audience=GATEWAY_AUDIENCE).verify(received["token"])
    assert caller == Caller("tea", "visitor", Role.PUBLIC)
    unknown = await http.get("/login/public", params={"appId": "wxother"})
    assert (unknown.status_code, unknown.headers["cache-control"]) == (400, "no-store")


async def test_the_catalogue_is_public_and_may_be_cached(get: Get, backend: FakeBackend) -> None:
    answer = await get(0, headers={"accept-language": "en", "origin": "https://any.example"})
    assert answer.status_code == 200
    page = answer.json()["data"]["catalogue"]
    assert [edge["node"]["code"] for edge in page["edges"]] == ["reward_1", "reward_2", "reward_3"]
    assert page["edges"][0]["node"]["name"] == "Reward 1"
    assert page["edges"][0]["node"]["soldOut"] is False
    assert answer.headers["cache-control"] == "public, max-age=60, stale-while-revalidate=300"
    assert "authorization" not in answer.headers["vary"]
    assert "origin" not in answer.headers["vary"]
    assert "accept-language" in answer.headers["vary"]
    assert answer.headers["access-control-allow-origin"] == "*"
    same = {"accept-language": "en", "if-none-match": answer.headers["etag"]}
    unchanged = await get(0, headers=same)
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert unchanged.headers["cache-control"] == answer.headers["cache-control"]
    following = await get(0, variables={"after": page["pageInfo"]["endCursor"]})
    edges = following.json()["data"]["catalogue"]["edges"]
    assert [edge["node"]["code"] for edge in edges] == ["reward_4", "reward_5", "reward_6"]
    for method, caller, request in backend.requests:
        assert (method, request.member_id) == ("ListRewards", "")
        assert caller == Caller("tea", "gateway", Role.SERVICE)


async def test_each_address_is_one_brand_s(get: Get) -> None:
    tea, retail = await get(1), await get(1, app="web-retail")
    assert tea.request.url != retail.request.url
    assert tea.headers["cache-control"].startswith("public, max-age=300")
    codes = [each.json()["data"]["programme"]["ladders"][0]["code"] for each in (tea, retail)]
    assert codes == ["tea_growth", "retail_growth"]


async def test_one_private_field_makes_the_answer_private(get: Get) -> None:
    answer = await get(2)
    assert answer.json()["data"]["me"] is None
    assert answer.headers["cache-control"] == "private, no-cache"


async def test_what_went_wrong_is_not_kept(get: Get, backend: FakeBackend) -> None:
    backend.failing["ListRewards"] = lambda: Refusal("STORAGE_UNAVAILABLE")
    answer = await get(0)
    assert answer.json()["errors"]
    assert answer.headers["cache-control"] == "private, no-cache"
    assert "access-control-allow-origin" not in answer.headers


async def test_who_brings_a_token_of_their_own_is_answered_privately(
    get: Get, token: Callable[..., str]
) -> None:
    for app in (None, "web-retail"):
        answer = await get(1, app=app, headers={"authorization": f"Bearer {token()}"})
        assert answer.json()["data"]["programme"]["ladders"][0]["code"] == "tea_growth"
        assert answer.headers["cache-control"] == "private, no-cache"
        assert "authorization" in answer.headers["vary"]


async def test_anybody_gets_nothing_of_anyone(get: Get, backend: FakeBackend) -> None:
    answer = await get(3)
    assert answer.json()["data"] == {"me": None}
    assert answer.json()["errors"][0]["extensions"]["code"] == "PERMISSION_DENIED"
    assert (await get(4)).status_code == 405
    assert not backend.calls


async def test_an_address_takes_no_other_token(
    http: httpx.AsyncClient, gateway: Gateway, token: Callable[..., str], issuer: TokenIssuer
) -> None:
    gone = issuer.mint(visitor("tea"), timedelta(hours=1), int(time.time()) - 7_200)
    for wrong in (token(), token("operator"), gone, "x", ""):
        query = {"documentId": _id(1, http, gateway), "client": wrong}
        answer = await http.get("/graphql", params=query)
        assert answer.status_code == 401
        assert answer.headers["cache-control"] == "no-store"


async def test_a_visitor_s_token_opens_nothing_else(
    http: httpx.AsyncClient, gateway: Gateway, keys_dir: Path, issuer: TokenIssuer
) -> None:
    mine = issuer.mint(visitor("tea"), timedelta(hours=1))
    headers = {"authorization": f"Bearer {mine}"}
    body = {"documentId": _id(1, http, gateway)}
    streamed = {**headers, "accept": "text/event-stream"}
    assert (await http.post("/graphql", json=body, headers=streamed)).status_code == 401
    assert (await http.get("/graphql", params=body, headers=headers)).status_code == 401
    posted = await http.post("/graphql", params={"client": mine}, json=body)
    assert posted.status_code == 401
    services = TokenIssuer(keys_dir, audience=SERVICES_AUDIENCE)
    with pytest.raises(Unauthenticated):
        TokenVerifier(keys_dir).verify(services.mint(visitor("tea"), timedelta(hours=1)))


async def test_a_visitor_posts_anonymous_words_and_does_nothing_else(
    http: httpx.AsyncClient, gateway: Gateway, issuer: TokenIssuer, backend: FakeBackend
) -> None:
    mine = issuer.mint(visitor("tea"), timedelta(hours=1))
    headers = {"authorization": f"Bearer {mine}"}
    found = {}
    for number in (1, 3, 4, 5):
        body = {"documentId": _id(number, http, gateway)}
        answer = await http.post("/graphql", json=body, headers=headers)
        assert answer.headers["cache-control"] == "no-store"
        errors = answer.json().get("errors", [])
        found[number] = [error["extensions"]["code"] for error in errors]
    assert found == {1: [], 3: ["PERMISSION_DENIED"], 4: ["PERMISSION_DENIED"], 5: []}
    assert answer.json()["data"]["submitFeedback"] == {"feedback": {"anonymous": True}}
    for _, caller, _ in backend.requests:
        assert caller == Caller("tea", "gateway", Role.SERVICE)
    # Its words are many reads to its address, which it shares with nobody else's token.
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert (await http.post("/graphql", content=b"{}", headers=headers | form)).status_code == 415


async def test_visitors_do_not_shut_one_another_out(
    get: Get, gateway: Gateway, flushed_redis_url: str
) -> None:
    cache = Cache(flushed_redis_url, timeout_s=2.0)
    gateway.rate_limiter = RateLimiter(cache, per_caller=20, per_address=0)
    assert [(await get(1)).status_code for _ in range(5)] == [200] * 5
    gateway.rate_limiter = RateLimiter(cache, per_caller=0, per_address=100)
    statuses = [(await get(0)).status_code for _ in range(5)]
    await cache.close()
    assert 429 in statuses


async def test_members_may_ask_for_it_as_for_anything(
    http: httpx.AsyncClient, gateway: Gateway, token: Callable[..., str]
) -> None:
    for role in ("member", "operator"):
        headers = {"authorization": f"Bearer {token(role)}"}
        body = {"documentId": _id(1, http, gateway)}
        answer = await http.post("/graphql", json=body, headers=headers)
        assert answer.json()["data"]["programme"]["version"] == 7
        assert answer.headers["cache-control"] == "no-store"


SCHEMA = make_schema(development=True)


def _age(text: str) -> int | None:
    operation = SCHEMA.documents.get(text).operation(None)
    assert operation is not None
    assert operation.max_age_s == max_age_of(SCHEMA._schema, operation.document, operation.node)
    return operation.max_age_s


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("{ catalogue { edges { node { code name(lang: EN) } } } }", 60),
        ("{ programme { ladders { tiers { code } } } }", 300),
        ("{ programme { version } catalogue { pageInfo { endCursor } } }", 60),
        ("{ __typename programme { __typename version } }", 300),
        ("{ ... { programme { ...L } } } fragment L on PublicProgramme { ladders { name } }", 300),
        ('{ store(code: "SH1") { name(lang: EN) openNow } }', 60),
        ("{ stores { edges { node { code } } } }", 60),
        ("{ nearestStores(latitude: 31.2, longitude: 121.4) { code } }", None),
        ('{ store(code: "SH1") { labels { key } } }', None),
        ("{ programme { version } me { name } }", None),
        ("{ programme { version } ...M } fragment M on Query { me { name } }", None),
        ("{ programme { version } me @skip(if: true) { name } }", None),
        ("query($x: Boolean!) { catalogue { edges { cursor } } me @include(if: $x) { id } }", None),
        ("{ rewards { edges { node { code } } } }", None),
        ('{ node(id: "x") { id } }', None),
        ("{ __schema { queryType { name } } }", None),
        ("{ __typename }", None),
        (CHECK_IN, None),
        ("subscription { pointsChanged { entry { amount } } }", None),
    ],
)
def test_an_answer_is_as_public_as_its_least_public_field(text: str, age: int | None) -> None:
    assert _age(text) == age


def _below(kind: GraphQLObjectType) -> Iterator[tuple[str, Any]]:
    for name, field in kind.fields.items():
        yield f"{kind.name}.{name}", field.extensions["strawberry-definition"]
        under = get_named_type(field.type)
        if isinstance(under, GraphQLObjectType):
            yield from _below(under)


def test_the_public_fields_are_these_field_by_field() -> None:
    """Whoever adds a field to it says so here."""
    root = build(Schema)._schema.query_type
    assert root is not None
    public = {
        name: field
        for name, field in root.fields.items()
        if spec_of(field.extensions["strawberry-definition"]).rule is Rule.PUBLIC
    }
    reached = {name for field in public.values() for name, _ in _below(get_named_type(field.type))}
    assert reached == {
        *(f"PublicNoticeConnection.{name}" for name in ("edges", "pageInfo")),
        *(f"PublicNoticeEdge.{name}" for name in ("cursor", "node")),
        *(f"PublicNotice.{name}" for name in ("id", "title", "text", "announcedAt")),
        *(f"PublicPostConnection.{name}" for name in ("edges", "pageInfo")),
        *(f"PublicPostEdge.{name}" for name in ("cursor", "node")),
        *(f"PublicPost.{name}" for name in ("id", "topic", "text", "likes", "praised")),
        "PublicPost.submittedAt",
        "PublicRewardConnection.edges",
        "PublicRewardConnection.pageInfo",
        "PublicRewardEdge.cursor",
        "PublicRewardEdge.node",
        *(f"PageInfo.{name}" for name in ("hasNextPage", "hasPreviousPage")),
        *(f"PageInfo.{name}" for name in ("startCursor", "endCursor")),
        *(f"PublicReward.{name}" for name in ("code", "name", "kind", "price", "soldOut")),
        *(f"PublicReward.{name}" for name in ("minTier", "imageUrl")),
        "PublicProgramme.version",
        "PublicProgramme.ladders",
        "PublicProgramme.preferences",
        *(f"PublicPreference.{name}" for name in ("code", "name", "values")),
        *(f"PublicPreferenceValue.{name}" for name in ("code", "name")),
        *(f"PublicLadder.{name}" for name in ("code", "name", "main", "basis", "currencyCode")),
        "PublicLadder.tiers",
        *(f"PublicTier.{name}" for name in ("code", "name", "rank", "reach", "keep")),
        "PublicTier.multiplier",
        "StoreConnection.edges",
        "StoreConnection.pageInfo",
        "StoreEdge.cursor",
        "StoreEdge.node",
        *(f"Store.{name}" for name in ("code", "name", "names", "city", "latitude", "longitude")),
        *(f"Store.{name}" for name in ("timeZone", "hours", "closedDays", "closedFrom", "openNow")),
        *(f"Store.{name}" for name in ("closedForGood", "distanceM", "qrPayload", "etag")),
        # Null for visitors.
        "Store.labels",
        *(f"OpenInterval.{name}" for name in ("weekday", "opens", "closes")),
        *(f"StoreLabel.{name}" for name in ("key", "value")),
        *(f"LocalizedText.{name}" for name in ("zh", "en")),
        *(f"PublicLottery.{name}" for name in ("code", "firstDay", "lastDay", "prizes", "pity")),
        *(f"PublicPrize.{name}" for name in ("code", "name", "oddsPpm", "soldOut")),
        *(f"LotteryPity.{name}" for name in ("after", "prize")),
        "SeedDayConnection.edges",
        "SeedDayConnection.pageInfo",
        "SeedDayEdge.cursor",
        "SeedDayEdge.node",
        # The seed is null until its day has ended.
        *(f"SeedDay.{name}" for name in ("day", "commitment", "seed")),
    }


def test_apps_of_visitors_are_set_with_their_brands() -> None:
    assert read_apps(["web-tea=tea", " app = retail"]) == {"web-tea": "tea", "app": "retail"}
    for wrong in ("web", "web=", "web=*", "web=Tea House"):
        with pytest.raises(SettingsError, match="TESSERA_PUBLIC_APPS"):
            read_apps([wrong])


def test_nobody_is_a_member() -> None:
    with pytest.raises(ValueError, match="member id"):
        Caller("tea", "visitor", Role.PUBLIC, member_id(2))
