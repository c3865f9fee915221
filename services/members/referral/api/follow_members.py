"""Following the feed of members itself, for what may let a referral count, or count no more."""

from collections.abc import Awaitable, Callable, Sequence

from services.members.context import MembersContext
from services.members.referral.commands.judging import judge_members
from services.members.referral.commands.unit import ReferralStore
from tessera.members.v1 import events_pb2
from tessera.types.v1 import types_pb2

TYPES = ("activity_recorded", "member_merged", "member_unmerged")
_OF_ORDERS = (types_pb2.ACTIVITY_TYPE_ORDER, types_pb2.ACTIVITY_TYPE_REFUND)


def follow_referrals(
    ctx: MembersContext[ReferralStore],
) -> Callable[[Sequence[events_pb2.Event]], Awaitable[None]]:
    """The handler of a `Follower` of changes: judges the referrals of the members whom they are
    about, by their orders as they are by now."""

    async def handle(changed: Sequence[events_pb2.Event]) -> None:
        by_brand: dict[str, set[str]] = {}
        for event in changed:
            if _matters(event):
                by_brand.setdefault(event.brand, set()).add(event.member_id)
        for brand, ids in by_brand.items():
            await judge_members(ctx, await ctx.rulebook.of(brand), brand, ids)

    return handle


def _matters(event: events_pb2.Event) -> bool:
    if not event.HasField("activity_recorded"):
        return True
    return event.activity_recorded.activity.type in _OF_ORDERS
