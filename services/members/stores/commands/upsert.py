"""Creating and changing stores: each wish once, and one wrong store stops no other."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.members.context import MembersContext
from services.members.events.commands import PublishingUnit
from services.members.events.domain import LocalizedName, MemberEvent, StoreChanged
from services.members.stores.domain.store import (
    STORES_MAX,
    KeptStore,
    Store,
    StoreInvalid,
    TooManyStores,
    check_etag,
    next_version,
)
from services.members.stores.domain.upserted import Upserted, UpsertState, Wish
from services.members.transactions import Transactions


@dataclass(frozen=True, slots=True)
class Unread:
    """A store of a batch that could not be read."""

    code: str
    refusal: Exception


class StoresUnit(Protocol):
    """This room's part of a transaction."""

    async def recall(self, brand: str, wish: Wish) -> Sequence[Upserted] | None:
        """The first answer to this request; None when it is new. Raises REQUEST_ID_REUSED."""

    async def remember(self, brand: str, wish: Wish, answer: Sequence[Upserted]) -> None:
        """Keep the answer with the effect."""

    async def stores(self, brand: str, codes: Collection[str]) -> Mapping[str, KeptStore]:
        """Those that exist, by code."""

    async def count(self, brand: str) -> int:
        """How many stores the brand has."""

    async def keep(self, stores: Sequence[KeptStore]) -> None:
        """Write stores, new and changed; a race is lost and run again."""


class UpsertingUnit(PublishingUnit, Protocol):
    """A transaction that changes stores."""

    @property
    def stores(self) -> StoresUnit: ...


Context = MembersContext[Transactions[UpsertingUnit]]


async def upsert_stores(
    ctx: Context, brand: str, wish: Wish, asked: Sequence[Store | Unread]
) -> tuple[Sequence[Upserted], bool]:
    """The result of each store, in order, and True for a repeat.

    Stores are `checked` before. Raises a REQUEST_ID_REUSED refusal.
    """

    async def work(unit: UpsertingUnit) -> tuple[Sequence[Upserted], bool]:
        first = await unit.stores.recall(brand, wish)
        if first is not None:
            return first, True
        answer = await _upsert(unit, brand, asked, ctx.clock.now())
        await unit.stores.remember(brand, wish, answer)
        return answer, False

    return await ctx.store.transact(work)


async def upsert_store(ctx: Context, brand: str, wish: Wish, store: Store, etag: str) -> bool:
    """Create or change one store; True for a repeat.

    Raises StoreChangedMeanwhile, TooManyStores and a REQUEST_ID_REUSED refusal.
    """

    async def work(unit: UpsertingUnit) -> bool:
        if await unit.stores.recall(brand, wish) is not None:
            return True
        known = await unit.stores.stores(brand, [store.code])
        check_etag(known.get(store.code), etag)
        answer = await _upsert(unit, brand, [store], ctx.clock.now())
        if answer[0].reason == TooManyStores.reason:
            raise TooManyStores
        await unit.stores.remember(brand, wish, answer)
        return False

    return await ctx.store.transact(work)


async def _upsert(
    unit: UpsertingUnit, brand: str, asked: Sequence[Store | Unread], now: datetime
) -> list[Upserted]:
    codes = {each.code for each in asked if isinstance(each, Store)}
    known = await unit.stores.stores(brand, codes)
    room = STORES_MAX - await unit.stores.count(brand) if codes - known.keys() else 0
    changed: list[KeptStore] = []
    answer = list(_take(brand, asked, known, room, changed))
    await unit.stores.keep(changed)
    await unit.events.publish(brand, [_event(kept) for kept in changed], now)
    return answer


def _take(
    brand: str,
    asked: Sequence[Store | Unread],
    known: Mapping[str, KeptStore],
    room: int,
    changed: list[KeptStore],
) -> Iterator[Upserted]:
    """The result of each store; `changed` gets those to write. `room` is for new ones."""
    seen: set[str] = set()
    for each in asked:
        if isinstance(each, Unread):
            yield _refused(each.code, each.refusal)
            continue
        if each.code in seen:
            yield _refused(each.code, StoreInvalid("code", "stands twice in this call"))
            continue
        seen.add(each.code)
        before = known.get(each.code)
        kept = next_version(before, brand, each)
        if before is None and room <= 0:
            yield _refused(each.code, TooManyStores())
            continue
        if kept is None:
            assert before is not None, "a new store is a change"
            yield Upserted(each.code, UpsertState.UNCHANGED, before.etag)
            continue
        room -= before is None
        changed.append(kept)
        state = UpsertState.CREATED if before is None else UpsertState.UPDATED
        yield Upserted(each.code, state, kept.etag)


def _refused(code: str, error: Exception) -> Upserted:
    reason: str = error.reason  # type: ignore[attr-defined]
    field = getattr(error, "field", "")
    return Upserted(code, UpsertState.REFUSED, "", reason, field, str(error))


def _event(kept: KeptStore) -> MemberEvent:
    store = kept.store
    return StoreChanged(
        code=store.code,
        version=kept.version,
        name=LocalizedName(store.name_zh, store.name_en),
        city=store.city,
        coordinates=store.coordinates,
        zone=store.zone,
        hours=store.hours,
        closed_days=store.closed_days,
        closed_from=store.closed_from,
        labels=store.labels,
    )
