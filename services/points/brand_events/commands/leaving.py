"""Letting go the seats and places of a member who comes no more."""

from __future__ import annotations

from services.points.brand_events.commands.reading import list_sign_ups
from services.points.brand_events.commands.signing_up import cancel_sign_up
from services.points.brand_events.domain.section import brand_events
from services.points.brand_events.domain.sign_up import OPEN, SignUp, SignUpEnded
from services.points.context import PointsContext
from services.points.programme.commands import ProgrammeMissing

AT_ONCE = 100


async def leave_events(ctx: PointsContext, brand: str, member_id: str, asked_as: str) -> None:
    """Cancel the member's open sign-ups of events that have not begun, and those of members who
    were merged into them. Again, it changes nothing. `asked_as` begins the ids of its postings."""
    before = ""
    while True:
        # Of a survivor the list has the sign-ups of who was merged into them, too.
        found = await list_sign_ups(ctx, brand, member_id=member_id, before=before, size=AT_ONCE)
        for each in found:
            if await _is_to_come(ctx, brand, each):
                await _leave(ctx, brand, each, asked_as)
        if len(found) < AT_ONCE:
            break
        before = found[-1].id


async def _is_to_come(ctx: PointsContext, brand: str, sign_up: SignUp) -> bool:
    if sign_up.state not in OPEN:
        return False
    try:
        current = brand_events(await ctx.programmes.get(brand)).find(sign_up.event)
    except ProgrammeMissing:
        current = None
    now = ctx.clock.now()
    return now < sign_up.postponed(current, now).terms.starts_at


async def _leave(ctx: PointsContext, brand: str, sign_up: SignUp, asked_as: str) -> None:
    request_id = f"{asked_as}{sign_up.id}"
    try:
        await cancel_sign_up(
            ctx, brand, request_id=request_id, sign_up_id=sign_up.id, member_id=None
        )
    except SignUpEnded:
        # Another ended it meanwhile.
        return
