"""The Clients service: protos to commands and back."""

from services.common.auth import Role, current_caller, require_role
from services.common.errors import invalid
from services.common.interceptors import ServicerContext
from services.members.clients.commands.clients import Clients
from services.members.clients.domain import SCOPES_MAX
from tessera.members.v1 import clients_pb2 as pb
from tessera.members.v1 import clients_pb2_grpc as pb_grpc

TEXT_CHARS_MAX = 200


class ClientsServicer(pb_grpc.ClientsServicer):
    """For services only: the gateway is the door of all clients."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    async def AuthenticateClient(
        self, request: pb.AuthenticateClientRequest, context: ServicerContext
    ) -> pb.AuthenticateClientResponse:
        require_role(current_caller(), Role.SERVICE)
        _bounded(client_id=request.client_id, client_secret=request.client_secret)
        _bounded(audience=request.audience, address=request.address)
        if len(request.scopes) > SCOPES_MAX:
            raise invalid("scopes", f"at most {SCOPES_MAX} scopes")
        for scope in request.scopes:
            _bounded(scopes=scope)
        grant = await self._clients.authenticate(
            request.client_id,
            request.client_secret,
            request.scopes,
            request.audience,
            request.address,
        )
        return pb.AuthenticateClientResponse(
            brand=grant.client.brand,
            role=grant.client.role,
            scopes=grant.scopes,
            channel=grant.client.channel,
            epoch=grant.client.epoch,
            stores=sorted(grant.client.stores),
        )

    async def EndClientTokens(
        self, request: pb.EndClientTokensRequest, context: ServicerContext
    ) -> pb.EndClientTokensResponse:
        require_role(current_caller(), Role.SERVICE)
        _bounded(client_id=request.client_id, client_secret=request.client_secret)
        _bounded(address=request.address)
        await self._clients.end_tokens(
            request.client_id, request.client_secret, request.epoch, request.address
        )
        return pb.EndClientTokensResponse()

    async def ListEndedClients(
        self, request: pb.ListEndedClientsRequest, context: ServicerContext
    ) -> pb.ListEndedClientsResponse:
        require_role(current_caller(), Role.SERVICE)
        ended = await self._clients.ended()
        return pb.ListEndedClientsResponse(
            clients=[pb.EndedClient(client_id=id_, least_epoch=at) for id_, at in ended.items()]
        )


def _bounded(**texts: str) -> None:
    for name, text in texts.items():
        if len(text) > TEXT_CHARS_MAX:
            raise invalid(name, f"up to {TEXT_CHARS_MAX} characters")
