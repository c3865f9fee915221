"""Relay's Node: anything with a global id."""

import strawberry

from gateway.schema.core.fields import column


@strawberry.interface(description="Anything with a global id (Relay).")
class Node:
    """Implemented by Member, Feedback, Reward and Redemption."""

    id: strawberry.ID = column("The global id; give it to `node` to get the object again.")
