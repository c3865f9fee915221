"""Reads and loads in flight in this process, which concurrent callers share.

`Lookups` gathers the keys of concurrent callers into one read at a time. `Loads` lets concurrent
misses of one key share one load, and no caller gets a value that was read before the call began.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

K = TypeVar("K", bound=str)
V = TypeVar("V")


class Lookups(Generic[K, V]):
    """One read at a time; the keys of callers who come meanwhile go together in the next one.

    The read begins after each of its callers asked, so its values are current for all of them.
    """

    def __init__(self, read: Callable[[Sequence[K]], Awaitable[Mapping[K, V]]]) -> None:
        self._read = read
        self._keys: dict[K, None] = {}
        self._next: asyncio.Future[Mapping[K, V]] | None = None
        self._reading: asyncio.Task[None] | None = None

    async def of(self, keys: Sequence[K]) -> dict[K, V]:
        """The value of each of `keys`. Raises what the read raises."""
        if self._next is None:
            self._next = asyncio.get_running_loop().create_future()
        answer = self._next
        self._keys.update(dict.fromkeys(keys))
        if self._reading is None:
            self._reading = asyncio.create_task(self._run())
        found = await asyncio.shield(answer)
        return {k: found[k] for k in keys}

    async def _run(self) -> None:
        try:
            while self._next is not None:
                answer, keys = self._next, list(self._keys)
                self._next, self._keys = None, {}
                try:
                    answer.set_result(await self._read(keys))
                except Exception as error:
                    answer.set_exception(error)
                    answer.exception()  # its callers may all be gone
        finally:
            self._reading = None


@dataclass(slots=True)
class _Load(Generic[K]):
    """A load in flight. `begun`: the loader may have read already."""

    task: asyncio.Task[Mapping[K, bytes]] | None = None
    begun: bool = False

    @property
    def running(self) -> asyncio.Task[Mapping[K, bytes]]:
        assert self.task is not None, "set as soon as the load is made"
        return self.task


class Loads(Generic[K]):
    """The loads in flight, by key and by the version that the caller's miss returned.

    A version is the same for all misses between two invalidations, so a load under the caller's own
    version holds what is current. "" is no version (no cache, or the cache is away): there a caller
    joins a load that has not begun, and else waits for it and shares the next.
    """

    def __init__(self) -> None:
        self._by_miss: dict[tuple[K, str], _Load[K]] = {}

    async def load(
        self,
        versions: Mapping[K, str],
        loader: Callable[[Sequence[K]], Awaitable[Mapping[K, bytes]]],
    ) -> dict[K, bytes]:
        """The values of the keys of `versions` that exist, from one call of `loader` at most."""
        if too_early := self._too_early(versions):
            await asyncio.wait(too_early)
        new = [k for k, version in versions.items() if (k, version) not in self._by_miss]
        if new:
            self._start([(k, versions[k]) for k in new], lambda: loader(new))
        loads = {k: self._by_miss[k, version].running for k, version in versions.items()}
        loaded: dict[K, bytes] = {}
        for k, task in loads.items():
            value = (await asyncio.shield(task)).get(k)
            if value is not None:
                loaded[k] = value
        return loaded

    def forget(self, keys: Iterable[K]) -> None:
        """Let the next callers start a new load: the one in flight may have read an old value."""
        gone = frozenset(keys)
        for miss in [miss for miss in self._by_miss if miss[0] in gone]:
            del self._by_miss[miss]

    def _too_early(self, versions: Mapping[K, str]) -> set[asyncio.Task[Mapping[K, bytes]]]:
        unversioned = (self._by_miss.get((k, "")) for k, version in versions.items() if not version)
        return {load.running for load in unversioned if load is not None and load.begun}

    def _start(
        self, misses: Sequence[tuple[K, str]], start: Callable[[], Awaitable[Mapping[K, bytes]]]
    ) -> None:
        load: _Load[K] = _Load()

        async def run() -> Mapping[K, bytes]:
            load.begun = True
            return await start()

        # A separate task: if the first caller is cancelled, the others still wait for it.
        load.task = asyncio.create_task(run())
        self._by_miss.update(dict.fromkeys(misses, load))
        load.task.add_done_callback(lambda done: self._loaded(misses, load, done))

    def _loaded(
        self,
        misses: Sequence[tuple[K, str]],
        load: _Load[K],
        done: "asyncio.Task[Mapping[K, bytes]]",
    ) -> None:
        for miss in misses:
            if self._by_miss.get(miss) is load:
                del self._by_miss[miss]
        if not done.cancelled():
            done.exception()  # its callers may all be gone
