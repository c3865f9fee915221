"""Relay's Node: an object that has a global id."""

import strawberry

from gateway.schema.core.fields import column


@strawberry.interface(
    description="An object with a global id, by which `node` finds it again (Relay). The id is the"
    " key of a front end's cache: two objects of one id are one object, and the later one is newer."
)
class Node:
    """Implemented by Member, Points, Entry, Tier, Feedback, Reward and Redemption."""

    id: strawberry.ID = column("The global id; give it to `node` to get the object again.")
