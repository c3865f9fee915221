"""Draws of lotteries: a member's list, and drawing."""

from enum import Enum
from typing import Annotated, Any

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
from gateway.schema.core.inputs import INPUT, MemberId, member_id, request_id, required
from gateway.schema.core.page_cursor import page_of
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import Date, DateTime, Lang, Long, enum_value, moment, text
from gateway.schema.core.user_errors import UserError
from tessera.points.v1 import lotteries_pb2 as pb

_KIND = "draw"


@strawberry.enum(description="The kind of a prize.")
class PrizeKind(Enum):
    """As tessera.points.v1.PrizeKind."""

    ASSET = enum_value(pb.PRIZE_KIND_ASSET, "An amount of an asset, such as points.")
    COUPON = enum_value(pb.PRIZE_KIND_COUPON, "A coupon.")
    VOUCHER = enum_value(pb.PRIZE_KIND_VOUCHER, "A voucher, which any store takes.")


@strawberry.enum(description="The reason why a draw gave its prize, or none.")
class DrawReason(Enum):
    """As tessera.points.v1.DrawReason."""

    DRAWN = enum_value(pb.DRAW_REASON_DRAWN, "The roll drew it.")
    NO_PRIZE = enum_value(pb.DRAW_REASON_NO_PRIZE, "The roll drew no prize.")
    OUT_OF_STOCK = enum_value(
        pb.DRAW_REASON_OUT_OF_STOCK,
        "No piece of the drawn prize is left: another or none is given.",
    )
    WON_BEFORE = enum_value(
        pb.DRAW_REASON_WON_BEFORE,
        "The member won the drawn prize before, and it is won once: another or none is given.",
    )
    ENDED = enum_value(
        pb.DRAW_REASON_ENDED, "The coupons of the drawn prize ended: another or none is given."
    )
    PITY = enum_value(pb.DRAW_REASON_PITY, "The member had lost so often that a prize is given.")


def prize_name(terms: Any, context: RequestContext, lang: Lang = None) -> str:
    """The name of a prize."""
    return text(terms.name, context, lang)


@strawberry.type(description="The things that a prize gives.")
class PrizeTerms:
    """Source: tessera.points.v1.PrizeTerms."""

    code: str = column("The code in the lottery.")
    name: str = read(prize_name, "The name.")
    kind: PrizeKind = column("The kind.")
    asset: str | None = read(lambda terms: terms.asset or None, "Of ASSET: the asset.")
    amount: Long | None = read(
        lambda terms: terms.amount or None, "Of ASSET: the amount, in units of the asset."
    )
    coupon_type: str | None = read(
        lambda terms: terms.coupon_type or None, "Of COUPON: the code of the coupon's type."
    )
    voucher_days: int | None = read(
        lambda terms: terms.voucher_days if terms.kind == pb.PRIZE_KIND_VOUCHER else None,
        "Of VOUCHER: the days after the draw through which it is good.",
    )


@strawberry.type(description="The odds of a prize at a draw.")
class DrawOdds:
    """Source: tessera.points.v1.DrawOdds."""

    prize: str = column("The code of the prize.")
    odds_ppm: int = column("The chance in a million.")


@strawberry.type(
    description="A draw of a lottery, with all that is needed to check it once its seed is told:"
    " the SHA-256 of the seed is the commitment; HMAC-SHA256 of lottery|number|memberHash|requestId"
    " under the seed gives the roll."
)
class Draw:
    """Source: tessera.points.v1.Draw."""

    id: strawberry.ID = column("The id.")
    lottery: str = column("The code of the lottery.")
    member_id: strawberry.ID = read(
        lambda draw: to_global("Member", draw.member_id), "The global id of the member."
    )
    member_hash: str = column("The SHA-256 of the member's bare id, in hexadecimal digits.")
    number: Long = column("The number among the member's draws of this lottery, from 1.")
    request_id: strawberry.ID = column("The `requestId` by which it was asked for.")
    day: Date = column("The day of the brand's calendar whose seed it used.")
    commitment: str = column("The SHA-256 of the seed of that day, in hexadecimal digits.")
    seed: str | None = read(
        lambda draw: draw.seed or None,
        "The seed, in hexadecimal digits; null until 10 minutes after the day ended.",
    )
    odds: list[DrawOdds] = column(
        "The odds in force, in the order in which they are added up.", size=4
    )
    roll: int = column("The roll, 0 to 999,999.")
    drawn: str | None = read(
        lambda draw: draw.drawn or None, "The code of the prize that the roll drew; null for none."
    )
    prize: PrizeTerms | None = read(
        lambda draw: draw.prize if draw.HasField("prize") else None,
        "The prize that was given; null for none.",
    )
    reason: DrawReason = column("The reason why this one was given, or none.")
    coupon_id: strawberry.ID | None = read(
        lambda draw: draw.coupon_id or None, "The id of the coupon that was given; or null."
    )
    voucher_code: str | None = read(
        lambda draw: draw.voucher_code or None, "The code of the voucher that was given; or null."
    )
    voucher_expires_on: Date | None = read(
        lambda draw: draw.voucher_expire_on or None, "The last day of the voucher; or null."
    )
    drawn_at: DateTime = read(lambda draw: moment(draw.draw_time), "The time of the draw.")


@strawberry.type(description="A draw, with its place in the list.")
class DrawEdge:
    """Source: a pair of cursor and draw."""

    cursor: str = edge_cursor(first_of)
    node: Draw = edge_node(second_of)


@strawberry.type(description="A page of draws, the newest first.")
class DrawConnection:
    """Source: Page."""

    edges: list[DrawEdge] = edges()
    page_info: PageInfo = page_info()


OfLottery = Annotated[
    str | None,
    strawberry.argument(description="Only draws of this lottery; all when left out."),
]


async def _draws(
    context: RequestContext,
    first: First = 20,
    after: After = None,
    of_lottery: OfLottery = None,
    member_id: MemberId = None,
) -> Page:
    request = pb.ListDrawsRequest(member_id=context.member_id(member_id), lottery=of_lottery or "")
    method = context.services.lotteries.ListDraws
    return await page_of(context, _KIND, method, request, "draws", first, after)


@strawberry.type
class DrawQueries:
    """The field of Query."""

    draws: DrawConnection | None = call(
        _draws,
        "A member's draws of lotteries, the newest first.",
        rule=Rule.SIGNED_IN,
        size="first",
    )


@strawberry.input(description="A draw of a lottery.")
class DrawLotteryInput:
    """Members draw for themselves; operators name the member."""

    request_id: strawberry.ID = request_id()
    lottery: str = required("The code of the lottery.")
    member_id: strawberry.ID | None = member_id()


@strawberry.type(description="The draw, or the reasons for the refusal.")
class DrawLotteryPayload:
    """Source: Outcome of a Draw."""

    draw: Draw | None = read(lambda outcome: outcome.result, "The draw; null when refused.")
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _draw(context: RequestContext, input: Annotated[DrawLotteryInput, INPUT]) -> Outcome:
    services = context.services

    def request() -> pb.DrawLotteryRequest:
        return pb.DrawLotteryRequest(
            request_id=input.request_id,
            lottery=input.lottery,
            member_id=context.member_id(input.member_id),
        )

    return await perform(context, "drawLottery", services.lotteries.DrawLottery, request, "draw")


@strawberry.type
class DrawMutations:
    """The field of Mutation."""

    draw_lottery: DrawLotteryPayload | None = mutation(
        "drawLottery",
        _draw,
        "Pays a draw with the member's tickets, and gives the prize. Operators name the member.",
        rule=Rule.SIGNED_IN,
    )
