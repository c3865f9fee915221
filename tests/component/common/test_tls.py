"""TLS of gRPC: plain callers and strangers are refused, and new certificates cost no call."""

import asyncio
import ssl
from pathlib import Path
from typing import Any

import grpc
import pytest
from cryptography import x509
from grpc_health.v1 import health_pb2, health_pb2_grpc

from deploy.local.ports import free_port
from services.common import server, tls
from services.common.channel import connect
from services.common.settings import ServerSettings, SettingsError
from services.common.tls import PemFiles
from tests.component.authority import Authority, replace_file

CHECK = health_pb2.HealthCheckRequest(service=server.LIVE)
SERVING = health_pb2.HealthCheckResponse.SERVING


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority.make("ours")


@pytest.fixture
def files(tmp_path: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as a cluster mounts it; changes are seen at the next look, which is at once."""
    monkeypatch.setattr(tls, "LOOK_S", 0.0)
    authority.issue(tmp_path)
    authority.publish(tmp_path / "ca.crt")
    return tmp_path


async def started(
    keys_dir: Path, files: Path, *, mutual: bool, health_port: int = 0
) -> server.Running:
    settings = ServerSettings(
        keys_dir=keys_dir,
        tls_cert=files / "tls.crt",
        tls_key=files / "tls.key",
        tls_client_ca=files / "ca.crt" if mutual else None,
        health_port=health_port,
    )
    return await server.start(name="test", settings=settings, register=[])


def trusting(files: Path, *, shows: bool) -> PemFiles:
    cert, key = (files / "tls.crt", files / "tls.key") if shows else (None, None)
    return PemFiles(cert, key, files / "ca.crt")


async def check(channel: grpc.aio.Channel) -> int:
    stub: Any = health_pb2_grpc.HealthStub(channel)
    return int((await stub.Check(CHECK, timeout=5)).status)


async def refused(channel: grpc.aio.Channel) -> None:
    async with channel:
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await check(channel)
    assert caught.value.code() is grpc.StatusCode.UNAVAILABLE


async def test_callers_trust_our_authority_and_plain_callers_get_nothing(
    keys_dir: Path, files: Path, tmp_path: Path
) -> None:
    running = await started(keys_dir, files, mutual=False)
    async with connect(running.address, tls=trusting(files, shows=False)) as channel:
        assert await check(channel) == SERVING
    await refused(connect(running.address))
    Authority.make("a stranger").publish(tmp_path / "other.crt")
    await refused(connect(running.address, tls=PemFiles(None, None, tmp_path / "other.crt")))
    await running.stop(0)


async def test_where_mtls_is_asked_a_caller_without_our_certificate_is_refused(
    keys_dir: Path, files: Path, tmp_path: Path
) -> None:
    running = await started(keys_dir, files, mutual=True)
    async with connect(running.address, tls=trusting(files, shows=True)) as channel:
        assert await check(channel) == SERVING
    await refused(connect(running.address, tls=trusting(files, shows=False)))
    strange = tmp_path / "strange"
    strange.mkdir()
    Authority.make("a stranger").issue(strange)
    shown = PemFiles(strange / "tls.crt", strange / "tls.key", files / "ca.crt")
    await refused(connect(running.address, tls=shown))
    await running.stop(0)


async def test_probes_ask_on_a_plain_port_that_answers_health_alone(
    keys_dir: Path, files: Path
) -> None:
    port = free_port()
    running = await started(keys_dir, files, mutual=True, health_port=port)
    async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
        assert await check(channel) == SERVING
        other: Any = channel.unary_unary("/tessera.members.v1.Members/FindMember")
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await other(b"", timeout=5)
    assert caught.value.code() is grpc.StatusCode.UNIMPLEMENTED
    await running.stop(0)


async def test_certificates_replaced_under_load_lose_no_call(
    keys_dir: Path, files: Path, authority: Authority
) -> None:
    """Long-lived channels and new connections, while the certificate changes ten times."""
    running = await started(keys_dir, files, mutual=True)
    answered, stop = 0, asyncio.Event()

    async def kept() -> None:
        nonlocal answered
        async with connect(running.address, tls=trusting(files, shows=True)) as channel:
            while not stop.is_set():
                assert await check(channel) == SERVING
                answered += 1

    async def anew() -> None:
        nonlocal answered
        files_now = trusting(files, shows=True)
        while not stop.is_set():
            options = [("grpc.use_local_subchannel_pool", 1)]
            async with connect(running.address, tls=files_now, options=options) as channel:
                assert await check(channel) == SERVING
            answered += 1

    async with asyncio.TaskGroup() as group:
        for work in (kept, kept, anew, anew):
            group.create_task(work())
        for _ in range(10):
            await asyncio.sleep(0.05)
            authority.issue(files)
        stop.set()
    assert answered > 40
    assert await shown(running.port) == _serial(files)
    await running.stop(0)


async def shown(port: int) -> int:
    """The serial number of the certificate that the server shows now."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_alpn_protocols(["h2"])
    _, writer = await asyncio.open_connection("127.0.0.1", port, ssl=context)
    der = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
    writer.close()
    return x509.load_der_x509_certificate(der).serial_number


def _serial(files: Path) -> int:
    return x509.load_pem_x509_certificate((files / "tls.crt").read_bytes()).serial_number


async def test_an_authority_that_is_replaced_reaches_callers_that_run(
    keys_dir: Path, files: Path
) -> None:
    running = await started(keys_dir, files, mutual=True)
    channel = connect(running.address, tls=trusting(files, shows=True))
    async with channel:
        assert await check(channel) == SERVING
        following = Authority.make("the next")
        following.publish(files / "ca.crt")
        following.issue(files)
        assert await check(channel) == SERVING
    async with connect(running.address, tls=trusting(files, shows=True)) as other:
        assert await check(other) == SERVING
    await running.stop(0)


def test_a_certificate_without_its_key_waits_for_it(files: Path, authority: Authority) -> None:
    pems = trusting(files, shows=True)
    before = pems.current()
    key = (files / "tls.key").read_bytes()
    authority.issue(files)
    new = (files / "tls.key").read_bytes()
    replace_file(files / "tls.key", key)
    assert pems.current() == before
    replace_file(files / "tls.key", new)
    assert pems.current().key == new
    assert pems.generation == 2


def test_settings_that_do_not_fit_are_named(files: Path, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="together"):
        PemFiles(files / "tls.crt", None, None)
    with pytest.raises(SettingsError, match="TESSERA_TLS"):
        PemFiles(tmp_path / "no.crt", tmp_path / "no.key", None)
    with pytest.raises(SettingsError, match="TESSERA_TLS_CLIENT_CA"):
        tls.server_credentials(ServerSettings(tls_client_ca=files / "ca.crt"))
