"""tessera.audit.v1.Audit, and the command that proves a log: the same in every service."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TextIO

from services.common import pagination
from services.common.audit import Entry
from services.common.audit_log import AuditLog, Wanted
from services.common.auth import ALL_BRANDS, Role, current_caller, require_role
from services.common.errors import Refusal, invalid
from services.common.interceptors import ServicerContext
from services.common.timestamps import instant
from tessera.audit.v1 import audit_pb2 as pb
from tessera.audit.v1 import audit_pb2_grpc

PROTO_SERVICE = pb.DESCRIPTOR.services_by_name["Audit"].full_name
TEXT_CHARS_MAX = 128
PROVEN_AT_ONCE = 1_000
BROKEN = 1
USAGE = 2


class AuditServicer(audit_pb2_grpc.AuditServicer):
    """Operators read the log of their brand."""

    def __init__(self, log: AuditLog) -> None:
        self._log = log

    async def ListAuditEntries(
        self, request: pb.ListAuditEntriesRequest, context: ServicerContext
    ) -> pb.ListAuditEntriesResponse:
        """A page of entries, newest first."""
        caller = require_role(current_caller(), Role.OPERATOR, Role.SERVICE)
        if caller.brand == ALL_BRANDS:
            raise Refusal("PERMISSION_DENIED", "this needs a brand")
        size = pagination.page_size(request.page_size)
        for name in ("subject", "action"):
            if len(getattr(request, name)) > TEXT_CHARS_MAX:
                raise invalid(name, f"at most {TEXT_CHARS_MAX} characters")
        if not 0 <= request.before_sequence < 10**12:
            raise invalid("before_sequence", "the number of an entry")
        wanted = Wanted(
            subject=request.subject,
            action=request.action,
            since=instant(request.from_time, "from_time")
            if request.HasField("from_time")
            else None,
            until=instant(request.until_time, "until_time")
            if request.HasField("until_time")
            else None,
            before=request.before_sequence,
        )
        found = await self._log.page(caller.brand, wanted, size + 1)
        return pb.ListAuditEntriesResponse(
            entries=map(_message, found[:size]), has_more=len(found) > size
        )


async def audit_command(
    log: AuditLog, arguments: Sequence[str], out: TextIO | None = None, err: TextIO | None = None
) -> int:
    """`audit verify [BRAND …]`: a line for each log.

    0 when all are proven, 1 when one is not, 2 for other arguments, or a brand that has no log: a
    name mistyped must not look proven.
    """
    out, err = out or sys.stdout, err or sys.stderr
    if not arguments or arguments[0] != "verify":
        print("audit verify [BRAND …]: prove the audit log of each brand, or of all", file=err)
        return USAGE
    known = await log.brands()
    code = 0
    for brand in arguments[1:] or known:
        if brand not in known:
            print(
                f"{brand}: no action of an operator was ever written: is that its name?", file=err
            )
            code = code or USAGE
            continue
        proven, fault = 0, None
        while fault is None:
            before = proven
            proven, fault = await log.prove(brand, before, PROVEN_AT_ONCE)
            if proven == before:
                break
        if fault is None:
            print(f"{brand}: {proven} entries, proven", file=out)
            continue
        print(f"{brand}: {proven} entries are proven, then {fault.where}: {fault.detail}", file=out)
        code = BROKEN
    return code


def _message(entry: Entry) -> pb.AuditEntry:
    action = entry.action
    message = pb.AuditEntry(
        sequence=entry.sequence,
        subject=action.subject,
        role=action.role,
        scopes=action.scopes,
        action=action.action,
        request_id=action.request_id,
        reason=action.reason,
        outcome=action.outcome,
        hash=entry.hash,
    )
    message.record_time.FromDatetime(entry.at)
    for into, told in (
        (message.objects, action.objects),
        (message.before, action.before),
        (message.after, action.after),
    ):
        into.extend(pb.AuditValue(name=name, value=value) for name, value in told)
    return message
