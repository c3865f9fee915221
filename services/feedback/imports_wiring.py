"""How files of feedback are put together; `wiring.py` adds them to the service."""

from functools import partial

from services.common.lease import Lease
from services.common.mongo import Database
from services.common.server import RoomParts
from services.feedback.imports.api.feedback_files import FeedbackFilesServicer
from services.feedback.imports.commands.feedback_files import FilesContext
from services.feedback.imports.commands.file_job import FeedbackFileJob, StandsFor
from services.feedback.imports.storage import INDEXES as INDEXES
from services.feedback.imports.storage import MongoFeedbackFiles
from services.feedback.items.commands.context import FeedbackContext
from tessera.feedback.v1 import feedback_files_pb2_grpc


def wire_imports(
    db: Database,
    items: FeedbackContext,
    stands_for: StandsFor,
    page_secret: bytes,
    pause_s: float,
) -> RoomParts:
    """The room put together. A file that was started may wait `pause_s` for its first row."""
    ctx = FilesContext(MongoFeedbackFiles(db, items.clock), items.programmes, items.clock)
    job = FeedbackFileJob(ctx, items, stands_for, Lease(db, "feedback_files"), pause_s)
    servicer = FeedbackFilesServicer(ctx, page_secret)
    add = feedback_files_pb2_grpc.add_FeedbackFilesServicer_to_server
    return RoomParts([partial(add, servicer)], [job.run])
