"""The audit log of the brand: what each service keeps of operators' actions, as one list."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Annotated, Any

import strawberry

from gateway.core.ids import cursor, position
from gateway.schema.core.connections import (
    After,
    First,
    Page,
    PageInfo,
    edge_cursor,
    edge_node,
    edges,
    first_of,
    page_info,
    page_size,
    second_of,
)
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import CALL_COST, Rule, call, read
from gateway.schema.core.scalars import DateTime, Long, enum_value, moment
from services.common.errors import Refusal
from tessera.audit.v1 import audit_pb2

_KIND = "audit"


@strawberry.enum(description="A service that keeps an audit log.")
class AuditService(Enum):
    """By the name of its attribute in `Services.audits`."""

    MEMBERS = enum_value("members", "Members and programmes.")
    POINTS = enum_value("points", "Points, rewards and the books.")
    FEEDBACK = enum_value("feedback", "Feedback.")


_SERVICES = tuple(str(service.value) for service in AuditService)


@dataclass(frozen=True, slots=True)
class _Kept:
    """An entry, and the service that keeps it."""

    service: str
    entry: audit_pb2.AuditEntry


@strawberry.type(description="A name and its value in an audit entry.")
class AuditValue:
    """Source: AuditValue."""

    name: str = read(lambda told: told.name, "The name, such as `state` or `member_id`.")
    value: str = read(lambda told: told.value, "The value, as text.")


@strawberry.type(
    description="An action of an operator, or a read of clear personal data. Nothing changes it."
)
class AuditEntry:
    """Source: _Kept."""

    service: AuditService = read(lambda kept: kept.service, "The service that keeps the entry.")
    sequence: Long = read(
        lambda kept: kept.entry.sequence,
        "The number of the entry in the log of its service, from 1 without holes.",
    )
    at: DateTime = read(lambda kept: moment(kept.entry.record_time), "The time of the action.")
    actor: str = read(lambda kept: kept.entry.subject, "The operator: the subject of its token.")
    role: str = read(lambda kept: kept.entry.role, "The role of its token.")
    scopes: list[str] = read(
        lambda kept: list(kept.entry.scopes), "The scopes of its token.", size=5
    )
    action: str = read(
        lambda kept: kept.entry.action, "The method, such as `points.Statements.ClosePeriod`."
    )
    action_request_id: str = read(
        lambda kept: kept.entry.request_id, "The request id of the action."
    )
    reason: str = read(lambda kept: kept.entry.reason, "The reason that the operator gave.")
    outcome: str = read(
        lambda kept: kept.entry.outcome,
        "`done`; `asked` where it waits for a second operator; `approved`, `rejected`.",
    )
    objects: list[AuditValue] = read(
        lambda kept: list(kept.entry.objects), "Whom and what it was about, by id.", size=5
    )
    before: list[AuditValue] = read(
        lambda kept: list(kept.entry.before), "The state before, where it is known.", size=5
    )
    after: list[AuditValue] = read(
        lambda kept: list(kept.entry.after), "The state after, where it is known.", size=5
    )


@strawberry.type(description="An entry of the page, with its cursor.")
class AuditEntryEdge:
    """Source: cursor and entry."""

    cursor: str = edge_cursor(first_of)
    node: AuditEntry = edge_node(second_of)


@strawberry.type(description="A page of the audit log.")
class AuditEntryConnection:
    """Source: Page."""

    edges: list[AuditEntryEdge] = edges()
    page_info: PageInfo = page_info()


Service = Annotated[
    AuditService | None, strawberry.argument(description="Only entries of this service.")
]
Actor = Annotated[
    str | None, strawberry.argument(description="Only entries of this operator, by its subject.")
]
ActionName = Annotated[
    str | None,
    strawberry.argument(description="Only entries of this method, as `AuditEntry.action` has it."),
]
Since = Annotated[
    DateTime | None, strawberry.argument(name="from", description="Only entries from this time on.")
]
Until = Annotated[
    DateTime | None, strawberry.argument(description="Only entries before this time.")
]


async def _entries(
    context: RequestContext,
    first: First = 20,
    after: After = None,
    service: Service = None,
    actor: Actor = None,
    action: ActionName = None,
    since: Since = None,
    until: Until = None,
) -> Page:
    size = page_size(first)
    places = _places(after)
    asked = _SERVICES if service is None else (str(service.value),)

    async def of(name: str) -> audit_pb2.ListAuditEntriesResponse:
        request = audit_pb2.ListAuditEntriesRequest(
            page_size=size,
            before_sequence=places[name],
            subject=actor or "",
            action=action or "",
        )
        _set(request.from_time, since)
        _set(request.until_time, until)
        stub = context.services.audits[name]
        return await context.services.read(stub.ListAuditEntries, request, context.caller)

    answers = dict(zip(asked, await asyncio.gather(*map(of, asked)), strict=True))
    found = [_Kept(name, entry) for name, told in answers.items() for entry in told.entries]
    found.sort(key=lambda kept: (kept.entry.record_time.ToNanoseconds(), kept.entry.sequence))
    found.reverse()
    shown = []
    for kept in found[:size]:
        places = {**places, kept.service: kept.entry.sequence}
        shown.append((cursor(_KIND, ".".join(str(places[name]) for name in _SERVICES)), kept))
    more = len(found) > size or any(told.has_more for told in answers.values())
    return Page(shown, first_of, has_next=more, has_previous=after is not None)


def _places(after: str | None) -> Mapping[str, int]:
    """The number of the last entry before the cursor, by service; 0 where none was shown."""
    text = position(_KIND, after, str)
    numbers = str(text).split(".") if text is not None else ["0"] * len(_SERVICES)
    if len(numbers) != len(_SERVICES) or not all(
        one.isascii() and one.isdecimal() and len(one) <= 12 for one in numbers
    ):
        raise Refusal("PAGE_TOKEN_INVALID", "not a cursor of the audit log", field="after")
    return dict(zip(_SERVICES, map(int, numbers), strict=True))


def _set(timestamp: Any, at: datetime | None) -> None:
    if at is not None:
        timestamp.FromDatetime(at)


@strawberry.type
class AuditQueries:
    """The fields of Query."""

    audit_entries: AuditEntryConnection | None = call(
        _entries,
        "The audit log of all services, newest first. For operators with the scope `audit:read`.",
        rule=Rule.OPERATORS,
        size="first",
        cost=3 * CALL_COST,
    )
