"""How the room `offers` is put together; `wiring.py` adds it to the service."""

from collections.abc import Sequence
from functools import partial

from services.common.clock import Clock
from services.common.mongo import Database
from services.common.server import RoomParts
from services.feedback.audience.storage import MongoAudience
from services.feedback.fact_store.commands import MemberFacts
from services.feedback.insight.storage.bought import MongoBought
from services.feedback.offers.api.offers import NextOffersServicer
from services.feedback.offers.commands import learning
from services.feedback.offers.commands.context import OffersContext
from services.feedback.offers.domain.record import Ordered
from services.feedback.offers.storage.records import INDEXES as INDEXES
from services.feedback.offers.storage.records import MongoOfferRecords
from services.feedback.programme.commands import Programmes
from tessera.feedback.v1 import offers_pb2_grpc


class FollowedOffers:
    """What the follower and the round of insight do for next offers."""

    def __init__(self, ctx: OffersContext) -> None:
        self._ctx = ctx

    async def ordered(self, orders: Sequence[Ordered]) -> None:
        """Members ordered."""
        await learning.take_up(self._ctx, orders)

    async def forget(self, brand: str, member_id: str) -> None:
        """A member was erased."""
        await self._ctx.records.forget(brand, member_id)

    async def learn_all(self) -> None:
        """Learn what is bought together, for each brand once a day."""
        await learning.learn_all(self._ctx)


def wire_offers(
    db: Database,
    programmes: Programmes,
    member_facts: MemberFacts,
    clock: Clock,
    page_secret: bytes,
) -> tuple[FollowedOffers, RoomParts]:
    """The room put together, and what insight's follower and round do for it."""
    ctx = OffersContext(
        MongoOfferRecords(db, clock),
        MongoBought(db),
        programmes,
        MongoAudience(db),
        member_facts,
        clock,
    )
    servicer = NextOffersServicer(ctx, page_secret)
    add = partial(offers_pb2_grpc.add_NextOffersServicer_to_server, servicer)
    return FollowedOffers(ctx), RoomParts([add], [])
