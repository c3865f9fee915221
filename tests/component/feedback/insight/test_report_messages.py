"""Reports go to operators by message: once, over real HTTP, and what became of each is seen."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from deploy.local import ports, providers
from deploy.local.providers import Desk
from services.common.mongo import Database
from services.feedback.providers.domain.credentials import credentials_of
from tessera.feedback.v1 import insight_pb2 as pb
from tests.component.feedback.conftest import TEA, started, until
from tests.component.feedback.insight.conftest import DAY, MIDNIGHT, World
from tests.component.feedback.members_server import MembersFeedServer
from tests.component.feedback.reach.sending_suite import served

ROBOT, WEBHOOK = "wecom_robot", "operators_webhook"
SECTION: dict[str, Any] = {
    "board": ["orders", "revenue"],
    "reports": ["daily", "weekly"],
    "report_messages": [
        {"report": "daily", "channel": ROBOT, "language": "zh"},
        {"report": "daily", "channel": WEBHOOK, "language": "en"},
    ],
}
MINUTE = timedelta(minutes=1)


class Office(World):
    """Operators beside the service: what their channels took."""

    def __init__(self, world: World, desk: Desk) -> None:
        super().__init__(world.feed, world.feedback, world.db)
        self.desk = desk

    def took(self, channel: str) -> list[str]:
        said = self.desk.of(channel)
        return [
            each["text"] if channel == WEBHOOK else each["markdown"]["content"] for each in said
        ]

    def calls(self, channel: str) -> int:
        return sum(each == channel for each, _ in self.desk.calls)

    async def messages(self, day: str) -> dict[str, pb.ReportMessage]:
        request = pb.ListReportsRequest(grain=pb.METRIC_GRAIN_DAY)
        reports = (await self.feedback.insight().ListReports(request)).reports
        return {m.channel: m for each in reports if each.day == day for m in each.messages}

    async def become(self, day: str, channel: str, state: str, code: str = "") -> pb.ReportMessage:
        found: list[pb.ReportMessage] = []

        async def has_become() -> bool:
            known = await self.messages(day)
            found[:] = [known[channel]] if channel in known else []
            return (
                bool(found)
                and pb.ReportMessageState.Name(found[0].state) == f"REPORT_MESSAGE_STATE_{state}"
                and found[0].code == code
            )

        await until(has_become)
        return found[0]


@pytest.fixture
async def office(
    db: Database,
    keys_dir: Path,
    members: tuple[MembersFeedServer, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Office]:
    monkeypatch.setattr("services.feedback.providers.commands.TIMEOUT_S", 60.0)
    feed, address = members
    await feed.publish("tea", {**TEA, "insight": SECTION})
    port = ports.claim(0, purpose="providers")
    path = providers.prepare(tmp_path, f"http://{ports.HOST}:{port}", ["tea"])
    desk = Desk(credentials_of(json.loads(path.read_text("utf-8")), plain=True))
    url = "https://api.example/console/"
    async with (
        served(desk, port),
        started(db, keys_dir, address, providers=path, console_url=url) as feedback,
    ):
        yield Office(World(feed, feedback, db), desk)


async def test_a_report_goes_to_operators_once_and_failures_are_seen(office: Office) -> None:
    clock, at = office.feedback.clock, MIDNIGHT - 3 * DAY  # Friday the 27th.
    await office.tell(*(office.does("mem_1", "order", at - n * DAY, 1_000) for n in range(3)))
    await office.settled()
    for channel in (ROBOT, WEBHOOK):
        await office.become("2026-03-01", channel, "SENT")
    assert (len(office.took(ROBOT)), len(office.took(WEBHOOK))) == (1, 1)

    # Monday's: the robot is asked too often, and the program is away; a minute later both are well.
    office.desk.misbehave(ROBOT, "45009")
    office.desk.misbehave(WEBHOOK, "away")
    clock.advance(DAY)
    monday = "2026-03-02"
    waits = await office.become(monday, ROBOT, "WAITING", "overloaded")
    assert (waits.attempts, waits.language) == (1, "zh")
    assert waits.next_time.seconds - waits.state_time.seconds == 60
    await office.become(monday, WEBHOOK, "WAITING", "overloaded")
    assert len(office.took(ROBOT)) == 1
    clock.advance(MINUTE)
    sent = await office.become(monday, ROBOT, "SENT")
    assert (sent.attempts, sent.HasField("next_time")) == (2, False)
    await office.become(monday, WEBHOOK, "SENT")
    assert office.took(ROBOT)[1:] == [
        "**日报 2026-03-02**\n订单数：0\n净销售额：0.00 CNY\n详情：https://api.example/console/insight"
    ]
    [_, told] = office.took(WEBHOOK)
    assert told.splitlines()[0] == "Orders: 0"

    # A late order restates Monday's report, which stays; Tuesday's message tells it. Both answers
    # are lost: the program knows the id, so it hears again, and the robot does not.
    await office.tell(office.does("mem_2", "order", MIDNIGHT + 2 * MINUTE, 700))
    await office.settled()
    office.desk.misbehave(ROBOT, "lost")
    office.desk.misbehave(WEBHOOK, "lost")
    clock.advance(DAY)
    tuesday = "2026-03-03"
    await office.become(tuesday, ROBOT, "UNKNOWN", "no_answer")
    await office.become(tuesday, WEBHOOK, "WAITING", "no_answer")
    clock.advance(MINUTE)
    await office.become(tuesday, WEBHOOK, "SENT")
    lines = office.took(ROBOT)[2].splitlines()
    assert lines[-4:-1] == [
        "上一期（2026-03-02）更正",
        "订单数: 0 → 更正为 1",
        "净销售额: 0.00 CNY → 更正为 7.00 CNY",
    ]
    assert len(office.took(WEBHOOK)) == 3

    # Whoever was stopped while a robot had the message does not know whether it was read.
    calls = office.calls(ROBOT)
    stopped = {"messages.0.state": "handed", "messages.0.next_at": clock.now()}
    named = {"_id": f"tea/day/{monday}"}
    await office.db.insight_reports.update_one(named, {"$set": stopped})
    await office.become(monday, ROBOT, "UNKNOWN", "stopped")
    assert office.calls(ROBOT) == calls

    # A key that is not valid is refused for good.
    office.desk.misbehave(ROBOT, "93000")
    clock.advance(DAY)
    refused = await office.become("2026-03-04", ROBOT, "REFUSED", "key_refused")
    assert not refused.HasField("next_time")
    await office.become("2026-03-04", WEBHOOK, "SENT")
    clock.advance(timedelta(hours=8))
    await office.settled()
    assert (office.calls(ROBOT), office.calls(WEBHOOK)) == (calls + 1, 6)
