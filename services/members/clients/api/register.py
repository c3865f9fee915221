"""The ClientRegister service: protos to commands and back."""

from services.common import pagination
from services.common.auth import Role
from services.common.caller import STORES_MAX
from services.common.clock import Clock
from services.common.errors import invalid
from services.common.idempotency import check_request_id, fingerprint
from services.common.interceptors import ServicerContext
from services.common.written_once import Sent
from services.members.access import require_caller
from services.members.clients.commands.register import Register
from services.members.clients.domain import SCOPES_MAX, Client, ClientSecret, good_secrets
from tessera.members.v1 import clients_pb2 as pb
from tessera.members.v1 import clients_pb2_grpc as pb_grpc

ID_CHARS_MAX = 64
_ROLES = {"channel": pb.CLIENT_ROLE_CHANNEL, "operator": pb.CLIENT_ROLE_OPERATOR}
_ROLE_NAMES = {number: name for name, number in _ROLES.items()}

Writes = pb.CreateClientRequest | pb.RotateClientSecretRequest | pb.RevokeClientRequest


class ClientRegisterServicer(pb_grpc.ClientRegisterServicer):
    """For operators, about the clients of their own brand."""

    def __init__(self, register: Register, clock: Clock, page_secret: bytes) -> None:
        self._register = register
        self._clock = clock
        self._page_secret = page_secret

    async def ListClients(
        self, request: pb.ListClientsRequest, context: ServicerContext
    ) -> pb.ListClientsResponse:
        brand = require_caller(Role.OPERATOR).brand
        size = pagination.page_size(request.page_size)
        tokens = pagination.PlaceTokens(self._page_secret, {"list": "clients", "brand": brand})
        before = tokens.place(request.page_token, "")
        found = await self._register.page(brand, before, size + 1)
        response = pb.ListClientsResponse(clients=map(self._message, found[:size]))
        if len(found) > size:
            response.next_page_token = tokens.token(found[size - 1].id)
        return response

    async def CreateClient(
        self, request: pb.CreateClientRequest, context: ServicerContext
    ) -> pb.CreateClientResponse:
        caller = require_caller(Role.OPERATOR)
        if len(request.scopes) > SCOPES_MAX:
            raise invalid("scopes", f"at most {SCOPES_MAX}")
        if len(request.stores) > STORES_MAX:
            raise invalid("stores", f"at most {STORES_MAX}")
        shown = await self._register.create(
            caller,
            _sent(caller.brand, request),
            name=request.name,
            role=_ROLE_NAMES.get(request.role, ""),
            scopes=request.scopes,
            channel=request.channel,
            stores=request.stores,
        )
        return pb.CreateClientResponse(
            client=self._message(shown.client), secret=shown.secret, replayed=shown.replayed
        )

    async def RotateClientSecret(
        self, request: pb.RotateClientSecretRequest, context: ServicerContext
    ) -> pb.RotateClientSecretResponse:
        caller = require_caller(Role.OPERATOR)
        shown = await self._register.rotate(
            caller,
            _sent(caller.brand, request),
            _client_id(request.client_id),
            at_once=request.at_once,
        )
        return pb.RotateClientSecretResponse(
            client=self._message(shown.client), secret=shown.secret, replayed=shown.replayed
        )

    async def RevokeClient(
        self, request: pb.RevokeClientRequest, context: ServicerContext
    ) -> pb.RevokeClientResponse:
        brand = require_caller(Role.OPERATOR).brand
        asked = _sent(brand, request)
        client, replayed = await self._register.revoke(asked, _client_id(request.client_id))
        return pb.RevokeClientResponse(client=self._message(client), replayed=replayed)

    def _message(self, client: Client) -> pb.Client:
        message = pb.Client(
            id=client.id,
            name=client.name,
            role=_ROLES[client.role],
            scopes=sorted(client.scopes),
            channel=client.channel,
            stores=sorted(client.stores),
            secrets=map(_secret, good_secrets(client, self._clock.now())),
        )
        message.create_time.FromDatetime(client.made_at)
        if client.revoked_at is not None:
            message.revoke_time.FromDatetime(client.revoked_at)
        return message


def _secret(secret: ClientSecret) -> pb.ClientSecret:
    message = pb.ClientSecret()
    message.create_time.FromDatetime(secret.made_at)
    if secret.ends_at is not None:
        message.expire_time.FromDatetime(secret.ends_at)
    return message


def _sent(brand: str, request: Writes) -> Sent:
    return Sent(brand, check_request_id(request.request_id), fingerprint(request))


def _client_id(sent: str) -> str:
    if not 1 <= len(sent) <= ID_CHARS_MAX:
        raise invalid("client_id", f"1 to {ID_CHARS_MAX} characters")
    return sent
