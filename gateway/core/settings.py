"""What the gateway process can be told. Production is the default; development is asked for."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class GatewaySettings:
    """Filled by `services.common.settings.load` from TESSERA_… variables."""

    host: str = "127.0.0.1"
    port: int = 8000
    metrics_port: int = 0
    """Port of /metrics; 0 turns it off."""
    members_address: str = "127.0.0.1:50051"
    points_address: str = "127.0.0.1:50052"
    feedback_address: str = "127.0.0.1:50053"
    keys_dir: Path = Path(".data/keys")
    token_issuers: Path | None = None
    """Who else signs tokens of front ends, for which brands, and their public keys
    (`services.common.issuers`); read again when it changes."""
    environment: Literal["development", "production"] = "production"
    otlp_endpoint: str | None = None
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    trusted_documents: Path | None = None
    """The manifest of the documents that are answered, or their folder."""
    trusted_only: bool = True
    """Off: production answers any document that keeps the limits."""
    redis_url: str = "redis://127.0.0.1:6379/0"
    """Where the rate_limiter are kept; an empty text limits no rate."""
    points_per_minute: int = 12_000
    """What one caller's requests may cost; a card is about 60. 0 for no limit."""
    address_points_per_minute: int = 240_000
    """What all requests from one address may cost: thousands share one behind a carrier's NAT."""
    proxies: int = 0
    """How many proxies of ours write X-Forwarded-For; with 0 the peer is who asks."""
    wechat_apps: Path | None = None
    """A file, and a secret: brand and secret of each mini-program (`gateway.login`). Without it
    there is no /login/wechat."""
    public_apps: tuple[str, ...] = ()
    """app=brand of each app, beside those of WeChat, whose visitors may ask without a login."""
    wechat_url: str = "https://api.weixin.qq.com/sns/jscode2session"
    uploads_url: str = ""
    """Where the bucket for uploads is, of any S3-compatible store: https://bucket.host, or
    https://host/bucket. Without it there are no uploads."""
    uploads_region: str = "us-east-1"
    uploads_access_key: str = ""
    uploads_secret_key: str = field(default="", repr=False)
    """May PUT and GET objects of the bucket. Named as a file: TESSERA_UPLOADS_SECRET_KEY_FILE."""
    uploads_bytes_max: int = 10 << 20
    graphql_plan: bool = True
    """Off: every query is left to graphql-core, to compare with."""
    allowed_origins: tuple[str, ...] = ()
    """Web origins that may open websockets and read answers; mini-programs and apps need none."""

    @property
    def development(self) -> bool:
        """GraphiQL, introspection and suggestions are for development only."""
        return self.environment == "development"
