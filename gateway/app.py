"""The gateway's wiring: all parts made of the settings, read top to bottom, and the application."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import partial

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from gateway.core.settings import GatewaySettings
from gateway.execution.executor import make_schema
from gateway.execution.persisted_documents import DocumentFinder, TrustedDocuments
from gateway.guards.failure_limit import FailureLimit
from gateway.guards.rate_limit import RateLimiter
from gateway.http.bulk_files import BULK_FILES
from gateway.http.delivery import Delivery
from gateway.http.exports import MemberExports
from gateway.http.feedback_files import FEEDBACK_FILES
from gateway.http.files_of_rows import RowFileRoutes
from gateway.http.gateway import Gateway
from gateway.http.graphql_endpoint import GraphQLEndpoint
from gateway.http.hooks import Hooks
from gateway.http.login import WechatLogin
from gateway.http.member_files import MEMBER_FILES
from gateway.http.oauth import OAuth
from gateway.http.opt_out import OptOuts
from gateway.http.phone_login import PhoneLogin
from gateway.http.statements import StatementFiles
from gateway.http.visitors import Visitors
from gateway.http.visitors import read_apps as read_public_apps
from gateway.http.web_app import WebApp, origin_of
from gateway.http.websockets import Sockets
from gateway.upstream.clients import Channels, Services, Tokens, open_channels, watcher
from gateway.upstream.uploads import Uploads
from gateway.upstream.wechat import App, Wechat, read_apps
from gateway.upstream.wechat_phone import WechatPhones
from services.common.auth import GATEWAY_AUDIENCE, TokenIssuer, TokenVerifier
from services.common.cache import Cache
from services.common.clock import SystemClock
from services.common.revocations import Revocations
from services.common.s3 import Bucket
from services.common.settings import SettingsError
from services.common.tasks import end

__all__ = ["Gateway", "make_app", "wire"]


def wire(settings: GatewaySettings) -> tuple[Gateway, Starlette]:
    """The parts and the application of a process. Raises SettingsError, ManifestError."""
    channels = open_channels(settings)
    services = Services(channels, Tokens(TokenIssuer(settings.keys_dir)))
    ended = Revocations(partial(services.ended_clients, watcher()))
    verifier = verifier_of(settings, ended)
    schema = make_schema(development=settings.development, finder=document_finder_of(settings))
    rate_limiter = rate_limiter_of(settings)
    apps = read_apps(settings.wechat_apps) if settings.wechat_apps is not None else {}
    phones = WechatPhones(settings.wechat_api_url, apps) if apps else None
    uploads = uploads_of(settings)
    gateway = Gateway(settings, services, verifier, schema, rate_limiter, uploads, phones)
    issuer = TokenIssuer(settings.keys_dir, audience=GATEWAY_AUDIENCE)
    login = login_of(settings, apps, services, issuer, rate_limiter)
    visitors = visitors_of(settings, apps, issuer, rate_limiter)
    phone_login = phone_login_of(settings, apps, services, issuer, rate_limiter)
    oauth = oauth_of(settings, services, verifier, rate_limiter)
    hooks = Hooks(services, rate_limiter=rate_limiter, proxies=settings.proxies)
    opt_outs = OptOuts(services, rate_limiter=rate_limiter, proxies=settings.proxies)
    console = console_of(settings, verifier)
    h5 = h5_of(settings)
    app = make_app(
        *(gateway, channels, login, visitors, oauth, ended, console, h5, hooks, phone_login),
        opt_outs=opt_outs,
    )
    return gateway, app


def make_app(
    gateway: Gateway,
    channels: Channels,
    login: WechatLogin | None = None,
    visitors: Visitors | None = None,
    oauth: OAuth | None = None,
    ended: Revocations | None = None,
    console: WebApp | None = None,
    h5: WebApp | None = None,
    hooks: Hooks | None = None,
    phone_login: PhoneLogin | None = None,
    opt_outs: OptOuts | None = None,
) -> Starlette:
    """The application: /graphql, /healthz, /readyz, and the routes of `login`, `visitors`, `oauth`,
    `console`, `h5`, `hooks`, `phone_login`, `opt_outs`.

    Its lifespan follows the services, `ended` and the builds of the pages, and closes the channels.
    """
    sockets = Sockets(gateway)
    delivery = Delivery(
        GraphQLEndpoint(gateway, console),
        origins=gateway.settings.origins,
        concurrency=gateway.concurrency,
    )

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        gateway.hub.start()
        following = []
        if ended is not None:
            following.append(asyncio.create_task(ended.follow()))
        for pages in filter(None, (console, h5)):
            await pages.refresh()
            following.append(asyncio.create_task(pages.follow()))
        yield
        for task in following:
            await end(task)
        await gateway.hub.stop()
        if gateway.rate_limiter is not None:
            await gateway.rate_limiter.close()
        await channels.close()

    async def health(request: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def ready(request: Request) -> Response:
        # The gateway still answers when a service is away, so the status stays 200.
        states = {
            name: getattr(channels, name).get_state(try_to_connect=True).name.lower()
            for name in ("members", "points", "feedback")
        }
        good = all(state in ("ready", "idle") for state in states.values())
        return JSONResponse({"status": "ok" if good else "degraded", "services": states})

    async def socket(websocket: WebSocket) -> None:
        await sockets.serve(websocket.scope, websocket.receive, websocket.send)

    return Starlette(
        routes=[
            *(login.routes if login else ()),
            *(visitors.routes if visitors else ()),
            *(oauth.routes if oauth else ()),
            *(console.routes if console else ()),
            *(h5.routes if h5 else ()),
            *(hooks.routes if hooks else ()),
            *(phone_login.routes if phone_login else ()),
            *(opt_outs.routes if opt_outs else ()),
            *StatementFiles(gateway).routes,
            *MemberExports(gateway).routes,
            *RowFileRoutes(gateway, BULK_FILES).routes,
            *RowFileRoutes(gateway, MEMBER_FILES).routes,
            *RowFileRoutes(gateway, FEEDBACK_FILES).routes,
            Route("/graphql", delivery, methods=None),
            WebSocketRoute("/graphql", socket),
            Route("/healthz", health),
            Route("/readyz", ready),
        ],
        lifespan=lifespan,
    )


def oauth_of(
    settings: GatewaySettings,
    services: Services,
    verifier: TokenVerifier,
    rate_limiter: RateLimiter | None,
) -> OAuth:
    """The endpoints of clients. `verifier` takes tokens for the gateway."""
    return OAuth(
        services,
        TokenIssuer(settings.keys_dir),
        [TokenVerifier(settings.keys_dir), verifier],
        FailureLimit(None if rate_limiter is None else rate_limiter.buckets),
        rate_limiter=rate_limiter,
        proxies=settings.proxies,
        public_url=settings.public_url,
    )


def console_of(settings: GatewaySettings, verifier: TokenVerifier) -> WebApp | None:
    """The console; None where none is served. Raises SettingsError."""
    issuer, client = settings.console_issuer, settings.console_client
    if settings.console is None:
        return None
    if bool(issuer) != bool(client) or not (issuer or settings.development):
        raise SettingsError(
            "TESSERA_CONSOLE is set: TESSERA_CONSOLE_ISSUER and TESSERA_CONSOLE_CLIENT have to name"
            " who signs operators in"
        )
    if issuer and not verifier.operator_brands(issuer):
        raise SettingsError(
            f"TESSERA_CONSOLE_ISSUER: TESSERA_TOKEN_ISSUERS lists no {issuer} that may sign for"
            ' operators ("roles": ["operator"])'
        )

    def sign_in() -> Mapping[str, object]:
        return {
            "issuer": issuer or None,
            "clientId": client or None,
            "brands": sorted(verifier.operator_brands(issuer)),
            "development": settings.development,
        }

    return WebApp(
        settings.console,
        sign_in,
        issuer=issuer,
        uploads_url=settings.uploads_url,
        picture_origins=pictures_of(settings),
    )


def pictures_of(settings: GatewaySettings) -> Sequence[str]:
    """The origins of programmes' pictures. Raises SettingsError."""
    for origin in settings.picture_origins:
        if not origin.startswith("https://") or origin != origin_of(origin) or ";" in origin:
            raise SettingsError(
                f"TESSERA_PICTURE_ORIGINS: {origin!r} is no origin such as https://cdn.example"
            )
    return settings.picture_origins


def h5_of(settings: GatewaySettings) -> WebApp | None:
    """The members' H5; None where none is served. A host app hands it a token, so nobody signs in
    here."""
    if settings.h5 is None:
        return None
    return WebApp(
        settings.h5,
        lambda: {"development": settings.development, "uploads": bool(settings.uploads_url)},
        base="/h5",
        uploads_url=settings.uploads_url,
        picture_origins=pictures_of(settings),
    )


def verifier_of(settings: GatewaySettings, ended: Revocations | None = None) -> TokenVerifier:
    """The verifier of front-end tokens. Raises SettingsError."""
    path = settings.token_issuers
    try:
        return TokenVerifier(
            settings.keys_dir,
            audience=GATEWAY_AUDIENCE,
            issuers=path,
            local_issuers=settings.development,
            revocations=ended,
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        if path is None:
            raise
        raise SettingsError(f"TESSERA_TOKEN_ISSUERS: {path}: {error!r}") from error


def document_finder_of(settings: GatewaySettings) -> DocumentFinder:
    """The finder of documents. Raises SettingsError, ManifestError."""
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
    """The limiter of cost per minute; None without Redis."""
    if not settings.redis_url:
        return None
    return RateLimiter(
        Cache(settings.redis_url),
        per_caller=settings.points_per_minute,
        per_operator=settings.operator_cost_per_minute,
        per_address=settings.address_points_per_minute,
    )


def uploads_of(settings: GatewaySettings) -> Uploads | None:
    """The signer of uploads; None without a bucket. Raises SettingsError."""
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
    settings: GatewaySettings,
    apps: Mapping[str, App],
    issuer: TokenIssuer,
    rate_limiter: RateLimiter | None,
) -> Visitors | None:
    """The endpoint of visitors; None where no app is known. Raises SettingsError."""
    brands = {app.id: app.brand for app in apps.values()} | read_public_apps(settings.public_apps)
    if not brands:
        return None
    return Visitors(brands, issuer, rate_limiter=rate_limiter, proxies=settings.proxies)


def phone_login_of(
    settings: GatewaySettings,
    apps: Mapping[str, App],
    services: Services,
    issuer: TokenIssuer,
    rate_limiter: RateLimiter | None,
) -> PhoneLogin | None:
    """The login by phone; None where no app is known. Raises SettingsError."""
    brands = {app.id: app.brand for app in apps.values()} | read_public_apps(settings.public_apps)
    if not brands:
        return None
    return PhoneLogin(brands, services, issuer, rate_limiter=rate_limiter, proxies=settings.proxies)
