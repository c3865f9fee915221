"""Points with one event over stores in memory, and what members do with it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from services.common.cel import compile_condition
from services.common.clock import ManualClock
from services.points.activities.domain.standing import MemberEnrolled
from services.points.brand_events.commands.attendance import record_attendance
from services.points.brand_events.commands.reading import list_sign_ups, rooms_of
from services.points.brand_events.commands.signing_up import Answer, cancel_sign_up, sign_up
from services.points.brand_events.domain.section import brand_events
from services.points.brand_events.domain.sign_up import SignUp, SignUpState
from services.points.context import PointsContext
from services.points.intake.commands import follow_members
from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.domain.posting import Leg, Posted, PostingKind, PostingRequest
from services.points.programme.commands import Programmes
from services.points.programme.domain.published import ProgrammePublished
from services.points.sections import SECTIONS
from tests.activities import NOON, document
from tests.fakes import FakeLedgerStore
from tests.fakes_points import FakeProgrammeStore, FakeStandingStore

STARTS = NOON + timedelta(days=10)
PRICED: Any = {"opens": "2026-03-01T10:00", "price": {"asset": "POINTS", "amount": 30}}
NAME = {"zh": "品鉴", "en": "Tasting"}
SEATED, WAITING = SignUpState.SEATED, SignUpState.WAITING


class Held:
    """A lease that this worker always has."""

    async def acquire(self) -> bool:
        return True


def local(at: datetime) -> str:
    """In the zone of tea, as a programme writes it."""
    return (at + timedelta(hours=8)).strftime("%Y-%m-%dT%H:%M")


def tasting(seats: int = 2, waiting: int = 3, starts: datetime = STARTS, **more: Any) -> Any:
    times = {"starts": local(starts), "ends": local(starts + timedelta(hours=2))}
    return {
        "code": "tasting",
        "name": NAME,
        "seats": seats,
        "waiting_places": waiting,
        **times,
        **more,
    }


async def publish(
    ctx: PointsContext, event: Any, version: int = 2, *, spendable: bool = True
) -> None:
    changed = document("tea") | {"events": [event] if event else []}
    changed["assets"]["POINTS"]["spendable"] = spendable
    changed["badges"].append({"code": "guest", "name": NAME, "on": "event_attendance"})
    at = NOON + timedelta(seconds=version)
    await follow_members(ctx, [ProgrammePublished("tea", version, changed, at)])


async def enrolled(ctx: PointsContext, *members: str, points: int = 0) -> None:
    await ctx.standings.enrol([MemberEnrolled("tea", member, NOON) for member in members])
    for member in members if points else ():
        legs = (Leg(member, "POINTS", points), Leg("house:adjusted", "POINTS", -points))
        request = PostingRequest("tea", f"give/{member}", PostingKind.ADJUST, legs)
        (result,) = await ctx.ledger.post_all([request])
        assert isinstance(result, Posted)


async def join(ctx: PointsContext, member: str, request_id: str = "") -> Answer:
    request_id = request_id or f"join-{member}"
    return await sign_up(ctx, "tea", request_id=request_id, member_id=member, event="tasting")


async def cancel(ctx: PointsContext, made: SignUp, by: str | None = "") -> Answer:
    member = made.member_id if by == "" else by
    return await cancel_sign_up(
        ctx, "tea", request_id=f"c-{made.id}", sign_up_id=made.id, member_id=member
    )


async def attend(ctx: PointsContext, made: SignUp, request_id: str = "a1") -> Answer:
    return await record_attendance(
        ctx, "tea", request_id=request_id, sign_up_id=made.id, store_id="sh-01"
    )


async def states(ctx: PointsContext) -> dict[str, str]:
    """The state of each member's latest sign-up."""
    found = await list_sign_ups(ctx, "tea", event="tasting", size=1_000)
    return {each.member_id: str(each.state) for each in reversed(found)}


async def left(ctx: PointsContext) -> tuple[int, int, int, int]:
    """Free seats, taken seats, members who wait, free places."""
    events = brand_events(await ctx.programmes.get("tea")).all
    room, taken = (await rooms_of(ctx, "tea", events))["tasting"]
    return room.seats, taken, room.waiting, room.places


async def points(ctx: PointsContext, member: str) -> tuple[int, int]:
    """Posted and available."""
    now = ctx.clock.now()
    (found,) = await ctx.ledger.balances("tea", [(member, "POINTS")], now)
    return found.posted, found.available


async def fresh() -> tuple[PointsContext, ManualClock]:
    """Without a programme; the clock stands at NOON."""
    clock = ManualClock(NOON)
    programmes = Programmes(FakeProgrammeStore(), compile_condition, SECTIONS)
    ledger = Ledger(FakeLedgerStore(), clock)
    return PointsContext(ledger, programmes, FakeStandingStore(), clock), clock


class Merged:
    """Bob was merged into Ada."""

    def any(self, brand: str) -> bool:
        return True

    def of(self, brand: str, member_id: str) -> str:
        return "ada" if member_id == "bob" else member_id

    def merged(self, brand: str, member_id: str) -> tuple[str, ...]:
        return ("bob",) if member_id == "ada" else ()
