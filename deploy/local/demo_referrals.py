"""Who invited whom among the demo members."""

from collections.abc import Mapping

import grpc

from tessera.members.v1 import referrals_pb2, referrals_pb2_grpc

FRIENDS: Mapping[int, tuple[int, ...]] = {1: (88, 98, 99), 60: (61, 62, 63)}
"""The first person's friends have ordered nothing yet; those of the other one have."""


async def invite(pos: grpc.aio.Channel, ids: Mapping[int, str]) -> None:
    """Let the members, `ids` by number, accept the codes of their friends; once for ever."""
    stub: referrals_pb2_grpc.ReferralsAsyncStub = referrals_pb2_grpc.ReferralsStub(pos)
    for inviter, friends in FRIENDS.items():
        asked = referrals_pb2.GetInviteRequest(member_id=ids[inviter])
        code = (await stub.GetInvite(asked)).invite.code
        for friend in friends:
            await stub.AcceptInvite(
                referrals_pb2.AcceptInviteRequest(
                    request_id=f"demo-invite-{friend:04d}", member_id=ids[friend], code=code
                )
            )
