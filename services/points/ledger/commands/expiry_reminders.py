"""Reminders of expiry: each local day of a brand, its members are told what they may lose.

Every account with points that expire soon is looked at once a day, in slices of bounded size. The
day is kept as told once all were: a process that ends before looks at them again, and writes only
what is not there yet. So two replicas, or a day told twice, remind nobody twice.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from services.common.clock import Clock
from services.common.setting_aside import passes_by_itself
from services.common.telemetry import log
from services.points.calendar.domain.local_time import end_of_day, local_day
from services.points.ledger.commands.expiry_metrics import REMINDERS, REMINDERS_FAILED
from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.commands.store import LedgerStore
from services.points.ledger.domain.account import Account
from services.points.ledger.domain.chart_of_accounts import MEMBERS, account_class
from services.points.ledger.domain.expiring_page import Place
from services.points.ledger.domain.expiry_reminder import due_reminders, reminder_posting
from services.points.ledger.domain.posting import Posted, PostingRequest, PostingResult, Refused
from services.points.ledger.domain.record import RecordChanged

SLICE = 200
PAUSE_S = 60.0
_log = log("ledger")

MayWork = Callable[[], Awaitable[bool]]
"""Whether this replica is the one that reminds; asked again before each slice."""


class RemindingBrands(Protocol):
    """What reminders need to know of a brand; `Programmes` answers."""

    async def zone(self, brand: str) -> ZoneInfo:
        """In which its days begin and end."""
        ...

    async def remind_days(self, brand: str) -> Mapping[str, Sequence[int]]:
        """How many days before they expire members are reminded of each asset."""
        ...


class ToldDays(Protocol):
    """The last local day of each brand whose reminders are all written."""

    async def told_until(self, brand: str) -> date | None:
        """That day; None before the first."""
        ...

    async def keep(self, brand: str, day: date) -> None:
        """All reminders up to this day are written."""
        ...


class Reminders:
    """Reminds the members of all brands, and looks again after a pause."""

    def __init__(
        self,
        ledger: Ledger,
        store: LedgerStore,
        brands: RemindingBrands,
        days: ToldDays,
        clock: Clock,
        may_work: MayWork,
    ) -> None:
        self._ledger = ledger
        self._store = store
        self._brands = brands
        self._days = days
        self._clock = clock
        self._may_work = may_work

    async def run(self) -> None:
        """Remind for ever."""
        while True:
            await self.once()
            await asyncio.sleep(PAUSE_S)

    async def once(self) -> int:
        """Write what is due and not written; how many. One brand that fails stops no other."""
        if not await self._may_work():
            return 0
        written = 0
        for brand in await self._store.brands():
            try:
                written += await self._brand(brand)
            except Exception:
                REMINDERS_FAILED.inc()
                _log.exception("reminders_failed", brand=brand)
        return written

    async def _brand(self, brand: str) -> int:
        asked = await self._brands.remind_days(brand)
        zone = await self._brands.zone(brand)
        now = self._clock.now()
        today = local_day(now, zone)
        told_until = await self._days.told_until(brand) or today - timedelta(days=1)
        if not asked or told_until >= today:
            return 0
        until = end_of_day(today + timedelta(days=max(map(max, asked.values()))), zone)
        written = 0
        after: Place | None = None
        while await self._may_work():
            page = await self._store.expiring_accounts(brand, now, until, after, SLICE)
            if page.last is None:
                await self._days.keep(brand, today)
                return written
            after = page.last
            requests: list[PostingRequest] = []
            for account in page.accounts:
                days = asked.get(account.key.asset, ())
                if days and account_class(account.key.owner) == MEMBERS:
                    requests += _due(account, now, zone, days, told_until)
            if requests:
                new = _written(brand, await self._ledger.post_all(requests))
                written += new
                REMINDERS.inc(new)
        return written


def _written(brand: str, results: Sequence[PostingResult]) -> int:
    """How many are new. Raises what passes by itself: then the brand's day is told again."""
    for result in results:
        if isinstance(result, Refused) and not isinstance(result.error, RecordChanged):
            if passes_by_itself(result.error):
                raise result.error
            # A member who can't be reminded keeps nobody behind from being reminded.
            REMINDERS_FAILED.inc()
            _log.error("not_reminded", brand=brand, error=repr(result.error))
    return sum(isinstance(each, Posted) and not each.replayed for each in results)


def _due(
    account: Account, now: datetime, zone: ZoneInfo, days: Sequence[int], told_until: date
) -> list[PostingRequest]:
    try:
        due = due_reminders(account, now, zone, days, told_until)
        return [reminder_posting(account.key.brand, told) for told in due]
    except Exception as error:
        # An account that makes no sense keeps nobody else from being reminded.
        _log.error("account_damaged", account=account.key.name, exc_info=error)
        return []
