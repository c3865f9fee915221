"""A service process: gRPC server, health, reflection, metrics, background work, shutdown.

On SIGTERM the process reports NOT_SERVING, so that clients and probes use another replica. Running
calls get 20 s to end, and new calls are refused with UNAVAILABLE, which clients retry elsewhere.
Then the background work is cancelled.
"""

import asyncio
import gc
import random
import signal
import sys
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NotRequired, TypedDict, TypeVar

import grpc
import prometheus_client
import uvloop
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection

from services.common import mongo, telemetry
from services.common.admission import Admission
from services.common.auth import TokenVerifier
from services.common.channel import KEEPALIVE_MS, MESSAGE_BYTES_MAX
from services.common.interceptors import CallInterceptor
from services.common.message_bounds import Bounds
from services.common.redirected_calls import RedirectedCalls
from services.common.redirects import Redirects
from services.common.revocations import Revocations
from services.common.settings import ServerSettings, SettingsError
from services.common.tasks import end
from services.common.tls import server_credentials

Register = Callable[[grpc.aio.Server], None]
Background = Callable[[], Awaitable[None]]
Ready = Callable[[], Awaitable[bool]]
T = TypeVar("T")

DRAIN_S = 20.0
READY_POLL_S = 1.0
READY_TIMEOUT_S = 3.0
CONNECTION_AGE_MS = 5 * 60_000
"""Makes clients reconnect, so that new replicas get their share of the calls."""
CONNECTION_AGE_GRACE_MS = 60_000
GC_THRESHOLDS = (50_000, 20, 50)
SWITCH_INTERVAL_S = 0.001
"""The thread that writes a batch waits for the interpreter several times; 5 ms by default, each."""
PING_INTERVAL_MS = KEEPALIVE_MS // 2
RESTART_FIRST_S = 0.5
RESTART_BACKOFF_S_MAX = 30.0

EXIT_SETTINGS = 2
EXIT_STORE_AWAY = 3
EXIT_STOPPED = 130

LIVE = "live"
"""The health name of the process itself: serving as long as it answers, even while its stores are
away. Every other name, "" among them, is readiness."""

_log = telemetry.log("server")


def run(main: Coroutine[Any, Any, T]) -> T:
    """Run a process' main coroutine on uvloop.

    Errors that the person who started it can fix end it with a sentence instead of a traceback:
    exit code 2 for settings, among them a user or password that MongoDB does not let in; 3 when
    MongoDB does not answer or its disk is full; 130 after Ctrl-C. Exit code 1 is left to the
    program itself.
    """
    try:
        return uvloop.run(main)
    except KeyboardInterrupt as stopped:
        raise SystemExit(EXIT_STOPPED) from stopped
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(EXIT_SETTINGS) from error
    except Exception as error:
        if not mongo.is_transient(error):
            raise
        code, what = EXIT_STORE_AWAY, "does not answer"
        if mongo.lets_us_not_in(error):
            code, what = EXIT_SETTINGS, "does not let us in: correct the user, password or rights"
        elif mongo.is_for_operators(error):
            what = "has no space left on its disk"
        sys.stderr.write(f"MongoDB {what} (TESSERA_MONGO_URL): {mongo.told(error)}\n")
        raise SystemExit(code) from error


@dataclass(frozen=True, slots=True)
class RoomParts:
    """What a room, or some that belong together, bring to their service."""

    register: Sequence[Register]
    background: Sequence[Background]


class ServiceParts(TypedDict):
    """The arguments of `start` and `serve`, which a service's `wire` returns."""

    name: str
    settings: ServerSettings
    register: Sequence[Register]
    background: Sequence[Background]
    ready: Ready
    proto_services: Sequence[str]
    bounds: NotRequired[Mapping[str, Bounds]]
    revocations: NotRequired[Revocations]
    redirects: NotRequired[Redirects]


async def serve(
    *,
    name: str,
    settings: ServerSettings,
    register: Sequence[Register],
    background: Sequence[Background] = (),
    ready: Ready | None = None,
    proto_services: Sequence[str] = (),
    bounds: Mapping[str, Bounds] | None = None,
    revocations: Revocations | None = None,
    redirects: Redirects | None = None,
) -> None:
    """Run the service until SIGTERM or SIGINT. The arguments are those of `start`."""
    # A batch makes tens of thousands of objects and drops them all. Looking for cycles among them
    # every 700, as Python does, takes a fifth of a posting's processor time, a third of a recorded
    # activity's, and finds nothing.
    gc.freeze()
    gc.set_threshold(*GC_THRESHOLDS)
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    telemetry.configure(name, settings)
    running = await start(
        name=name,
        settings=settings,
        register=register,
        background=background,
        ready=ready,
        proto_services=proto_services,
        bounds=bounds,
        revocations=revocations,
        redirects=redirects,
    )
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await stop.wait()
    _log.info("stopping", service=name)
    await running.stop(DRAIN_S)
    telemetry.flush()


async def start(
    *,
    name: str,
    settings: ServerSettings,
    register: Sequence[Register],
    background: Sequence[Background] = (),
    ready: Ready | None = None,
    proto_services: Sequence[str] = (),
    bounds: Mapping[str, Bounds] | None = None,
    revocations: Revocations | None = None,
    redirects: Redirects | None = None,
) -> "Running":
    """Start the service and return at once; `settings.port` 0 takes any free port.

    The functions of `register` add the servicers. Health reports NOT_SERVING until `ready`, called
    each second, returns true. A `background` task that crashes is counted, and started again after
    a growing pause. `proto_services` are the full names for health and reflection. `bounds` are
    those of the methods whose requests are larger than usual, by `/package.Service/Method`. The
    tokens of the clients in `revocations` are refused. Calls that name a member of `redirects` are
    answered for the survivor.
    """
    admission = Admission(settings.max_concurrent_calls, settings.max_concurrent_streams)
    verifier = TokenVerifier(settings.keys_dir, revocations=revocations)
    redirected = RedirectedCalls(redirects) if redirects else None
    interceptor = CallInterceptor(verifier, admission, bounds, redirected)
    server = grpc.aio.server(
        interceptors=[interceptor],
        options=[*_options(), *_no_silent_cancelling(admission.total_max)],
        maximum_concurrent_rpcs=admission.total_max,
    )
    for add in register:
        add(server)
    servicer = health.aio.HealthServicer()
    health_pb2_grpc.add_HealthServicer_to_server(servicer, server)
    if settings.reflects:
        reflection.enable_server_reflection(
            (*proto_services, health.SERVICE_NAME, reflection.SERVICE_NAME), server
        )
    address = f"{settings.host}:{settings.port}"
    credentials = server_credentials(settings)
    if credentials is None:
        port = server.add_insecure_port(address)
    else:
        port = server.add_secure_port(address, credentials)
    probed = await _probed(settings, servicer)
    running = Running(name, port, server, interceptor, servicer, ("", *proto_services), probed)
    await running.set_health(health_pb2.HealthCheckResponse.NOT_SERVING)
    await servicer.set(LIVE, health_pb2.HealthCheckResponse.SERVING)
    # Asked before the first call: it compares the clocks too.
    await _is_ready(name, ready)
    await server.start()
    if settings.metrics_port:
        prometheus_client.start_http_server(settings.metrics_port, addr=settings.host)
    running.keep(_watch_ready(running, ready))
    if revocations is not None:
        running.keep(revocations.follow())
    if redirects is not None:
        running.keep(_keep_running(redirects.run))
    for task in background:
        running.keep(_keep_running(task))
    _log.info("started", service=name, port=port)
    return running


@dataclass
class Running:
    """A started service. Tests use `port` and `stop`."""

    name: str
    port: int
    _server: grpc.aio.Server
    _interceptor: CallInterceptor
    _health: health.aio.HealthServicer
    _services: tuple[str, ...]
    _probed: grpc.aio.Server | None = None
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    @property
    def address(self) -> str:
        """The address for `channel.connect`."""
        return f"127.0.0.1:{self.port}"

    async def set_health(self, status: Any) -> None:
        """Set the health of all services to a HealthCheckResponse.ServingStatus."""
        for service in self._services:
            await self._health.set(service, status)

    def keep(self, work: Coroutine[Any, Any, None]) -> None:
        """Run `work` until the service stops."""
        self._tasks.append(asyncio.create_task(work))

    async def stop(self, grace_s: float = 0.5) -> None:
        """Wait up to `grace_s` for running calls, then end the background work."""
        await self._health.enter_graceful_shutdown()
        stopping = asyncio.create_task(self._server.stop(grace_s))
        # First the server stops accepting: a reader that resumes at once must get another replica.
        await asyncio.sleep(0)
        self._interceptor.end_streams()
        await stopping
        await end(*self._tasks)
        if self._probed is not None:
            await self._probed.stop(0)


async def _probed(
    settings: ServerSettings, servicer: health.aio.HealthServicer
) -> grpc.aio.Server | None:
    """The plain server of health alone; None where no port is named for it."""
    if not settings.health_port:
        return None
    server = grpc.aio.server(options=[("grpc.so_reuseport", 0)])
    health_pb2_grpc.add_HealthServicer_to_server(servicer, server)
    server.add_insecure_port(f"{settings.host}:{settings.health_port}")
    await server.start()
    return server


async def _watch_ready(running: Running, ready: Ready | None) -> None:
    reported: bool | None = None
    while True:
        good = await _is_ready(running.name, ready)
        if good != reported:
            status = health_pb2.HealthCheckResponse
            await running.set_health(status.SERVING if good else status.NOT_SERVING)
            reported = good
        if ready is None:
            return
        await asyncio.sleep(READY_POLL_S)


async def _is_ready(name: str, ready: Ready | None) -> bool:
    try:
        async with asyncio.timeout(READY_TIMEOUT_S):
            return True if ready is None else await ready()
    except Exception as error:
        _log.warning("not_ready", service=name, error=type(error).__name__)
        return False


async def _keep_running(task: Background) -> None:
    name = getattr(task, "__qualname__", type(task).__qualname__)
    pause_s = RESTART_FIRST_S
    loop = asyncio.get_running_loop()
    while True:
        started = loop.time()
        try:
            await task()
            return
        except Exception as error:
            telemetry.BACKGROUND_CRASHES.labels(name).inc()
            _log.error("background_crashed", task=name, exc_info=error)
        # A task that ran for long before it crashed starts again soon.
        if loop.time() - started > RESTART_BACKOFF_S_MAX:
            pause_s = RESTART_FIRST_S
        await asyncio.sleep(pause_s * random.uniform(0.5, 1.0))
        pause_s = min(pause_s * 2, RESTART_BACKOFF_S_MAX)


def _no_silent_cancelling(calls_max: int) -> list[tuple[str, Any]]:
    """gRPC cancels some of more than 1,000 calls that came at once, without a word; admission tells
    each caller to come again."""
    return [
        ("grpc.server.max_pending_requests", calls_max),
        ("grpc.server.max_pending_requests_hard_limit", 2 * calls_max),
    ]


def _options() -> list[tuple[str, Any]]:
    return [
        ("grpc.max_receive_message_length", MESSAGE_BYTES_MAX),
        ("grpc.max_send_message_length", MESSAGE_BYTES_MAX),
        ("grpc.max_connection_age_ms", CONNECTION_AGE_MS),
        ("grpc.max_connection_age_grace_ms", CONNECTION_AGE_GRACE_MS),
        # Who pings more often than this is sent away: too_many_pings.
        ("grpc.http2.min_ping_interval_without_data_ms", PING_INTERVAL_MS),
        ("grpc.keepalive_permit_without_calls", 1),
        # Two servers on one port would each get half of the calls, unnoticed.
        ("grpc.so_reuseport", 0),
    ]
