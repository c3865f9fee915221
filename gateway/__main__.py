"""Runs the gateway: `python -m gateway`. Everything is wired here, top to bottom."""

import asyncio
import gc
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import FrameType
from typing import cast

import prometheus_client
import uvicorn
import uvloop

from gateway.app import Gateway, make_app
from gateway.core.settings import GatewaySettings
from gateway.execution.executor import make_schema
from gateway.execution.manifest import ManifestError
from gateway.execution.persisted_documents import DocumentFinder, TrustedDocuments
from gateway.execution.query_limits import BODY_BYTES_MAX
from gateway.guards.overload_protocol import shedding_protocol
from gateway.guards.rate_limit import RateLimiter
from gateway.http.login import WechatLogin
from gateway.http.visitors import Visitors
from gateway.http.visitors import read_apps as read_public
from gateway.upstream.clients import Services, Tokens, open_channels
from gateway.upstream.s3 import Bucket
from gateway.upstream.uploads import Uploads
from gateway.upstream.wechat import App, Wechat, read_apps
from services.common import telemetry
from services.common.auth import GATEWAY_AUDIENCE, TokenIssuer, TokenVerifier
from services.common.cache import Cache
from services.common.clock import SystemClock
from services.common.settings import SettingsError, load

DRAIN_S = 20
KEEP_ALIVE_S = 75
BACKLOG = 2048
GC_THRESHOLD = 50_000
"""Objects made, less those freed, between two collections; Python's own is 700."""


class _Server(uvicorn.Server):
    """Uvicorn, which by itself would end the process by the signal again, before we are done, and
    wait for event streams, which have no end."""

    def __init__(self, config: uvicorn.Config, drain: Callable[[], None]) -> None:
        super().__init__(config)
        self._drain = drain

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Take no more, and end what has no end."""
        super().handle_exit(sig, frame)
        self._drain()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.handle_exit, number, None)
        yield


def document_finder_of(settings: GatewaySettings) -> DocumentFinder:
    """Which documents are answered. Raises SettingsError, ManifestError."""
    path, only_trusted = settings.trusted_documents, settings.trusted_only
    if path is None and only_trusted and not settings.development:
        raise SettingsError(
            "TESSERA_TRUSTED_DOCUMENTS is not set, and production answers trusted documents only:"
            " name a manifest (python -m gateway.execution.manifest FOLDER > manifest.json)"
            " or its folder,"
            " or answer any document by TESSERA_TRUSTED_ONLY=off"
        )
    return DocumentFinder(
        TrustedDocuments(path) if path is not None else None,
        only_trusted=only_trusted and not settings.development,
        registers=settings.development,
    )


def rate_limiter_of(settings: GatewaySettings) -> RateLimiter | None:
    """The limits to points per minute; None without Redis."""
    if not settings.redis_url:
        return None
    return RateLimiter(
        Cache(settings.redis_url),
        per_caller=settings.points_per_minute,
        per_address=settings.address_points_per_minute,
    )


def verifier_of(settings: GatewaySettings) -> TokenVerifier:
    """Who checks tokens of front ends. Raises SettingsError."""
    path = settings.token_issuers
    try:
        return TokenVerifier(settings.keys_dir, audience=GATEWAY_AUDIENCE, issuers=path)
    except (OSError, ValueError, KeyError, TypeError) as error:
        if path is None:
            raise
        raise SettingsError(f"TESSERA_TOKEN_ISSUERS: {path}: {error!r}") from error


def uploads_of(settings: GatewaySettings) -> Uploads | None:
    """Who signs for uploads; None without a store. Raises SettingsError."""
    if not settings.uploads_url:
        return None
    if not settings.uploads_url.startswith(("https://", "http://")):
        raise SettingsError("TESSERA_UPLOADS_URL: expected the URL of a bucket")
    if not settings.uploads_access_key or not settings.uploads_secret_key:
        raise SettingsError(
            "TESSERA_UPLOADS_URL is set: TESSERA_UPLOADS_ACCESS_KEY and"
            " TESSERA_UPLOADS_SECRET_KEY_FILE have to name who may sign"
        )
    bucket = Bucket(
        settings.uploads_url,
        settings.uploads_region,
        settings.uploads_access_key,
        settings.uploads_secret_key,
    )
    return Uploads(bucket, SystemClock(), bytes_max=settings.uploads_bytes_max)


def login_of(
    settings: GatewaySettings,
    apps: Mapping[str, App],
    services: Services,
    issuer: TokenIssuer,
    rate_limiter: RateLimiter | None,
) -> WechatLogin | None:
    """The login of mini-programs; None where there are none."""
    if not apps:
        return None
    exchange = Wechat(settings.wechat_url)
    return WechatLogin(
        apps, exchange, services, issuer, rate_limiter=rate_limiter, proxies=settings.proxies
    )


def visitors_of(
    settings: GatewaySettings, apps: Mapping[str, App], issuer: TokenIssuer
) -> Visitors | None:
    """The door for anybody; None where no app is known. Raises SettingsError."""
    brands = {app.id: app.brand for app in apps.values()} | read_public(settings.public_apps)
    return Visitors(brands, issuer) if brands else None


async def serve(settings: GatewaySettings) -> None:
    """Serve until SIGTERM, then let requests at work end for up to 20 s."""
    channels = open_channels(settings)
    services = Services(channels, Tokens(TokenIssuer(settings.keys_dir)))
    verifier = verifier_of(settings)
    schema = make_schema(development=settings.development, finder=document_finder_of(settings))
    rate_limiter = rate_limiter_of(settings)
    gateway = Gateway(settings, services, verifier, schema, rate_limiter, uploads_of(settings))
    apps = read_apps(settings.wechat_apps) if settings.wechat_apps is not None else {}
    issuer = TokenIssuer(settings.keys_dir, audience=GATEWAY_AUDIENCE)
    login = login_of(settings, apps, services, issuer, rate_limiter)
    app = make_app(gateway, channels, login, visitors_of(settings, apps, issuer))
    if settings.metrics_port:
        prometheus_client.start_http_server(settings.metrics_port, addr=settings.host)
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http=cast(
            "type[asyncio.Protocol]",
            shedding_protocol(gateway.concurrency, settings.allowed_origins),
        ),
        ws="websockets-sansio",
        ws_max_size=BODY_BYTES_MAX,
        access_log=False,
        log_config=None,
        server_header=False,
        backlog=BACKLOG,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=DRAIN_S,
    )
    # What was made so far, most of all the schema, stays for ever: no collection looks at it again.
    # An answer is thousands of small objects without cycles, so there is no need to look often.
    gc.collect()
    gc.freeze()
    gc.set_threshold(GC_THRESHOLD)
    telemetry.log("gateway").info("started", service="gateway", port=settings.port)
    await _Server(config, gateway.streams.drain).serve()
    telemetry.log("gateway").info("stopped", service="gateway")
    telemetry.flush()


def main() -> None:
    """Read the settings and run."""
    try:
        settings = load(GatewaySettings)
        telemetry.configure("gateway", settings)
        uvloop.run(serve(settings))
    except (SettingsError, ManifestError) as error:
        sys.exit(f"gateway: {error}")


if __name__ == "__main__":
    main()
