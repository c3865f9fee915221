"""`node`: any object by its global id."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated, Any

import strawberry

from gateway.core.errors import refusal_of
from gateway.core.ids import from_global, to_global
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call
from gateway.schema.core.node import Node
from gateway.schema.members.tiers import tiers_of
from gateway.schema.points.points import EXPIRING_DAYS_MAX, entry_id
from gateway.schema.points.redemptions import find_redemption
from gateway.upstream.batching import Need
from gateway.upstream.loaders import reward_key, wallet_need
from services.common.errors import Refusal
from tessera.feedback.v1 import feedback_pb2

SEQUENCE_DIGITS_MAX = 18

NodeId = Annotated[strawberry.ID, strawberry.argument(description="The global id of the object.")]


async def _member(context: RequestContext, identifier: str) -> Any:
    member_id = context.member_id(identifier, "id")
    found = await context.loaders.members.load(context.caller, [member_id], Need())
    return found.get(member_id)


async def _tier(context: RequestContext, identifier: str) -> Any:
    member_id, _, ladder = identifier.partition("-")
    member = await _member(context, member_id)
    held = tiers_of(member) if member is not None else []
    return next((each for each in held if each.tier.ladder == ladder), None)


async def _points(context: RequestContext, identifier: str) -> Any:
    member_id = context.member_id(identifier, "id")
    need = wallet_need(days=EXPIRING_DAYS_MAX)
    found = await context.loaders.wallets.load(context.caller, [member_id], need)
    return found[member_id].points if member_id in found else None


async def _entry(context: RequestContext, identifier: str) -> Any:
    named, _, sequence = identifier.rpartition("-")
    if not sequence.isdecimal() or len(sequence) > SEQUENCE_DIGITS_MAX:
        return None
    member_id = context.member_id(named, "id")
    need = wallet_need(entries=1, before=int(sequence) + 1)
    found = await context.loaders.wallets.load(context.caller, [member_id], need)
    entries = found[member_id].entries if member_id in found else []
    return next((entry for entry in entries if entry_id(entry) == identifier), None)


async def _feedback(context: RequestContext, identifier: str) -> Any:
    services = context.services
    request = feedback_pb2.GetFeedbackRequest(feedback_id=identifier)
    try:
        found = await services.read(services.feedback.GetFeedback, request, context.caller)
    except Exception as error:
        refusal = refusal_of(error)
        if refusal is None or refusal.reason != "FEEDBACK_NOT_FOUND":
            raise
        return None
    return found.feedback


async def _reward(context: RequestContext, identifier: str) -> Any:
    key = reward_key(context.caller.member_id or "", identifier)
    found = await context.loaders.rewards.load(context.caller, [key], Need())
    return found.get(key)


async def _redemption(context: RequestContext, identifier: str) -> Any:
    return await find_redemption(context, strawberry.ID(to_global("Redemption", identifier)))


_FINDERS: Mapping[str, Callable[[RequestContext, str], Awaitable[Any]]] = {
    "Member": _member,
    "Tier": _tier,
    "Points": _points,
    "Entry": _entry,
    "Feedback": _feedback,
    "Reward": _reward,
    "Redemption": _redemption,
}


async def _node(context: RequestContext, id: NodeId) -> Any:
    try:
        type_name, identifier = from_global(id)
        finder = _FINDERS.get(type_name)
        return await finder(context, identifier) if finder is not None else None
    except Refusal as refusal:
        if refusal.reason not in ("NOT_FOUND", "INVALID_ARGUMENT"):
            raise
        return None


@strawberry.type
class NodeQueries:
    """Relay's refetching."""

    node: Node | None = call(
        _node,
        "Any object by its global id; null when there is none that the caller may see, and for a"
        " text that is no global id.",
        rule=Rule.SIGNED_IN,
    )
