"""What tests ask of the Ledger service, and how they read its answers."""

from __future__ import annotations

from typing import Any

import grpc
import pytest

from services.common.errors import Reason, reason_of
from tessera.points.v1 import ledger_pb2 as pb
from tests.component.points.conftest import As


def leg(owner: str, amount: int, asset: str = "POINTS", **fields: Any) -> pb.Leg:
    return pb.Leg(owner=owner, asset=asset, amount=amount, **fields)


def earning(owner: str, points: int, request_id: str, **fields: Any) -> pb.CreatePostingRequest:
    legs = [leg(owner, points, **fields), leg("house:issued", -points)]
    return pb.CreatePostingRequest(request_id=request_id, kind=pb.POSTING_KIND_EARN, legs=legs)


def spending(owner: str, points: int, request_id: str, **fields: Any) -> pb.CreatePostingRequest:
    legs = [leg(owner, -points, **fields), leg("house:redeemed", points)]
    return pb.CreatePostingRequest(request_id=request_id, kind=pb.POSTING_KIND_SPEND, legs=legs)


def stocking(code: str, pieces: int, request_id: str) -> pb.CreatePostingRequest:
    """Pieces brought to a reward or, negative, taken out."""
    legs = [leg("house:stock", -pieces, "STOCK"), leg(f"reward:{code}", pieces, "STOCK")]
    return pb.CreatePostingRequest(request_id=request_id, kind=pb.POSTING_KIND_STOCK, legs=legs)


async def refusal(call: Any) -> Reason:
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await call
    reason = reason_of(caught.value)
    assert reason is not None
    return reason


async def history(caller: As, owner: str, size: int) -> list[int]:
    """All sequences of the owner's points, page by page."""
    numbers, token = [], ""
    while True:
        page = await caller.ledger.ListEntries(
            pb.ListEntriesRequest(owner=owner, asset="POINTS", page_size=size, page_token=token)
        )
        numbers += [entry.sequence for entry in page.entries]
        token = page.next_page_token
        if not token:
            return numbers
