"""The context in which every command of next offers works."""

from dataclasses import dataclass
from datetime import date

from services.common.clock import Clock
from services.feedback.audience.commands import Audience
from services.feedback.fact_store.commands import MemberFacts
from services.feedback.offers.commands.ports import OfferRecords, Orders
from services.feedback.offers.domain.section import OfferPlan, offer_plan
from services.feedback.programme.commands import Programmes
from services.feedback.programme.domain import Programme


@dataclass(frozen=True, slots=True)
class OffersContext:
    """Records, orders, the programmes in force, what is known of members, and the time."""

    records: OfferRecords
    orders: Orders
    programmes: Programmes
    audience: Audience
    member_facts: MemberFacts
    clock: Clock

    async def plan(self, brand: str) -> tuple[Programme, OfferPlan, date]:
        """The brand's programme, its offers, and its local day; an empty plan before the first."""
        programme = await self.programmes.of(brand) or Programme(brand)
        today = self.clock.now().astimezone(programme.zone).date()
        return programme, programme.section(offer_plan), today
