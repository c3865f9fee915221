"""A gateway in front of small real services; two brands, tea and retail."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from gateway.__main__ import server_config
from gateway.app import Gateway, make_app
from gateway.core.settings import GatewaySettings
from gateway.execution.executor import make_schema
from gateway.upstream.clients import Services, Tokens, open_channels
from services.common.auth import (
    GATEWAY_AUDIENCE,
    Caller,
    Role,
    TokenIssuer,
    TokenVerifier,
    make_keys,
)
from tests.gateway.services import FakeBackend, Servers, backend_for, member_id
from tests.gateway.sockets import until
from tests.scopes import EVERY_SCOPE


@pytest.fixture(scope="session")
def keys_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("keys")
    make_keys(directory)
    return directory


@pytest.fixture(scope="session")
def issuer(keys_dir: Path) -> TokenIssuer:
    return TokenIssuer(keys_dir, audience=GATEWAY_AUDIENCE)


@pytest.fixture(scope="session")
def token(issuer: TokenIssuer) -> Callable[..., str]:
    """A front-end token: of member 2, or of an operator."""

    def make(
        role: str = "member",
        brand: str = "tea",
        number: int = 2,
        ttl_s: float = 600,
        stores: Collection[str] = (),
    ) -> str:
        of = member_id(number, brand) if role == "member" else None
        scopes = EVERY_SCOPE if role == "operator" else frozenset()
        who = brand, f"{role}-{number}", Role(role), of, scopes
        caller = Caller(*who, stores=frozenset(stores))
        return issuer.mint(caller, timedelta(seconds=ttl_s))

    return make


@pytest.fixture
def backend(keys_dir: Path) -> FakeBackend:
    return backend_for(keys_dir)


@pytest.fixture
async def servers(backend: FakeBackend) -> AsyncIterator[Servers]:
    running = Servers(backend)
    await running.start()
    yield running
    await running.stop()


@dataclass
class Client:
    """Asks the gateway as one caller."""

    http: httpx.AsyncClient
    headers: dict[str, str]

    async def post(
        self, query: str, variables: dict[str, Any] | None = None, **more: Any
    ) -> httpx.Response:
        body = {"query": query, "variables": variables, **more}
        return await self.http.post("/graphql", json=body, headers=self.headers)

    async def ask(
        self, query: str, variables: dict[str, Any] | None = None, **more: Any
    ) -> dict[str, Any]:
        answer: dict[str, Any] = (await self.post(query, variables, **more)).json()
        return answer

    async def data(self, query: str, variables: dict[str, Any] | None = None) -> Any:
        answer = await self.ask(query, variables)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]


@pytest.fixture
def settings(servers: Servers, keys_dir: Path) -> GatewaySettings:
    return GatewaySettings(
        members_address=servers.addresses["members"],
        points_address=servers.addresses["points"],
        feedback_address=servers.addresses["feedback"],
        keys_dir=keys_dir,
    )


@pytest.fixture
async def gateway(settings: GatewaySettings) -> AsyncIterator[Gateway]:
    """A gateway in production mode."""
    channels = open_channels(settings)
    services = Services(channels, Tokens(TokenIssuer(settings.keys_dir)))
    verifier = TokenVerifier(settings.keys_dir, audience=GATEWAY_AUDIENCE)
    yield Gateway(settings, services, verifier, make_schema(development=settings.development))
    await channels.close()


@pytest.fixture
async def url(gateway: Gateway, backend: FakeBackend) -> AsyncIterator[str]:
    """The address of a gateway that listens and follows the three services."""
    config = server_config(make_app(gateway, gateway.services.channels), gateway)
    config.port, config.loop, config.timeout_graceful_shutdown = 0, "asyncio", 1
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server._serve())
    while not server.started:
        await asyncio.sleep(0.01)
    await until(lambda: set(backend.streams) == {"members", "points", "feedback"})
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}/graphql"
    gateway.streams.drain()
    server.should_exit = True
    await serving


@pytest.fixture
async def http(gateway: Gateway) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(make_app(gateway, gateway.services.channels))
    async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as client:
        yield client


@pytest.fixture
def as_(http: httpx.AsyncClient, token: Callable[..., str]) -> Callable[..., Client]:
    """A client with a token: `as_("operator", brand="retail")`."""

    def make(role: str = "member", *, language: str = "zh", **who: Any) -> Client:
        headers = {"authorization": f"Bearer {token(role, **who)}", "accept-language": language}
        return Client(http, headers)

    return make
