"""Runs the gateway: `python -m gateway`. Everything is wired here, top to bottom."""

import asyncio
import gc
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import prometheus_client
import uvicorn
import uvloop

from gateway.app import Gateway, make_app
from gateway.clients import Services, Tokens, open_channels
from gateway.executor import make_schema
from gateway.limits import BODY_BYTES_MAX
from gateway.settings import GatewaySettings
from services.common import telemetry
from services.common.auth import GATEWAY_AUDIENCE, TokenIssuer, TokenVerifier
from services.common.settings import SettingsError, load

DRAIN_S = 20
KEEP_ALIVE_S = 75
BACKLOG = 2048
GC_THRESHOLD = 50_000
"""Objects made, less those freed, between two collections; Python's own is 700."""


class _Server(uvicorn.Server):
    """Uvicorn, which by itself would end the process by the signal again, before we are done."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.handle_exit, number, None)
        yield


async def serve(settings: GatewaySettings) -> None:
    """Serve until SIGTERM, then let requests at work end for up to 20 s."""
    channels = open_channels(settings)
    services = Services(channels, Tokens(TokenIssuer(settings.keys_dir)))
    verifier = TokenVerifier(settings.keys_dir, audience=GATEWAY_AUDIENCE)
    schema = make_schema(development=settings.development)
    app = make_app(Gateway(settings, services, verifier, schema), channels)
    if settings.metrics_port:
        prometheus_client.start_http_server(settings.metrics_port, addr=settings.host)
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http="httptools",
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
    await _Server(config).serve()
    telemetry.log("gateway").info("stopped", service="gateway")
    telemetry.flush()


def main() -> None:
    """Read the settings and run."""
    try:
        settings = load(GatewaySettings)
    except SettingsError as error:
        sys.exit(f"gateway: {error}")
    telemetry.configure("gateway", settings)
    uvloop.run(serve(settings))


if __name__ == "__main__":
    main()
