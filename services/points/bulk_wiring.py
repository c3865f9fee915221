"""How bulk files are put together; `wiring.py` has the rest and starts them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import grpc

from services.common.approvals_api import Desk
from services.common.lease import Lease
from services.common.leased_job import run_leased
from services.common.mongo import Database
from services.common.telemetry import log
from services.points.bulk.api.bulk_files import BulkFilesApi
from services.points.bulk.api.messages import wish_json
from services.points.bulk.commands.approvals import FileApprovals
from services.points.bulk.commands.job import BulkJob
from services.points.bulk.storage import MongoRows
from services.points.context import PointsContext
from tessera.points.v1 import bulk_files_pb2_grpc

PAUSE_S = 1.0
LEASE_TTL = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class BulkParts:
    """What bulk files bring to the service."""

    register: Callable[[grpc.aio.Server], None]
    background: Callable[[], Awaitable[None]]
    desk: Desk


def wire_bulk(db: Database, ctx: PointsContext, secret: bytes) -> BulkParts:
    """Bulk files, put together."""
    rows, lease = MongoRows(db), Lease(db, "points.bulk", LEASE_TTL)
    job = BulkJob(ctx, rows, lease.acquire)
    servicer = BulkFilesApi(ctx, rows, secret)
    return BulkParts(
        partial(bulk_files_pb2_grpc.add_BulkFilesServicer_to_server, servicer),
        partial(run_leased, job.work, lease, PAUSE_S, log("bulk"), "bulk_files_wait"),
        Desk("points", FileApprovals(ctx, rows), wish_json),
    )
