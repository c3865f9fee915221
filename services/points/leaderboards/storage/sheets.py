"""The sheets of all brands in Redis.

Nothing of them ends by Redis' own clock: periods end by the service's. A full Redis may drop a
sheet with the policy `allkeys-lru`. The next look at it, or the next credit, finds that out, and
the brand's sheets are made again.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Collection, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, TypeVar

import orjson
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from services.points.calendar.domain.instant import unix_ms
from services.points.leaderboards.domain.position import Position
from services.points.leaderboards.domain.sheet import Change, Place, Score, Sheet, sheet_named
from services.points.leaderboards.domain.shown import (
    Asked,
    SheetsAway,
    SheetsLost,
    SheetsMoved,
    Shown,
    State,
    among,
)
from services.points.leaderboards.storage.scripts import ADD, READ, READ_AMONG, SHOW

READ_S, WRITE_S = 1.0, 10.0
"""Redis may take so long for an answer: a slow one costs a reader a second."""
AT_ONCE = 1_000
_TIME_DIGITS = 11
_SHEET = "k:"

T = TypeVar("T")


class RedisSheets:
    """Implements `leaderboards.commands.ports.Sheets`. `owner` is the database of the ledger: two
    suites may share a Redis. Without a URL the sheets are always away."""

    def __init__(self, redis_url: str, owner: str) -> None:
        self._redis = _connect(redis_url, READ_S)
        self._writing = _connect(redis_url, WRITE_S)
        self._owner = owner

    async def close(self) -> None:
        """Close the connections."""
        for client in (self._redis, self._writing):
            if client is not None:
                await client.aclose()

    async def state(self, brand: str) -> State:
        shown, building, ordered = await _answer(
            self._redis, lambda r: r.hmget(self._state(brand), ["shown", "building", "ordered"])
        )
        return State(_position(shown), _position(building), ordered is not None)

    async def order(self, brand: str) -> None:
        await _answer(self._writing, lambda r: r.hset(self._state(brand), "ordered", 1))

    async def begin(self, brand: str, position: Position) -> None:
        async def begin(redis: Redis) -> None:
            async with redis.pipeline(transaction=True) as pipeline:
                pipeline.hset(self._state(brand), "building", _json(position))
                pipeline.hdel(self._state(brand), "ordered")
                await pipeline.execute()

        await _answer(self._writing, begin)

    async def add(
        self,
        brand: str,
        before: Position,
        after: Position,
        changes: Collection[Change] = (),
        scanned: Collection[str] = (),
    ) -> None:
        arguments: list[Any] = [self._prefix(brand), before.generation]
        arguments += [_json(before), _json(after), len(scanned), *scanned]
        for change in changes:
            points, at_ms = change.score
            at = f"{at_ms:0{_TIME_DIGITS}x}"
            arguments += [str(change.sheet), change.member_id, points, at, change.drop_ms]
        keys = [self._state(brand), self._scanned(brand, before.generation)]
        _check(await _answer(self._writing, lambda r: r.eval(ADD, 2, *keys, *arguments)))

    async def show(self, brand: str, position: Position) -> None:
        shown = _json(position)
        state = self._state(brand)
        _check(await _answer(self._writing, lambda r: r.eval(SHOW, 1, state, shown)))

    async def scanned(self, brand: str, generation: str) -> set[str]:
        ids = self._scanned(brand, generation)
        found = await _answer(self._writing, lambda r: r.smembers(ids))
        return {each.decode() for each in found}

    async def forget_scanned(self, brand: str, generation: str) -> None:
        ids = self._scanned(brand, generation)
        await _answer(self._writing, lambda r: r.unlink(ids))

    async def read(self, brand: str, asked: Asked) -> Shown:
        if asked.among is not None:
            return await self._among(brand, asked, asked.among)
        arguments = [self._prefix(brand), str(asked.sheet), asked.top]
        arguments += [asked.member_id, asked.around]
        state = self._state(brand)
        shown, building, top, members, rank, first, around = await _answer(
            self._redis, lambda r: r.eval(READ, 1, state, *arguments)
        )
        places = _places(around, first + 1)
        mine = [place for place in places if place.rank == rank + 1]
        return Shown(
            _position(shown or building),
            building is not None,
            _places(top, 1),
            members,
            mine[0] if mine else None,
            places if asked.around else (),
        )

    async def _among(self, brand: str, asked: Asked, ids: Sequence[str]) -> Shown:
        arguments = [self._prefix(brand), str(asked.sheet), *dict.fromkeys(ids)]
        state = self._state(brand)
        shown, building, found = await _answer(
            self._redis, lambda r: r.eval(READ_AMONG, 1, state, *arguments)
        )
        # As the set itself orders them: by the score, then by the element's text.
        pairs = sorted(zip(found[::2], found[1::2], strict=True), key=lambda p: (float(p[1]), p[0]))
        ordered = [each for pair in pairs for each in pair]
        position = _position(shown or building)
        return among(asked, position, building is not None, _places(ordered, 1))

    async def sheets(self, brand: str, generation: str) -> Mapping[Sheet, int]:
        prefix = f"{_SHEET}{generation}|"
        return {
            sheet_named(field.removeprefix(prefix)): drop_ms
            for field, drop_ms in await self._fields(brand)
            if field.startswith(prefix)
        }

    async def scores(
        self, brand: str, generation: str, sheet: Sheet
    ) -> AsyncIterator[Mapping[str, Score]]:
        key, cursor = self._sheet(brand, f"{generation}|{sheet}"), 0
        while True:
            cursor, found = await self._scan(key, cursor)
            yield dict(_score(element, negative) for element, negative in found)
            if not cursor:
                return

    async def score(self, brand: str, generation: str, sheet: Sheet, member_id: str) -> Score:
        key = self._sheet(brand, f"{generation}|{sheet}")
        at = await _answer(self._redis, lambda r: r.hget(key + "#t", member_id))
        if at is None:
            return Score()
        element = at.decode() + member_id
        negative = await _answer(self._redis, lambda r: r.zscore(key, element))
        # Another credit has come between the two reads.
        return Score() if negative is None else _score(element.encode(), negative)[1]

    async def prune(self, brand: str, now: datetime) -> None:
        state = await self.state(brand)
        alive = {each.generation for each in (state.shown, state.building) if each is not None}
        now_ms, state_key = unix_ms(now), self._state(brand)
        gone = [
            field
            for field, drop_ms in await self._fields(brand)
            if drop_ms <= now_ms or field.removeprefix(_SHEET).split("|", 1)[0] not in alive
        ]
        for start in range(0, len(gone), AT_ONCE):
            some = gone[start : start + AT_ONCE]
            keys = [self._sheet(brand, field.removeprefix(_SHEET)) for field in some]

            async def drop(redis: Redis, some: Any = some, keys: Any = keys) -> None:
                async with redis.pipeline(transaction=True) as pipeline:
                    pipeline.unlink(*keys, *(key + "#t" for key in keys))
                    pipeline.hdel(state_key, *some)
                    await pipeline.execute()

            await _answer(self._writing, drop)

    async def _fields(self, brand: str) -> list[tuple[str, int]]:
        """Every sheet of every generation, with the time at which it is dropped."""
        fields: dict[str, int] = {}
        cursor, state = 0, self._state(brand)
        while True:
            at = cursor
            cursor, found = await _answer(
                self._writing, lambda r, at=at: r.hscan(state, at, f"{_SHEET}*", AT_ONCE)
            )
            fields |= {name.decode(): int(drop) for name, drop in found.items()}
            if not cursor:
                return list(fields.items())

    async def _scan(self, key: str, cursor: int) -> tuple[int, Sequence[tuple[bytes, float]]]:
        found: tuple[int, Sequence[tuple[bytes, float]]] = await _answer(
            self._writing, lambda r: r.zscan(key, cursor, count=AT_ONCE)
        )
        return found

    def _prefix(self, brand: str) -> str:
        return f"boards:{{{self._owner}/{brand}}}:"

    def _state(self, brand: str) -> str:
        return self._prefix(brand) + "state"

    def _scanned(self, brand: str, generation: str) -> str:
        return self._prefix(brand) + f"scanned|{generation}"

    def _sheet(self, brand: str, name: str) -> str:
        return self._prefix(brand) + name


def _connect(redis_url: str, timeout_s: float) -> Redis | None:
    if not redis_url:
        return None
    # One attempt: who keeps sheets tries again by itself, and a reader shows that they are away.
    return Redis.from_url(
        redis_url,
        retry=Retry(NoBackoff(), 0),
        socket_timeout=timeout_s,
        socket_connect_timeout=timeout_s,
    )


async def _answer(redis: Redis | None, command: Any) -> Any:
    """The answer of Redis. Raises SheetsAway."""
    if redis is None:
        raise SheetsAway("no Redis is set")
    try:
        asked: Awaitable[Any] = command(redis)
        return await asked
    except (RedisError, OSError, TimeoutError) as error:
        raise SheetsAway(type(error).__name__) from error


def _check(answer: bytes) -> None:
    if answer == b"moved":
        raise SheetsMoved("another worker has written")
    if answer == b"lost":
        raise SheetsLost("a sheet is gone")


def _json(position: Position) -> str:
    return orjson.dumps(asdict(position)).decode()


def _position(written: bytes | None) -> Position | None:
    return Position(**orjson.loads(written)) if written else None


def _places(found: Sequence[bytes], rank: int) -> list[Place]:
    """Elements and scores in turn, the first of them on the place `rank`."""
    pairs = zip(found[::2], found[1::2], strict=True)
    return [
        Place(at, element[_TIME_DIGITS:].decode(), -int(float(negative)))
        for at, (element, negative) in enumerate(pairs, start=rank)
    ]


def _score(element: bytes, negative: float) -> tuple[str, Score]:
    at_ms = int(element[:_TIME_DIGITS], 16)
    return element[_TIME_DIGITS:].decode(), Score(-int(negative), at_ms)
