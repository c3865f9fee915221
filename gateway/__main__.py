"""Runs the gateway: `python -m gateway`. The process is here; `app.wire` makes its parts."""

import asyncio
import gc
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import cast

import prometheus_client
import uvicorn
import uvloop
from starlette.types import ASGIApp

from gateway.app import Gateway, wire
from gateway.core.settings import GatewaySettings
from gateway.execution.manifest import ManifestError
from gateway.execution.query_limits import BODY_BYTES_MAX
from gateway.guards.overload_protocol import shedding_protocol
from gateway.guards.socket_protocol import BoundedSocket
from gateway.http import bulk_files, feedback_files, member_files
from services.common import telemetry
from services.common.settings import SettingsError, load

DRAIN_S = 20
KEEP_ALIVE_S = 75
BACKLOG = 2048
FILES = {
    b"/bulk-files": bulk_files.BODY_BYTES_MAX,
    b"/member-files": member_files.BODY_BYTES_MAX,
    b"/feedback-files": feedback_files.BODY_BYTES_MAX,
}
"""The bytes of the largest file by the path of its endpoint."""
GC_THRESHOLD = 50_000
"""Objects made, less those freed, between two collections; Python's own is 700."""


class _Server(uvicorn.Server):
    """Uvicorn, with signals of our own.

    Uvicorn raises the signal again when it has stopped, which would end the process too early, and
    it waits for event streams, which have no end.
    """

    def __init__(self, config: uvicorn.Config, drain: Callable[[], None]) -> None:
        super().__init__(config)
        self._drain = drain

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Take no more requests, and end the event streams."""
        super().handle_exit(sig, frame)
        self._drain()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.handle_exit, number, None)
        yield


def server_config(app: ASGIApp, gateway: Gateway) -> uvicorn.Config:
    """The configuration of the server that serves `app`."""
    settings = gateway.settings
    protocol = shedding_protocol(gateway.concurrency, FILES, settings.allowed_origins)
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http=cast("type[asyncio.Protocol]", protocol),
        ws=BoundedSocket,
        ws_max_size=BODY_BYTES_MAX,
        # Uvicorn would believe X-Forwarded-For of any peer on this machine: the address of the
        # client is for `guards.rate_limit.client_address` to say, by TESSERA_PROXIES.
        proxy_headers=False,
        access_log=False,
        log_config=None,
        server_header=False,
        backlog=BACKLOG,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=DRAIN_S,
    )


async def serve(settings: GatewaySettings) -> None:
    """Serve until SIGTERM, then let requests at work end for up to 20 s."""
    gateway, app = wire(settings)
    if settings.metrics_port:
        prometheus_client.start_http_server(settings.metrics_port, addr=settings.host)
    config = server_config(app, gateway)
    # The objects made so far, most of all the schema, stay for ever: no collection looks at them
    # again. An answer is thousands of small objects without cycles, so collections can be rare.
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
