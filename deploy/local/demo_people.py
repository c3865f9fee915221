"""What the staff of the demo brand may see of members, and which two members may be one person.

Requests have the same ids every time, so sending them twice changes nothing; but a look at personal
data, which is an entry of the audit log at each call.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime

import grpc

from deploy.local import demo, loading, ports, tokens
from deploy.local.demo_operators import OPERATORS
from deploy.local.folder import Folder
from services.common import auth, channel
from tessera.members.v1 import (
    events_pb2,
    events_pb2_grpc,
    members_pb2,
    members_pb2_grpc,
    merge_requests_pb2,
    merge_requests_pb2_grpc,
    phones_pb2,
    phones_pb2_grpc,
    reveals_pb2,
    reveals_pb2_grpc,
)

ASKED_BY = "op-zhao"
"""The manager who looks at the first person's data, and asks for phones of a list."""
RECALLED = (4, 5, 6, 7)
"""People whose phones are asked for; a second manager decides."""
ASKS, HOLDS = 12, 13
"""The first of the two proves the other's number, and asks for one account."""
CODE_TIMEOUT_S = 15.0


async def show(folder: Folder, addresses: Mapping[str, int]) -> None:
    """A look at personal data, a list of phones that waits, and a request to merge."""
    ids = await loading.ids_of(folder, addresses, {1, ASKS, *RECALLED})
    issuer = auth.TokenIssuer(folder.keys)
    address = f"{ports.HOST}:{addresses['members']}"
    [manager] = [each for each in OPERATORS if each.subject == ASKED_BY]
    async with channel.connect(address, issuer_token=issuer.source(manager.caller)) as desk:
        cards: members_pb2_grpc.MembersAsyncStub = members_pb2_grpc.MembersStub(desk)
        look = members_pb2.RevealMemberRequest(member_id=ids[1], reason="核对寄送奖品的地址")
        await cards.RevealMember(look)
        lists: reveals_pb2_grpc.RevealsAsyncStub = reveals_pb2_grpc.RevealsStub(desk)
        await lists.RequestReveal(
            reveals_pb2.RequestRevealRequest(
                request_id="demo-reveal",
                member_ids=[ids[number] for number in RECALLED],
                reason="第 7 批杯盖召回，逐一电话通知",
            )
        )
    caller = tokens.caller(role="member", brand=demo.BRAND, member_id=ids[ASKS])
    async with (
        channel.connect(address, issuer_token=issuer.source(caller)) as phone,
        loading.open_channel(folder, addresses, "service") as service,
    ):
        number = demo.people()[HOLDS - 1].phone
        code = await _code(phone, service, ids[ASKS], number)
        asking: merge_requests_pb2_grpc.MergeRequestsAsyncStub
        asking = merge_requests_pb2_grpc.MergeRequestsStub(phone)
        await asking.RequestMerge(
            merge_requests_pb2.RequestMergeRequest(
                request_id="demo-merge", member_id=ids[ASKS], phone=number, code=code
            )
        )


async def _code(
    phone: grpc.aio.Channel, service: grpc.aio.Channel, member_id: str, number: str
) -> str:
    """The digits that an SMS brings to the number."""
    asked_at = datetime.now(UTC)
    codes: phones_pb2_grpc.PhonesAsyncStub = phones_pb2_grpc.PhonesStub(phone)
    await codes.SendPhoneCode(
        phones_pb2.SendPhoneCodeRequest(request_id="demo-code", phone=number, member_id=member_id)
    )
    since = events_pb2.WatchRequest()
    since.since.FromDatetime(asked_at)
    feed: events_pb2_grpc.EventsAsyncStub = events_pb2_grpc.EventsStub(service)
    taking: phones_pb2_grpc.PhonesAsyncStub = phones_pb2_grpc.PhonesStub(service)
    async with asyncio.timeout(CODE_TIMEOUT_S):
        async for told in feed.Watch(since):
            for event in told.events:
                if event.WhichOneof("kind") == "phone_code_asked" and event.brand == demo.BRAND:
                    request = phones_pb2.TakePhoneCodeRequest(
                        code_id=event.phone_code_asked.code_id
                    )
                    text = (await taking.TakePhoneCode(request)).text
                    return "".join(each for each in text if each.isdigit())[:6]
    raise AssertionError("the feed has no end")
