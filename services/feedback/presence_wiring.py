"""How presence is put together; `wiring.py` adds it to the service."""

from functools import partial

from services.common.clock import Clock
from services.common.mongo import Database
from services.common.server import RoomParts
from services.common.settings import ServerSettings
from services.feedback.presence.api import PresenceServicer
from services.feedback.presence.storage import RedisReaders
from tessera.feedback.v1 import presence_pb2_grpc as pb_grpc


def wire_presence(settings: ServerSettings, db: Database, clock: Clock) -> RoomParts:
    """The room put together."""
    readers = RedisReaders(settings.redis_url, db.name)
    servicer = PresenceServicer(readers, clock)
    register = partial(pb_grpc.add_PresenceServicer_to_server, servicer)
    return RoomParts([register], [readers.hold])
