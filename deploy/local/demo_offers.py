"""Some people of the demo brand saw what is proposed to them, and some said no.

Requests have the same ids every time, so sending them twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from deploy.local import demo, loading, ports, tokens
from deploy.local.folder import Folder
from services.common import auth, channel
from tessera.feedback.v1 import offers_pb2 as pb
from tessera.feedback.v1 import offers_pb2_grpc

SAW = range(2, 32)
"""The first person's list is left whole."""
SAYS_NO = 7
"""One of so many says no to the first offer."""


async def show(folder: Folder, addresses: Mapping[str, int]) -> None:
    """Thirty people saw their offers of today, and some declined the first one."""
    ids = await loading.ids_of(folder, addresses, SAW)
    source = auth.TokenIssuer(folder.keys).source(tokens.caller(role="operator", brand=demo.BRAND))
    address = f"{ports.HOST}:{addresses['feedback']}"
    async with channel.connect(address, issuer_token=source) as desk:
        stub: offers_pb2_grpc.NextOffersAsyncStub = offers_pb2_grpc.NextOffersStub(desk)
        for number, member_id in ids.items():
            listed = await stub.ListNextOffers(pb.ListNextOffersRequest(member_id=member_id))
            codes = [each.code for each in listed.offers]
            if not codes:
                continue
            await stub.ShowNextOffers(
                pb.ShowNextOffersRequest(
                    request_id=f"demo-offers-{number:04d}-{'+'.join(codes)}",
                    member_id=member_id,
                    offers=codes,
                )
            )
            if number % SAYS_NO == 0:
                await stub.DeclineNextOffer(
                    pb.DeclineNextOfferRequest(
                        request_id=f"demo-decline-{number:04d}-{codes[0]}",
                        member_id=member_id,
                        offer=codes[0],
                    )
                )
