"""`node`: any object by its global id."""

from typing import Annotated, Any

import strawberry

from gateway.core.ids import from_global
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call
from gateway.schema.core.node import Node
from gateway.schema.points.redemptions import find_redemption
from gateway.upstream.batching import Need
from gateway.upstream.loaders import reward_key
from tessera.feedback.v1 import feedback_pb2

NodeId = Annotated[strawberry.ID, strawberry.argument(description="The global id of the object.")]


async def _node(context: RequestContext, id: NodeId) -> Any:
    type_name, identifier = from_global(id)
    if type_name == "Member":
        identifier = context.member_id(identifier, "id")
        found = await context.loaders.members.load(context.caller, [identifier], Need())
        return found.get(identifier)
    if type_name == "Feedback":
        services = context.services
        request = feedback_pb2.GetFeedbackRequest(feedback_id=identifier)
        response = await services.read(services.feedback.GetFeedback, request, context.caller)
        return response.feedback
    if type_name == "Reward":
        key = reward_key(context.caller.member_id or "", identifier)
        found_rewards = await context.loaders.rewards.load(context.caller, [key], Need())
        return found_rewards.get(key)
    if type_name == "Redemption":
        return await find_redemption(context, id)
    return None


@strawberry.type
class NodeQueries:
    """Relay's refetching."""

    node: Node | None = call(
        _node,
        "Any object by its global id; null when there is none that the caller may see.",
        rule=Rule.SIGNED_IN,
    )
