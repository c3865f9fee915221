"""Journeys as the gateway sees them."""

from typing import Any

from services.common.errors import Refusal
from tessera.feedback.v1 import journeys_pb2 as pb
from tessera.feedback.v1 import journeys_pb2_grpc, reach_pb2
from tessera.types.v1 import types_pb2
from tests.gateway.fake_backend import FakeBackend, at, member_id, refuse

NAME = types_pb2.LocalizedText(zh="新人七天", en="First week")


def journey(code: str = "first_week") -> pb.Journey:
    made = pb.Journey(
        code=code,
        name=NAME,
        enter_on=reach_pb2.OCCASION_CODE_MEMBER_ENROLLED,
        until_on=[reach_pb2.OCCASION_CODE_ACTIVITY],
        members=7,
    )
    made.steps.add(code="settle_in", kind="wait", waiting=7)
    step = made.steps.add(code="invite", kind="send", messages=["first_cup"])
    step.touches.add(state=reach_pb2.TOUCH_STATE_DELIVERED, count=3)
    made.steps.add(
        code="order",
        kind="wait_for",
        waits_for=reach_pb2.OCCASION_CODE_ACTIVITY,
        otherwise="end",
    )
    gift = pb.JourneyGift(asset="POINTS", amount=50, budget=5000)
    step = made.steps.add(code="thank", kind="grant", gift=gift)
    step.deeds.add(state=pb.JOURNEY_DEED_STATE_DONE, count=4)
    made.steps.add(code="note", kind="tag", tagging=pb.JourneyTagging(add=["student"]))
    made.ended.add(reason=pb.JOURNEY_END_UNTIL, count=2)
    return made


def entry(number: int, owner: str) -> pb.JourneyEntry:
    made = pb.JourneyEntry(
        id=f"ent_{number}",
        member_id=owner,
        journey="first_week",
        journey_name=NAME,
        occasion=reach_pb2.OCCASION_CODE_MEMBER_ENROLLED,
        state=pb.JOURNEY_ENTRY_STATE_WAITING,
        step="think",
        due_time=at(9000),
        enter_time=at(number * 60),
    )
    made.lines.add(
        step="invite",
        outcome=pb.JOURNEY_STEP_OUTCOME_WISHED,
        message="first_cup",
        touch_id="tch_1",
        due_time=at(600),
        programme_revision="r1",
    )
    refused = pb.JourneyDeed(
        state=pb.JOURNEY_DEED_STATE_REFUSED,
        gift=pb.JourneyGift(coupon_type="birthday"),
        reason="GRANT_BUDGET_EXHAUSTED",
        end_time=at(700),
    )
    made.lines.add(
        step="thank", outcome=pb.JOURNEY_STEP_OUTCOME_ASKED, due_time=at(600), deed=refused
    )
    return made


class Journeys(journeys_pb2_grpc.JourneysServicer):
    """Two journeys, and three entries of each member."""

    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend
        self.written: set[str] = set()

    async def ListJourneys(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListJourneys", request, context)
        start, size = int(request.page_token or 0), request.page_size or 20
        codes = [each for each in ("first_week", "later") if request.code in ("", each)]
        return pb.ListJourneysResponse(
            journeys=[journey(each) for each in codes[start : start + size]],
            next_page_token=str(start + size) if start + size < len(codes) else "",
        )

    async def ListJourneyEntries(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListJourneyEntries", request, context)
        start, size = int(request.page_token or 0), request.page_size or 20
        owner = request.member_id or member_id(1)
        found = [entry(number, owner) for number in (3, 2, 1)]
        return pb.ListJourneyEntriesResponse(
            entries=found[start : start + size],
            next_page_token=str(start + size) if start + size < len(found) else "",
        )

    async def PauseJourney(self, request: Any, context: Any) -> Any:
        return await self._write("PauseJourney", request, context)

    async def ResumeJourney(self, request: Any, context: Any) -> Any:
        return await self._write("ResumeJourney", request, context)

    async def _write(self, name: str, request: Any, context: Any) -> Any:
        await self.backend.enter(name, request, context)
        if request.journey != "first_week":
            return await refuse(context, Refusal("JOURNEY_NOT_FOUND", field="journey"))
        made = journey()
        made.paused = name == "PauseJourney"
        if made.paused:
            made.pause_time.CopyFrom(at(300))
        replayed = request.request_id in self.written
        self.written.add(request.request_id)
        answer = pb.PauseJourneyResponse if made.paused else pb.ResumeJourneyResponse
        return answer(journey=made, replayed=replayed)
