"""The settings of the gateway process. The default is production."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from gateway.core.origins import Origins


@dataclass(frozen=True, kw_only=True)
class GatewaySettings:
    """Filled by `services.common.settings.load` from TESSERA_… variables."""

    host: str = "127.0.0.1"
    """The address to listen on; in a container 0.0.0.0."""
    port: int = 8000
    """The port of HTTP and websockets."""
    metrics_port: int = 0
    """Port of /metrics; 0 turns it off."""
    members_address: str = "127.0.0.1:50051"
    """Host and port of members, or a target of gRPC such as dns:///members:50051."""
    points_address: str = "127.0.0.1:50052"
    """Host and port of points."""
    feedback_address: str = "127.0.0.1:50053"
    """Host and port of feedback."""
    keys_dir: Path = Path(".data/keys")
    """The folder with the keys of tokens: jwks.json, signing.kid, signing.pem."""
    tls_cert: Path | None = None
    """The certificate that the gateway shows to services that ask for one. The files of TLS are
    read again when they change."""
    tls_key: Path | None = None
    """The private key of the certificate."""
    tls_ca: Path | None = None
    """The authority of the services; unset: the gateway calls them in plain."""
    token_issuers: Path | None = None
    """A file of other issuers of front-end tokens, with their brands and public keys
    (`services.common.issuers`); it is read again when it changes."""
    environment: Literal["development", "production"] = "production"
    """Development answers any document and introspection, shows a page to ask on, and lets pages of
    localhost read answers."""
    otlp_endpoint: str | None = None
    """The collector of OpenTelemetry that gets the traces; without it none are sent."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    """The least level that is logged."""
    trusted_documents: Path | None = None
    """The manifest of the documents that are answered, or their folder."""
    trusted_only: bool = True
    """Off: production answers any document that keeps the limits."""
    console: Path | None = None
    """The folder of a built console, which is served at /console/; unset: there is none. It is read
    again when another build takes its place."""
    console_issuer: str = ""
    """The OpenID provider that signs operators in at the console. TESSERA_TOKEN_ISSUERS lists it,
    for operators."""
    console_client: str = ""
    """The client id that the provider gave the console; its redirect is /console/callback."""
    h5: Path | None = None
    """The folder of a built H5, the members' pages, which are served at /h5/; unset: there is none.
    It is read again when another build takes its place."""
    redis_url: str = "redis://127.0.0.1:6379/0"
    """The Redis of the rate limiter; an empty text limits no rate."""
    points_per_minute: int = 12_000
    """The cost that one caller may have answered; a card costs about 60. 0 for no limit."""
    operator_cost_per_minute: int = 120_000
    """The same for an operator, whose pages show more: a member's page costs about 2,000. 0 for no
    limit."""
    address_points_per_minute: int = 240_000
    """The cost from one address, which thousands may share behind a carrier's NAT. 0: no limit."""
    proxies: int = 0
    """The number of our own proxies in front, each of which adds an entry to X-Forwarded-For: the
    client is the entry so many from the end. With 0 the peer is the client, and the header is
    ignored, also on this machine."""
    public_url: str = ""
    """The address of this gateway as clients know it, such as https://api.tea.example, for the
    metadata of OAuth; empty: as each request names it."""
    wechat_apps: Path | None = None
    """A secret file: brand and secret of each mini-program (`upstream.wechat`). Without it there
    is no /login/wechat."""
    public_apps: tuple[str, ...] = ()
    """app=brand of each app, beside those of WeChat, that visitors may use without a login."""
    wechat_url: str = "https://api.weixin.qq.com/sns/jscode2session"
    """The endpoint of WeChat that exchanges the codes of logins."""
    wechat_api_url: str = "https://api.weixin.qq.com"
    """The host of WeChat that gives the phone number which a user allowed."""
    picture_origins: tuple[str, ...] = ()
    """Web origins of the pictures that programmes name, as https://cdn.example: the console and
    the H5 show those beside the uploads, and others as a link."""
    uploads_url: str = ""
    """The bucket for uploads in any S3-compatible store: https://bucket.host, or
    https://host/bucket. Without it there are no uploads."""
    uploads_region: str = "us-east-1"
    """The region of the bucket."""
    uploads_access_key: str = ""
    """The name of the key that signs uploads."""
    uploads_secret_key: str = field(default="", repr=False)
    """May PUT and GET objects of the bucket. Named as a file: TESSERA_UPLOADS_SECRET_KEY_FILE."""
    uploads_bytes_max: int = 10 << 20
    """The most bytes of an upload."""
    graphql_plan: bool = True
    """Off: graphql-core runs every query, for comparison."""
    allowed_origins: tuple[str, ...] = ()
    """Web origins that may open websockets and read answers, as https://shop.example; mini-programs
    and apps need none. In development, every port of localhost may too."""

    @property
    def origins(self) -> Origins:
        """The origins that are allowed: in development, also every port of this machine."""
        return Origins(self.allowed_origins, local=self.development)

    @property
    def development(self) -> bool:
        """True in development, which alone has introspection, suggestions and a page to ask on."""
        return self.environment == "development"
