"""/console/: what is served, to whom it may talk, and what happens when another build comes."""

import gzip
import json
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import brotli
import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519
from jwt.algorithms import OKPAlgorithm
from starlette.applications import Starlette
from starlette.types import Message

from gateway.app import Gateway, console_of, make_app, verifier_of
from gateway.core.settings import GatewaySettings
from gateway.http import web_app_build
from gateway.http.graphql_endpoint import EXPLORER
from gateway.http.web_app import WebApp
from services.common.settings import SettingsError

PAGE = """<!doctype html><meta property="csp-nonce" nonce="__CSP_NONCE__">
<script type="module" nonce="__CSP_NONCE__" src="/console/assets/app-1a2b.js"></script>{word}"""
SCRIPT = "export const answer = 42;\n" * 100
BROWSER = {"accept": "text/html,application/xhtml+xml"}
ISSUER = "https://id.tea.example"
OPERATORS: dict[str, Any] = {"issuer": ISSUER, "brands": ["tea", "retail"], "roles": ["operator"]}


def write_build(folder: Path, word: str = "first", script: str = "app-1a2b.js") -> None:
    """A build as Vite leaves it."""
    (folder / "assets").mkdir(parents=True, exist_ok=True)
    (folder / ".vite").mkdir(exist_ok=True)
    (folder / ".vite" / "manifest.json").write_text("{}")
    (folder / "assets" / script).write_text(SCRIPT)
    (folder / "assets" / "app-1a2b.css").write_text("body {}")
    (folder / "icon.svg").write_text("<svg/>")
    (folder / "index.html").write_text(PAGE.format(word=word))


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """The folder of a build, as the link that names the newest one."""
    write_build(tmp_path / "one")
    link = tmp_path / "console"
    link.symlink_to("one")
    return link


def _console(folder: Path, **more: Any) -> WebApp:
    return WebApp(folder, lambda: {"development": True}, **more)


@asynccontextmanager
async def _serving(console: WebApp) -> AsyncIterator[httpx.AsyncClient]:
    await console.refresh()
    transport = httpx.ASGITransport(Starlette(routes=list(console.routes)))
    async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as client:
        yield client


@pytest.fixture
async def http(built: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with _serving(_console(built)) as client:
        yield client


def _policy(response: httpx.Response) -> dict[str, str]:
    parts = response.headers["content-security-policy"].split(";")
    return {name: value for name, _, value in (part.strip().partition(" ") for part in parts)}


@pytest.mark.parametrize(
    "path", ["/console/", "/console/members/TWVtYmVyOjE=", "/console/callback"]
)
async def test_every_screen_is_the_page_which_nobody_keeps(
    http: httpx.AsyncClient, path: str
) -> None:
    answer = await http.get(path, headers=BROWSER)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.text.endswith("first")


async def test_each_page_has_a_nonce_of_its_own(http: httpx.AsyncClient) -> None:
    nonces = set()
    for _ in range(3):
        answer = await http.get("/console/")
        (nonce,) = set(re.findall(r'nonce="([^"]*)"', answer.text))
        assert f"'nonce-{nonce}'" in _policy(answer)["style-src"]
        assert "__CSP_NONCE__" not in answer.text
        nonces.add(nonce)
    assert len(nonces) == 3


async def test_a_page_may_talk_to_the_gateway_the_uploads_and_the_issuer_alone(
    built: Path,
) -> None:
    urls = {"issuer": f"{ISSUER}/realms/tea", "uploads_url": "https://files.example/uploads"}
    async with _serving(_console(built, **urls)) as http:
        policy = _policy(await http.get("/console/"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["connect-src"] == f"'self' https://files.example {ISSUER}"
    assert policy["img-src"] == "'self' data: https://files.example"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["base-uri"] == "'none'"
    assert policy["require-trusted-types-for"] == "'script'"
    assert not any("unsafe" in value for value in policy.values())


async def test_pictures_come_from_the_origins_that_the_page_is_told_of_alone(built: Path) -> None:
    cdn = "https://cdn.tea.example"
    uploads = "https://files.example/uploads"
    async with _serving(_console(built, uploads_url=uploads, picture_origins=(cdn,))) as http:
        policy = _policy(await http.get("/console/"))
        told = (await http.get("/console/config.json")).json()
    assert told["pictures"] == ["https://files.example", cdn]
    assert policy["img-src"] == f"'self' data: https://files.example {cdn}"
    assert cdn not in policy["connect-src"]


async def test_files_with_hashed_names_are_kept_for_ever_and_packed(
    http: httpx.AsyncClient,
) -> None:
    plain = await http.get("/console/assets/app-1a2b.js", headers={"accept-encoding": "identity"})
    assert plain.text == SCRIPT
    assert plain.headers["content-type"] == "text/javascript; charset=utf-8"
    assert plain.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert plain.headers["vary"] == "accept-encoding"
    assert plain.headers["x-content-type-options"] == "nosniff"
    for coding, unpack in (("br", brotli.decompress), ("gzip", gzip.decompress)):
        request = http.build_request(
            "GET", "/console/assets/app-1a2b.js", headers={"accept-encoding": coding}
        )
        answer = await http.send(request, stream=True)
        packed = b"".join([part async for part in answer.aiter_raw()])
        assert answer.headers["content-encoding"] == coding
        assert int(answer.headers["content-length"]) == len(packed) < len(SCRIPT) / 5
        assert unpack(packed) == SCRIPT.encode()


async def test_other_files_are_asked_for_again(http: httpx.AsyncClient) -> None:
    answer = await http.get("/console/icon.svg")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers["cache-control"] == "no-cache"
    again = await http.get("/console/icon.svg", headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_head_answers_as_get_without_the_body(http: httpx.AsyncClient) -> None:
    for path in ("/console/", "/console/assets/app-1a2b.js", "/console/config.json"):
        got, head = await http.get(path), await http.head(path)
        assert head.status_code == got.status_code == 200
        assert head.content == b""
        assert head.headers["content-type"] == got.headers["content-type"]
        assert head.headers["content-length"] == got.headers["content-length"]


@pytest.mark.parametrize(
    "path",
    [
        "/console/assets/app-9999.js",
        "/console/assets/",
        "/console/assets/../../../../etc/passwd",
        "/console/assets//etc/passwd",
    ],
)
async def test_a_path_leads_to_the_files_of_the_build_and_nowhere_else(
    built: Path, path: str
) -> None:
    console = _console(built)
    await console.refresh()
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request"}

    # Clients make such paths shorter, and servers hand them on as they are.
    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": b"",
        "headers": [],
    }
    await Starlette(routes=list(console.routes))(scope, receive, send)
    assert sent[0]["status"] == 404
    assert (b"cache-control", b"no-store") in sent[0]["headers"]
    assert b"root" not in sent[1]["body"]


async def test_notes_of_the_build_and_links_out_of_it_are_not_served(
    built: Path, tmp_path: Path
) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    (built / "assets" / "link.txt").symlink_to(tmp_path / "secret.txt")
    async with _serving(_console(built)) as http:
        assert (await http.get("/console/assets/link.txt")).status_code == 404
        assert (await http.get("/console/.vite/manifest.json")).text.endswith("first")


async def test_nothing_can_be_written(http: httpx.AsyncClient) -> None:
    assert (await http.post("/console/", json={})).status_code == 405


async def test_the_folder_leads_to_the_page(http: httpx.AsyncClient) -> None:
    answer = await http.get("/console")
    assert (answer.status_code, answer.headers["location"]) == (302, "/console/")


async def test_a_console_that_is_not_built_is_a_page_that_loads_again(tmp_path: Path) -> None:
    console = _console(tmp_path / "console")
    async with _serving(console) as http:
        waiting = await http.get("/console/")
        assert waiting.status_code == 503
        assert waiting.headers["cache-control"] == "no-store"
        assert "location.reload()" in waiting.text
        (nonce,) = set(re.findall(r'nonce="([^"]*)"', waiting.text))
        assert _policy(waiting)["script-src"] == f"'nonce-{nonce}'"
        assert not re.search(r"(?:src|href|@import|url\()", waiting.text)
        assert not console.is_built
        write_build(tmp_path / "console")
        await console.refresh()
        assert (await http.get("/console/")).text.endswith("first")
        assert console.is_built


async def test_another_build_takes_its_place_and_open_pages_find_their_files(
    built: Path, tmp_path: Path
) -> None:
    console = _console(built)
    async with _serving(console) as http:
        write_build(tmp_path / "two", "second", "app-3c4d.js")
        (tmp_path / "new").symlink_to("two")
        (tmp_path / "new").replace(built)
        await console.refresh()
        assert (await http.get("/console/")).text.endswith("second")
        assert (await http.get("/console/assets/app-3c4d.js")).status_code == 200
        assert (await http.get("/console/assets/app-1a2b.js")).status_code == 200


async def test_a_build_without_a_place_for_the_nonce_leaves_the_one_before(
    built: Path, tmp_path: Path
) -> None:
    console = _console(built)
    async with _serving(console) as http:
        write_build(tmp_path / "two")
        (tmp_path / "two" / "index.html").write_text("no place")
        (tmp_path / "new").symlink_to("two")
        (tmp_path / "new").replace(built)
        await console.refresh()
        assert (await http.get("/console/")).text.endswith("first")


def test_a_folder_that_is_no_console_does_not_fill_the_memory(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_app_build, "BYTES_MAX", 1_000)
    with pytest.raises(web_app_build.NoBuild, match="is it a build of web"):
        web_app_build.read(built)


def _issuers(file: Path, **changed: Any) -> Path:
    key = ed25519.Ed25519PrivateKey.generate().public_key()
    jwk = {**json.loads(OKPAlgorithm.to_jwk(key)), "kid": "idp"}
    file.write_text(json.dumps({"issuers": [{**OPERATORS, "keys": [jwk], **changed}]}))
    return file


Wire = Callable[..., WebApp | None]


@pytest.fixture
def wire(built: Path, tmp_path: Path, keys_dir: Path) -> Wire:
    """The console of settings, with an issuer whose entry has what is changed."""

    def made(changed: dict[str, Any] | None = None, **more: Any) -> WebApp | None:
        issuers = _issuers(tmp_path / "issuers.json", **(changed or {}))
        given: dict[str, Any] = {
            "console": built,
            "console_issuer": ISSUER,
            "console_client": "console",
            "token_issuers": issuers,
            **more,
        }
        settings = GatewaySettings(keys_dir=keys_dir, **given)
        return console_of(settings, verifier_of(settings))

    return made


async def test_the_sign_in_is_that_of_the_issuer_of_operators(wire: Wire) -> None:
    console = wire()
    assert console is not None
    async with _serving(console) as http:
        answer = await http.get("/console/config.json")
        policy = _policy(await http.get("/console/"))
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json() == {
        "issuer": ISSUER,
        "clientId": "console",
        "brands": ["retail", "tea"],
        "pictures": [],
        "development": False,
    }
    assert policy["connect-src"] == f"'self' {ISSUER}"


def test_production_has_no_console_unless_it_is_set(wire: Wire) -> None:
    assert wire(console=None) is None


@pytest.mark.parametrize(
    ("changed", "more", "names"),
    [
        ({}, {"console_issuer": "", "console_client": ""}, "TESSERA_CONSOLE_CLIENT"),
        ({}, {"console_client": ""}, "TESSERA_CONSOLE_CLIENT"),
        ({}, {"console_issuer": "https://other.example"}, "TESSERA_CONSOLE_ISSUER"),
        ({"roles": ["member"]}, {}, "TESSERA_CONSOLE_ISSUER"),
        ({"issuer": "http://127.0.0.1:8010"}, {}, "TESSERA_TOKEN_ISSUERS"),
    ],
)
def test_a_console_that_nobody_could_sign_in_to_ends_the_start_of_production(
    wire: Wire, changed: dict[str, Any], more: dict[str, Any], names: str
) -> None:
    with pytest.raises(SettingsError, match=names):
        wire(changed, **more)


@pytest.mark.parametrize(
    "origin",
    ["http://cdn.example", "https://cdn.example/path", "https://cdn.example; script-src *"],
)
def test_an_origin_of_pictures_is_no_way_into_the_policy(wire: Wire, origin: str) -> None:
    with pytest.raises(SettingsError, match="TESSERA_PICTURE_ORIGINS"):
        wire(picture_origins=("https://cdn.example", origin))


@pytest.mark.parametrize(
    ("issuer", "good"),
    [
        ("http://127.0.0.1:8010", True),
        ("http://localhost:8010/realm", True),
        ("http://127.0.0.1.evil.example", False),
        ("http://id.tea.example", False),
    ],
)
def test_an_issuer_of_this_machine_is_for_development(wire: Wire, issuer: str, good: bool) -> None:
    changed = {"issuer": issuer}
    try:
        made = wire(changed, environment="development", console_issuer=issuer)
    except SettingsError:
        made = None
    assert (made is not None) == good


@pytest.mark.parametrize(
    ("environment", "headers", "status"),
    [
        ("development", BROWSER, 302),
        ("development", {"accept": "*/*"}, 200),
        ("production", BROWSER, 405),
    ],
)
async def test_a_browser_in_development_is_sent_to_the_explorer(
    gateway: Gateway, built: Path, environment: Any, headers: dict[str, str], status: int
) -> None:
    gateway.settings = replace(gateway.settings, environment=environment)
    console = _console(built)
    await console.refresh()
    app = make_app(gateway, gateway.services.channels, console=console)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as client:
        answer = await client.get("/graphql", headers=headers)
        assert answer.status_code == status
        assert answer.headers.get("location") == (EXPLORER if status == 302 else None)


async def test_without_a_build_the_browser_has_the_page_of_the_gateway(
    gateway: Gateway, tmp_path: Path
) -> None:
    gateway.settings = replace(gateway.settings, environment="development")
    app = make_app(gateway, gateway.services.channels, console=_console(tmp_path / "none"))
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://gateway"
    ) as client:
        page = await client.get("/graphql", headers=BROWSER)
        assert page.status_code == 200
        assert "make token" in page.text
