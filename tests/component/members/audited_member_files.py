"""What an operator does with member files, for the audit log: each by its name in it."""

from collections.abc import Awaitable, Callable
from typing import Any

import grpc

from tessera.members.v1 import member_files_pb2 as pb
from tessera.members.v1.member_files_pb2_grpc import MemberFilesStub

SERVICE = "members.MemberFiles"


def member_files(channel: grpc.aio.Channel) -> dict[str, Callable[[], Awaitable[Any]]]:
    """Uploads a file and starts it, and discards another."""
    files, uploaded = MemberFilesStub(channel), list[str]()

    async def upload(id_: str) -> None:
        content = f"phone\n139000077{len(uploaded):02}\n".encode()
        asked = pb.UploadMemberFileRequest(request_id=id_, content=content, name="may.csv")
        uploaded.append((await files.UploadMemberFile(asked)).file.id)

    async def start() -> None:
        asked = pb.StartMemberFileRequest(request_id="mf3", file_id=uploaded[0])
        await files.StartMemberFile(asked)

    async def discard() -> None:
        await upload("mf2")
        asked = pb.DiscardMemberFileRequest(request_id="mf4", file_id=uploaded[1])
        await files.DiscardMemberFile(asked)

    return {
        f"{SERVICE}.UploadMemberFile": lambda: upload("mf1"),
        f"{SERVICE}.StartMemberFile": start,
        f"{SERVICE}.DiscardMemberFile": discard,
    }
