"""What the demo brand's channels cost in the last months.

Requests have the same ids every time, so sending them twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from deploy.local import demo, ports, tokens
from deploy.local.folder import Folder
from services.common import auth, channel
from tessera.feedback.v1 import insight_pb2 as pb
from tessera.feedback.v1 import insight_pb2_grpc

MONTHS = 3
COSTS = {"stores": 180_000, "moments": 420_000}
"""In fen a month."""


async def show(folder: Folder, addresses: Mapping[str, int]) -> None:
    """The costs of this month and the two before it are told."""
    source = auth.TokenIssuer(folder.keys).source(tokens.caller(role="operator", brand=demo.BRAND))
    address = f"{ports.HOST}:{addresses['feedback']}"
    async with channel.connect(address, issuer_token=source) as desk:
        stub: insight_pb2_grpc.InsightAsyncStub = insight_pb2_grpc.InsightStub(desk)
        for month in _months(datetime.now(demo.ZONE).date()):
            costs = [
                pb.ChannelCost(channel=code, minor_units=minor) for code, minor in COSTS.items()
            ]
            request = pb.PutChannelCostsRequest(
                request_id=f"demo-costs-{month:%Y-%m}", month=f"{month:%Y-%m}", costs=costs
            )
            await stub.PutChannelCosts(request)


def _months(today: date) -> list[date]:
    months = [today.replace(day=1)]
    while len(months) < MONTHS:
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    return months
