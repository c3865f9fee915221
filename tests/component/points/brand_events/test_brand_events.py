"""Events over the wire: seats, waiting list, attendance by a till and by its event, the job."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from services.common.errors import reason_of
from services.points.activities.storage.standings import MongoStandingStore
from services.points.brand_events.commands.settling import settle_all
from services.points.context import PointsContext
from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.storage.ledger import MongoLedgerStore
from services.points.sections import programmes_in
from tessera.points.v1 import brand_events_pb2 as pb
from tessera.points.v1 import ledger_pb2, privacy_pb2, privacy_pb2_grpc
from tests.component.points.conftest import As, Members, Points, followed, sent
from tests.component.points.ledger.ledger_calls import refusal

TASTING = "new_tea_tasting"
STARTS = datetime(2027, 2, 20, 6, tzinfo=UTC)


class AlwaysHeld:
    """A lease that this worker always has."""

    async def acquire(self) -> bool:
        return True


def another_worker(points: Points) -> PointsContext:
    """The rooms over the same database, for a job that would wait for its turn."""
    programmes, clock = programmes_in(points.db), points.clock
    ledger = Ledger(MongoLedgerStore(points.db), clock, None, programmes)
    return PointsContext(ledger, programmes, MongoStandingStore(points.db), clock)


async def join(caller: As, member_id: str, request_id: str = "") -> pb.SignUp:
    asked = pb.SignUpForEventRequest(
        request_id=request_id or f"join-{member_id}", member_id=member_id, event=TASTING
    )
    return (await caller.brand_events.SignUpForEvent(asked)).sign_up


async def tasting(caller: As, member_id: str = "") -> pb.BrandEvent:
    found = await caller.brand_events.ListBrandEvents(
        pb.ListBrandEventsRequest(member_id=member_id)
    )
    return next(event for event in found.events if event.code == TASTING)


@pytest.mark.usefixtures("crowd")
async def test_100_at_once_get_20_seats_and_one_who_cancels_frees_a_seat_for_the_first_who_waits(
    points: Points,
) -> None:
    till = points.till()
    found = await asyncio.gather(
        *(join(till, f"mem_{number}") for number in range(100)), return_exceptions=True
    )
    made = [one for one in found if isinstance(one, pb.SignUp)]
    seated = [one for one in made if one.state == pb.SIGN_UP_STATE_SEATED]
    waiting = sorted(one.id for one in made if one.state == pb.SIGN_UP_STATE_WAITING)
    assert (len(seated), len(waiting)) == (20, 10)
    refused = {reason_of(one).reason for one in found if isinstance(one, Exception)}  # type: ignore[union-attr]
    assert refused == {"EVENT_FULL"}
    shown = await tasting(till)
    assert (shown.seats_left, shown.seats_taken, shown.waiting) == (0, 20, 10)

    gives_up = points.member(seated[0].member_id)
    cancelled = await gives_up.brand_events.CancelSignUp(
        pb.CancelSignUpRequest(request_id="c1", sign_up_id=seated[0].id)
    )
    assert cancelled.sign_up.state == pb.SIGN_UP_STATE_CANCELLED
    asked = pb.ListSignUpsRequest(event=TASTING, state=pb.SIGN_UP_STATE_SEATED, page_size=15)
    desk = points.operator()
    first = await desk.brand_events.ListSignUps(asked)
    asked.page_token = first.next_page_token
    rest = await desk.brand_events.ListSignUps(asked)
    ids = [one.id for one in (*first.sign_ups, *rest.sign_ups)]
    assert len(ids) == 20
    assert ids == sorted(ids, reverse=True)
    assert waiting[0] in ids
    assert not set(waiting[1:]) & set(ids)
    report = await desk.ledger.Verify(ledger_pb2.VerifyRequest())
    assert (report.colour, list(report.problems)) == (ledger_pb2.VERIFY_COLOUR_GREEN, [])


async def test_attendance_is_awarded_once_by_call_and_by_event_and_the_rest_are_no_shows(
    points: Points, members: Members
) -> None:
    till = points.till()
    made = {each: await join(till, each) for each in ("mem_ada", "mem_bob", "mem_ann")}
    early = pb.RecordAttendanceRequest(
        request_id="a0", sign_up_id=made["mem_ada"].id, store_id="sh-01"
    )
    told = await refusal(till.brand_events.RecordAttendance(early))
    assert (told.reason, set(told.metadata)) == ("EVENT_ATTENDANCE_CLOSED", {"from", "until"})
    points.clock.set(STARTS)
    asked = pb.RecordAttendanceRequest(
        request_id="a1", sign_up_id=made["mem_ada"].id, store_id="sh-01"
    )
    came = await till.brand_events.RecordAttendance(asked)
    assert came.sign_up.state == pb.SIGN_UP_STATE_ATTENDED
    assert [(each.rule, each.amount) for each in came.awards] == [("event_attendance", 30)]
    assert (came.activity.channel, came.activity.event_code) == ("pos", TASTING)
    again = await till.brand_events.RecordAttendance(asked)
    assert (again.replayed, again.activity, again.awards) == (True, came.activity, came.awards)
    # members tells points of the same activity, and a till of another member's.
    reported = sent("EVENT_ATTENDANCE", event_id="e9", member_id="mem_bob", at=STARTS)
    reported.event_code = TASTING
    for activity in (came.activity, reported):
        await members.feed.record("tea", activity)
    await followed(points, members)
    assert [(await till.balance(each)).posted for each in ("mem_ada", "mem_bob")] == [30, 30]
    points.clock.set(STARTS + timedelta(days=3))

    assert await settle_all(another_worker(points), AlwaysHeld()) == 1
    own = await points.member("mem_ann").brand_events.ListSignUps(pb.ListSignUpsRequest())
    assert [each.state for each in own.sign_ups] == [pb.SIGN_UP_STATE_NO_SHOW]
    own = await points.member("mem_bob").brand_events.ListSignUps(pb.ListSignUpsRequest())
    assert [each.state for each in own.sign_ups] == [pb.SIGN_UP_STATE_ATTENDED]


async def test_members_see_and_end_their_own_sign_ups_only(points: Points) -> None:
    ada, bob = points.member("mem_ada"), points.member("mem_bob")
    made = await join(ada, "mem_ada")
    assert (await tasting(ada)).sign_up == made
    assert (await tasting(ada)).hindrance == "EVENT_ALREADY_SIGNED_UP"
    assert not (await tasting(bob)).HasField("sign_up")
    theirs = pb.CancelSignUpRequest(request_id="c1", sign_up_id=made.id)
    assert (await refusal(bob.brand_events.CancelSignUp(theirs))).reason == "SIGN_UP_NOT_FOUND"
    asked = pb.RecordAttendanceRequest(request_id="a", sign_up_id=made.id)
    assert (await refusal(ada.brand_events.RecordAttendance(asked))).reason == "PERMISSION_DENIED"
    assert (await refusal(join(ada, "mem_bob"))).reason == "PERMISSION_DENIED"
    assert (await refusal(join(points.till(), "mem_nobody"))).reason == "MEMBER_NOT_FOUND"
    told = await refusal(points.till().brand_events.ListSignUps(pb.ListSignUpsRequest()))
    assert (told.reason, told.field) == ("INVALID_ARGUMENT", "event")
    priced = pb.SignUpForEventRequest(request_id="p", member_id="mem_ada", event="tea_garden_trip")
    told = await refusal(ada.brand_events.SignUpForEvent(priced))
    assert (told.reason, set(told.metadata)) == ("EVENT_SIGN_UP_CLOSED", {"opens", "closes"})
    copy = await privacy_pb2_grpc.PrivacyStub(points.member("mem_ada").channel).ExportMember(
        privacy_pb2.ExportMemberRequest(member_id="mem_ada")
    )
    (copied,) = [each.json for each in copy.records if each.part == "sign_up"]
    assert TASTING in copied
