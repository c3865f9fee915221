"""How posts to groups are put together; `wiring.py` adds them to the service."""

from functools import partial

import grpc

from services.common.auth import TokenIssuer
from services.common.mongo import Database
from services.common.server import RoomParts
from services.common.settings import ServerSettings
from services.common.store_projection import StoreProjection
from services.feedback.group_posts.adapters import MembersGroups
from services.feedback.group_posts.api.group_posts import GroupPostsServicer
from services.feedback.group_posts.api.messages import GroupPostWire
from services.feedback.group_posts.commands.desk import GroupPostDesk
from services.feedback.group_posts.storage.posts import INDEXES as INDEXES
from services.feedback.group_posts.storage.posts import MongoGroupPosts
from services.feedback.reach.commands.context import ReachContext
from tessera.feedback.v1 import group_posts_pb2_grpc

NAME = "feedback"


def wire_group_posts(
    settings: ServerSettings,
    reach: ReachContext,
    db: Database,
    members: grpc.aio.Channel,
    page_secret: bytes,
) -> RoomParts:
    """The room put together. It has no work of its own in the background."""
    groups = MembersGroups(members, TokenIssuer(settings.keys_dir), NAME)
    posts = MongoGroupPosts(db, GroupPostWire(), reach.clock)
    desk = GroupPostDesk(posts, groups, reach, StoreProjection(db))
    servicer = GroupPostsServicer(desk, page_secret)
    return RoomParts([partial(group_posts_pb2_grpc.add_GroupPostsServicer_to_server, servicer)], [])
