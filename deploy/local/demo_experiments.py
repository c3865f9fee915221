"""What the demo brand tries: one experiment collects, one was stopped for an arm, one waits for a
second operator.

Requests have the same ids every time, and a member is exposed once, so sending them twice changes
nothing.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping

from deploy.local import demo, loading, ports, tokens
from deploy.local.folder import Folder
from services.common import auth, channel
from tessera.feedback.v1 import experiments_pb2 as pb
from tessera.feedback.v1 import experiments_pb2_grpc

COLLECTING, STOPPED, ASKED = "home_page", "check_in_hint", "welcome_offer"
PEOPLE = range(2, 62)
"""Who saw the first page and the hint."""
KEPT, WHY = "playful", "店员反馈趣味文案更受欢迎，全量使用"
TIMEOUT_S = 15.0
POLL_S = 0.5


async def show(folder: Folder, addresses: Mapping[str, int]) -> None:
    """Operators start experiments, the app exposes members, and one is stopped."""
    issuer = auth.TokenIssuer(folder.keys)
    address = f"{ports.HOST}:{addresses['feedback']}"
    ids = await loading.ids_of(folder, addresses, list(PEOPLE))
    staff = issuer.source(tokens.caller(role="operator", brand=demo.BRAND))
    app = issuer.source(tokens.caller(role="service", brand=demo.BRAND))
    async with (
        channel.connect(address, issuer_token=staff) as desk,
        channel.connect(address, issuer_token=app) as front,
    ):
        operator: experiments_pb2_grpc.ExperimentsAsyncStub = experiments_pb2_grpc.ExperimentsStub(
            desk
        )
        pages: experiments_pb2_grpc.ExperimentsAsyncStub = experiments_pb2_grpc.ExperimentsStub(
            front
        )
        for code in (COLLECTING, STOPPED, ASKED):
            await operator.StartExperiment(start(code))
        members = list(ids.values())
        await _until_known(pages, members[0])
        for code in (COLLECTING, STOPPED):
            uses = [pb.UseExperimentRequest(code=code, member_id=each) for each in members]
            await asyncio.gather(*map(pages.UseExperiment, uses))
        await operator.StopExperiment(stop())


def start(code: str) -> pb.StartExperimentRequest:
    """The start of an experiment, or the wish for it where a second operator must agree."""
    return pb.StartExperimentRequest(request_id=f"demo-start-{code}", code=code)


def stop() -> pb.StopExperimentRequest:
    """The stop, by which all have the words that people liked."""
    return pb.StopExperimentRequest(
        request_id=f"demo-stop-{STOPPED}", code=STOPPED, arm=KEPT, words=WHY
    )


async def _until_known(pages: experiments_pb2_grpc.ExperimentsAsyncStub, member_id: str) -> None:
    """Returns when feedback has heard of the member, or after 15 s if it has not."""
    request = pb.UseExperimentRequest(code=COLLECTING, member_id=member_id)
    deadline = time.monotonic() + TIMEOUT_S
    while not (await pages.UseExperiment(request)).exposed and time.monotonic() < deadline:
        await asyncio.sleep(POLL_S)
