"""gRPC channels to the suite, for the examples."""

from __future__ import annotations

import os

import grpc

from deploy.local import connection
from services.common import auth, channel


def connect(service: str, *, brand: str, role: auth.Role, data: str) -> grpc.aio.Channel:
    """A gRPC channel to members or points.

    It leads to TESSERA_<SERVICE>_ADDRESS with TESSERA_TOKEN if both are set; else to the suite that
    runs on the folder `data`, with a development token. Raises StartProblem when no suite runs.
    """
    token = os.environ.get("TESSERA_TOKEN")
    address = os.environ.get(f"TESSERA_{service.upper()}_ADDRESS")
    if token and address:
        return channel.connect(address, issuer_token=lambda: token)
    return connection.connect(service, brand=brand, role=role, data=data)
