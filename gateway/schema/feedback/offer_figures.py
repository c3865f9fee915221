"""Next offers, for operators: why a member has which, how they are taken, what goes together."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Annotated, Any

import strawberry

from gateway.core.ids import plain_id
from gateway.schema.core.connections import (
    After,
    First,
    Page,
    PageInfo,
    edge_cursor,
    edge_node,
    first_of,
    page_size,
    second_of,
)
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import CALL_COST, Rule, call, column, read
from gateway.schema.core.named import Named, NamedCode
from gateway.schema.core.page_cursor import PageCursor
from gateway.schema.core.scalars import DateTime, Lang, Long, enum_value, instant, text
from gateway.schema.feedback.next_offers import NextOffer, NextOfferBasis
from tessera.feedback.v1 import offers_pb2 as pb

_KIND = "association"
_COST = 4 * CALL_COST
OFFERS_MOST = 50

OfSeries = Annotated[
    str | None,
    strawberry.argument(description="Only those from this series; all when left out."),
]
Whom = Annotated[strawberry.ID, strawberry.argument(description="The member, by global id.")]


@strawberry.enum(description="The reason for which an offer is not proposed.")
class NextOfferHindrance(Enum):
    """As tessera.feedback.v1.NextOfferHindrance."""

    CLOSED = enum_value(
        pb.NEXT_OFFER_HINDRANCE_CLOSED, "Its first day has not come, or its last day is over."
    )
    DECLINED = enum_value(
        pb.NEXT_OFFER_HINDRANCE_DECLINED, "The member declined it in the last 30 days."
    )
    BOUGHT = enum_value(
        pb.NEXT_OFFER_HINDRANCE_BOUGHT, "The member bought of the series in the last days."
    )
    CONDITION = enum_value(
        pb.NEXT_OFFER_HINDRANCE_CONDITION, "Its condition is false of the member."
    )
    NOT_BOUGHT_ENOUGH = enum_value(
        pb.NEXT_OFFER_HINDRANCE_NOT_BOUGHT_ENOUGH,
        "The member did not buy enough of the series that it asks for.",
    )
    PROFILING = enum_value(
        pb.NEXT_OFFER_HINDRANCE_PROFILING,
        "It reads the member, who did not agree to profiling.",
    )
    BEHIND = enum_value(pb.NEXT_OFFER_HINDRANCE_BEHIND, "Others are before it.")


def _optional(field: str) -> Any:
    return lambda told: getattr(told, field) if told.HasField(field) else None


@strawberry.type(description="An offer, judged for a member.")
class JudgedOffer:
    """Source: tessera.feedback.v1.JudgedOffer."""

    offer: NextOffer = column("The offer, with the reason that it has, or would have.")
    hindrance: NextOfferHindrance | None = read(
        lambda judged: judged.hindrance or None,
        "The reason for which it is not proposed; null where it is.",
    )
    chance: float | None = read(
        _optional("chance"),
        "How likely the member takes it, 0 to 1; null where it is not chosen by that.",
    )
    priority: int = column("The class of the programme: 1 comes before 9.")


@strawberry.type(description="All offers of the programme, judged for a member.")
class NextOfferExplanation:
    """Source: tessera.feedback.v1.ExplainNextOffersResponse."""

    offers: list[JudgedOffer] = column(
        "Those that are proposed, then the others in the programme's order.", size=OFFERS_MOST
    )
    by_profile: bool = column("True where the member agreed to profiling.")


def _name(figure: Any, context: RequestContext, lang: Lang = None) -> str:
    return text(figure.name, context, lang)


@strawberry.type(
    description="An offer of the programme, and how it was taken in the last 90 days. A member"
    " counts once a day."
)
class OfferFigure:
    """Source: tessera.feedback.v1.OfferFigure."""

    code: str = column("The code.")
    name: str = read(_name, "The name.")
    series: str = column("The series that it proposes.")
    shown: Long = column("How often it was shown.")
    declined: Long = column("How often it was declined.")
    taken: Long = column("How often the member bought of the series within 7 days.")
    explored: Long = column("Of those shown: those by chance.")
    explored_taken: Long = column(
        "Of those by chance: those taken. They tell the offer's own chance, as nobody was chosen"
        " for them."
    )


@strawberry.type(description="Two series that members buy together, within 90 days.")
class Association:
    """Source: tessera.feedback.v1.Association."""

    of_series: Named = read(
        lambda found: NamedCode(found.from_series, found.from_name),
        "The series that members bought.",
    )
    to_series: Named = read(
        lambda found: NamedCode(found.to_series, found.to_name), "The series that they took too."
    )
    basis: NextOfferBasis = column(
        "TOGETHER where it was learnt from orders; else as the programme writes it."
    )
    of_members: Long = read(lambda found: found.from_members, "Members who bought the first.")
    to_members: Long = column("Members who bought the second.")
    both: Long = column("Members who bought both.")
    confidence: float | None = read(
        _optional("confidence"),
        "The share of those who bought the first that took the second, 0 to 1; null without any.",
    )
    low: float | None = read(_optional("low"), "The lower end of its 95 % interval.")
    high: float | None = read(_optional("high"), "The upper end of its 95 % interval.")
    base: float | None = read(
        _optional("base"), "The share of all buyers who bought the second, 0 to 1."
    )
    lift: float | None = read(
        _optional("lift"), "The confidence against the base; null where the base is 0."
    )


@strawberry.type(description="An association, with its place in the list.")
class AssociationEdge:
    """Source: a pair of cursor and association."""

    cursor: str = edge_cursor(first_of)
    node: Association = edge_node(second_of)


@dataclass(frozen=True, slots=True)
class Associations:
    """A page of associations, and what they were learnt from."""

    page: Page
    buyers: int
    learnt_at: datetime | None


@strawberry.type(description="A page of associations: the brand's own, then the strongest first.")
class AssociationConnection:
    """Source: Associations."""

    edges: list[AssociationEdge] = read(
        lambda found: found.page.edges, "The items with their cursors.", size="first"
    )
    page_info: PageInfo = read(lambda found: found.page, "Where the page stands in the list.")
    buyers: Long = column("Members with an order of named series in the 180 days.")
    learnt_at: DateTime | None = column(
        "The time at which they were learnt; null before the first night."
    )


async def _explain(context: RequestContext, whom: Whom) -> pb.ExplainNextOffersResponse:
    request = pb.ExplainNextOffersRequest(member_id=plain_id("Member", whom, "whom"))
    services = context.services
    return await services.read(services.next_offers.ExplainNextOffers, request, context.caller)


async def _figures(context: RequestContext) -> list[Any]:
    services = context.services
    method, request = services.next_offers.ListOfferFigures, pb.ListOfferFiguresRequest()
    return list((await services.read(method, request, context.caller)).offers)


async def _associations(
    context: RequestContext,
    first: First = 20,
    after: After = None,
    of_series: OfSeries = None,
) -> Associations:
    place = PageCursor.read(_KIND, after)
    request = pb.ListAssociationsRequest(
        from_series=of_series or "",
        page_size=place.size(page_size(first)),
        page_token=place.token,
    )
    services = context.services
    answer = await services.read(services.next_offers.ListAssociations, request, context.caller)
    page = place.page(_KIND, list(answer.associations), answer.next_page_token)
    return Associations(page, answer.buyers, instant(answer, "learn_time"))


@strawberry.type
class OfferFigureQueries:
    """The fields of Query."""

    explain_next_offers: NextOfferExplanation | None = call(
        _explain,
        "Of each offer of the programme the reason for which a member has it today, or has it not."
        " For operators.",
        rule=Rule.OPERATORS,
        size=1,
    )
    offer_figures: list[OfferFigure] | None = call(
        _figures,
        "The offers of the programme in its order, and how members took them. For operators.",
        rule=Rule.OPERATORS,
        size=OFFERS_MOST,
        cost=_COST,
    )
    associations: AssociationConnection | None = call(
        _associations,
        "Series that members buy together, learnt every night from the orders of 180 days, or"
        " written in the programme. For operators.",
        rule=Rule.OPERATORS,
        size=1,
    )
