"""Whether a process of the suite answers."""

from __future__ import annotations

import asyncio
from typing import Any

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

from deploy.local import ports

PROBE_TIMEOUT_S = 2.0


async def answers(name: str, port: int) -> bool:
    """grpc.health.v1 for a service, GET /healthz over HTTP, an open port for the stores."""
    try:
        async with asyncio.timeout(PROBE_TIMEOUT_S):
            if name in ("gateway", "objects"):
                return await _http_ok(port, "/healthz")
            if name in ("mongo", "redis"):
                return await _listens(port)
            return await _serving(port)
    except (OSError, TimeoutError, grpc.aio.AioRpcError):
        return False


async def _serving(port: int) -> bool:
    async with grpc.aio.insecure_channel(f"{ports.HOST}:{port}") as channel:
        stub: Any = health_pb2_grpc.HealthStub(channel)  # its type hints leave the methods out
        answer: health_pb2.HealthCheckResponse = await stub.Check(health_pb2.HealthCheckRequest())
        return answer.status == health_pb2.HealthCheckResponse.SERVING


async def _http_ok(port: int, path: str) -> bool:
    reader, writer = await asyncio.open_connection(ports.HOST, port)
    try:
        writer.write(
            f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
        )
        await writer.drain()
        status_line = await reader.readline()
    finally:
        writer.close()
    return b" 200 " in status_line


async def _listens(port: int) -> bool:
    _, writer = await asyncio.open_connection(ports.HOST, port)
    writer.close()
    return True
