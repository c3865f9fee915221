"""Benefits: what a member's tier gives, and the desk at which counted ones are used."""

from collections.abc import Sequence
from enum import Enum
from typing import Annotated

import strawberry

from gateway.core.ids import to_global
from gateway.schema.core.connections import (
    After,
    First,
    Page,
    PageInfo,
    edge_cursor,
    edge_node,
    edges,
    first_of,
    page_info,
    second_of,
)
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call, column, read
from gateway.schema.core.inputs import INPUT, MemberId, request_id, required
from gateway.schema.core.named import Named, NamedCode
from gateway.schema.core.page_cursor import page_of
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import (
    Date,
    DateTime,
    Lang,
    Long,
    enum_value,
    instant,
    moment,
    text,
)
from gateway.schema.core.selections import Args, Inner
from gateway.schema.core.user_errors import UserError
from gateway.upstream.batching import Need
from gateway.upstream.loaders import wallet_need
from tessera.points.v1 import benefits_pb2, wallets_pb2

_KIND = "benefit_use"


@strawberry.enum(description="How long a grant of a counted benefit lasts.")
class BenefitTerm(Enum):
    """As tessera.points.v1.BenefitTerm."""

    MONTH = enum_value(benefits_pb2.BENEFIT_TERM_MONTH, "A calendar month.")
    YEAR = enum_value(benefits_pb2.BENEFIT_TERM_YEAR, "A calendar year.")
    MEMBERSHIP_YEAR = enum_value(
        benefits_pb2.BENEFIT_TERM_MEMBERSHIP_YEAR,
        "From one anniversary of the enrolment to the next.",
    )


def _name(benefit: benefits_pb2.MemberBenefit, context: RequestContext, lang: Lang = None) -> str:
    return text(benefit.name, context, lang)


@strawberry.type(
    description="A benefit of the member's tier. A counted one is used up at a till; the others"
    " hold as long as the tier does, and have nulls in `left`, `of`, `per` and `until`."
)
class MemberBenefit:
    """Source: tessera.points.v1.MemberBenefit."""

    code: str = column("The code in the programme.")
    name: str = read(_name, "The name in the language of `lang`.")
    left: Long | None = read(
        lambda benefit: benefit.left if benefit.counted else None,
        "How often the member can use it now.",
    )
    of: Long | None = read(
        lambda benefit: benefit.granted if benefit.counted else None,
        "How often it was granted in this term; 0 where what is left was given otherwise.",
    )
    per: BenefitTerm | None = read(lambda benefit: benefit.term or None, "The term.")
    until: Date | None = read(
        lambda benefit: benefit.until or None,
        "The last day of the term, in the brand's time zone; what is left then is lost. Null where"
        " there was no grant.",
    )


def benefits_need(args: Args, inner: Inner) -> Need:
    """The need of a wallet with the benefits."""
    return wallet_need(benefits=True)


def pick_benefits(wallet: wallets_pb2.Wallet) -> Sequence[benefits_pb2.MemberBenefit]:
    """The benefits in a wallet."""
    return wallet.benefits.benefits


@strawberry.type(description="A use of a counted benefit, at a store.")
class BenefitUse:
    """Source: tessera.points.v1.BenefitUse."""

    id: strawberry.ID = column("The id, by which the store gives the use back.")
    benefit: Named = read(
        lambda use: NamedCode(use.benefit, use.benefit_name),
        "The benefit, with the name it has now.",
    )
    member_id: strawberry.ID = read(
        lambda use: to_global("Member", use.member_id), "The global id of the member."
    )
    store_id: str = column("The store that handed it over.")
    used_at: DateTime = read(lambda use: moment(use.use_time), "The time of the use.")
    reversed_at: DateTime | None = read(
        lambda use: instant(use, "reverse_time"),
        "The time at which it was given back as a mistake; null while it counts.",
    )


@strawberry.type(description="A use of a benefit, with its place in the list.")
class BenefitUseEdge:
    """Source: a pair of cursor and use."""

    cursor: str = edge_cursor(first_of)
    node: BenefitUse = edge_node(second_of)


@strawberry.type(description="A page of uses of benefits, the last one first.")
class BenefitUseConnection:
    """Source: Page."""

    edges: list[BenefitUseEdge] = edges()
    page_info: PageInfo = page_info()


async def _uses(
    context: RequestContext,
    first: First = 20,
    after: After = None,
    member_id: MemberId = None,
) -> Page:
    request = benefits_pb2.ListBenefitUsesRequest(member_id=context.member_id(member_id))
    method = context.services.benefits.ListBenefitUses
    return await page_of(context, _KIND, method, request, "uses", first, after)


@strawberry.type
class BenefitQueries:
    """The field of Query."""

    benefit_uses: BenefitUseConnection | None = call(
        _uses,
        "A member's uses of counted benefits, the last one first, with those given back.",
        rule=Rule.SIGNED_IN,
        size="first",
    )


@strawberry.input(description="A counted benefit for a store to hand over.")
class UseBenefitInput:
    """Of the member who stands at the desk."""

    request_id: strawberry.ID = request_id()
    member_id: strawberry.ID = required("The member, by global id or bare id.")
    benefit: str = required("The code of the benefit, as the member's card has it.")
    store_id: str = required("The store that hands it over, as its till names it.")


@strawberry.input(description="A use of a benefit that was a mistake.")
class ReverseBenefitUseInput:
    """By its id."""

    request_id: strawberry.ID = request_id()
    use_id: strawberry.ID = required("The use.")
    store_id: str = required("The store that handed it over.")


@strawberry.type(description="The use after the mutation, or the reasons of the refusal.")
class BenefitUsePayload:
    """Source: Outcome of a use."""

    use: BenefitUse | None = read(lambda outcome: outcome.result, "The use; null when refused.")
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _use(context: RequestContext, input: Annotated[UseBenefitInput, INPUT]) -> Outcome:
    def request() -> benefits_pb2.UseBenefitRequest:
        return benefits_pb2.UseBenefitRequest(
            request_id=input.request_id,
            member_id=context.member_id(input.member_id),
            benefit=input.benefit,
            store_id=input.store_id,
        )

    return await perform(
        context, "useBenefit", context.services.benefits.UseBenefit, request, "use"
    )


async def _reverse(
    context: RequestContext, input: Annotated[ReverseBenefitUseInput, INPUT]
) -> Outcome:
    request = benefits_pb2.ReverseBenefitUseRequest(
        request_id=input.request_id, use_id=input.use_id, store_id=input.store_id
    )
    method = context.services.benefits.ReverseBenefitUse
    return await perform(context, "reverseBenefitUse", method, lambda: request, "use")


@strawberry.type
class BenefitMutations:
    """The fields of Mutation."""

    use_benefit: BenefitUsePayload | None = mutation(
        "useBenefit",
        _use,
        "Hands a counted benefit of a member over, once, for a store.",
        rule=Rule.OPERATORS,
    )
    reverse_benefit_use: BenefitUsePayload | None = mutation(
        "reverseBenefitUse",
        _reverse,
        "Gives a use of a benefit back at the store that handed it over, on the same day.",
        rule=Rule.OPERATORS,
    )
