"""Requests of calls, one after another."""

import weakref
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from services.common.errors import Refusal
from services.common.message_bounds import Bounds, Reader
from services.common.streams import first_request, requests
from tessera.points.v1 import ledger_pb2 as pb


class Mark:
    """Lives as long as what it is written on."""


class Sent(bytes):
    mark: Mark


class Call:
    """A call that brings `body`."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self.marks: list[weakref.ref[Mark]] = []

    async def read(self) -> bytes:
        sent = Sent(self._body)
        sent.mark = Mark()
        self.marks.append(weakref.ref(sent.mark))
        return sent


async def _first(call: Any, read: Reader) -> Any:
    return await first_request(call, read)


async def _next(call: Any, read: Reader) -> Any:
    return await anext(requests(call, read))


READ = pb.BatchCreatePostingsRequest.FromString


@pytest.mark.parametrize("taken", [_first, _next])
@pytest.mark.parametrize(
    ("body", "bounds"),
    [
        (b"\x0a\x00" * 9, Bounds(bytes_max=8)),
        (b"\x0a\x00" * 9, Bounds(parts_max=8)),
        (b"\xff" * 9, Bounds()),
    ],
)
async def test_whoever_keeps_a_refusal_keeps_nothing_of_the_request(
    taken: Callable[[Any, Reader], Awaitable[Any]], body: bytes, bounds: Bounds
) -> None:
    call = Call(body)
    with pytest.raises(Refusal) as refused:
        await taken(call, Reader(READ, bounds))
    [mark] = call.marks
    assert mark() is None
    assert refused.value.reason in {"MESSAGE_TOO_LARGE", "INVALID_ARGUMENT"}
