"""The Wallets service: what a card shows of points, for many members in one call."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Protocol

from services.common.auth import current_reader
from services.common.clock import Clock
from services.common.errors import invalid
from services.common.interceptors import ServicerContext
from services.points.ledger.api.access import of_one_brand, require_account
from services.points.ledger.api.causes import NamesOf, no_names
from services.points.ledger.api.ledger import expiring_days, limit
from services.points.ledger.api.messages import balance_message, entry_message
from services.points.ledger.commands.brands import Brands
from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.commands.survivors import NO_MERGES, Survivors
from services.points.ledger.domain.balance import balance
from services.points.ledger.domain.chart_of_accounts import POINTS
from services.points.ledger.domain.validation import check_owner
from tessera.points.v1 import wallets_pb2 as pb
from tessera.points.v1 import wallets_pb2_grpc

MEMBERS_MAX = 100
ENTRIES_MAX = 100


class CardPart(Protocol):
    """A part of a wallet that a room above the ledger knows."""

    async def __call__(self, brand: str, member_ids: Collection[str]) -> Mapping[str, Any]:
        """The message of each member; none where the brand's programme has nothing of it."""
        ...


class WalletsApi(wallets_pb2_grpc.WalletsServicer):
    """Members see their own, all others those of their brand.

    `parts` are answered when asked, each under its field, which request and wallet name alike.
    """

    def __init__(
        self,
        ledger: Ledger,
        brands: Brands,
        clock: Clock,
        parts: Mapping[str, CardPart],
        names_of: NamesOf = no_names,
        survivors: Survivors = NO_MERGES,
    ) -> None:
        self._ledger = ledger
        self._brands = brands
        self._clock = clock
        self._parts = parts
        self._names_of = names_of
        self._survivors = survivors

    async def BatchGetWallets(
        self, request: pb.BatchGetWalletsRequest, context: ServicerContext
    ) -> pb.BatchGetWalletsResponse:
        """One read for the balances; one for the entries, and one or two for a part, when asked."""
        caller = of_one_brand(current_reader())
        limit("member_ids", len(request.member_ids), MEMBERS_MAX)
        if not 0 <= request.entries_size <= ENTRIES_MAX:
            raise invalid("entries_size", f"0 to {ENTRIES_MAX}")
        if request.entries_before < 0:
            raise invalid("entries_before", "not below 0")
        days = expiring_days(request.expiring_days)
        for index, member_id in enumerate(request.member_ids):
            check_owner(member_id, f"member_ids[{index}]")
            require_account(caller, self._survivors.of(caller.brand, member_id))
        # Of a member who was merged, the survivor's wallet under the id that was asked.
        asked = {each: self._survivors.of(caller.brand, each) for each in request.member_ids}
        names = [(member_id, POINTS) for member_id in dict.fromkeys(asked.values())]
        accounts = await self._ledger.account_state(caller.brand, names)
        zone = await self._brands.zone(caller.brand)
        now = self._clock.now()
        wallets = {
            name: pb.Wallet(
                member_id=name[0], points=balance_message(balance(account, now, days), zone)
            )
            for name, account in accounts.items()
        }
        if request.entries_size:
            pages = await self._ledger.entries_of(
                accounts.values(), request.entries_before, request.entries_size
            )
            known = self._names_of(caller.brand)
            for name, page in pages.items():
                wallets[name].entries.extend(entry_message(*pair, known) for pair in page)
                wallets[name].has_more_entries = bool(page) and page[-1][1].sequence > 1
        members = {name[0]: name for name in names}
        for part, found_for in self._parts.items():
            if getattr(request, part):
                for member_id, found in (await found_for(caller.brand, members)).items():
                    getattr(wallets[members[member_id]], part).CopyFrom(found)
        response = pb.BatchGetWalletsResponse()
        for member_id, stands in asked.items():
            wallet = wallets[stands, POINTS]
            if member_id == stands:
                response.wallets.append(wallet)
            else:
                response.wallets.add().CopyFrom(wallet)
                response.wallets[-1].member_id = member_id
        return response
