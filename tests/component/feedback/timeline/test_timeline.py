"""Items of feedback and touches in one list."""

from datetime import timedelta

from tessera.feedback.v1 import feedback_pb2
from tessera.feedback.v1 import timeline_pb2 as pb
from tessera.types.v1 import timeline_pb2
from tests.component.feedback.conftest import Feedback, submission
from tests.component.feedback.members_server import MembersFeedServer
from tests.component.feedback.reach.test_touches import ended, enrolled
from tests.component.timelines import place_of, walked

TOUCH = timeline_pb2.TIMELINE_KIND_TOUCH


async def test_what_a_member_said_and_was_told(
    feedback: Feedback, members: tuple[MembersFeedServer, str]
) -> None:
    feed, _ = members
    await enrolled(feed, "mem_1")
    await ended(feedback, "mem_1", 1)
    # The welcome is older than what is said from here on.
    feedback.clock.advance(timedelta(seconds=1))
    for number in range(3):
        said = submission(f"cold tea {number}", request_id=f"s{number}", member_id="mem_1")
        await feedback.member("mem_1").SubmitFeedback(said)
    other = submission("of another", request_id="other", member_id="mem_2")
    await feedback.member("mem_2").SubmitFeedback(other)
    unnamed = feedback_pb2.SubmitFeedbackRequest(
        request_id="unnamed", channel="app", text="of nobody", anonymous=True
    )
    await feedback.member("mem_1").SubmitFeedback(unnamed)
    await ended(feedback, "mem_1", 1)

    timeline = feedback.timeline()

    async def all_of(size: int, *kinds: int) -> list[pb.TimelineItem]:
        request = pb.ListTimelineRequest(member_id="mem_1", kinds=kinds)  # type: ignore[arg-type]
        return await walked(timeline, request, size)

    whole = await all_of(100)
    places = [place_of(item) for item in whole]
    assert places == sorted(places, reverse=True)
    assert len(set(places)) == len(places)
    said_texts = [item.feedback.text for item in whole if item.HasField("feedback")]
    assert said_texts == [f"cold tea {number}" for number in (2, 1, 0)]
    for size in (1, 2):
        assert [place_of(item) for item in await all_of(size)] == places
    [welcome, *_] = reversed(await all_of(2, TOUCH))
    assert welcome.touch.message == "welcome"
    assert welcome.place.time.ToMilliseconds() == welcome.touch.wish_time.ToMilliseconds()
