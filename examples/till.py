"""`.venv/bin/python -m examples.till`: a till over gRPC, on the suite that runs on `.data`.

The till enrols or finds a customer by a phone number, sells two drinks, prints the points that they
earn, and takes one drink back. With `--voucher CODE` it takes a voucher first. Each step can be
repeated: an id of the till makes it take effect once. After `record`, points also gets the activity
from members; it has no second effect.

For a suite on other machines set TESSERA_MEMBERS_ADDRESS, TESSERA_POINTS_ADDRESS, and TESSERA_TOKEN
to a channel's token.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from datetime import UTC, datetime

import grpc

from deploy.local.problem import StartProblem
from examples.connection import connect
from services.common import auth, errors
from services.common.ids import new_id
from tessera.members.v1 import activities_pb2 as activities
from tessera.members.v1 import activities_pb2_grpc, members_pb2_grpc
from tessera.members.v1 import members_pb2 as members
from tessera.points.v1 import earning_pb2 as earning
from tessera.points.v1 import earning_pb2_grpc, refunds_pb2_grpc, vouchers_pb2_grpc
from tessera.points.v1 import refunds_pb2 as refunds
from tessera.points.v1 import vouchers_pb2 as vouchers
from tessera.types.v1 import types_pb2 as types

CHANNEL = "pos"
STORE = "store_1"
TIMEOUT_S = 10.0


def main(arguments: Sequence[str] | None = None) -> int:
    """0; or 1 and the refusal on stderr."""
    parser = argparse.ArgumentParser(prog=".venv/bin/python -m examples.till")
    parser.add_argument("--brand", default="tea")
    parser.add_argument("--currency", default="CNY")
    parser.add_argument("--phone", default="+8619900009999")
    parser.add_argument("--voucher", default="", help="the code that the customer shows")
    parser.add_argument("--data", default=".data")
    options = parser.parse_args(arguments)
    try:
        asyncio.run(sell(options))
    except StartProblem as problem:
        print(problem, file=sys.stderr)
        return 1
    except grpc.aio.AioRpcError as error:
        refused = errors.reason_of(error)
        said = f"{refused.reason} {refused.field}: {refused.en}" if refused else error.details()
        print(said, file=sys.stderr)
        return 1
    return 0


async def sell(options: argparse.Namespace) -> None:
    """The customer's visit, step by step."""
    where = {"brand": options.brand, "role": auth.Role.CHANNEL, "data": options.data}
    async with connect("members", **where) as to_members, connect("points", **where) as to_points:
        if options.voucher:
            await take_voucher(to_points, options.voucher)
        member_id = await enrol(to_members, options.phone)
        bought = order(member_id, options.currency, {"1": 1_900, "2": 2_500})
        await award(to_points, bought)
        await record(to_members, bought)
        back = given_back(bought, "2")
        await refund(to_points, back)
        await record(to_members, back)


async def take_voucher(to_points: grpc.aio.Channel, code: str) -> None:
    """Look the voucher up, take it by a slip, give it back, and take it."""
    stub: vouchers_pb2_grpc.VouchersAsyncStub = vouchers_pb2_grpc.VouchersStub(to_points)
    seen = await stub.LookUpVoucher(vouchers.LookUpVoucherRequest(code=code), timeout=TIMEOUT_S)
    print(f"voucher for {seen.voucher.reward_name.en}, good until {seen.voucher.expire_on}")
    slip = vouchers.RedeemVoucherRequest(request_id=new_id("use"), code=code, store_id=STORE)
    await stub.RedeemVoucher(slip, timeout=TIMEOUT_S)
    back = vouchers.ReverseVoucherRequest(request_id=new_id("back"), code=code, store_id=STORE)
    await stub.ReverseVoucher(back, timeout=TIMEOUT_S)
    use = vouchers.RedeemVoucherRequest(request_id=new_id("use"), code=code, store_id=STORE)
    used = await stub.RedeemVoucher(use, timeout=TIMEOUT_S)
    print(f"voucher taken at {used.voucher.store_id}")


async def enrol(to_members: grpc.aio.Channel, phone: str) -> str:
    """The id of the member with this phone number, new or found."""
    stub: members_pb2_grpc.MembersAsyncStub = members_pb2_grpc.MembersStub(to_members)
    answer = await stub.EnrolMember(
        members.EnrolMemberRequest(
            request_id=f"till/enrol/{phone}",
            channel=CHANNEL,
            identities=[members.Identity(kind=members.IDENTITY_KIND_PHONE, value=phone)],
        ),
        timeout=TIMEOUT_S,
    )
    print(f"member {answer.member.id}, tier {answer.member.tiers[0].code}")
    return answer.member.id


def order(member_id: str, currency: str, prices: dict[str, int]) -> types.Activity:
    """An order at the present time, one piece a line, at `prices` in minor units."""
    lines = [
        types.OrderLine(
            line_id=line, sku="drink", series="milk_tea", quantity=1, amount_minor=price
        )
        for line, price in prices.items()
    ]
    total = types.Money(currency_code=currency, minor_units=sum(prices.values()))
    receipt = new_id("receipt")
    activity = types.Activity(
        channel=CHANNEL,
        event_id=receipt,
        member_id=member_id,
        type=types.ACTIVITY_TYPE_ORDER,
        store_id=STORE,
        order=types.Order(order_id=receipt, total=total, lines=lines),
    )
    activity.occur_time.FromDatetime(datetime.now(UTC))
    return activity


def given_back(bought: types.Activity, line_id: str) -> types.Activity:
    """The refund of one whole line: an activity with an id of its own, which names the order."""
    back = types.Activity()
    back.CopyFrom(bought)
    back.event_id = new_id("receipt")
    back.type = types.ACTIVITY_TYPE_REFUND
    kept = [line for line in bought.order.lines if line.line_id == line_id]
    del back.order.lines[:]
    back.order.lines.extend(kept)
    back.order.total.minor_units = sum(line.amount_minor for line in kept)
    return back


async def record(to_members: grpc.aio.Channel, activity: types.Activity) -> None:
    """Record the activity with members; a till that was offline can send up to 1,000 at once."""
    stub: activities_pb2_grpc.ActivitiesAsyncStub = activities_pb2_grpc.ActivitiesStub(to_members)
    answer = await stub.RecordActivities(
        activities.RecordActivitiesRequest(activities=[activity]), timeout=TIMEOUT_S
    )
    for result in answer.results:
        state = activities.RecordState.Name(result.state).removeprefix("RECORD_STATE_").lower()
        print(f"{state} {result.event_id} {result.reason} {result.message}".rstrip())


async def award(to_points: grpc.aio.Channel, activity: types.Activity) -> None:
    """Award the activity at once, for the receipt; sent twice, like a till on a bad network."""
    stub: earning_pb2_grpc.EarningAsyncStub = earning_pb2_grpc.EarningStub(to_points)
    request = earning.AwardActivitiesRequest(activities=[activity])
    for _ in range(2):
        answer = await stub.AwardActivities(request, timeout=TIMEOUT_S)
        for result in answer.results:
            earned = [f"{one.amount} {one.asset} by {one.rule}" for one in result.awards]
            again = " (the first answer again)" if result.replayed else ""
            refused = f"{result.reason} {result.message}".strip()
            print(f"earned {', '.join(earned) or refused or 'nothing'}{again}")


async def refund(to_points: grpc.aio.Channel, activity: types.Activity) -> None:
    """Preview the refund, then commit it."""
    stub: refunds_pb2_grpc.RefundsAsyncStub = refunds_pb2_grpc.RefundsStub(to_points)
    preview = await stub.PreviewRefund(
        refunds.PreviewRefundRequest(refund=activity), timeout=TIMEOUT_S
    )
    done = await stub.CommitRefund(refunds.CommitRefundRequest(refund=activity), timeout=TIMEOUT_S)
    for before, after in zip(preview.clawbacks, done.clawbacks, strict=True):
        print(f"gave back {after.taken} {after.asset} of {before.due} due")


if __name__ == "__main__":
    raise SystemExit(main())
