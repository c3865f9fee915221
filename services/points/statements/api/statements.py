"""The Statements service: the ledger as finance and members read it."""

from __future__ import annotations

from services.common import pagination
from services.common.auth import (
    Caller,
    Role,
    current_caller,
    require_member,
    require_role,
    require_store,
)
from services.common.errors import invalid
from services.common.idempotency import check_request_id
from services.common.interceptors import ServicerContext
from services.common.pagination import PlaceTokens
from services.common.text import checked
from services.points.activities.domain.validation import STORE_ID_CHARS_MAX
from services.points.calendar.domain.month import parse_month
from services.points.context import PointsContext
from services.points.earning.domain.earning_rules import earning_rules
from services.points.ledger.api.access import of_one_brand
from services.points.ledger.api.causes import NamesOf, no_names
from services.points.ledger.api.messages import (
    entry_message,
    kind_message,
    maybe_instant,
    to_timestamp,
)
from services.points.ledger.api.sums import fitting_sums
from services.points.ledger.commands.brands import Brands, check_brand_asset
from services.points.ledger.domain.chart_of_accounts import HOUSE_PREFIX, POINTS
from services.points.ledger.domain.closed_period import ClosedPeriod
from services.points.ledger.domain.validation import AccountUnknown, AssetUnknown, check_owner
from services.points.programme.domain.worth import Worth
from services.points.statements.api.campaign_report import campaign_message, report_message
from services.points.statements.api.store_totals import store_totals
from services.points.statements.commands.campaign_report import campaign_report
from services.points.statements.commands.close_books import Periods
from services.points.statements.commands.statements import Statements
from services.points.statements.commands.store_days import StoreDays, parse_day
from services.points.statements.domain.liability import MONTHS_DEFAULT, MONTHS_MAX, Liability
from services.points.statements.domain.rule_attribution import Origin
from services.points.statements.domain.rule_totals import OriginRow, together
from services.points.statements.domain.store_totals import StoreRow
from tessera.points.v1 import statements_pb2 as pb
from tessera.points.v1 import statements_pb2_grpc
from tessera.types.v1.types_pb2 import Money

CODE_CHARS_MAX = 48


class StatementsApi(statements_pb2_grpc.StatementsServicer):
    """Operators see their brand's books, members their own months."""

    def __init__(
        self,
        statements: Statements,
        store_days: StoreDays,
        periods: Periods,
        brands: Brands,
        page_secret: bytes,
        ctx: PointsContext,
        names_of: NamesOf = no_names,
    ) -> None:
        self._statements = statements
        self._store_days = store_days
        self._periods = periods
        self._brands = brands
        self._page_secret = page_secret
        self._ctx = ctx
        self._names_of = names_of

    async def GetTrialBalance(
        self, request: pb.GetTrialBalanceRequest, context: ServicerContext
    ) -> pb.GetTrialBalanceResponse:
        """Every class of accounts, by asset."""
        caller = _finance()
        as_of = maybe_instant(request, "as_of_record_time")
        balance = await self._statements.trial_balance(caller.brand, as_of)
        with fitting_sums():
            return pb.GetTrialBalanceResponse(
                lines=[
                    pb.TrialBalanceLine(
                        account_class=row.account_class,
                        asset=row.asset,
                        credits=row.credits,
                        debits=row.debits,
                        balance=row.balance,
                    )
                    for row in balance.rows
                ],
                sums=balance.sums,
                as_of=to_timestamp(balance.as_of),
            )

    async def GetStatement(
        self, request: pb.GetStatementRequest, context: ServicerContext
    ) -> pb.GetStatementResponse:
        """A month of a member's account, and a page of its entries where asked."""
        caller = of_one_brand(current_caller())
        check_owner(request.member_id, "member_id")
        if request.member_id.startswith(HOUSE_PREFIX):
            raise AccountUnknown("member_id", request.member_id)
        asset = await self._asset(caller.brand, request.asset)
        require_member(caller, request.member_id)
        month = parse_month(request.month)
        # No entries unless asked, so 0 is no default here.
        size = pagination.page_size(request.page_size, default=0)
        page = {
            "brand": caller.brand,
            "owner": request.member_id,
            "asset": asset,
            "month": str(month),
        }
        before = 0
        if request.page_token:
            fields = pagination.decode_token(self._page_secret, request.page_token, **page)
            before = fields["before"]
        told, entries = await self._statements.statement(
            caller.brand, request.member_id, asset, month, before=before, size=size and size + 1
        )
        token = ""
        if len(entries) > size:
            entries = entries[:size]
            last = entries[-1][1].sequence
            token = pagination.encode_token(self._page_secret, **page, before=last)
        return pb.GetStatementResponse(
            opening=told.opening,
            closing=told.closing,
            lines=[
                pb.StatementLine(kind=kind_message(line.kind), amount=line.amount, count=line.count)
                for line in told.lines
            ],
            entries=[entry_message(*pair, self._names_of(caller.brand)) for pair in entries],
            next_page_token=token,
            time_zone=(await self._statements.zone(caller.brand, month)).key,
        )

    async def GetLiability(
        self, request: pb.GetLiabilityRequest, context: ServicerContext
    ) -> pb.GetLiabilityResponse:
        """What is outstanding, and the breakage of months past."""
        caller = _finance()
        asset = await self._asset(caller.brand, request.asset)
        if not 0 <= request.months <= MONTHS_MAX:
            raise invalid("months", f"0 to {MONTHS_MAX}")
        told = await self._statements.liability(
            caller.brand, asset, request.months or MONTHS_DEFAULT
        )
        with fitting_sums():
            return _liability(told)

    async def ListRuleTotals(
        self, request: pb.ListRuleTotalsRequest, context: ServicerContext
    ) -> pb.ListRuleTotalsResponse:
        """What each rule and campaign issued, and what became of its points."""
        caller = _finance()
        asset = await self._asset(caller.brand, request.asset)
        first = parse_month(request.month_from, "month_from")
        last = parse_month(request.month_until or request.month_from, "month_until")
        size = pagination.page_size(request.page_size)
        listed = {"brand": caller.brand, "rules": asset, "first": str(first), "last": str(last)}
        after: Origin | None = None
        if request.page_token:
            fields = pagination.decode_token(self._page_secret, request.page_token, **listed)
            after = Origin(fields["rule"], tuple(fields["campaigns"]))
        told = await self._statements.rules(caller.brand, asset, first, last)
        page = [row for row in told if after is None or row.origin > after]
        token = ""
        if len(page) > size:
            page = page[:size]
            origin = page[-1].origin
            token = pagination.encode_token(
                self._page_secret, **listed, rule=origin.rule, campaigns=origin.campaigns
            )
        with fitting_sums():
            return pb.ListRuleTotalsResponse(
                rules=map(_rule, page), sum=_rule(together(told)), next_page_token=token
            )

    async def ListStoreTotals(
        self, request: pb.ListStoreTotalsRequest, context: ServicerContext
    ) -> pb.ListStoreTotalsResponse:
        """A day of stores."""
        caller = of_one_brand(require_role(current_caller(), Role.OPERATOR, Role.SERVICE))
        asset = await self._asset(caller.brand, request.asset)
        day = parse_day(request.day)
        store_id = checked("store_id", request.store_id, STORE_ID_CHARS_MAX)
        require_store(store_id)
        size = pagination.page_size(request.page_size)
        listed = {"brand": caller.brand, "day": str(day), "of": asset, "store": store_id}
        after = None
        if request.page_token:
            fields = pagination.decode_token(self._page_secret, request.page_token, **listed)
            after = StoreRow(*fields["row"])
        told = await self._store_days.of(caller.brand, asset, day, store_id or None)
        return store_totals(
            told,
            after,
            size,
            lambda row: pagination.encode_token(self._page_secret, **listed, row=list(row)),
        )

    async def ListCampaigns(
        self, request: pb.ListCampaignsRequest, context: ServicerContext
    ) -> pb.ListCampaignsResponse:
        """A page of the programme's campaigns."""
        brand = _reader().brand
        tokens = PlaceTokens(self._page_secret, {"list": "campaigns", "brand": brand})
        first, size = tokens.place(request.page_token, 0), pagination.page_size(request.page_size)
        programme = await self._ctx.programmes.get(brand)
        rules = earning_rules(programme)
        response = pb.ListCampaignsResponse(
            campaigns=[
                campaign_message(one, rules.campaign_names.get(one.code), programme.currency)
                for one in rules.campaigns[first : first + size]
            ]
        )
        if first + size < len(rules.campaigns):
            response.next_page_token = tokens.token(first + size)
        return response

    async def GetCampaignReport(
        self, request: pb.GetCampaignReportRequest, context: ServicerContext
    ) -> pb.GetCampaignReportResponse:
        """What became of one campaign."""
        brand = _reader().brand
        code = checked("campaign", request.campaign, CODE_CHARS_MAX)
        told = await campaign_report(self._ctx, self._statements, brand, code)
        with fitting_sums():
            return pb.GetCampaignReportResponse(report=report_message(told))

    async def ClosePeriod(
        self, request: pb.ClosePeriodRequest, context: ServicerContext
    ) -> pb.ClosePeriodResponse:
        """A month and all before it."""
        caller = _finance()
        check_request_id(request.request_id)
        month = parse_month(request.month)
        closed, replayed = await self._periods.close(
            caller.brand, request.request_id, month, caller.subject
        )
        return pb.ClosePeriodResponse(closed=_period(closed), replayed=replayed)

    async def GetClosedPeriod(
        self, request: pb.GetClosedPeriodRequest, context: ServicerContext
    ) -> pb.GetClosedPeriodResponse:
        """Until when the books are closed."""
        closed = await self._periods.closed(_finance().brand)
        return pb.GetClosedPeriodResponse(closed=_period(closed) if closed else None)

    async def _asset(self, brand: str, asked: str) -> str:
        asset = asked or POINTS
        try:
            await check_brand_asset(self._brands, brand, asset, "asset")
        except AssetUnknown:
            if not await self._statements.knew_asset(brand, asset):
                raise
        return asset


def _liability(told: Liability) -> pb.GetLiabilityResponse:
    return pb.GetLiabilityResponse(
        outstanding=told.outstanding,
        by_expiry=[
            pb.LiabilityMonth(
                month=str(month) if month else "",
                points=points,
                value=_money(told.worth, told.worth_by_expiry.get(month, 0)),
            )
            for month, points in told.by_expiry.items()
        ],
        breakage=[
            pb.BreakageMonth(
                month=str(one.month),
                issued=one.issued,
                redeemed=one.redeemed,
                expired=one.expired,
                clawed_back=one.clawed_back,
                breakage_basis_points=one.basis_points,
                expired_value=_worth(one.worth, one.expired),
            )
            for one in told.breakage
        ],
        as_of=to_timestamp(told.as_of),
        value=_worth(told.worth, told.outstanding),
    )


def _worth(worth: Worth | None, points: int) -> Money | None:
    return _money(worth, worth.of(points)) if worth else None


def _money(worth: Worth | None, minor_units: int) -> Money | None:
    if worth is None:
        return None
    return Money(currency_code=worth.currency, minor_units=minor_units)


def _rule(row: OriginRow) -> pb.RuleTotal:
    return pb.RuleTotal(
        rule=row.origin.rule,
        campaigns=row.origin.campaigns,
        issued=row.issued,
        redeemed=row.redeemed,
        expired=row.expired,
        clawed_back=row.clawed_back,
        other=row.other,
        outstanding=row.outstanding,
    )


def _period(closed: ClosedPeriod) -> pb.ClosedPeriod:
    return pb.ClosedPeriod(
        month=str(closed.month),
        open_from=to_timestamp(closed.open_from),
        close_time=to_timestamp(closed.closed_at),
        final_time=to_timestamp(closed.final_at),
        closed_by=closed.closed_by,
    )


def _reader() -> Caller:
    return of_one_brand(require_role(current_caller(), Role.OPERATOR, Role.SERVICE))


def _finance() -> Caller:
    return require_role(of_one_brand(current_caller()), Role.OPERATOR)
