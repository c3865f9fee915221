"""A web app from memory: the operators' console at /console/, the members' H5 at /h5/.

    /console/config.json   what the gateway tells the page, such as how to sign in
    /console/assets/…      files with hashed names, which never change
    /console/…             any other path is a screen of the one page

A path is looked up among the names of the build, so that it leads nowhere else. The page has a
nonce of its own in each answer, and a policy that admits this gateway, the store of uploads and the
issuer alone. Another build takes the place of the one before within FOLLOW_S; the assets of the one
before are still served then, for pages that are open.
"""

import asyncio
import secrets
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import orjson
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from gateway.http.compression import encoding_for
from gateway.http.web_app_build import ASSETS, NONCE, Build, File, NoBuild, read, state_of
from services.common import telemetry

FOLLOW_S = 2.0
IMMUTABLE = "public, max-age=31536000, immutable"
_WAITING = Path(__file__).with_name("web_app_waiting.html")
_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    # A till's camera may read vouchers.
    "permissions-policy": "camera=(self), microphone=(), geolocation=(), payment=(), usb=()",
}

_log = telemetry.log("web_app")

Config = Callable[[], Mapping[str, object]]


class WebApp:
    """The endpoint of one web app."""

    def __init__(
        self,
        folder: Path,
        config: Config,
        *,
        base: str = "/console",
        issuer: str = "",
        uploads_url: str = "",
        picture_origins: Sequence[str] = (),
    ) -> None:
        """`config` makes the content of config.json; the app stands below `base`. Pages may talk to
        `issuer` and `uploads_url`, which are URLs or empty, and show pictures of
        `picture_origins` as well; config.json names all origins of pictures."""
        self._base = base
        self._folder = folder
        self._config = config
        self._uploads = origin_of(uploads_url)
        self._pictures = tuple(filter(None, (self._uploads, *picture_origins)))
        self._issuer = origin_of(issuer)
        self._state: object = None
        self._build: Build | None = None
        self._assets_before: Mapping[str, File] = {}

    @property
    def routes(self) -> Sequence[Route]:
        """The routes of the endpoint."""
        return [
            Route(self._base, self._to_the_page, methods=["GET"]),
            Route(f"{self._base}/config.json", self._sign_in, methods=["GET"]),
            Route(f"{self._base}/{{path:path}}", self.answer, methods=["GET"]),
        ]

    @property
    def is_built(self) -> bool:
        """True when there is a page to show."""
        return self._build is not None

    async def follow(self) -> None:
        """Looks for another build for ever."""
        while True:
            await asyncio.sleep(FOLLOW_S)
            await self.refresh()

    async def refresh(self) -> None:
        """Reads the build, unless it is the one that was read last. A build that can't be read
        leaves the one before."""
        state = await asyncio.to_thread(state_of, self._folder)
        if state is None or state == self._state:
            return
        self._state = state
        try:
            build = await asyncio.to_thread(read, self._folder)
        except NoBuild as problem:
            _log.warning("web_app_unreadable", base=self._base, why=str(problem))
            return
        if self._build is not None:
            self._assets_before = {
                name: file for name, file in self._build.files.items() if name.startswith(ASSETS)
            }
        self._build = build
        _log.info("web_app_read", base=self._base, files=len(build.files))

    async def answer(self, request: Request) -> Response:
        """GET and HEAD of a file, or of the page."""
        path = request.path_params["path"]
        build = self._build
        file = build.files.get(path) if build else None
        file = file or self._assets_before.get(path)
        if file is not None:
            return _sent(request, file, path)
        if path.startswith(ASSETS):
            return Response(
                "There is no such file.", 404, {**_HEADERS, "cache-control": "no-store"}
            )
        return self._page(request, build)

    def _page(self, request: Request, build: Build | None) -> Response:
        page = build.page if build else _WAITING.read_bytes()
        nonce = secrets.token_urlsafe(18)
        headers = {
            **_HEADERS,
            "cache-control": "no-store",
            "content-security-policy": self._policy(nonce, waiting=build is None),
        }
        if build is None:
            headers["retry-after"] = str(int(FOLLOW_S))
        body = page.replace(NONCE, nonce.encode())
        return _response(request, body, 200 if build else 503, headers, "text/html; charset=utf-8")

    def _policy(self, nonce: str, *, waiting: bool) -> str:
        scripts = f"'nonce-{nonce}'" if waiting else "'self'"
        pictures = " ".join(("'self'", "data:", *self._pictures))
        calls = " ".join(filter(None, ("'self'", self._uploads, self._issuer)))
        media = self._uploads or "'none'"
        return (
            f"default-src 'none'; script-src {scripts}; style-src 'self' 'nonce-{nonce}';"
            f" img-src {pictures}; media-src {media}; font-src 'self'; connect-src {calls};"
            " base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
            " require-trusted-types-for 'script'"
        )

    async def _to_the_page(self, request: Request) -> Response:
        # Relative, so that it is right behind every proxy. The browser keeps the fragment.
        return RedirectResponse(f"{self._base}/", 302, {"cache-control": "no-store"})

    async def _sign_in(self, request: Request) -> Response:
        headers = {**_HEADERS, "cache-control": "no-store"}
        body = orjson.dumps({**self._config(), "pictures": self._pictures})
        return _response(request, body, 200, headers, "application/json")


def origin_of(url: str) -> str:
    """Scheme, host and port of a URL, as policies name them; empty for an empty text."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def _sent(request: Request, file: File, path: str) -> Response:
    accepted = request.headers.get("accept-encoding", "").encode("latin-1")
    encoding = encoding_for(accepted)
    if encoding not in file.bodies:
        encoding = None
    headers = {
        **_HEADERS,
        "cache-control": IMMUTABLE if path.startswith(ASSETS) else "no-cache",
        "etag": file.etag,
    }
    if len(file.bodies) > 1:
        headers["vary"] = "accept-encoding"
    if file.etag in request.headers.get("if-none-match", ""):
        return Response(b"", 304, headers)
    if encoding:
        headers["content-encoding"] = encoding.decode()
    return _response(request, file.bodies[encoding or b""], 200, headers, file.content_type)


def _response(
    request: Request, body: bytes, status: int, headers: Mapping[str, str], content_type: str
) -> Response:
    """The response; to HEAD without its body, whose length it tells."""
    sent = {**headers, "content-type": content_type, "content-length": str(len(body))}
    return Response(b"" if request.method == "HEAD" else body, status, sent)
