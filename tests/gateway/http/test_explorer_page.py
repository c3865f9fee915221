"""In development a browser gets a page of ours to ask with; pages of localhost may read answers."""

import re
from base64 import b64encode
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from hashlib import sha256
from types import SimpleNamespace
from typing import Literal

import httpx
import pytest

from gateway.app import Gateway, make_app
from gateway.core.settings import GatewaySettings
from gateway.http.websockets import Sockets
from tests.gateway.queries import CARD

BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
LOCAL = ["http://localhost:5173", "http://127.0.0.1:3000", "https://localhost", "http://[::1]:80"]
FOREIGN = [
    "http://localhost.evil.example",
    "http://evil.example/localhost",
    "http://127.0.0.1.evil.example:80",
    "null",
    "http://localhost:5173/",
    "https://shop.example",
]


@pytest.fixture
async def development(gateway: Gateway) -> AsyncIterator[httpx.AsyncClient]:
    gateway.settings = replace(gateway.settings, environment="development")
    transport = httpx.ASGITransport(make_app(gateway, gateway.services.channels))
    async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as client:
        yield client


async def test_the_page_needs_nobody_else_and_says_where_the_token_comes_from(
    development: httpx.AsyncClient,
) -> None:
    page = await development.get("/graphql", headers=BROWSER)
    assert page.status_code == 200
    assert not re.search(r"(?:src|href|@import|url\()", page.text)
    assert "//" not in re.sub(r"(?m)^// .*$", "", page.text)
    assert "make token" in page.text
    assert "sessionStorage" in page.text
    assert "localStorage" not in page.text
    for words in ("Variables", "变量", "Headers of the answer", "响应头"):
        assert words in page.text


async def test_the_policy_of_the_page_admits_its_own_script_alone(
    development: httpx.AsyncClient,
) -> None:
    page = await development.get("/graphql", headers=BROWSER)
    policy = dict(
        each.strip().split(" ", 1) for each in page.headers["content-security-policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert policy["connect-src"] == "'self'"
    for tag in ("script", "style"):
        (content,) = re.findall(f"<{tag}>(.*?)</{tag}>", page.text, re.DOTALL)
        digest = b64encode(sha256(content.encode()).digest()).decode()
        assert policy[f"{tag}-src"] == f"'sha256-{digest}'"
    assert not re.search(r"\son\w+=|\sstyle=|javascript:", page.text)


async def test_production_has_no_page(http: httpx.AsyncClient) -> None:
    assert (await http.get("/graphql", headers=BROWSER)).status_code == 405


@pytest.mark.parametrize("origin", LOCAL)
async def test_a_page_of_localhost_may_read_answers_in_development(
    development: httpx.AsyncClient, token: Callable[..., str], origin: str
) -> None:
    headers = {"origin": origin, "authorization": f"Bearer {token()}"}
    answer = await development.post("/graphql", json={"query": CARD}, headers=headers)
    assert answer.headers["access-control-allow-origin"] == origin
    asked = {"origin": origin, "access-control-request-method": "POST"}
    assert (await development.options("/graphql", headers=asked)).status_code == 204


@pytest.mark.parametrize("origin", FOREIGN)
async def test_no_other_page_may_in_development(
    development: httpx.AsyncClient, origin: str
) -> None:
    answer = await development.post("/graphql", json={}, headers={"origin": origin})
    assert "access-control-allow-origin" not in answer.headers


def test_production_knows_no_origin_but_those_in_its_settings() -> None:
    origins = GatewaySettings(allowed_origins=("https://shop.example",)).origins
    assert "https://shop.example" in origins
    assert not any(origin in origins for origin in (*LOCAL, *FOREIGN[:-1]))


@pytest.mark.parametrize(("environment", "opens"), [("development", True), ("production", False)])
async def test_a_page_of_localhost_may_open_a_socket_in_development_alone(
    gateway: Gateway, environment: Literal["development", "production"], opens: bool
) -> None:
    gateway.settings = replace(gateway.settings, environment=environment)
    request = SimpleNamespace(headers={"origin": LOCAL[0], "host": "gateway"})
    assert Sockets(gateway)._check_websocket_origin(request) is opens  # type: ignore[arg-type]
