"""gRPC channels to the suite that runs on a data folder, with development tokens."""

from __future__ import annotations

import grpc

from deploy.local import folder, tokens
from deploy.local.ports import HOST
from deploy.local.problem import StartProblem
from services.common import auth, channel


def connect(service: str, *, brand: str, role: auth.Role, data: str) -> grpc.aio.Channel:
    """A gRPC channel to a service. Raises StartProblem when no suite runs on `data`."""
    where = folder.resolve(data)
    running = where.read()
    if running is None:
        raise StartProblem(f"Nothing runs on {where.root}: start it with `make up` first.")
    source = auth.TokenIssuer(where.keys).source(tokens.caller(role=role, brand=brand))
    return channel.connect(f"{HOST}:{running.ports[service]}", issuer_token=source)
