"""Feedback as the gateway sees it."""

from collections.abc import AsyncIterator
from typing import Any

from services.common.errors import Refusal
from tessera.feedback.v1 import (
    business_hours_pb2,
    business_hours_pb2_grpc,
    feedback_pb2,
    feedback_pb2_grpc,
    figures_pb2,
    figures_pb2_grpc,
    presence_pb2,
    presence_pb2_grpc,
)
from tests.gateway.fake_backend import (
    FakeBackend,
    feedback_item,
    member_id,
    refuse,
)


class FeedbackItems(feedback_pb2_grpc.FeedbackItemsServicer):
    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def BatchListMemberFeedback(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("BatchListMemberFeedback", request, context)
        size = request.size or 20
        start = 0
        if request.before_feedback_id:
            start = int(request.before_feedback_id.rpartition("x")[2])
        lists = []
        for owner in request.member_ids:
            if self.backend.has(caller, owner):
                items = self.backend.items
                if items is None:
                    items = [self._item(owner, n) for n in range(1, 5)]
                items = [
                    item
                    for item in items
                    if (not request.states or item.state in request.states)
                    and request.category in ("", item.category)
                ]
                listed = feedback_pb2.MemberFeedback(
                    member_id=owner,
                    feedback=items[start : start + size],
                    has_more=start + size < len(items),
                )
                lists.append(listed)
        return feedback_pb2.BatchListMemberFeedbackResponse(members=lists)

    async def ListFeedback(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListFeedback", request, context)
        start, size = int(request.page_token or 0), request.page_size or 20
        items = [self._item(member_id(n), n) for n in range(1, 6)]
        response = feedback_pb2.ListFeedbackResponse(feedback=items[start : start + size])
        if start + size < len(items):
            response.next_page_token = str(start + size)
        return response

    async def CountFeedback(self, request: Any, context: Any) -> Any:
        await self.backend.enter("CountFeedback", request, context)
        new = feedback_pb2.FeedbackCount(state=feedback_pb2.FEEDBACK_STATE_NEW, count=2)
        triaged = feedback_pb2.FeedbackCount(
            state=feedback_pb2.FEEDBACK_STATE_TRIAGED, team="quality", count=5
        )
        return feedback_pb2.CountFeedbackResponse(counts=[new, triaged])

    async def GetFeedback(self, request: Any, context: Any) -> Any:
        await self.backend.enter("GetFeedback", request, context)
        owner, _, number = request.feedback_id.removeprefix("fb_").partition("x")
        return feedback_pb2.GetFeedbackResponse(feedback=feedback_item(owner, int(number)))

    def _item(self, owner: str, number: int) -> feedback_pb2.Feedback:
        item = feedback_item(owner, number)
        item.attachment_urls.extend(self.backend.attachments)
        item.attachments.extend(self.backend.checked)
        return item

    async def SubmitFeedbackBatch(self, request: Any, context: Any) -> Any:
        raise NotImplementedError("channels alone send batches, and not by the gateway")

    async def SubmitFeedback(self, request: Any, context: Any) -> Any:
        await self.backend.enter("SubmitFeedback", request, context)
        if not request.text:
            await refuse(context, Refusal("INVALID_ARGUMENT", field="text"))
        item = feedback_item(request.member_id, 9)
        item.text = request.text
        item.attachment_urls.extend(request.attachment_urls)
        item.anonymous = request.anonymous
        return feedback_pb2.SubmitFeedbackResponse(feedback=item)

    async def MoveFeedback(self, request: Any, context: Any) -> Any:
        await self.backend.enter("MoveFeedback", request, context)
        item = feedback_item(member_id(2), 1)
        item.state = request.state
        return feedback_pb2.MoveFeedbackResponse(feedback=item)

    async def ContinueFeedback(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ContinueFeedback", request, context)
        item = feedback_item(member_id(2), 1)
        item.timeline.add(state=item.state, said=request.text)
        return feedback_pb2.ContinueFeedbackResponse(feedback=item)

    async def NoteFeedback(self, request: Any, context: Any) -> Any:
        await self.backend.enter("NoteFeedback", request, context)
        item = feedback_item(member_id(2), 1)
        item.timeline.add(state=item.state, note=request.note)
        return feedback_pb2.NoteFeedbackResponse(feedback=item)

    async def RateFeedback(self, request: Any, context: Any) -> Any:
        await self.backend.enter("RateFeedback", request, context)
        item = feedback_item(member_id(2), 1)
        item.rating = request.score
        return feedback_pb2.RateFeedbackResponse(feedback=item)

    async def RerouteFeedback(self, request: Any, context: Any) -> Any:
        await self.backend.enter("RerouteFeedback", request, context)
        item = feedback_item(member_id(2), 1)
        item.category, item.priority, item.team = request.category, request.priority, request.team
        clock = item.clocks.add(kind=feedback_pb2.CLOCK_KIND_RESOLUTION, left_seconds=5400)
        clock.due_time.FromJsonString("2026-11-30T13:00:00Z")
        clock.in_business_hours = True
        return feedback_pb2.RerouteFeedbackResponse(feedback=item)

    async def ReplyFeedback(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ReplyFeedback", request, context)
        return feedback_pb2.ReplyFeedbackResponse(feedback=feedback_item(member_id(2), 1))


class BusinessHours(business_hours_pb2_grpc.BusinessHoursServicer):
    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def GetBusinessHours(self, request: Any, context: Any) -> Any:
        caller = await self.backend.enter("GetBusinessHours", request, context)
        if caller.brand != "tea":
            return business_hours_pb2.GetBusinessHoursResponse()
        hours = business_hours_pb2.Hours(zone="Asia/Shanghai", is_open=True, unknown_years=[2027])
        hours.next_change_time.FromJsonString("2026-11-30T13:00:00Z")
        day = hours.days.add(day="2026-11-30")
        day.openings.add(start_minute=9 * 60, end_minute=12 * 60)
        day.openings.add(start_minute=13 * 60 + 30, end_minute=24 * 60)
        hours.days.add(day="2027-01-01", calendar_unknown=True)
        return business_hours_pb2.GetBusinessHoursResponse(hours=hours)


class Presence(presence_pb2_grpc.PresenceServicer):
    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def ListReaders(self, request: Any, context: Any) -> Any:
        await self.backend.enter("ListReaders", request, context)
        return presence_pb2.ListReadersResponse(
            readers=["bob", "cai"], answerer="" if request.claim else "bob"
        )


class FeedbackFigures(figures_pb2_grpc.FeedbackFiguresServicer):
    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def GetFeedbackFigures(self, request: Any, context: Any) -> Any:
        await self.backend.enter("GetFeedbackFigures", request, context)
        told = figures_pb2.GetFeedbackFiguresResponse(
            from_time=request.from_time, until_time=request.until_time
        )
        told.total.taken, told.total.due, told.total.in_time = 5, 4, 3
        told.total.in_time_percent, told.total.median_response_seconds = 75, 660
        quality = told.teams.add(team="quality", taken=5, open=2, late=1)
        quality.team_name.zh, quality.team_name.en = "品控", "Quality"
        told.people.add(team="quality", person="ann", open=2, waiting=1)
        return told

    async def GetFeedbackTrends(self, request: Any, context: Any) -> Any:
        await self.backend.enter("GetFeedbackTrends", request, context)
        told = figures_pb2.GetFeedbackTrendsResponse(weeks_before=2, special_days=["2026-11-27"])
        told.from_time.FromJsonString("2026-11-22T16:00:00Z")
        told.until_time.FromJsonString("2026-11-29T16:00:00Z")
        taste = told.trends.add(topic="taste", count=30, expected_hundredths=1050, before=[10, 11])
        taste.topic_name.zh, taste.topic_name.en = "口味", "Taste"
        taste.change_percent, taste.direction = 185, figures_pb2.TREND_DIRECTION_UP
        told.trends.add(topic="app", count=1, direction=figures_pb2.TREND_DIRECTION_TOO_FEW)
        return told

    async def GetFeedbackDifferences(self, request: Any, context: Any) -> Any:
        await self.backend.enter("GetFeedbackDifferences", request, context)
        told = figures_pb2.GetFeedbackDifferencesResponse(
            from_time=request.from_time,
            until_time=request.until_time,
            segment_members=40,
            against_members=200,
            both_members=3,
        )
        fit = told.differences.add(kind=figures_pb2.DIFFERENCE_KIND_TOPIC, code="fit")
        fit.name.zh, fit.name.en = "版型", "Fit"
        fit.segment_members, fit.segment_spoke = 40, 20
        fit.against_members, fit.against_spoke = 200, 50
        fit.difference, fit.low, fit.high = 0.25, 0.05, 0.4375
        fit.reading = figures_pb2.DIFFERENCE_READING_HIGHER
        bad = told.differences.add(kind=figures_pb2.DIFFERENCE_KIND_NEGATIVE)
        bad.segment_members, bad.against_members = 5, 8
        bad.low, bad.high = -0.5, 0.5
        bad.reading = figures_pb2.DIFFERENCE_READING_TOO_FEW
        return told


class FeedbackEvents(feedback_pb2_grpc.EventsServicer):
    def __init__(self, backend: FakeBackend) -> None:
        self.backend = backend

    async def Watch(self, request: Any, context: Any) -> AsyncIterator[Any]:
        await self.backend.enter("feedback.Watch", request, context)
        # As the services do: a follower learns at once where its stream begins.
        yield feedback_pb2.WatchResponse(token=request.after or "t0")
        async for response in self.backend.watch("feedback"):
            yield response
