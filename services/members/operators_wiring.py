"""How what operators keep is put together; `wiring.py` adds it to the service."""

from functools import partial

from services.common.clock import Clock
from services.common.mongo import Database
from services.common.server import RoomParts
from services.members.operators.api import ViewsServicer
from services.members.operators.storage import MongoViews
from tessera.members.v1 import views_pb2_grpc


def wire_operators(db: Database, clock: Clock) -> RoomParts:
    """The rooms put together."""
    views = ViewsServicer(MongoViews(db, clock), clock)
    return RoomParts([partial(views_pb2_grpc.add_ViewsServicer_to_server, views)], [])
