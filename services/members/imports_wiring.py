"""How member files are put together; `wiring.py` adds them to the service."""

from functools import partial

from services.common.lease import Lease
from services.common.leased_job import run_leased
from services.common.mongo import Database
from services.common.server import RoomParts
from services.common.telemetry import log
from services.members.imports.api.member_files import MemberFilesServicer
from services.members.imports.commands.file_job import MemberFileJob
from services.members.imports.commands.member_files import Context
from tessera.members.v1 import member_files_pb2_grpc

PAUSE_S = 1.0


def wire_imports(db: Database, ctx: Context, page_secret: bytes) -> RoomParts:
    """The room put together."""
    lease = Lease(db, "member_files")
    job = MemberFileJob(ctx, lease.acquire)
    servicer = MemberFilesServicer(ctx, page_secret)
    return RoomParts(
        [partial(member_files_pb2_grpc.add_MemberFilesServicer_to_server, servicer)],
        [partial(run_leased, job.work, lease, PAUSE_S, log("member_files"), "member_files_wait")],
    )
