"""Attendance: a member came. It takes the price, once, and is an activity that rules award."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from services.points.activities.domain.activity import Activity
from services.points.activities.domain.activity_type import ActivityType
from services.points.activities.domain.subject import Subject
from services.points.brand_events.commands.reading import as_it_stands, find_sign_up, own_of
from services.points.brand_events.commands.signing_up import Answer
from services.points.brand_events.domain.sign_up import SignUp, SignUpState
from services.points.brand_events.domain.sign_up_posting import (
    asking,
    asking_attendance,
    ending,
    sign_up_of,
)
from services.points.context import PointsContext
from services.points.ledger.commands.post_decided import post_decided
from services.points.ledger.domain.posting import Posted, PostingRequest
from services.points.ledger.domain.repeat import Asked

CHANNEL = "events"
"""The channel of an attendance that no channel told: an operator's, or a service's."""


async def record_attendance(
    ctx: PointsContext,
    brand: str,
    *,
    request_id: str,
    sign_up_id: str,
    store_id: str,
    channel: str = CHANNEL,
) -> Answer:
    """Take the price: the member came. Said again by another request, it changes nothing.

    Raises SignUpNotFound, SignUpEnded, AttendanceClosed, REQUEST_ID_REUSED and OVERLOADED.
    """
    asked = asking(brand, request_id, "attend", sign_up_id, store_id)

    def attended(sign_up: SignUp, now: datetime) -> SignUp:
        return sign_up.attended(now, store_id, channel)

    return await _attend(ctx, asked, sign_up_id, attended)


async def follow_attendance(ctx: PointsContext, activity: Activity) -> None:
    """Take the price by an activity that a channel reported, of a member who has a seat.

    Nothing is written of a member without one, or when it is settled already: the activity is
    awarded all the same. Raises ProgrammeMissing and OVERLOADED.
    """
    event = activity.subject.event_code
    if activity.type is not ActivityType.EVENT_ATTENDANCE or not event:
        return
    own = (await own_of(ctx, activity.brand, event, activity.member_id)).value
    if not own.is_open:
        return
    known = (await find_sign_up(ctx, activity.brand, own.sign_up_id)).sign_up.value
    now = ctx.clock.now()
    takes = known.terms.doors_open_at <= now < known.terms.settled_at
    if known.state is SignUpState.SEATED and takes:

        def attended(sign_up: SignUp, now: datetime) -> SignUp:
            return sign_up.attended(now, activity.store_id, activity.channel, by_activity=True)

        await _attend(ctx, asking_attendance(activity.brand, known.id), known.id, attended)


async def _attend(
    ctx: PointsContext,
    asked: Asked,
    sign_up_id: str,
    attended: Callable[[SignUp, datetime], SignUp],
) -> Answer:
    decided: dict[str, SignUp] = {}

    async def decide() -> PostingRequest | SignUp:
        known = await find_sign_up(ctx, asked.brand, sign_up_id)
        before, now = known.sign_up.value, ctx.clock.now()
        if before.state is SignUpState.ATTENDED:
            return before
        after = attended(await as_it_stands(ctx, asked.brand, before, now), now)
        decided[sign_up_id] = after
        return ending(asked, before, known._replace(sign_up=known.sign_up.to(after)))

    posted = await post_decided(ctx.ledger, asked, decide)
    if not isinstance(posted, Posted):
        return Answer(posted, replayed=True)
    if not posted.replayed:
        return Answer(decided[sign_up_of(posted.posting)], replayed=False)
    kept = await find_sign_up(ctx, asked.brand, sign_up_id)
    return Answer(kept.sign_up.value, replayed=True)


def activity_of(brand: str, attended: SignUp) -> Activity:
    """The activity of an attendance that was told here: the same however often it is asked for."""
    return Activity(
        brand=brand,
        channel=attended.channel,
        event_id=f"attended-{attended.id}",
        member_id=attended.member_id,
        type=ActivityType.EVENT_ATTENDANCE,
        occurred_at=attended.changed_at,
        store_id=attended.store_id,
        subject=Subject(event_code=attended.event),
    )
