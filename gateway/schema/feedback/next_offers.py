"""Next offers: what is proposed to a member now, and why."""

from enum import Enum
from typing import Annotated, Any

import strawberry

from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call, column, read
from gateway.schema.core.inputs import INPUT, MemberId, member_id, request_id, required
from gateway.schema.core.named import Named, named
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import Date, DateTime, Lang, enum_value, instant, text
from gateway.schema.core.user_errors import UserError
from tessera.feedback.v1 import offers_pb2 as pb

OFFERS_USUAL = 3


@strawberry.enum(description="The ground on which something is proposed.")
class NextOfferBasis(Enum):
    """As tessera.feedback.v1.NextOfferBasis."""

    TOGETHER = enum_value(
        pb.NEXT_OFFER_BASIS_TOGETHER, "Members who bought what this member bought took it too."
    )
    SCENE = enum_value(
        pb.NEXT_OFFER_BASIS_SCENE,
        "By the brand's word it suits the same occasion as what the member bought.",
    )
    NEED = enum_value(pb.NEXT_OFFER_BASIS_NEED, "By the brand's word it answers the same need.")
    STYLE = enum_value(pb.NEXT_OFFER_BASIS_STYLE, "By the brand's word it is of the same style.")
    RULE = enum_value(pb.NEXT_OFFER_BASIS_RULE, "A rule of the programme.")
    EXPLORED = enum_value(
        pb.NEXT_OFFER_BASIS_EXPLORED, "Chance, so that the brand learns how it is taken."
    )
    EVERYONE = enum_value(
        pb.NEXT_OFFER_BASIS_EVERYONE, "The list for everyone without consent to profiling."
    )


def _name(offer: Any, context: RequestContext, lang: Lang = None) -> str:
    return text(offer.name, context, lang)


def _reason(offer: Any, context: RequestContext, lang: Lang = None) -> str:
    return text(offer.reason, context, lang)


@strawberry.type(description="A series of articles that is proposed to a member. It has no price.")
class NextOffer:
    """Source: tessera.feedback.v1.NextOffer."""

    code: str = column("The code in the programme.")
    name: str = read(_name, "The name.")
    series: str = column("The series of articles that it proposes.")
    reason: str = read(_reason, "The reason for which this member sees it, in a sentence.")
    basis: NextOfferBasis = column("The ground on which it is proposed.")
    bought: Named | None = read(
        lambda offer: named(offer.from_series, offer.from_name),
        "The series that the member bought, where the reason stands on one; else null.",
    )
    bought_orders: int = read(
        lambda offer: offer.from_orders,
        "In how many orders of the last 180 days the member bought of `bought`; 0 without it.",
    )
    bought_last_on: Date | None = read(
        lambda offer: offer.from_day or None, "The day of the last of these orders; else null."
    )


@strawberry.type(description="The things that are proposed to a member today, the best first.")
class NextOffers:
    """Source: tessera.feedback.v1.ListNextOffersResponse."""

    offers: list[NextOffer] = column("The offers, at most 10.", size=OFFERS_USUAL)
    by_profile: bool = column(
        "True where they are chosen by what the member is and bought; false without consent to"
        " profiling: then the list is the same for everyone."
    )


async def _next_offers(
    context: RequestContext, member_id: MemberId = None
) -> pb.ListNextOffersResponse:
    request = pb.ListNextOffersRequest(member_id=context.member_id(member_id))
    services = context.services
    return await services.read(services.next_offers.ListNextOffers, request, context.caller)


@strawberry.type
class NextOfferQueries:
    """The field of Query."""

    next_offers: NextOffers | None = call(
        _next_offers,
        "The things that are proposed to a member today; the same all day.",
        rule=Rule.SIGNED_IN,
        size=1,
    )


@strawberry.input(description="Offers that a member saw.")
class ShowNextOffersInput:
    """Members say it for themselves; operators name the member."""

    request_id: strawberry.ID = request_id()
    offers: list[str] = required("The codes of the offers, 1 to 10.")
    member_id: strawberry.ID | None = member_id()


@strawberry.input(description="An offer that a member does not want.")
class DeclineNextOfferInput:
    """Members decline for themselves; operators name the member."""

    request_id: strawberry.ID = request_id()
    offer: str = required("The code of the offer.")
    member_id: strawberry.ID | None = member_id()


@strawberry.type(
    description="The number of offers that were noted, or the reasons for the refusal."
)
class ShowNextOffersPayload:
    """Source: Outcome of a number."""

    shown: int | None = read(
        lambda outcome: outcome.result,
        "The number of those that are proposed today, and noted as shown; null when refused.",
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


@strawberry.type(description="The time of the next proposal, or the reasons for the refusal.")
class DeclineNextOfferPayload:
    """Source: Outcome of the answer."""

    until: DateTime | None = read(
        lambda outcome: instant(outcome.result, "until_time") if outcome.result else None,
        "The time from which it may be proposed again; null when refused.",
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _show(context: RequestContext, input: Annotated[ShowNextOffersInput, INPUT]) -> Outcome:
    def request() -> pb.ShowNextOffersRequest:
        return pb.ShowNextOffersRequest(
            request_id=input.request_id,
            member_id=context.member_id(input.member_id),
            offers=input.offers,
        )

    method = context.services.next_offers.ShowNextOffers
    return await perform(context, "showNextOffers", method, request, "shown")


async def _decline(
    context: RequestContext, input: Annotated[DeclineNextOfferInput, INPUT]
) -> Outcome:
    def request() -> pb.DeclineNextOfferRequest:
        return pb.DeclineNextOfferRequest(
            request_id=input.request_id,
            member_id=context.member_id(input.member_id),
            offer=input.offer,
        )

    method = context.services.next_offers.DeclineNextOffer
    return await perform(context, "declineNextOffer", method, request, None)


@strawberry.type
class NextOfferMutations:
    """The fields of Mutation."""

    show_next_offers: ShowNextOffersPayload | None = mutation(
        "showNextOffers",
        _show,
        "Notes that the member saw offers of today; each counts once a day.",
        rule=Rule.SIGNED_IN,
    )
    decline_next_offer: DeclineNextOfferPayload | None = mutation(
        "declineNextOffer",
        _decline,
        "Lets the member have an offer no more for 30 days.",
        rule=Rule.SIGNED_IN,
    )
