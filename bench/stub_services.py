"""Stubs of the three services for the gateway's benchmark: invented data, no store, no rules.

    python -m bench.stub_services KEYS_DIR MEMBERS_PORT POINTS_PORT FEEDBACK_PORT

Parts of answers for 10,000 members are serialised in advance, so an answer only joins bytes, and
the benchmark measures the gateway. Stubs check tokens and `require_member` as services do. They
also accept tokens of front ends, because the peers pass them on. They answer first pages only:
`entries_before` and the like are ignored.
"""

import asyncio
import gc
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

import grpc
import jwt
import uvloop
from google.protobuf.timestamp_pb2 import Timestamp
from grpc_health.v1 import health, health_pb2, health_pb2_grpc

from services.common.auth import (
    GATEWAY_AUDIENCE,
    SERVICES_AUDIENCE,
    TokenVerifier,
    require_member,
)
from tessera.feedback.v1 import feedback_pb2
from tessera.members.v1 import members_pb2
from tessera.points.v1 import ledger_pb2, wallets_pb2
from tessera.types.v1 import types_pb2

MEMBERS = 10_000
ENTRIES = 8
FEEDBACK = 3
DAY_S = 86_400
TIERS = (
    ("seedling", "新芽", "Seedling", 100),
    ("leaf", "青叶", "Leaf", 110),
    ("gold", "金叶", "Gold", 130),
)
WORDS = ("奶茶很好喝，就是排队久了一点。", "The new oolong is lovely.", "门店服务很贴心。")

Answer: TypeAlias = Callable[[bytes, Any], Awaitable[bytes]]
Authorise: TypeAlias = Callable[[Any, Iterable[str]], None]
"""Raises unless the caller of the current call may read these members."""

TOKENS_MAX = 10_000


def authoriser(keys_dir: Path) -> Authorise:
    """Checks tokens as a service does, and remembers them as long."""
    verifiers = {
        audience: TokenVerifier(keys_dir, audience=audience)
        for audience in (SERVICES_AUDIENCE, GATEWAY_AUDIENCE)
    }

    def authorise(context: Any, ids: Iterable[str]) -> None:
        token = dict(context.invocation_metadata())["authorization"].removeprefix("Bearer ")
        caller = verifiers[_audience(token)].verify(token)
        for each in ids:
            require_member(caller, each)

    return authorise


@lru_cache(TOKENS_MAX)
def _audience(token: str) -> str:
    return str(jwt.decode(token, options={"verify_signature": False})["aud"])


def member_id(index: int) -> str:
    """The id of one of the members, all equally long."""
    return f"mem_01jd{index:022d}"


def members_service(indexes: Iterable[int], authorise: Authorise) -> Answer:
    """BatchGetMembers."""
    known = {member_id(i): _within(1, _member(i).SerializeToString()) for i in indexes}

    async def answer(request: bytes, context: Any) -> bytes:
        ids = members_pb2.BatchGetMembersRequest.FromString(request).member_ids
        authorise(context, ids)
        missing = [_within(2, each.encode()) for each in ids if each not in known]
        return b"".join([known[each] for each in ids if each in known] + missing)

    return answer


def wallets_service(indexes: Iterable[int], authorise: Authorise) -> Answer:
    """BatchGetWallets."""
    now_s = int(time.time())
    wallets = {member_id(i): _wallet(i, now_s) for i in indexes}
    cut: dict[tuple[str, int], bytes] = {}

    def cut_to(identifier: str, size: int) -> bytes:
        whole = wallets[identifier]
        wallet = wallets_pb2.Wallet(
            member_id=identifier,
            points=whole.points,
            entries=whole.entries[:size],
            has_more_entries=len(whole.entries) > size,
        )
        return _within(1, wallet.SerializeToString())

    async def answer(request: bytes, context: Any) -> bytes:
        asked = wallets_pb2.BatchGetWalletsRequest.FromString(request)
        authorise(context, asked.member_ids)
        return _joined(cut, wallets, asked.member_ids, asked.entries_size, cut_to)

    return answer


def feedback_service(indexes: Iterable[int], authorise: Authorise) -> Answer:
    """BatchListMemberFeedback."""
    items = {member_id(i): [_feedback(i, n) for n in range(FEEDBACK)] for i in indexes}
    cut: dict[tuple[str, int], bytes] = {}

    def cut_to(identifier: str, size: int) -> bytes:
        whole = items[identifier]
        listed = feedback_pb2.MemberFeedback(
            member_id=identifier, feedback=whole[:size], has_more=len(whole) > size
        )
        return _within(1, listed.SerializeToString())

    async def answer(request: bytes, context: Any) -> bytes:
        asked = feedback_pb2.BatchListMemberFeedbackRequest.FromString(request)
        authorise(context, asked.member_ids)
        return _joined(cut, items, asked.member_ids, asked.size or 20, cut_to)

    return answer


def _joined(
    cut: dict[tuple[str, int], bytes],
    known: dict[str, Any],
    ids: Iterable[str],
    size: int,
    cut_to: Callable[[str, int], bytes],
) -> bytes:
    parts = []
    for identifier in ids:
        part = cut.get((identifier, size))
        if part is None:
            if identifier not in known:
                continue
            part = cut[identifier, size] = cut_to(identifier, size)
        parts.append(part)
    return b"".join(parts)


def _within(field: int, content: bytes) -> bytes:
    """`content` as a length-delimited field (protobuf's wire type 2) of a message around it."""
    size = len(content)
    head = bytearray([field << 3 | 2])
    while size > 0x7F:
        head.append(size & 0x7F | 0x80)
        size >>= 7
    head.append(size)
    return bytes(head) + content


def _member(index: int) -> members_pb2.Member:
    code, zh, en, percent = TIERS[index % len(TIERS)]
    growth = index * 37 % 5_000
    highest = index % len(TIERS) == len(TIERS) - 1
    return members_pb2.Member(
        id=member_id(index),
        name=f"茶友{index:05d}",
        phone=f"138****{index % 10_000:04d}",
        tiers=[
            members_pb2.Tier(
                ladder="growth",
                code=code,
                name=types_pb2.LocalizedText(zh=zh, en=en),
                multiplier_percent=percent,
                reach_time=Timestamp(seconds=1_760_000_000 + index),
                rank=index % len(TIERS),
            )
        ],
        forecast=members_pb2.Forecast(
            growth_to_next=None if highest else 5_000 - growth,
            growth_to_keep=index % 700,
            judged_on="2027-01-01",
            expected_tier=code,
        ),
        growth=growth,
        facts=members_pb2.Facts(orders=index % 90, spent_minor=index * 1_800),
        create_time=Timestamp(seconds=1_700_000_000 + index),
        etag=f"{index:x}",
        language="zh",
    )


def _wallet(index: int, now_s: int) -> wallets_pb2.Wallet:
    held = index % 50
    pending = index % 30
    amounts = [10 + (index + n) % 90 for n in range(ENTRIES)]
    posted = sum(amounts) + 1_000
    entries, after = [], posted
    for number, amount in enumerate(reversed(amounts)):
        entries.append(
            ledger_pb2.Entry(
                owner=member_id(index),
                asset="POINTS",
                amount=amount,
                sequence=ENTRIES + 1 - number,
                balance_after=after,
                posting_id=f"pst_01jd{index:018d}{number:04d}",
                kind=ledger_pb2.POSTING_KIND_EARN,
                effective_time=Timestamp(seconds=now_s - number * DAY_S),
                record_time=Timestamp(seconds=now_s - number * DAY_S),
                metadata={"rule": "order"},
            )
        )
        after -= amount
    expiry = Timestamp(seconds=now_s + 20 * DAY_S)
    points = ledger_pb2.Balance(
        owner=member_id(index),
        asset="POINTS",
        posted=posted,
        held=held,
        available=posted - held - pending,
        pending=pending,
        expiring=[ledger_pb2.Expiring(points=5 + index % 40, expire_time=expiry, on="2026-12-31")],
        sequence=ENTRIES + 1,
    )
    return wallets_pb2.Wallet(member_id=member_id(index), points=points, entries=entries)


def _feedback(index: int, number: int) -> feedback_pb2.Feedback:
    return feedback_pb2.Feedback(
        id=f"fbk_01jd{index:018d}{number:04d}",
        member_id=member_id(index),
        channel="mini_program",
        text=WORDS[(index + number) % len(WORDS)],
        state=feedback_pb2.FEEDBACK_STATE_TRIAGED,
        topics=["taste"],
        category="experience",
        priority=feedback_pb2.PRIORITY_GENERAL,
        team="store",
        create_time=Timestamp(seconds=1_790_000_000 - number * DAY_S),
    )


async def _no_events(request: bytes, context: Any) -> AsyncIterator[bytes]:
    """A Watch without events: it sends its first token and nothing else."""
    yield b""
    await asyncio.Event().wait()


def _handlers(keys_dir: Path) -> list[grpc.GenericRpcHandler]:
    everyone = range(MEMBERS)
    # One authoriser each, as these are three processes elsewhere.
    members, wallets, feedback = (authoriser(keys_dir) for _ in range(3))
    unary: dict[str, dict[str, Answer]] = {
        "tessera.members.v1.Members": {"BatchGetMembers": members_service(everyone, members)},
        "tessera.points.v1.Wallets": {"BatchGetWallets": wallets_service(everyone, wallets)},
        "tessera.feedback.v1.FeedbackItems": {
            "BatchListMemberFeedback": feedback_service(everyone, feedback)
        },
    }
    watches = (
        "tessera.members.v1.Events",
        "tessera.points.v1.Ledger",
        "tessera.feedback.v1.Events",
    )
    return [
        grpc.method_handlers_generic_handler(
            service, {name: grpc.unary_unary_rpc_method_handler(fn) for name, fn in methods.items()}
        )
        for service, methods in unary.items()
    ] + [
        grpc.method_handlers_generic_handler(
            service, {"Watch": grpc.unary_stream_rpc_method_handler(_no_events)}
        )
        for service in watches
    ]


async def serve(keys_dir: Path, ports: Iterable[int]) -> None:
    """Serve all services at each of the ports, for ever."""
    server = grpc.aio.server()
    server.add_generic_rpc_handlers(tuple(_handlers(keys_dir)))
    # What was made so far stays for ever: nothing of it is looked at again while measuring.
    gc.freeze()
    healthy = health.aio.HealthServicer()
    health_pb2_grpc.add_HealthServicer_to_server(healthy, server)
    await healthy.set("", health_pb2.HealthCheckResponse.SERVING)
    for port in ports:
        server.add_insecure_port(f"127.0.0.1:{port}")
    await server.start()
    await server.wait_for_termination()


if __name__ == "__main__":
    uvloop.run(serve(Path(sys.argv[1]), [int(port) for port in sys.argv[2:]]))
