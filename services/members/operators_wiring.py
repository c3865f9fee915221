"""How what operators keep is put together; `wiring.py` adds it to the service."""

from functools import partial

from services.common.clock import Clock
from services.common.mongo import Database
from services.common.server import RoomParts
from services.members.clients.api.register import ClientRegisterServicer
from services.members.clients.commands.register import Register
from services.members.clients.storage import MongoClients
from services.members.operators.api import ViewsServicer
from services.members.operators.storage import MongoViews
from tessera.members.v1 import clients_pb2_grpc, views_pb2_grpc


def wire_operators(db: Database, clock: Clock, page_secret: bytes) -> RoomParts:
    """The rooms put together."""
    views = ViewsServicer(MongoViews(db, clock), clock)
    clients = ClientRegisterServicer(Register(MongoClients(db, clock), clock), clock, page_secret)
    return RoomParts(
        [
            partial(views_pb2_grpc.add_ViewsServicer_to_server, views),
            partial(clients_pb2_grpc.add_ClientRegisterServicer_to_server, clients),
        ],
        [],
    )
