"""What an operator does with feedback files, for the audit log: each by its name in it."""

from collections.abc import Awaitable, Callable
from typing import Any

import grpc

from tessera.feedback.v1 import feedback_files_pb2 as pb
from tessera.feedback.v1.feedback_files_pb2_grpc import FeedbackFilesStub

SERVICE = "feedback.FeedbackFiles"


def feedback_files(channel: grpc.aio.Channel) -> dict[str, Callable[[], Awaitable[Any]]]:
    """Uploads a file and starts it, and discards another."""
    files, uploaded = FeedbackFilesStub(channel), list[str]()

    async def upload(id_: str) -> None:
        content = f"event_id,text\nv{len(uploaded)},好喝\n".encode()
        asked = pb.UploadFeedbackFileRequest(request_id=id_, content=content, name="may.csv")
        uploaded.append((await files.UploadFeedbackFile(asked)).file.id)

    async def start() -> None:
        asked = pb.StartFeedbackFileRequest(request_id="ff3", file_id=uploaded[0])
        await files.StartFeedbackFile(asked)

    async def discard() -> None:
        await upload("ff2")
        asked = pb.DiscardFeedbackFileRequest(request_id="ff4", file_id=uploaded[1])
        await files.DiscardFeedbackFile(asked)

    return {
        f"{SERVICE}.UploadFeedbackFile": lambda: upload("ff1"),
        f"{SERVICE}.StartFeedbackFile": start,
        f"{SERVICE}.DiscardFeedbackFile": discard,
    }
