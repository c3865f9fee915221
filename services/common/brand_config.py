"""The programme in force of each brand, parsed and at hand: once for every service.

A service says where programmes are kept and how one is parsed; this file says how long a parsed one
may be used, and what happens while it is loaded, when it is missing and when it can't be parsed.

    remembered for FRESH_S, its absence too; then the store is asked for the revision
    loaded and parsed only when the revision is another one
    one load under way for each brand, whatever number of callers wait for it
    a version that can't be parsed is logged once, and the one before it stays in force
    BRANDS_MAX brands in memory; the brand that was not used for longest goes first
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from typing import Generic, Protocol, TypeVar

from services.common.telemetry import log

FRESH_S = 1.0
"""How long this process may use a programme that another process has replaced."""
BRANDS_MAX = 1_000

_log = log("brand_config")


class Published(Protocol):
    """A programme as the store keeps it. Two with the same revision have the same content."""

    @property
    def revision(self) -> Hashable: ...


P = TypeVar("P", bound=Published)
P_co = TypeVar("P_co", bound=Published, covariant=True)
T = TypeVar("T")


class PublishedStore(Protocol[P_co]):
    """Where the published programmes are. Revisions are small to read, programmes are not."""

    async def revision(self, brand: str) -> Hashable | None:
        """The revision in force; None before the first."""
        ...

    async def load(self, brand: str) -> P_co | None:
        """The programme in force; None before the first."""
        ...


class ProgrammeUnreadable(Exception):
    """A published programme can't be parsed. The caller can't mend that, so it is no refusal."""

    def __init__(self, brand: str, revision: Hashable, error: Exception) -> None:
        super().__init__(f"programme {revision} of {brand}: {error!r}")
        self.brand = brand


def check(parse: Callable[[str, P], object], brand: str, published: P) -> None:
    """Raise ProgrammeUnreadable unless `parse` reads `published`, which no store has kept yet."""
    try:
        parse(brand, published)
    except Exception as error:
        raise ProgrammeUnreadable(brand, published.revision, error) from error


@dataclass(frozen=True)
class _Remembered(Generic[T]):
    fresh_until: float
    revision: Hashable | None = None
    """The store's; `programme` is of an earlier one when `error` is set."""
    programme: T | None = None
    error: Exception | None = None


class ProgrammesInForce(Generic[P, T]):
    """Answers the programme in force, as `parse` makes it of what the store keeps."""

    def __init__(
        self,
        store: PublishedStore[P],
        parse: Callable[[str, P], T],
        *,
        fresh_s: float = FRESH_S,
        absence_s: float = FRESH_S,
        brands_max: int = BRANDS_MAX,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`parse` gets the brand and the published programme; it raises where it can't read it.

        `absence_s`: how long a missing programme is remembered; 0 where the first one must be in
        force at once in every process.
        """
        self._store = store
        self._parse = parse
        self._fresh_s = fresh_s
        self._absence_s = absence_s
        self._brands_max = brands_max
        self._monotonic = monotonic
        self._by_brand: OrderedDict[str, _Remembered[T]] = OrderedDict()
        self._loads: dict[str, asyncio.Task[_Remembered[T]]] = {}

    async def of(self, brand: str) -> T | None:
        """The programme in force; None when the brand has none.

        Raises ProgrammeUnreadable when the store has one that can't be parsed and none from before
        is in memory: to a caller, an unreadable programme is not a missing one.
        """
        remembered = self._by_brand.get(brand)
        if remembered is None or self._monotonic() >= remembered.fresh_until:
            remembered = await self._load(brand)
        else:
            self._by_brand.move_to_end(brand)
        if remembered.programme is None and remembered.error is not None:
            raise ProgrammeUnreadable(brand, remembered.revision, remembered.error)
        return remembered.programme

    def known(self, brand: str) -> T | None:
        """The programme that is in memory, however old; for callers that can't wait."""
        remembered = self._by_brand.get(brand)
        return None if remembered is None else remembered.programme

    def replaced(self, brand: str) -> None:
        """The store has another programme now: the next caller gets that one."""
        # A load that is under way may have read the earlier one, so it is not remembered.
        self._loads.pop(brand, None)
        remembered = self._by_brand.get(brand)
        if remembered is not None:
            self._by_brand[brand] = replace(remembered, fresh_until=self._monotonic())

    async def _load(self, brand: str) -> _Remembered[T]:
        load = self._loads.get(brand)
        if load is None:
            # A task of its own: the first caller may be cancelled, and the others still wait.
            load = asyncio.create_task(self._read(brand))
            self._loads[brand] = load
            load.add_done_callback(lambda done: self._loaded(brand, done))
        return await asyncio.shield(load)

    def _loaded(self, brand: str, load: "asyncio.Task[_Remembered[T]]") -> None:
        # Asking for the exception also tells asyncio that somebody has seen it.
        failed = load.cancelled() or load.exception() is not None
        if self._loads.get(brand) is not load:
            return
        del self._loads[brand]
        if failed:
            return
        self._by_brand[brand] = load.result()
        self._by_brand.move_to_end(brand)
        if len(self._by_brand) > self._brands_max:
            self._by_brand.popitem(last=False)

    async def _read(self, brand: str) -> _Remembered[T]:
        revision = await self._store.revision(brand)
        known = self._by_brand.get(brand)
        if known is not None and known.revision is not None and known.revision == revision:
            return replace(known, fresh_until=self._fresh_until())
        published = None if revision is None else await self._store.load(brand)
        if published is None:
            return _Remembered(self._monotonic() + self._absence_s)
        try:
            programme = self._parse(brand, published)
        except Exception as error:
            in_force = None if known is None else known.programme
            _log.error("programme_unreadable", brand=brand, error=repr(error))
            return _Remembered(self._fresh_until(), published.revision, in_force, error)
        return _Remembered(self._fresh_until(), published.revision, programme)

    def _fresh_until(self) -> float:
        return self._monotonic() + self._fresh_s
