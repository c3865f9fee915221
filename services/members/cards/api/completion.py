"""A profile that became complete is an activity, for rules and tasks that reward it."""

from collections.abc import Awaitable, Callable

from services.members.activities.api.activities import to_activity
from services.members.activities.commands.recording import RecordingUnit, record_activities
from services.members.context import MembersContext
from services.members.transactions import Transactions
from tessera.types.v1 import types_pb2

CHANNEL = "members"
RecordCompletion = Callable[[str, str], Awaitable[None]]
"""Of a brand and a member."""


async def record_completion(
    ctx: MembersContext[Transactions[RecordingUnit]], brand: str, member_id: str
) -> None:
    """Record it, once for ever: what was recorded before is refused, and that is well.

    A repeat of the change makes it up after a crash between the two.
    """
    done = types_pb2.Activity(
        channel=CHANNEL,
        event_id=f"profile/{member_id}",
        member_id=member_id,
        type=types_pb2.ACTIVITY_TYPE_PROFILE_COMPLETION,
    )
    done.occur_time.FromDatetime(ctx.clock.now())
    await record_activities(ctx, brand, [to_activity(done)])
