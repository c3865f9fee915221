"""A small OpenID provider for one machine: `python -m deploy.local.issuer`, started by the runner.

It signs the demo brands' operators in at the console as a company's own provider would: the
authorization code flow with PKCE (RFC 6749, RFC 7636 with S256, OpenID Connect Core 1.0), and no
other. Nobody needs a password: whoever opens its page picks a person. So it listens on this machine
only, sends nobody to a page elsewhere, and does not start in production.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlencode

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from deploy.local import ports
from deploy.local.demo_operators import OPERATORS
from deploy.local.issuer_codes import Codes, Refused
from deploy.local.issuer_page import page
from deploy.local.issuer_tokens import TTL, Tokens
from gateway.http.oauth_form import OAuthError, form_of
from services.common.clock import Clock, SystemClock
from services.common.keys import make_keys
from services.common.settings import SettingsError, load

CLIENT = "console"
FILE = "issuers.json"
REDIRECT = r"http://(?:127\.0\.0\.1|localhost|\[::1\]):\d{1,5}/console/callback"
ORIGIN = r"http://(?:127\.0\.0\.1|localhost|\[::1\]):\d{1,5}"
HOSTS = ["127.0.0.1", "localhost", "[::1]"]
"""A page elsewhere could else reach this machine by a name of its own (DNS rebinding)."""


class Issuer:
    """The endpoints."""

    def __init__(self, url: str, keys_dir: Path, clock: Clock) -> None:
        """`url` is the issuer's own, such as http://127.0.0.1:8010."""
        self._url = url
        self._codes = Codes(clock, CLIENT, REDIRECT)
        self._tokens = Tokens(url, keys_dir, clock)
        self._operators = {each.subject: each for each in OPERATORS}

    async def about(self, request: Request) -> Response:
        """GET /.well-known/openid-configuration (OpenID Connect Discovery 1.0)."""
        return JSONResponse(
            {
                "issuer": self._url,
                "authorization_endpoint": f"{self._url}/authorize",
                "token_endpoint": f"{self._url}/token",
                "jwks_uri": f"{self._url}/jwks.json",
                "response_types_supported": ["code"],
                "response_modes_supported": ["query"],
                "grant_types_supported": ["authorization_code"],
                "code_challenge_methods_supported": ["S256"],
                "token_endpoint_auth_methods_supported": ["none"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["EdDSA"],
                "scopes_supported": ["openid"],
            }
        )

    async def keys(self, request: Request) -> Response:
        """GET /jwks.json."""
        return JSONResponse(self._tokens.jwks())

    async def choose(self, request: Request) -> Response:
        """GET /authorize: the page with the operators."""
        try:
            asked = self._codes.check(request.query_params)
        except Refused as refused:
            return _refusal(refused)
        return page(OPERATORS, asked.fields)

    async def authorize(self, request: Request) -> Response:
        """POST of that page: back to the console, with a code for the person who was picked."""
        try:
            form = await _form(request)
            asked = self._codes.check(form)
            operator = self._operators.get(form.get("operator", ""))
            if operator is None:
                raise Refused("access_denied", "nobody was picked", asked)
            code = self._codes.issue(asked, operator.subject)
        except Refused as refused:
            return _refusal(refused)
        return _back(asked.redirect_uri, {"code": code, "state": asked.state, "iss": self._url})

    async def token(self, request: Request) -> Response:
        """POST /token: the tokens for a code, once."""
        headers = {"cache-control": "no-store"}
        try:
            grant = self._codes.redeem(await _form(request))
        except Refused as refused:
            answer = {"error": refused.error, "error_description": str(refused)}
            return JSONResponse(answer, 400, headers)
        operator = self._operators[grant.subject]
        return JSONResponse(
            {
                "access_token": self._tokens.access(operator),
                "id_token": self._tokens.identity(operator, CLIENT, grant.nonce),
                "token_type": "Bearer",
                "expires_in": int(TTL.total_seconds()),
                "scope": "openid",
            },
            headers=headers,
        )


async def _form(request: Request) -> Mapping[str, str]:
    try:
        return await form_of(request)
    except OAuthError as error:
        raise Refused(error.code, error.message) from error


def _refusal(refused: Refused) -> Response:
    """An error goes back to the console, unless it is the address itself that is wrong."""
    asked = refused.asked
    if asked is None:
        return HTMLResponse(f"{refused.error}: {refused}", 400, media_type="text/plain")
    said = {"error": refused.error, "error_description": str(refused), "state": asked.state}
    return _back(asked.redirect_uri, said)


def _back(redirect_uri: str, said: Mapping[str, str]) -> Response:
    query = urlencode({name: value for name, value in said.items() if value})
    # 303, so that the browser does not post the form again.
    headers = {"cache-control": "no-store", "referrer-policy": "no-referrer"}
    return RedirectResponse(f"{redirect_uri}?{query}", 303, headers)


def make_issuer(url: str, keys_dir: Path, clock: Clock) -> Starlette:
    """The application. Pages of this machine alone may read its answers."""
    issuer = Issuer(url, keys_dir, clock)

    async def health(request: Request) -> Response:
        return Response()

    return Starlette(
        routes=[
            Route("/healthz", health),
            Route("/.well-known/openid-configuration", issuer.about),
            Route("/jwks.json", issuer.keys),
            Route("/authorize", issuer.choose),
            Route("/authorize", issuer.authorize, methods=["POST"]),
            Route("/token", issuer.token, methods=["POST"]),
        ],
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=HOSTS),
            Middleware(CORSMiddleware, allow_origin_regex=ORIGIN, allow_methods=["GET", "POST"]),
        ],
    )


def prepare(folder: Path, url: str) -> Path:
    """Makes the issuer's keys in `folder`, and the file of TESSERA_TOKEN_ISSUERS that names it."""
    make_keys(folder)
    keys = json.loads((folder / "jwks.json").read_text("utf-8"))["keys"]
    brands = sorted({each.brand for each in OPERATORS})
    entry = {"issuer": url, "brands": brands, "roles": ["operator"], "keys": keys}
    file, partial = folder / FILE, folder / f"{FILE}.partial"
    partial.write_text(json.dumps({"issuers": [entry]}, indent=1), "utf-8")
    partial.replace(file)
    return file


def url_of(port: int) -> str:
    """The URL of the issuer on a port of this machine."""
    return f"http://{ports.HOST}:{port}"


def variables(port: int, issuers: Path) -> dict[str, str]:
    """The environment variables of the gateway that takes its tokens."""
    return {
        "TESSERA_TOKEN_ISSUERS": str(issuers),
        "TESSERA_CONSOLE_ISSUER": url_of(port),
        "TESSERA_CONSOLE_CLIENT": CLIENT,
    }


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Filled from TESSERA_… variables."""

    port: int
    """The port to listen on, on this machine only."""
    issuer_dir: Path
    """The folder with the keys of the issuer, which nothing else has."""
    environment: Literal["development", "production"] = "production"
    """Nobody needs a password here, so production has no such process: it ends at its start."""


def main() -> None:
    """Serve until a signal."""
    try:
        settings = load(Settings)
        if settings.environment != "development":
            raise SettingsError("TESSERA_ENVIRONMENT: whoever asks is signed in: not in production")
    except SettingsError as error:
        sys.exit(f"issuer: {error}")
    app = make_issuer(url_of(settings.port), settings.issuer_dir, SystemClock())
    uvicorn.run(app, host=ports.HOST, port=settings.port, log_level="warning", server_header=False)


if __name__ == "__main__":
    main()
