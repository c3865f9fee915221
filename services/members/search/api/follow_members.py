"""Following the feed of members itself, for what changes a name, or whose it is."""

from collections.abc import Awaitable, Callable, Sequence

from services.members.search.commands.indexing import Context, index_members
from tessera.members.v1 import events_pb2

TYPES = (
    *("member_enrolled", "member_updated", "member_erased"),
    *("member_merged", "member_unmerged"),
)


def follow_names(ctx: Context) -> Callable[[Sequence[events_pb2.Event]], Awaitable[None]]:
    """The handler of a `Follower` of changes: keeps the tokens of names as they are by now."""

    async def handle(changed: Sequence[events_pb2.Event]) -> None:
        by_brand: dict[str, set[str]] = {}
        for event in changed:
            by_brand.setdefault(event.brand, set()).update(_members(event))
        for brand, ids in by_brand.items():
            await index_members(ctx, brand, ids)

    return handle


def _members(event: events_pb2.Event) -> set[str]:
    ids = {event.member_id}
    if event.WhichOneof("kind") == "member_merged":
        ids.add(event.member_merged.from_member_id)
    return ids
