"""Following the feed of members itself, for group messages."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC

from services.members.context import MembersContext
from services.members.groups.commands.judging import Message, count_messages
from services.members.groups.commands.unit import GroupStore
from tessera.members.v1 import events_pb2
from tessera.types.v1 import types_pb2

TYPES = ("activity_recorded",)
GROUP_LABEL = "group"


def follow_groups(
    ctx: MembersContext[GroupStore],
) -> Callable[[Sequence[events_pb2.Event]], Awaitable[None]]:
    """The handler of a `Follower` of activities: counts group messages."""

    async def handle(changed: Sequence[events_pb2.Event]) -> None:
        by_brand: dict[str, list[Message]] = {}
        for event in changed:
            told = event.activity_recorded.activity
            if told.type == types_pb2.ACTIVITY_TYPE_GROUP_MESSAGE:
                by_brand.setdefault(event.brand, []).append(_message(event.member_id, told))
        for brand, messages in by_brand.items():
            await count_messages(ctx, await ctx.rulebook.of(brand), brand, messages)

    return handle


def _message(member_id: str, told: types_pb2.Activity) -> Message:
    return Message(
        member_id,
        f"{told.channel}/{told.event_id}",
        told.occur_time.ToDatetime(UTC),
        told.labels.get(GROUP_LABEL, ""),
    )
