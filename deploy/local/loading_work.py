"""Loads what waits for the staff of the demo brand, through the gRPC calls of every channel."""

from __future__ import annotations

from collections.abc import Mapping

from deploy.local import demo_work, ports
from deploy.local.demo_operators import OPERATORS
from deploy.local.folder import Folder
from deploy.local.loading import ids_of, open_channel
from services.common import auth, channel
from tessera.feedback.v1 import broadcasts_pb2_grpc, feedback_pb2_grpc, group_posts_pb2_grpc
from tessera.members.v1 import groups_pb2, groups_pb2_grpc
from tessera.points.v1 import bulk_files_pb2_grpc, transfers_pb2_grpc


async def show_work(folder: Folder, addresses: Mapping[str, int]) -> None:
    """Feedback, an adjustment and a broadcast to decide on, a file to start, and a post to a group;
    always the same."""
    numbers = {1} | {said.number for said in demo_work.FEEDBACK}
    ids = await ids_of(folder, addresses, numbers)
    async with (
        open_channel(folder, addresses, "channel", service="feedback") as app,
        open_channel(folder, addresses, "operator", service="feedback") as desk,
    ):
        asking: feedback_pb2_grpc.FeedbackItemsAsyncStub = feedback_pb2_grpc.FeedbackItemsStub(app)
        answering: feedback_pb2_grpc.FeedbackItemsAsyncStub
        answering = feedback_pb2_grpc.FeedbackItemsStub(desk)
        for said in demo_work.FEEDBACK:
            if said.number not in ids:
                continue
            taken = await asking.SubmitFeedback(said.submission(ids[said.number]))
            for reply in said.answers(taken.feedback.id):
                await answering.ReplyFeedback(reply)
            if move := said.move(taken.feedback.id):
                await answering.MoveFeedback(move)
    [manager] = [each for each in OPERATORS if each.subject == demo_work.ASKED_BY]
    issuer = auth.TokenIssuer(folder.keys).source(manager.caller)
    async with channel.connect(
        f"{ports.HOST}:{addresses['feedback']}", issuer_token=issuer
    ) as desk:
        broadcasts: broadcasts_pb2_grpc.BroadcastsAsyncStub
        broadcasts = broadcasts_pb2_grpc.BroadcastsStub(desk)
        await broadcasts.DraftBroadcast(demo_work.broadcast())
        await _post_to_group(folder, addresses, group_posts_pb2_grpc.GroupPostsStub(desk))
    async with channel.connect(f"{ports.HOST}:{addresses['points']}", issuer_token=issuer) as desk:
        stub: transfers_pb2_grpc.AdjustmentsAsyncStub = transfers_pb2_grpc.AdjustmentsStub(desk)
        await stub.AdjustPoints(demo_work.adjustment(ids))
        files: bulk_files_pb2_grpc.BulkFilesAsyncStub = bulk_files_pb2_grpc.BulkFilesStub(desk)
        await files.UploadBulkFile(demo_work.bulk_file(ids))


async def _post_to_group(
    folder: Folder, addresses: Mapping[str, int], posts: group_posts_pb2_grpc.GroupPostsAsyncStub
) -> None:
    """To the first group, where there is one."""
    async with open_channel(folder, addresses, "operator", service="members") as desk:
        stub: groups_pb2_grpc.GroupsAsyncStub = groups_pb2_grpc.GroupsStub(desk)
        found = await stub.ListGroups(groups_pb2.ListGroupsRequest(page_size=1))
    for group in found.groups:
        await posts.PostToGroup(demo_work.group_post(group.id))
