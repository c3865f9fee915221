"""An event that points can't let take effect stops neither other members nor other brands."""

from __future__ import annotations

import io
from pathlib import Path

from services.common import letters_command
from services.common.dead_letters import COLLECTION
from services.common.mongo import Database
from services.points.__main__ import parse
from tessera.points.v1 import ledger_pb2
from tests.activities import PLAIN, document
from tests.component.points.conftest import MILK, Members, Points, followed, sent, started, until


async def command(points: Points, *arguments: str) -> tuple[int, str]:
    """What the operator's command exits with and prints."""
    out = io.StringIO()
    asked = parse(["dead-letters", *arguments])
    return await letters_command.run(points.db, asked, out), out.getvalue()


async def states(points: Points) -> list[str]:
    found = await points.db[COLLECTION].find().sort("number", 1).to_list(None)
    return [letter["state"] for letter in found]


async def test_a_stored_programme_whose_frame_cannot_be_read_stops_its_brand_alone(
    db: Database, keys_dir: Path, members: Members
) -> None:
    await members.feed.publish("tea", document("tea"))
    await members.feed.publish("retail", PLAIN)
    async with started(db, keys_dir, members.address) as points:
        await followed(points, members)
    # As an older release may have left it.
    await db["programmes"].update_one({"_id": "tea"}, {"$set": {"document_json": "{}"}})
    async with started(db, keys_dir, members.address) as again:
        await members.feed.record("tea", sent("ORDER", MILK))
        await members.feed.record("tea", sent("ORDER", MILK, event_id="e2", order_id="o2"))
        await members.feed.record("retail", sent("ORDER", total_minor=100, currency="GBP"))
        await followed(again, members)
        assert (await again.till("retail").balance("mem_ada")).posted == 1
        assert await states(again) == ["failed", "behind"]
        report = await again.operator().ledger.Verify(ledger_pb2.VerifyRequest())
        assert report.colour == ledger_pb2.VERIFY_COLOUR_YELLOW
        assert report.backlog_age_s["events set aside"] >= 1
        code, told = await command(again, "list", "--brand", "tea")
        assert code == 0
        assert "ProgrammeUnreadable" in told

        # The brand publishes a programme that can be read, and an operator sends them again.
        await members.feed.publish("tea", document("tea"), version=3)
        await followed(again, members)
        code, told = await command(again, "retry", "--brand", "tea")
        assert (code, told) == (0, "1 asked for\n1 took effect\n")
        await until(lambda: nothing_left(again))
        assert (await again.till().balance("mem_ada")).posted == 36
        report = await again.operator().ledger.Verify(ledger_pb2.VerifyRequest())
        assert report.colour == ledger_pb2.VERIFY_COLOUR_GREEN


async def nothing_left(points: Points) -> bool:
    return await states(points) == []


async def test_an_activity_of_a_type_that_points_do_not_know_waits_with_its_member_alone(
    points: Points, members: Members
) -> None:
    newer = sent("CHECK_IN", event_id="new")
    newer.type = 99  # type: ignore[assignment]
    await members.feed.record(
        "tea",
        newer,
        sent("ORDER", MILK),
        sent("ORDER", MILK, event_id="e2", order_id="o2", member_id="mem_bob"),
    )
    await followed(points, members)
    assert (await points.till().balance("mem_bob")).posted == 18
    assert await states(points) == ["failed", "behind"]
    code, told = await command(points, "retry", "--brand", "tea")
    assert code == letters_command.STILL
    assert "none took effect" in told
    failed = await points.db[COLLECTION].find_one({"state": "failed"})
    assert failed is not None
    code, _ = await command(points, "discard", "--id", failed["event_id"], "--note", "a test")
    assert code == 0

    async def ordered() -> bool:
        return await states(points) == ["discarded"]

    await until(ordered)
    assert (await points.till().balance("mem_ada")).posted == 18


async def test_a_publication_that_points_cannot_read_is_set_aside_and_holds_nobody_back(
    points: Points, members: Members
) -> None:
    await members.feed.publish("tea", {"programme": "broken"}, version=2)
    await members.feed.record("tea", sent("ORDER", MILK))
    await followed(points, members)
    assert (await points.till().balance("mem_ada")).posted == 18
    assert await states(points) == ["failed"]


async def test_a_command_that_finds_nothing_says_so(points: Points) -> None:
    assert (await command(points, "list"))[1] == "nothing is set aside\n"
    code, told = await command(points, "retry", "--id", "evt_none")
    assert (code, "nothing to send again" in told) == (letters_command.NOTHING, True)
    assert (await command(points, "discard", "--id", "evt_none", "--note", "x"))[0] == 2
