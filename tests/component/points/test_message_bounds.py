"""No request takes the memory of the process, whichever method it is sent to, token or not."""

from __future__ import annotations

import gc
import resource
from collections.abc import Iterable
from typing import Any

import grpc
import pytest
from google.protobuf import descriptor_pool
from google.protobuf.descriptor import MethodDescriptor

from services.common.auth import Caller, Role
from services.common.channel import connect
from services.common.errors import reason_of
from services.members import wiring as members
from services.points.wiring import BOUNDS, PROTO_SERVICES
from tessera.points.v1 import ledger_pb2 as pb
from tests.component.points.conftest import Points

_TILL = Caller("tea", "pos", Role.CHANNEL)
EMPTY_POSTINGS = b"\x0a\x00" * (3 * 1024 * 1024)
"""In memory they are 600 MB and more."""
GROWTH_KB_MAX = 200 * 1024


def methods_of(services: Iterable[str]) -> dict[str, MethodDescriptor]:
    return {
        f"/{name}/{method.name}": method
        for name in services
        for method in descriptor_pool.Default().FindServiceByName(name).methods
    }


METHODS = methods_of(PROTO_SERVICES)
LARGER = {"/tessera.points.v1.BulkFiles/UploadBulkFile"}


async def refusal(channel: grpc.aio.Channel, path: str, method: MethodDescriptor) -> str:
    kind = "stream" if method.client_streaming else "unary"
    answers = "stream" if method.server_streaming else "unary"
    call: Any = getattr(channel, f"{kind}_{answers}")(path)
    sent: Any = iter([EMPTY_POSTINGS]) if method.client_streaming else EMPTY_POSTINGS
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await (call(sent).read() if method.server_streaming else call(sent))
    reason = reason_of(caught.value)
    assert reason is not None
    return reason.reason


async def test_millions_of_empty_parts_are_refused_by_every_method(points: Points) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    till = connect(points.running.address, issuer_token=points.issuer.source(_TILL))
    async with connect(points.running.address) as stranger, till as known:
        for path, method in METHODS.items():
            assert await refusal(stranger, path, method) == "UNAUTHENTICATED"
            # A file may be as large; a till uploads none.
            least = "PERMISSION_DENIED" if path in LARGER else "MESSAGE_TOO_LARGE"
            assert await refusal(known, path, method) == least, path
            # Calls of the client lead to what they sent until cycles are looked for.
            gc.collect()
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < GROWTH_KB_MAX


async def test_as_many_postings_as_a_batch_may_have_are_taken_with_all_that_they_may_say(
    points: Points,
) -> None:
    batch = pb.BatchCreatePostingsRequest()
    for number in range(1_000):
        one = batch.requests.add(request_id=f"r{number}", kind=pb.POSTING_KIND_ADJUST)
        for key in range(16):
            one.metadata[f"key{key}"] = "x" * 64
        for leg in range(8):
            one.legs.add(owner=f"mem_{leg}", asset="POINTS", amount=1)
        one.legs.add(owner="house:issued", asset="POINTS", amount=-8)
    answer = await points.till().ledger.BatchCreatePostings(batch, timeout=30)
    assert len(answer.results) == 1_000
    assert all(result.HasField("posting") for result in answer.results)


def test_every_method_with_bounds_of_its_own_exists() -> None:
    assert set(BOUNDS) <= set(METHODS)
    assert set(members.BOUNDS) <= set(methods_of(members.PROTO_SERVICES))
