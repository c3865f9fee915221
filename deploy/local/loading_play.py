"""Demo data of play: draws of a lottery, and sign-ups for an event of the brand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import grpc

from deploy.local.folder import Folder
from deploy.local.loading import ids_of, open_channel
from tessera.points.v1 import (
    brand_events_pb2,
    brand_events_pb2_grpc,
    lotteries_pb2,
    lotteries_pb2_grpc,
)


async def show_draws(
    folder: Folder, addresses: Mapping[str, int], member_id: str, lottery: str, draws: int
) -> None:
    """The member has had so many draws, with the tickets of check-ins; the same at every call.

    One that the lottery refuses, as on a day after its last, is left out.
    """
    async with open_channel(folder, addresses, "operator", service="points") as desk:
        stub: lotteries_pb2_grpc.LotteriesAsyncStub = lotteries_pb2_grpc.LotteriesStub(desk)
        for n in range(draws):
            wish = lotteries_pb2.DrawLotteryRequest(
                request_id=f"demo-draw-{n}", lottery=lottery, member_id=member_id
            )
            try:
                await stub.DrawLottery(wish)
            except grpc.aio.AioRpcError as error:
                if error.code() is not grpc.StatusCode.FAILED_PRECONDITION:
                    raise


async def show_sign_ups(
    folder: Folder, addresses: Mapping[str, int], event: str, numbers: Sequence[int]
) -> None:
    """People by number have signed up for the event, in their order; the same at every call.

    Those whom the event refuses, as after it began, are left out.
    """
    ids = await ids_of(folder, addresses, numbers)
    async with open_channel(folder, addresses, "operator", service="points") as desk:
        stub: brand_events_pb2_grpc.BrandEventsAsyncStub = brand_events_pb2_grpc.BrandEventsStub(
            desk
        )
        for number in numbers:
            wish = brand_events_pb2.SignUpForEventRequest(
                request_id=f"demo-sign-up-{number:04d}",
                member_id=ids[number],
                event=event,
            )
            try:
                await stub.SignUpForEvent(wish)
            except grpc.aio.AioRpcError as error:
                if error.code() is not grpc.StatusCode.FAILED_PRECONDITION:
                    raise
