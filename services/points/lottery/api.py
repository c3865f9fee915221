"""tessera.points.v1.Lotteries: protos to commands and back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import date, timedelta

from services.common.auth import Caller, Role, current_caller, require_member
from services.common.errors import invalid
from services.common.idempotency import check_request_id
from services.common.interceptors import ServicerContext
from services.common.pagination import PlaceTokens, page_size
from services.common.text import checked, compared
from services.points.activities.domain.validation import is_member_id
from services.points.calendar.domain.local_time import local_day
from services.points.ledger.api.access import of_one_brand
from services.points.ledger.api.messages import to_timestamp
from services.points.ledger.domain.chart_of_accounts import draws_asset
from services.points.lottery.commands.draws import draw_lottery, list_draws
from services.points.lottery.commands.players import Shown, show, standing
from services.points.lottery.commands.seeds import LotteryContext, SeedTold, seeds_of, tell_seeds
from services.points.lottery.domain.draw import Draw
from services.points.lottery.domain.section import Prize, PrizeTerms, lotteries
from services.points.lottery.domain.seed import seed_id
from tessera.points.v1 import lotteries_pb2 as pb
from tessera.points.v1 import lotteries_pb2_grpc

CODE_CHARS_MAX = 12
_MEMBER_ID = "1 to 64 letters, digits and _ . -"

DrawCounts = Mapping[str, int]
"""How many draws there were, by the asset that counts them (`draws_asset`)."""
CountsOf = Callable[[str], Awaitable[DrawCounts]]


class LotteriesApi(lotteries_pb2_grpc.LotteriesServicer):
    """Lotteries and draws. Members act for themselves, others for any of the brand."""

    def __init__(self, ctx: LotteryContext, counts: CountsOf, page_secret: bytes) -> None:
        self._ctx = ctx
        self._counts = counts
        self._page_secret = page_secret

    async def GetLottery(
        self, request: pb.GetLotteryRequest, context: ServicerContext
    ) -> pb.GetLotteryResponse:
        """The lottery, and how the member stands."""
        caller = of_one_brand(current_caller())
        member_id = request.member_id
        if member_id:
            _check_member(caller, member_id)
        code = _code("code", request.code)
        programme = await self._ctx.points.programmes.get(caller.brand)
        lottery = lotteries(programme).get(code, "code")
        (shown,) = await show(self._ctx, caller.brand, [lottery])
        response = pb.GetLotteryResponse(lottery=_lottery(shown, await self._counted(caller)))
        if member_id:
            has = await standing(self._ctx, caller.brand, lottery, member_id, shown.today)
            response.standing.CopyFrom(pb.LotteryStanding(**has._asdict()))
        return response

    async def ListLotteries(
        self, request: pb.ListLotteriesRequest, context: ServicerContext
    ) -> pb.ListLotteriesResponse:
        """A page of the programme's lotteries."""
        caller = of_one_brand(current_caller())
        scope = {"list": "lotteries", "brand": caller.brand}
        tokens = PlaceTokens(self._page_secret, scope)
        first = tokens.place(request.page_token, 0)
        size = page_size(request.page_size)
        programme = await self._ctx.points.programmes.get(caller.brand)
        every = lotteries(programme).all
        shown = await show(self._ctx, caller.brand, every[first : first + size])
        counts = await self._counted(caller) if shown else None
        response = pb.ListLotteriesResponse(lotteries=[_lottery(each, counts) for each in shown])
        if first + size < len(every):
            response.next_page_token = tokens.token(first + size)
        return response

    async def DrawLottery(
        self, request: pb.DrawLotteryRequest, context: ServicerContext
    ) -> pb.DrawLotteryResponse:
        """The draw."""
        caller = of_one_brand(current_caller())
        _check_member(caller, request.member_id)
        check_request_id(request.request_id)
        answer = await draw_lottery(
            self._ctx,
            caller.brand,
            request_id=request.request_id,
            lottery=_code("lottery", request.lottery),
            member_id=request.member_id,
        )
        seeds = await seeds_of(self._ctx, caller.brand, [answer.draw]) if answer.replayed else {}
        return pb.DrawLotteryResponse(draw=_draw(answer.draw, seeds), replayed=answer.replayed)

    async def ListDraws(
        self, request: pb.ListDrawsRequest, context: ServicerContext
    ) -> pb.ListDrawsResponse:
        """A page of a member's draws, the newest first."""
        caller = of_one_brand(current_caller())
        _check_member(caller, request.member_id)
        lottery = _code("lottery", request.lottery, least=0)
        scope = {
            "list": "draws",
            "brand": caller.brand,
            "member": request.member_id,
            "lottery": lottery,
        }
        tokens = PlaceTokens(self._page_secret, scope)
        before = tokens.place(request.page_token, "")
        size = page_size(request.page_size)
        found = await list_draws(
            self._ctx,
            caller.brand,
            member_id=request.member_id,
            lottery=lottery,
            before=before,
            size=size + 1,
        )
        response = pb.ListDrawsResponse(
            draws=[_draw(draw, found.seeds) for draw in found.draws[:size]]
        )
        if len(found.draws) > size:
            response.next_page_token = tokens.token(found.draws[size - 1].id)
        return response

    async def ListSeeds(
        self, request: pb.ListSeedsRequest, context: ServicerContext
    ) -> pb.ListSeedsResponse:
        """A page of days with commitments, and the seeds of those that ended."""
        caller = of_one_brand(current_caller())
        programme = await self._ctx.points.programmes.get(caller.brand)
        lottery = lotteries(programme).get(_code("lottery", request.lottery))
        scope = {"list": "seeds", "brand": caller.brand, "lottery": lottery.code}
        tomorrow = local_day(self._ctx.points.clock.now(), programme.zone) + timedelta(days=1)
        first = min(tomorrow, lottery.last_day).isoformat()
        tokens = PlaceTokens(self._page_secret, scope)
        newest = date.fromisoformat(tokens.place(request.page_token, first))
        size = page_size(request.page_size)
        days = await tell_seeds(self._ctx, caller.brand, lottery, newest, size)
        response = pb.ListSeedsResponse(days=[_day(each) for each in days])
        following = newest - timedelta(days=size)
        if following >= lottery.first_day:
            response.next_page_token = tokens.token(following.isoformat())
        return response

    async def _counted(self, caller: Caller) -> DrawCounts | None:
        """The counts, for those who may know them."""
        if caller.role in (Role.OPERATOR, Role.SERVICE):
            return await self._counts(caller.brand)
        return None


def _code(field: str, sent: str, least: int = 1) -> str:
    return checked(field, sent, CODE_CHARS_MAX, least=least, form=compared)


def _check_member(caller: Caller, member_id: str) -> None:
    require_member(caller, member_id)
    if not is_member_id(member_id):
        raise invalid("member_id", _MEMBER_ID)


def _lottery(shown: Shown, counts: DrawCounts | None) -> pb.Lottery:
    lottery = shown.lottery
    message = pb.Lottery(
        code=lottery.code,
        ticket_asset=lottery.ticket_asset,
        tickets_per_draw=lottery.tickets_per_draw,
        first_day=lottery.first_day.isoformat(),
        last_day=lottery.last_day.isoformat(),
        per_day=lottery.per_day or 0,
        prizes=[_prize(shown, prize, counts) for prize in lottery.prizes],
        open=lottery.window.contains(shown.today),
        commitments=[_day(each) for each in shown.commitments],
        draws=None if counts is None else counts.get(draws_asset(lottery.code), 0),
    )
    message.name.zh, message.name.en = lottery.name
    if lottery.pity:
        message.pity.after, message.pity.prize = lottery.pity.after, lottery.pity.prize
    return message


def _prize(shown: Shown, prize: Prize, counts: DrawCounts | None) -> pb.Prize:
    counted = draws_asset(shown.lottery.code, prize.code)
    return pb.Prize(
        terms=_terms(prize.terms),
        odds_ppm=prize.odds_ppm,
        left=shown.left.get(prize.code),
        once_per_member=prize.once_per_member,
        instead=prize.instead,
        given=None if counts is None else counts.get(counted, 0),
    )


def _terms(terms: PrizeTerms) -> pb.PrizeTerms:
    message = pb.PrizeTerms(
        code=terms.code,
        kind=pb.PrizeKind.Value(f"PRIZE_KIND_{terms.kind.upper()}"),
        asset=terms.asset,
        amount=terms.amount,
        coupon_type=terms.coupon_type,
        voucher_days=terms.voucher_days,
    )
    message.name.zh, message.name.en = terms.name
    return message


def _day(told: SeedTold) -> pb.SeedDay:
    seed = told.seed.hex() if told.seed else ""
    return pb.SeedDay(day=told.day.isoformat(), commitment=told.commitment, seed=seed)


def _draw(draw: Draw, seeds: Mapping[str, bytes]) -> pb.Draw:
    seed = seeds.get(seed_id(draw.lottery, draw.day))
    return pb.Draw(
        id=draw.id,
        lottery=draw.lottery,
        member_id=draw.member_id,
        member_hash=draw.member_hash,
        number=draw.number,
        request_id=draw.request_id,
        day=draw.day.isoformat(),
        commitment=draw.commitment,
        seed=seed.hex() if seed else "",
        odds=[pb.DrawOdds(prize=code, odds_ppm=ppm) for code, ppm in draw.odds],
        roll=draw.roll,
        drawn=draw.drawn,
        prize=_terms(draw.prize) if draw.prize else None,
        reason=pb.DrawReason.Value(f"DRAW_REASON_{draw.reason.upper()}"),
        coupon_id=draw.coupon_id,
        voucher_code=draw.voucher_code,
        voucher_expire_on=draw.voucher_until.isoformat() if draw.voucher_until else "",
        draw_time=to_timestamp(draw.at),
        programme_version=draw.programme_version,
    )
