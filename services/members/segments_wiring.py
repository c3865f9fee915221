"""How segments and the search of members are put together; `wiring.py` adds them."""

from collections.abc import Mapping
from functools import partial

from services.common.audit_log import AuditWriter
from services.common.follower import Follower
from services.common.lease import Lease
from services.common.mongo import Database
from services.common.server import RoomParts
from services.common.watch import Feed
from services.members.context import MembersContext
from services.members.lifecycle.api.follow_members import CHANGE, changes
from services.members.programme.domain.rules import SectionParser
from services.members.search.api.follow_members import TYPES as NAMED_BY
from services.members.search.api.follow_members import follow_names
from services.members.search.api.search import SearchServicer
from services.members.search.commands.indexing import names_job
from services.members.search.domain.section import parse_search
from services.members.segments.api.follow_members import TYPES as JUDGED_AFTER
from services.members.segments.api.follow_members import follow_segments
from services.members.segments.api.segments import SegmentsServicer
from services.members.segments.commands.sweeping import segments_job
from services.members.segments.domain.cluster_names import parse_clusters
from services.members.segments.domain.rfm import parse_rfm
from services.members.segments.domain.section import parse_segments
from services.members.unit_of_work import MembersStore
from tessera.members.v1 import search_pb2_grpc, segments_pb2_grpc

SEGMENT_SECTIONS: Mapping[str, SectionParser] = {
    "clusters": parse_clusters,
    "rfm": parse_rfm,
    "segments": parse_segments,
    "search": parse_search,
}
"""The sections of these rooms, each with its parser."""
NAMES_PAUSE_S = 2.0
"""How long after a programme begins or ends to want names the work may begin."""


def wire_segments(
    ctx: MembersContext[MembersStore],
    db: Database,
    feed: Feed,
    audit: AuditWriter,
    page_secret: bytes,
    pause_s: float,
) -> RoomParts:
    """The rooms put together; `pause_s` is between two looks for members who are due."""
    after = partial(changes, feed, types=JUDGED_AFTER)
    judging = Follower("segments", db, after, CHANGE, follow_segments(ctx))
    judgements = segments_job(ctx, Lease(db, "segments"), pause_s)
    named_by = partial(changes, feed, types=NAMED_BY)
    naming = Follower("names", db, named_by, CHANGE, follow_names(ctx))
    names = names_job(ctx, Lease(db, "names"), NAMES_PAUSE_S)
    segments = SegmentsServicer(ctx, page_secret)
    search = SearchServicer(ctx, audit, page_secret)
    return RoomParts(
        [
            partial(segments_pb2_grpc.add_SegmentsServicer_to_server, segments),
            partial(search_pb2_grpc.add_SearchServicer_to_server, search),
        ],
        [judging.run, judgements.run, naming.run, names.run],
    )
