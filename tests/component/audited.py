"""The audit log of a running service, as an operator reads it; and a walk over all that writes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping

import grpc
from google.protobuf import descriptor_pool

from tessera.audit.v1 import audit_pb2 as pb
from tessera.audit.v1 import audit_pb2_grpc

READS = (
    *("Get", "BatchGet", "List", "BatchList", "Find", "LookUp"),
    *("Watch", "Verify", "Preview", "Describe", "Validate", "Count", "Explain", "Export"),
)
"""How methods begin that change nothing."""
Act = Callable[[], Awaitable[object]]


async def entries(channel: grpc.aio.Channel, **asked: object) -> list[pb.AuditEntry]:
    """Entries of the brand of the channel's caller, newest first."""
    stub: audit_pb2_grpc.AuditAsyncStub = audit_pb2_grpc.AuditStub(channel)
    request = pb.ListAuditEntriesRequest(page_size=100, **asked)  # type: ignore[arg-type]
    return list((await stub.ListAuditEntries(request)).entries)


def writes(services: Collection[str]) -> set[str]:
    """The methods of `services` that change something, as entries name them."""
    pool = descriptor_pool.Default()
    return {
        method.full_name.removeprefix("tessera.").replace(".v1.", ".")
        for service in services
        for method in pool.FindServiceByName(service).methods
        if not method.name.startswith(READS)
    }


async def check_audited(
    channel: grpc.aio.Channel,
    services: Collection[str],
    acts: Mapping[str, Act],
    exempt: Mapping[str, str],
    outcomes: Mapping[str, str] | None = None,
) -> None:
    """Each method that writes leaves an entry when `acts` calls it, in order, as the operator of
    `channel`; or `exempt` says why it does not. A method that is in neither fails the test."""
    reveals = {act for act in acts if act.rpartition(".")[2].startswith("Reveal")}
    apart = {*acts, *exempt} ^ (writes(services) | reveals)
    assert not apart, sorted(apart)
    for name, act in acts.items():
        known = len(await entries(channel))
        await act()
        made = await entries(channel)
        assert len(made) > known, f"{name} left no entry"
        entry = made[0]
        outcome = (outcomes or {}).get(name, "done")
        assert (entry.action, entry.role, entry.outcome) == (name, "operator", outcome), name
        assert entry.subject
