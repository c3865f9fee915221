"""How presence is put together; `wiring.py` adds it to the service."""

from functools import partial

from services.common.mongo import Database
from services.common.server import RoomParts
from services.common.settings import ServerSettings
from services.feedback.items.api.access import item_for
from services.feedback.items.commands.context import FeedbackContext
from services.feedback.presence.api import PresenceServicer
from services.feedback.presence.storage import RedisReaders
from tessera.feedback.v1 import presence_pb2_grpc as pb_grpc


def wire_presence(settings: ServerSettings, db: Database, ctx: FeedbackContext) -> RoomParts:
    """The room put together."""
    readers = RedisReaders(settings.redis_url, db.name)
    servicer = PresenceServicer(readers, ctx.clock, partial(item_for, ctx))
    register = partial(pb_grpc.add_PresenceServicer_to_server, servicer)
    return RoomParts([register], [readers.hold])
