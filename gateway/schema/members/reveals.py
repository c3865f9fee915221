"""Phones of a list of members in clear: asked for, approved by a second operator, read once."""

from enum import Enum
from typing import Annotated, Any

import strawberry

from gateway.core.ids import plain_id, to_global
from gateway.schema.core.connections import First, page_size
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call, column, read
from gateway.schema.core.inputs import INPUT, optional, request_id, required
from gateway.schema.core.payloads import Outcome, perform, performed, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import DateTime, enum_value, instant, moment
from gateway.schema.core.user_errors import UserError
from tessera.members.v1 import reveals_pb2 as pb

_MOST = 200


@strawberry.enum(description="The state of a reveal.")
class RevealState(Enum):
    """As tessera.members.v1.RevealState."""

    WAITING = enum_value(pb.REVEAL_STATE_WAITING, "Waits for a second operator.")
    REJECTED = enum_value(pb.REVEAL_STATE_REJECTED, "A second operator rejected it.")
    EXPIRED = enum_value(pb.REVEAL_STATE_EXPIRED, "Nobody decided in time.")
    READY = enum_value(pb.REVEAL_STATE_READY, "May be read, once.")
    READ = enum_value(pb.REVEAL_STATE_READ, "Was read.")
    OVER = enum_value(pb.REVEAL_STATE_OVER, "Was not read in time.")


@strawberry.type(description="A list of members whose phones an operator asked for: no phones.")
class Reveal:
    """Source: tessera.members.v1.Reveal."""

    id: strawberry.ID = column("The id: that of its approval.")
    state: RevealState = column("The state now.")
    members: int = read(lambda one: one.member_count, "How many members are on the list.")
    segment: str | None = read(
        lambda one: one.segment or None,
        "The code of the segment that named them; null for a list of ids.",
    )
    reason: str = column("The reason that the operator gave.")
    asked_at: DateTime = read(lambda one: moment(one.ask_time), "The time at which it was asked.")
    expires_at: DateTime = read(
        lambda one: moment(one.expire_time), "The time until which it may be decided."
    )
    decided_by: str | None = read(
        lambda one: one.decided_by or None, "The operator that decided; null until then."
    )
    readable_until: DateTime | None = read(
        lambda one: instant(one, "readable_until_time"),
        "The time until which it may be read; null until a second operator agreed.",
    )
    read_at: DateTime | None = read(
        lambda one: instant(one, "read_time"), "The time at which it was read; null until then."
    )


@strawberry.type(description="The phone of a member, in clear.")
class RevealedPhone:
    """Source: tessera.members.v1.RevealedPhone."""

    member_id: strawberry.ID = read(
        lambda one: to_global("Member", one.member_id),
        "The global id of the member; of one who was merged, the survivor's.",
    )
    phone: str | None = read(
        lambda one: one.phone or None, "The phone in E.164; null for a member without one."
    )


async def _reveals(context: RequestContext, first: First = 20) -> list[Any]:
    request = pb.ListRevealsRequest(page_size=page_size(first))
    method = context.services.reveals.ListReveals
    return list((await context.services.read(method, request, context.caller)).reveals)


@strawberry.type
class RevealsQueries:
    """The field of Query."""

    reveals: list[Reveal] | None = call(
        _reveals,
        "The lists of members whose phones the caller asked for last, newest first. For operators"
        " with the scope `pii:read`.",
        rule=Rule.OPERATORS,
        size="first",
    )


@strawberry.input(description="Members whose phones an operator has to see: by ids or a segment.")
class RequestRevealInput:
    """For operators that may see personal data."""

    request_id: strawberry.ID = request_id()
    member_ids: list[strawberry.ID] | None = optional(
        f"1 to {_MOST} members, each by global id or bare id; left out with a segment."
    )
    segment: str | None = optional(
        f"The code of a segment that has 1 to {_MOST} members; left out with ids."
    )
    reason: str = required(
        "The reason, 4 to 500 characters. The audit log keeps it with each member."
    )


@strawberry.type(description="The reveal as it waits, or the reasons for the refusal.")
class RequestRevealPayload:
    """Source: Outcome of a Reveal."""

    reveal: Reveal | None = read(lambda outcome: outcome.result, "The reveal; null when refused.")
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


@strawberry.input(description="A reveal that is to be read.")
class ReadRevealInput:
    """For the operator that asked for it."""

    reveal_id: strawberry.ID = required("The reveal.")


@strawberry.type(description="The phones, or the reasons for the refusal.")
class ReadRevealPayload:
    """Source: Outcome of a ReadRevealResponse."""

    phones: list[RevealedPhone] | None = read(
        lambda outcome: None if outcome.result is None else list(outcome.result.phones),
        "Each member once, in the order of the list; null when refused.",
        size=_MOST,
    )
    gone: list[strawberry.ID] | None = read(
        lambda outcome: (
            None
            if outcome.result is None
            else [to_global("Member", each) for each in outcome.result.gone_ids]
        ),
        "The global ids on the list whose members were erased since; null when refused.",
    )
    user_errors: list[UserError] = user_errors()


async def _request(context: RequestContext, input: Annotated[RequestRevealInput, INPUT]) -> Outcome:
    services = context.services

    def request() -> pb.RequestRevealRequest:
        return pb.RequestRevealRequest(
            request_id=input.request_id,
            member_ids=[
                plain_id("Member", each, f"member_ids[{index}]")
                for index, each in enumerate(input.member_ids or ())
            ],
            segment=input.segment or "",
            reason=input.reason,
        )

    method = services.reveals.RequestReveal
    return await perform(context, "requestReveal", method, request, "reveal")


async def _read(context: RequestContext, input: Annotated[ReadRevealInput, INPUT]) -> Outcome:
    def request() -> pb.ReadRevealRequest:
        return pb.ReadRevealRequest(reveal_id=input.reveal_id)

    return await performed(context, "readReveal", context.services.reveals.ReadReveal, request)


@strawberry.type
class RevealsMutations:
    """The fields of Mutation."""

    request_reveal: RequestRevealPayload | None = mutation(
        "requestReveal",
        _request,
        "Asks for the phones of a list of members. It waits for a second operator, with the scope"
        " `privacy:write`. For operators with the scope `pii:read`.",
        rule=Rule.OPERATORS,
    )
    read_reveal: ReadRevealPayload | None = mutation(
        "readReveal",
        _read,
        "Shows the phones once, to the operator that asked, within 15 minutes after the approval."
        " Each member is an entry of the audit log. A repeat is refused, also when the first answer"
        " was lost. For operators with the scope `pii:read`.",
        rule=Rule.OPERATORS,
    )
