"""What writes in the register of clients, for the walk over all that is audited."""

import grpc

from tessera.members.v1 import clients_pb2 as pb
from tessera.members.v1 import clients_pb2_grpc
from tests.component.audited import Act


def clients(channel: grpc.aio.Channel) -> dict[str, Act]:
    """A till's client is made, gets another secret, and is revoked."""
    register: clients_pb2_grpc.ClientRegisterAsyncStub
    register = clients_pb2_grpc.ClientRegisterStub(channel)
    made: list[str] = []

    async def make() -> object:
        request = pb.CreateClientRequest(
            request_id="cl1", name="till", role=pb.CLIENT_ROLE_CHANNEL, scopes=["orders:write"]
        )
        answer = await register.CreateClient(request)
        made.append(answer.client.id)
        return answer

    return {
        "members.ClientRegister.CreateClient": make,
        "members.ClientRegister.RotateClientSecret": lambda: register.RotateClientSecret(
            pb.RotateClientSecretRequest(request_id="cl2", client_id=made[0])
        ),
        "members.ClientRegister.RevokeClient": lambda: register.RevokeClient(
            pb.RevokeClientRequest(request_id="cl3", client_id=made[0])
        ),
    }
