"""The register of clients, as the members service answers it."""

from typing import Any

from tessera.members.v1 import clients_pb2 as pb
from tessera.members.v1 import clients_pb2_grpc
from tests.gateway.fake_backend import FakeBackend, at


class ClientRegister(clients_pb2_grpc.ClientRegisterServicer):
    """The brand has one client, which any write answers."""

    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def ListClients(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListClients", request, context)
        return pb.ListClientsResponse(clients=[_client("cli_1")])

    async def CreateClient(self, request: Any, context: Any) -> Any:
        await self.backend.enter("CreateClient", request, context)
        made = _client("cli_2")
        made.name, made.role, made.channel = request.name, request.role, request.channel
        made.scopes[:] = request.scopes
        return pb.CreateClientResponse(client=made, secret="tsk_shown")

    async def RotateClientSecret(self, request: Any, context: Any) -> Any:
        await self.backend.enter("RotateClientSecret", request, context)
        known = _client(request.client_id)
        known.secrets.add(create_time=at(1))
        known.secrets[0].expire_time.CopyFrom(at(2))
        return pb.RotateClientSecretResponse(client=known, replayed=True)

    async def RevokeClient(self, request: Any, context: Any) -> Any:
        await self.backend.enter("RevokeClient", request, context)
        known = _client(request.client_id)
        known.revoke_time.CopyFrom(at(1))
        del known.secrets[:]
        return pb.RevokeClientResponse(client=known)


def _client(client_id: str) -> pb.Client:
    return pb.Client(
        id=client_id,
        name="till",
        role=pb.CLIENT_ROLE_CHANNEL,
        scopes=["orders:write"],
        secrets=[pb.ClientSecret(create_time=at(0))],
        create_time=at(0),
    )
