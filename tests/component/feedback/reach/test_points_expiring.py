"""From a reminder of points to the message that names them."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from services.common.mongo import Database
from tessera.feedback.v1 import reach_pb2 as pb
from tessera.points.v1 import ledger_pb2
from tests.component.feedback.conftest import NOON, started, until
from tests.component.feedback.members_server import MembersFeedServer
from tests.component.feedback.points_server import PointsFeedServer
from tests.component.feedback.reach.test_touches import ended, enrolled, inbox


def reminder(number: int, member_id: str, remind_days: int, **told: Any) -> ledger_pb2.Posting:
    expiring = ledger_pb2.PointsExpiring(
        member_id=member_id, asset="POINTS", on="2026-03-09", remind_days=remind_days, **told
    )
    return ledger_pb2.Posting(
        id=f"pst_{number}",
        brand="tea",
        kind=ledger_pb2.POSTING_KIND_REMINDER,
        expiring=expiring,
    )


async def test_who_has_points_that_expire_is_told_once_for_each_reminder(
    db: Database,
    keys_dir: Path,
    members: tuple[MembersFeedServer, str],
    points: tuple[PointsFeedServer, str],
    programme: dict[str, Any],
) -> None:
    feed, address = members
    ledger, points_address = points
    await feed.publish("tea", programme)
    async with started(db, keys_dir, address, points_address) as feedback:
        # Another follower brings the programme: who is told of before it gets no message.
        await until(lambda: _has_programme(db))
        await enrolled(feed, "mem_1")
        await ended(feedback, "mem_1", 1)
        # Late by a day: the text says how it is, the row is that of its reminder.
        late = reminder(1, "mem_1", 7, points=36, days=6)
        small = reminder(2, "mem_1", 30, points=99, days=30)
        for posting in (late, small, late):
            await ledger.post(posting, NOON)
        await until(lambda: _are_wished(db))
        # Reminders go in the morning.
        feedback.clock.advance(timedelta(hours=15))
        found = await ended(feedback, "mem_1", 3)
        said = {pb.OccasionCode.Name(each.occasion): each.state for each in found}
        assert said["OCCASION_CODE_POINTS_EXPIRING"]
        (told,) = [
            each
            for each in (await inbox(feedback, "mem_1")).messages
            if each.message == "points_expiring"
        ]
        assert told.text.zh == "您有36积分将于2026-03-09到期，别忘了使用。"
        assert told.why.en == "Because points of yours expire soon. It belongs to your membership."
        states = [each.state for each in found if each.message == "points_expiring"]
        assert states == [pb.TOUCH_STATE_DELIVERED]
        # Before it happens an operator sees it.
        asked = pb.PreviewTouchRequest(
            member_id="mem_1",
            occasion=pb.OCCASION_CODE_POINTS_EXPIRING,
            lead_days=1,
            to="POINTS",
            amount=5,
        )
        asked.at_time.FromDatetime(NOON + timedelta(days=8, hours=15))
        shown = (await feedback.reach().PreviewTouch(asked)).touch
        assert shown.text.en == "5 points of yours expire after 2026-03-12: use them in time."


async def _has_programme(db: Database) -> bool:
    return await db["programmes"].count_documents({}) == 1


async def _are_wished(db: Database) -> bool:
    return await db["touches"].count_documents({"occasion.code": "points_expiring"}) == 2
