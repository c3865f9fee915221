"""Lotteries: odds, prizes left, commitments and seeds; and how a member stands."""

from dataclasses import dataclass
from typing import Annotated, Any

import strawberry

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
    page_size,
    second_of,
)
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call, column, read
from gateway.schema.core.inputs import MemberId
from gateway.schema.core.page_cursor import PageCursor, page_of
from gateway.schema.core.scalars import Date, Lang, Long, text
from gateway.schema.points.draws import PrizeTerms
from gateway.upstream.clients import for_nobody
from services.common.auth import Role
from tessera.points.v1 import lotteries_pb2 as pb

_KIND = "lottery"
_DAY = "lottery_day"
PUBLIC_MAX_AGE_S = 60

Code = Annotated[str, strawberry.argument(description="The code of the lottery.")]


@dataclass(slots=True)
class Asked:
    """A lottery, and how the member stands where one was asked about."""

    lottery: Any
    standing: Any = None


def _name(asked: Asked, context: RequestContext, lang: Lang = None) -> str:
    return text(asked.lottery.name, context, lang)


@strawberry.type(description="A prize of a lottery.")
class Prize:
    """Source: tessera.points.v1.Prize."""

    terms: PrizeTerms = column("The things that it gives.")
    odds_ppm: int = column("The chance of one draw in a million.")
    left: Long | None = read(
        lambda prize: prize.left if prize.HasField("left") else None,
        "The pieces that are left; null where their number is not limited.",
    )
    once_per_member: bool = column("True when a member wins it once at most.")
    instead: str | None = read(
        lambda prize: prize.instead or None,
        "The code of the prize that stands in for it where it can't be given; null for none.",
    )
    given: Long | None = read(
        lambda prize: prize.given if prize.HasField("given") else None,
        "The number of those that were given. Members get null.",
    )


@strawberry.type(description="The prize after losses.")
class LotteryPity:
    """Source: tessera.points.v1.Pity."""

    after: int = column("After so many draws in a row without a prize, the next one gives one.")
    prize: str = column("The code of the least prize that it gives.")


@strawberry.type(description="A day of a lottery, with its commitment and, later, its seed.")
class SeedDay:
    """Source: tessera.points.v1.SeedDay."""

    day: Date = column("The day of the brand's calendar.")
    commitment: str = column("The SHA-256 of the seed, in hexadecimal digits.")
    seed: str | None = read(
        lambda one: one.seed or None,
        "The seed, in hexadecimal digits; null until 10 minutes after the day ended.",
    )


@strawberry.type(description="The tickets and draws of a member in a lottery.")
class LotteryStanding:
    """Source: tessera.points.v1.LotteryStanding."""

    tickets: Long = column("The tickets that are available.")
    draws_today: int = column("The draws of today.")
    draws_left: int = column("The draws that tickets and limits allow today.")
    losses: int = column("The draws in a row without a prize, up to now.")


def _of(name: str, description: str, size: int = 1) -> Any:
    return read(lambda asked: getattr(asked.lottery, name), description, size=size)


@strawberry.type(description="A lottery of the programme in force.")
class Lottery:
    """Source: Asked."""

    code: str = _of("code", "The code.")
    name: str = read(_name, "The name.")
    ticket_asset: str = _of("ticket_asset", "The asset of which a draw takes units: its tickets.")
    tickets_per_draw: Long = _of("tickets_per_draw", "The tickets that one draw takes.")
    first_day: Date = _of("first_day", "The first day.")
    last_day: Date = _of("last_day", "The last day.")
    per_day: int | None = read(
        lambda asked: asked.lottery.per_day or None,
        "The draws that a member has a day; null for any number.",
    )
    prizes: list[Prize] = _of(
        "prizes", "The prizes, in the order in which their odds are added up.", size=4
    )
    pity: LotteryPity | None = read(
        lambda asked: asked.lottery.pity if asked.lottery.HasField("pity") else None,
        "The prize after losses; null where there is none.",
    )
    open: bool = _of("open", "True when today is one of its days.")
    commitments: list[SeedDay] = _of(
        "commitments", "The commitments of today and tomorrow, as far as they are made.", size=2
    )
    draws: Long | None = read(
        lambda asked: asked.lottery.draws if asked.lottery.HasField("draws") else None,
        "The number of draws so far. Members get null.",
    )
    standing: LotteryStanding | None = read(
        lambda asked: asked.standing,
        "The tickets and draws of the member; null in lists, and where an operator names none.",
    )


@strawberry.type(description="A lottery, with its place in the list.")
class LotteryEdge:
    """Source: a pair of cursor and Asked."""

    cursor: str = edge_cursor(first_of)
    node: Lottery = edge_node(second_of)


@strawberry.type(description="A page of lotteries, in the programme's order.")
class LotteryConnection:
    """Source: Page."""

    edges: list[LotteryEdge] = edges()
    page_info: PageInfo = page_info()


def _prize_name(prize: Any, context: RequestContext, lang: Lang = None) -> str:
    return text(prize.terms.name, context, lang)


@strawberry.type(description="The odds of a prize as everyone sees them.")
class PublicPrize:
    """Source: tessera.points.v1.Prize."""

    code: str = read(lambda prize: prize.terms.code, "The code in the lottery.")
    name: str = read(_prize_name, "The name.")
    odds_ppm: int = column("The chance of one draw in a million.")
    sold_out: bool = read(
        lambda prize: prize.HasField("left") and prize.left <= 0, "True when no piece is left."
    )


@strawberry.type(description="A lottery as everyone sees it.")
class PublicLottery:
    """Source: tessera.points.v1.Lottery."""

    code: str = column("The code.")
    first_day: Date = column("The first day.")
    last_day: Date = column("The last day.")
    prizes: list[PublicPrize] = column(
        "The prizes, in the order in which their odds are added up.", size=4
    )
    pity: LotteryPity | None = read(
        lambda lottery: lottery.pity if lottery.HasField("pity") else None,
        "The prize after losses; null where there is none.",
    )


@strawberry.type(description="A day of a lottery, with its place in the list.")
class SeedDayEdge:
    """Source: a pair of cursor and day."""

    cursor: str = edge_cursor(first_of)
    node: SeedDay = edge_node(second_of)


@strawberry.type(description="A page of a lottery's days, the newest first.")
class SeedDayConnection:
    """Source: Page."""

    edges: list[SeedDayEdge] = edges()
    page_info: PageInfo = page_info()


async def _lottery(context: RequestContext, code: Code, member_id: MemberId = None) -> Asked:
    asks_of_member = member_id is not None or context.caller.role is Role.MEMBER
    request = pb.GetLotteryRequest(
        code=code, member_id=context.member_id(member_id) if asks_of_member else ""
    )
    services = context.services
    response = await services.read(services.lotteries.GetLottery, request, context.caller)
    standing = response.standing if response.HasField("standing") else None
    return Asked(response.lottery, standing)


async def _lotteries(context: RequestContext, first: First = 20, after: After = None) -> Page:
    place = PageCursor.read(_KIND, after)
    request = pb.ListLotteriesRequest(
        page_size=place.size(page_size(first)), page_token=place.token
    )
    services = context.services
    response = await services.read(services.lotteries.ListLotteries, request, context.caller)
    found = [Asked(lottery) for lottery in response.lotteries]
    return place.page(_KIND, found, response.next_page_token)


async def _odds(context: RequestContext, code: Code) -> pb.Lottery:
    services, request = context.services, pb.GetLotteryRequest(code=code)
    response: pb.GetLotteryResponse = await services.read(
        services.lotteries.GetLottery, request, for_nobody(context.caller)
    )
    return response.lottery


async def _seeds(
    context: RequestContext, code: Code, first: First = 20, after: After = None
) -> Page:
    request = pb.ListSeedsRequest(lottery=code)
    method = context.services.lotteries.ListSeeds
    return await page_of(
        context, _DAY, method, request, "days", first, after, caller=for_nobody(context.caller)
    )


@strawberry.type
class LotteryQueries:
    """The fields of Query."""

    lottery: Lottery | None = call(
        _lottery,
        "A lottery of the programme, with the member's tickets and draws. Operators also see how"
        " many draws there were and what they gave.",
        rule=Rule.SIGNED_IN,
    )
    lotteries: LotteryConnection | None = call(
        _lotteries, "The lotteries of the programme.", rule=Rule.SIGNED_IN, size="first"
    )
    lottery_odds: PublicLottery | None = call(
        _odds,
        "The odds of a lottery as everyone sees them. The answer may be cached for a minute.",
        rule=Rule.PUBLIC,
        max_age_s=PUBLIC_MAX_AGE_S,
    )
    lottery_seeds: SeedDayConnection | None = call(
        _seeds,
        "The days of a lottery with commitments, and the seeds of those that ended, by which"
        " anyone can check a draw. The answer may be cached for a minute.",
        rule=Rule.PUBLIC,
        size="first",
        max_age_s=PUBLIC_MAX_AGE_S,
    )
