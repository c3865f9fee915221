"""Health checks of the suite's processes."""

from __future__ import annotations

import asyncio
import struct
from typing import Any

import bson
import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

from deploy.local import ports

PROBE_TIMEOUT_S = 2.0
_OP_MSG = 2013


def _hello() -> bytes:
    """MongoDB's `hello` as its wire protocol has it: header, flags, one section with a document."""
    message = struct.pack("<IB", 0, 0) + bson.encode({"hello": 1, "$db": "admin"})
    return struct.pack("<iiii", 16 + len(message), 1, 0, _OP_MSG) + message


_HELLO = _hello()


async def answers(name: str, port: int) -> bool:
    """True if the process answers: grpc.health.v1, GET /healthz, or a greeting for the stores.

    An open port is not enough: it also accepts connections for a process that hangs.
    """
    try:
        async with asyncio.timeout(PROBE_TIMEOUT_S):
            if name in ("gateway", "objects", "issuer", "providers"):
                return await _http_ok(port, "/healthz")
            if name == "mongo":
                return await _replies(port, _HELLO)
            if name == "redis":
                return await _replies(port, b"PING\r\n")
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


async def _replies(port: int, greeting: bytes) -> bool:
    reader, writer = await asyncio.open_connection(ports.HOST, port)
    try:
        writer.write(greeting)
        await writer.drain()
        return await reader.read(1) != b""
    finally:
        writer.close()
