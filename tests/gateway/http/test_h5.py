"""/h5/: the members' pages, served as the console is, where a setting of their own names them."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from gateway.app import h5_of
from gateway.core.settings import GatewaySettings

PAGE = """<!doctype html><meta property="csp-nonce" nonce="__CSP_NONCE__">
<script type="module" nonce="__CSP_NONCE__" src="/h5/assets/app-1a2b.js"></script>members"""


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """The folder of a build."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "app-1a2b.js").write_text("export const answer = 42;")
    (tmp_path / "index.html").write_text(PAGE)
    return tmp_path


def _settings(built: Path | None) -> GatewaySettings:
    return GatewaySettings(h5=built, uploads_url="https://files.example/uploads")


@pytest.fixture
async def http(built: Path) -> AsyncIterator[httpx.AsyncClient]:
    h5 = h5_of(_settings(built))
    assert h5 is not None
    await h5.refresh()
    transport = httpx.ASGITransport(Starlette(routes=list(h5.routes)))
    async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as client:
        yield client


async def test_every_screen_is_the_page_with_a_nonce_and_a_policy(http: httpx.AsyncClient) -> None:
    for path in ("/h5/", "/h5/points", "/h5/wallet"):
        answer = await http.get(path)
        assert answer.status_code == 200
        assert answer.text.endswith("members")
        [nonce] = set(re.findall(r'nonce="([^"]*)"', answer.text))
        policy = answer.headers["content-security-policy"]
        assert f"'nonce-{nonce}'" in policy
        assert "default-src 'none'" in policy
        assert "connect-src 'self' https://files.example;" in policy
        assert answer.headers["cache-control"] == "no-store"


async def test_assets_are_kept_for_ever_and_others_are_not_found(http: httpx.AsyncClient) -> None:
    script = await http.get("/h5/assets/app-1a2b.js")
    assert script.headers["cache-control"].endswith("immutable")
    assert (await http.get("/h5/assets/other.js")).status_code == 404
    assert (await http.get("/h5")).headers["location"] == "/h5/"


async def test_production_takes_no_pasted_token(http: httpx.AsyncClient) -> None:
    answer = await http.get("/h5/config.json")
    assert answer.json() == {
        "development": False,
        "uploads": True,
        "pictures": ["https://files.example"],
    }


def test_none_is_served_without_the_setting() -> None:
    assert h5_of(_settings(None)) is None
