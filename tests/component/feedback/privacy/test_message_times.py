"""Messages go when their time is over; that they were sent, and why, stays."""

from datetime import timedelta

from services.common.clock import ManualClock
from services.common.mongo import Database
from services.common.retention_command import PastTime
from services.feedback.privacy.commands import Retention
from services.feedback.privacy.domain import Kind, parse_retention
from services.feedback.programme.domain import Programme
from services.feedback.wiring import retention_in
from tessera.feedback.v1 import reach_pb2 as pb
from tests.component.feedback.conftest import NOON, Feedback, until
from tests.component.feedback.members_server import MembersFeedServer
from tests.component.feedback.reach.test_touches import ended, enrolled, inbox, judged_state


class Held:
    async def acquire(self) -> bool:
        return True


async def past(retention: Retention) -> list[PastTime]:
    return [one async for one in retention.past()]


async def test_messages_go_after_the_times_of_their_brand(
    feedback: Feedback, members: tuple[MembersFeedServer, str], db: Database
) -> None:
    feed, _ = members
    await enrolled(feed, "mem_1")
    await ended(feedback, "mem_1", 1)
    assert (await inbox(feedback, "mem_1")).messages

    def at(days: float) -> Retention:
        return retention_in(db, ManualClock(NOON + timedelta(days=days)))

    # Tea's programme keeps the inbox for 365 days and texts for 730.
    assert await at(364).work(Held()) == 0
    waits = next(one for one in await past(at(367)) if one.left)
    assert waits.kind == "inbox"
    assert timedelta(days=1) < waits.overdue <= timedelta(days=2)
    assert await at(367).work(Held()) >= 1

    async def is_empty() -> bool:
        # A journey may say something more at the same time.
        await at(367).work(Held())
        return not (await inbox(feedback, "mem_1")).messages

    await until(is_empty)
    assert (await judged_state(feedback, "mem_1", "welcome")).HasField("text")
    assert await at(732).work(Held()) >= 1
    touch = await judged_state(feedback, "mem_1", "welcome")
    assert touch.state == pb.TOUCH_STATE_DELIVERED
    assert not touch.HasField("text")
    assert touch.checks
    assert not any(check.inputs for check in touch.checks)


def test_a_kind_without_a_time_is_kept_as_long_as_the_membership_lasts() -> None:
    assert parse_retention(Programme()) == {}
    assert parse_retention(Programme(document={"privacy": {"erasure_wait_days": 3}})) == {}
    written = {"privacy": {"retention": {"inbox_days": 30, "activity_details_days": 90}}}
    assert parse_retention(Programme(document=written)) == {Kind.INBOX: timedelta(days=30)}
