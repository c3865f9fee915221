"""The Ledger service: protos to postings and back, and who may do what."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing
from datetime import datetime

from services.common import deadlines, pagination
from services.common.auth import (
    ALL_BRANDS,
    Caller,
    Role,
    current_caller,
    require_role,
)
from services.common.clock import Clock
from services.common.errors import Refusal, invalid, is_refusal
from services.common.idempotency import check_request_id
from services.common.interceptors import ServicerContext
from services.common.text import line
from services.common.watch import Feed
from services.points.ledger.api import imports, verify_token
from services.points.ledger.api.access import STAFF, of_one_brand, require_account, teller
from services.points.ledger.api.causes import NamesOf, no_names
from services.points.ledger.api.known_owners import known_only, new_known_only
from services.points.ledger.api.messages import (
    balance_message,
    entry_message,
    maybe_instant,
    posting_message,
    to_request,
    write_posting,
    write_result,
)
from services.points.ledger.api.sums import fitting_sums
from services.points.ledger.api.watching import watched
from services.points.ledger.commands.brands import Brands, UnknownMembers, check_brand_asset
from services.points.ledger.commands.known_rewards import HasReward, check_rewards
from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.commands.verify import Verifier
from services.points.ledger.domain.audit_report import Colour, Report
from services.points.ledger.domain.balance import EXPIRING_DAYS_DEFAULT, EXPIRING_DAYS_MAX
from services.points.ledger.domain.chart_of_accounts import BUILT_IN_ASSETS, MEMBERS, account_class
from services.points.ledger.domain.posting import (
    HoldChange,
    HoldPlacement,
    Leg,
    PostingKind,
    PostingRequest,
    PostingResult,
    Refused,
)
from services.points.ledger.domain.spendable import check_spends
from services.points.ledger.domain.validation import (
    METADATA_VALUE_MAX,
    check_account,
    check_asset,
    check_owner,
)
from tessera.points.v1 import ledger_pb2 as pb
from tessera.points.v1 import ledger_pb2_grpc

POSTINGS_MAX = 1_000
ACCOUNTS_MAX = 100
OWNERS_MAX = 100
VERIFY_STEP_S = 3.0
"""A step of verifying takes less."""
_COLOURS = {
    Colour.GREEN: pb.VERIFY_COLOUR_GREEN,
    Colour.YELLOW: pb.VERIFY_COLOUR_YELLOW,
    Colour.RED: pb.VERIFY_COLOUR_RED,
}


class LedgerApi(ledger_pb2_grpc.LedgerServicer):
    """Writes for channels, services and operators by scope; members read what is theirs."""

    def __init__(
        self,
        ledger: Ledger,
        verifier: Verifier,
        feed: Feed,
        brands: Brands,
        has_reward: HasReward,
        unknown_members: UnknownMembers,
        refused_members: UnknownMembers,
        clock: Clock,
        page_secret: bytes,
        names_of: NamesOf = no_names,
    ) -> None:
        self._ledger = ledger
        self._verifier = verifier
        self._feed = feed
        self._brands = brands
        self._has_reward = has_reward
        self._unknown_members = unknown_members
        self._refused_members = refused_members
        self._clock = clock
        self._page_secret = page_secret
        self._names_of = names_of

    async def CreatePosting(
        self, request: pb.CreatePostingRequest, context: ServicerContext
    ) -> pb.CreatePostingResponse:
        """One posting, or the first answer again."""
        caller = teller()
        (sound,) = await self._tills_members([await self._request(request, caller)], caller)
        if isinstance(sound, Refused):
            raise sound.error
        posted = await self._ledger.post(sound)
        response = pb.CreatePostingResponse(replayed=posted.replayed)
        write_posting(response.posting, posted.posting)
        return response

    async def BatchCreatePostings(
        self, request: pb.BatchCreatePostingsRequest, context: ServicerContext
    ) -> pb.BatchCreatePostingsResponse:
        """Many, each with its own result."""
        caller = teller()
        limit("requests", len(request.requests), POSTINGS_MAX)
        batch = await self._tills_members(await self._batch(request.requests, caller), caller)
        response = pb.BatchCreatePostingsResponse()
        for result in await self._write(batch):
            write_result(response.results.add(), result)
        return response

    async def ImportPostings(
        self, requests: AsyncIterator[pb.ImportPostingsRequest], context: ServicerContext
    ) -> AsyncIterator[pb.ImportPostingsResponse]:
        """Batches as they arrive, each answered in order."""
        caller = teller()

        async def check(batch: Sequence[pb.CreatePostingRequest]) -> list[PostingRequest | Refused]:
            limit("requests", len(batch), POSTINGS_MAX)
            read = await self._batch(batch, caller)
            return await known_only(read, caller.brand, self._unknown_members)

        async with aclosing(imports.answers(requests, check, self._ledger)) as answers:
            async for answer in answers:
                yield answer

    async def GetBalances(
        self, request: pb.GetBalancesRequest, context: ServicerContext
    ) -> pb.GetBalancesResponse:
        """Balances now, or what was posted as of a time."""
        caller = of_one_brand(current_caller())
        limit("accounts", len(request.accounts), ACCOUNTS_MAX)
        for index, account in enumerate(request.accounts):
            check_account(account.owner, account.asset, f"accounts[{index}]")
            require_account(caller, account.owner)
        accounts = [(account.owner, account.asset) for account in request.accounts]
        effective = maybe_instant(request, "as_of_effective_time")
        recorded = maybe_instant(request, "as_of_record_time")
        if effective and recorded:
            raise invalid("as_of_record_time", "by one of the two times")
        if effective:
            return await self._as_of(accounts, self._ledger.effective_at, caller.brand, effective)
        if recorded:
            return await self._as_of(accounts, self._ledger.recorded_at, caller.brand, recorded)
        days = expiring_days(request.expiring_days)
        found = await self._ledger.balances(
            caller.brand, accounts, self._clock.now(), expiring_days=days
        )
        zone = await self._brands.zone(caller.brand)
        with fitting_sums():
            return pb.GetBalancesResponse(balances=[balance_message(one, zone) for one in found])

    async def ListEntries(
        self, request: pb.ListEntriesRequest, context: ServicerContext
    ) -> pb.ListEntriesResponse:
        """A page of an account's entries, newest first."""
        caller = of_one_brand(current_caller())
        check_owner(request.owner, "owner")
        check_asset(request.asset, "asset")
        require_account(caller, request.owner)
        size = pagination.page_size(request.page_size)
        listed = {
            "list": "entries",
            "brand": caller.brand,
            "owner": request.owner,
            "asset": request.asset,
        }
        before = 0
        if request.page_token:
            fields = pagination.decode_token(self._page_secret, request.page_token, **listed)
            before = fields["before"]
        name = (request.owner, request.asset)
        found = (await self._ledger.entries(caller.brand, [name], before=before, size=size))[name]
        last = found[-1][1].sequence if found else 1
        token = ""
        if last > 1:
            token = pagination.encode_token(self._page_secret, **listed, before=last)
        names = self._names_of(caller.brand)
        return pb.ListEntriesResponse(
            entries=[entry_message(*pair, names) for pair in found], next_page_token=token
        )

    async def ListPostings(
        self, request: pb.ListPostingsRequest, context: ServicerContext
    ) -> pb.ListPostingsResponse:
        """A page of the postings of an order or of another key, the oldest first."""
        caller = teller()
        await self._check_listed(request, caller.brand)
        size = pagination.page_size(request.page_size)
        key = request.metadata_key
        # As postings are kept: an order's number is one however it is typed.
        value = line(request.metadata_value or request.order_id)
        since, until = maybe_instant(request, "record_from"), maybe_instant(request, "record_until")
        listed = {"list": "postings", "brand": caller.brand, "key": key, "value": value}
        listed |= {"from": str(since or ""), "until": str(until or "")}
        after = ""
        if request.page_token:
            fields = pagination.decode_token(self._page_secret, request.page_token, **listed)
            after = fields["after"]
        if key:
            found = await self._ledger.postings_with(
                caller.brand, key, value, after, size + 1, since, until
            )
        else:
            found = await self._ledger.postings_of_order(caller.brand, value, after, size + 1)
        token = ""
        if len(found) > size:
            found = found[:size]
            token = pagination.encode_token(self._page_secret, **listed, after=found[-1].id)
        return pb.ListPostingsResponse(
            postings=[posting_message(posting) for posting in found], next_page_token=token
        )

    async def _check_listed(self, request: pb.ListPostingsRequest, brand: str) -> None:
        """Either an order or a key that the brand asks for, and what is said under it."""
        if not request.metadata_key:
            if not 1 <= len(request.order_id) <= METADATA_VALUE_MAX or request.metadata_value:
                raise invalid("order_id", f"1 to {METADATA_VALUE_MAX} characters")
            for field in ("record_from", "record_until"):
                if request.HasField(field):
                    raise invalid(field, "with metadata_key")
            return
        if request.order_id:
            raise invalid("order_id", "by an order or by another key")
        if not 1 <= len(request.metadata_value) <= METADATA_VALUE_MAX:
            raise invalid("metadata_value", f"1 to {METADATA_VALUE_MAX} characters")
        keys = await self._brands.find_by(brand)
        if request.metadata_key not in keys:
            told = ", ".join(sorted(keys)) or "none"
            raise invalid("metadata_key", f"one of the programme's ledger.find_by: {told}")

    async def Watch(
        self, request: pb.WatchRequest, context: ServicerContext
    ) -> AsyncGenerator[pb.WatchResponse, None]:
        """The postings of the caller's brand; of all for a service that follows all."""
        caller = require_role(current_caller(), *STAFF)
        brand = None if caller.brand == ALL_BRANDS else caller.brand
        if caller.role is not Role.SERVICE and not await self._exists(caller.brand):
            raise Refusal("PROGRAMME_MISSING", f"{brand} has neither a programme nor postings")
        # Closed with the call, not when the collector comes by: it holds a stream of the database.
        async with aclosing(watched(self._feed, brand, request)) as answers:
            async for answer in answers:
                yield answer

    async def _exists(self, brand: str) -> bool:
        return await self._brands.has_programme(brand) or await self._ledger.has_postings(brand)

    async def Verify(
        self, request: pb.VerifyRequest, context: ServicerContext
    ) -> pb.VerifyResponse:
        """Whether the ledger of the caller's brand is sound."""
        caller = of_one_brand(require_role(current_caller(), Role.OPERATOR, Role.SERVICE))
        if len(request.owners) > OWNERS_MAX:
            raise Refusal(
                "TOO_MANY",
                f"at most {OWNERS_MAX}",
                field="owners",
                metadata={"limit": str(OWNERS_MAX)},
            )
        report = verify_token.decode(self._page_secret, request, caller.brand)
        report = await self._verifier.verify(
            caller.brand, request.owners, report=report, go_on=_in_time
        )
        return pb.VerifyResponse(
            colour=_COLOURS[report.colour],
            counts=report.counts,
            problems=[
                pb.VerifyProblem(check=p.check, where=p.where, detail=p.detail)
                for p in report.problems
            ],
            next_page_token=verify_token.encode(self._page_secret, request, caller.brand, report),
            backlog_age_s=report.ages_s,
        )

    async def _as_of(
        self,
        accounts: Sequence[tuple[str, str]],
        posted_at: Callable[[str, str, str, datetime], Awaitable[int]],
        brand: str,
        time: datetime,
    ) -> pb.GetBalancesResponse:
        posted = [await posted_at(brand, *account, time) for account in accounts]
        with fitting_sums():
            balances = [
                pb.Balance(owner=owner, asset=asset, posted=points)
                for (owner, asset), points in zip(accounts, posted, strict=True)
            ]
            return pb.GetBalancesResponse(balances=balances)

    async def _batch(
        self, messages: Sequence[pb.CreatePostingRequest], caller: Caller
    ) -> list[PostingRequest | Refused]:
        """Each as a request, or what speaks against it already."""
        batch: list[PostingRequest | Refused] = []
        for message in messages:
            try:
                batch.append(await self._request(message, caller))
            except Exception as error:
                if not is_refusal(error):
                    raise
                batch.append(Refused(error))
        return batch

    async def _tills_members(
        self, batch: Sequence[PostingRequest | Refused], caller: Caller
    ) -> Sequence[PostingRequest | Refused]:
        """`batch`; of a till, new rows for members whom nobody enrolled are refused."""
        if caller.role is not Role.CHANNEL:
            return batch
        return await new_known_only(batch, caller.brand, self._refused_members, self._ledger)

    async def _write(self, batch: Sequence[PostingRequest | Refused]) -> list[PostingResult]:
        sound = [one for one in batch if not isinstance(one, Refused)]
        written = iter(await self._ledger.post_all(sound))
        return [one if isinstance(one, Refused) else next(written) for one in batch]

    async def _request(self, message: pb.CreatePostingRequest, caller: Caller) -> PostingRequest:
        check_request_id(message.request_id)
        request = to_request(message, caller.brand)
        _check_operator(request, caller)
        _check_guards(request, caller, await self._brands.unspendable(caller.brand))
        parts: dict[str, Sequence[Leg | HoldPlacement | HoldChange]] = {
            "legs": request.legs,
            "place_holds": request.place_holds,
            "change_holds": request.change_holds,
        }
        for field, named in parts.items():
            for index, one in enumerate(named):
                if one.asset not in BUILT_IN_ASSETS:
                    name = f"{field}[{index}].asset"
                    await check_brand_asset(self._brands, caller.brand, one.asset, name)
        await check_rewards(self._ledger, self._has_reward, request)
        return request


def _in_time(report: Report) -> bool:
    """Whether there is time for another step of verifying, and for telling."""
    left_s = deadlines.remaining_s()
    return left_s is None or left_s > VERIFY_STEP_S


def limit(field: str, count: int, most: int) -> None:
    """Refuse none at all, and more than `most`."""
    if count == 0:
        raise invalid(field, "at least one")
    if count > most:
        raise Refusal("TOO_MANY", f"at most {most}", field=field, metadata={"limit": str(most)})


def expiring_days(asked: int) -> int:
    """How far ahead to look: 30 days for 0, at most 366."""
    if not 0 <= asked <= EXPIRING_DAYS_MAX:
        raise invalid("expiring_days", f"0 to {EXPIRING_DAYS_MAX}")
    return asked or EXPIRING_DAYS_DEFAULT


def _check_operator(request: PostingRequest, caller: Caller) -> None:
    """Operators post stock; what members have they change by an adjustment, which has limits."""
    if caller.role is not Role.OPERATOR:
        return
    owners = [leg.owner for leg in request.legs]
    owners += [hold.owner for hold in request.place_holds]
    owners += [hold.owner for hold in request.change_holds]
    if request.reverses_posting_id or any(account_class(one) == MEMBERS for one in owners):
        method = "points.Adjustments.AdjustPoints"
        raise Refusal("ADJUSTMENT_NEEDED", f"use {method}", metadata={"method": method})


def _check_guards(request: PostingRequest, caller: Caller, unspendable: frozenset[str]) -> None:
    if caller.role is not Role.CHANNEL:
        return
    if request.kind is PostingKind.ADJUST:
        # An adjustment is an operator's: a till would spend under its name.
        check_spends(request._replace(kind=PostingKind.SPEND), unspendable)
    for index, leg in enumerate(request.legs):
        if leg.unguarded or leg.minimum < 0:
            raise Refusal(
                "PERMISSION_DENIED", "a channel may not cause debt", field=f"legs[{index}]"
            )
