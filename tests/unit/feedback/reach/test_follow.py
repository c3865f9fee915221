"""What members tell takes effect in its order."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from services.feedback.reach.api.events import follow_reach
from services.feedback.reach.api.postings import follow_points
from services.feedback.reach.commands.wishing import Happened
from services.feedback.reach.domain.wish import Occasion
from tessera.members.v1 import events_pb2
from tessera.points.v1 import ledger_pb2

TOLD = datetime(2026, 11, 30, 4, tzinfo=UTC)


class Audience:
    def __init__(self) -> None:
        self.since: dict[str, datetime] = {}

    async def keep(self, changes: Sequence[Any]) -> None:
        self.since.update({each.member_id: each.at for each in changes})


async def test_nobody_is_welcomed_who_joined_elsewhere_long_ago() -> None:
    welcomed: list[str] = []

    async def take(happened: Sequence[Happened]) -> None:
        welcomed.extend(each.member_id for each in happened)

    def enrolled(member_id: str, ago: timedelta | None) -> events_pb2.Event:
        event = events_pb2.Event(id=f"e-{member_id}", brand="tea", member_id=member_id)
        event.record_time.FromDatetime(TOLD)
        event.member_enrolled.channel = "crm"
        if ago is not None:
            event.member_enrolled.enrol_time.FromDatetime(TOLD - ago)
        return event

    nobody: Any = None
    audience: Any = Audience()
    day = timedelta(days=1)
    ago = {"mem_now": None, "mem_day": day, "mem_more": day + timedelta(seconds=1)}
    events = [enrolled(member_id, before) for member_id, before in ago.items()]
    await follow_reach(audience, take, nobody, events)
    assert welcomed == ["mem_now", "mem_day"]
    assert audience.since == {member_id: TOLD - (ago[member_id] or 0 * day) for member_id in ago}


async def test_of_points_only_reminders_and_wake_ups_are_occasions() -> None:
    taken: list[Happened] = []

    async def take(happened: Sequence[Happened]) -> None:
        taken.extend(happened)

    woken = ledger_pb2.Posting(
        id="pst_1",
        brand="tea",
        wake_up=ledger_pb2.WakeUpOpened(member_id="mem_1", until="2026-12-30"),
    )
    expiring = ledger_pb2.PointsExpiring(
        member_id="mem_2", asset="POINTS", points=40, on="2026-12-07", days=7
    )
    told = ledger_pb2.Posting(id="pst_2", brand="tea", expiring=expiring)
    await follow_points(take, [ledger_pb2.Posting(id="pst_0", brand="tea"), woken, told])
    assert [(each.member_id, each.source_id) for each in taken] == [
        ("mem_1", "pst_1"),
        ("mem_2", "pst_2"),
    ]
    first, second = (each.occasion for each in taken)
    assert first == Occasion("wake_up_opened", day="2026-12-30")
    # A posting of an older version does not say which reminder it was.
    assert (second.lead_days, second.days, second.facts()["amount"]) == (7, 7, 40)
    late = replace(second, lead_days=30)
    assert (late.days, late.shown(1)["occasion.days"]) == (7, "7")


async def test_what_happened_before_a_merge_takes_effect_before_it() -> None:
    done: list[str] = []

    class Gone:
        async def forget(self, brand: str, member_id: str) -> None:
            done.append(f"forget {member_id}")

        async def merge(self, brand: str, loser: str, survivor: str) -> None:
            done.append(f"merge {loser} into {survivor}")

        async def part(self, brand: str, member_id: str) -> None:
            done.append(f"part {member_id}")

    async def take(happened: Sequence[Happened]) -> None:
        done.extend(f"{each.occasion.code} of {each.member_id}" for each in happened)

    def event(member_id: str, **kind: Any) -> events_pb2.Event:
        return events_pb2.Event(id=f"e-{member_id}", brand="tea", member_id=member_id, **kind)

    merged = events_pb2.MemberMerged(from_member_id="mem_1", into_member_id="mem_2")
    undone = events_pb2.MemberUnmerged(from_member_id="mem_1", into_member_id="mem_2")
    due = events_pb2.OccasionDue(kind=events_pb2.OCCASION_KIND_BIRTHDAY)
    audience: Any = Audience()
    await follow_reach(
        audience,
        take,
        Gone(),
        [
            event("mem_1", occasion_due=due),
            event("mem_2", member_merged=merged),
            event("mem_2", occasion_due=due),
            event("mem_3", cart_left=events_pb2.CartLeft(pieces=1)),
            event("mem_1", member_unmerged=undone),
            event("mem_1", occasion_due=due),
        ],
    )
    assert done == [
        *("birthday of mem_1", "merge mem_1 into mem_2", "birthday of mem_2"),
        *("cart_left of mem_3", "part mem_1", "birthday of mem_1"),
    ]


async def test_the_end_of_a_tier_is_one_of_the_main_ladder_with_the_days_that_are_left() -> None:
    done: list[Occasion] = []

    async def take(happened: Sequence[Happened]) -> None:
        done.extend(each.occasion for each in happened)

    def event(*, main: bool) -> events_pb2.Event:
        end = events_pb2.TierEnd(main=main, tier="gold", expected_tier="silver", to_keep=200)
        end.expected_tier_name.zh, end.expected_tier_name.en = "银卡", "Silver"
        due = events_pb2.OccasionDue(
            kind=events_pb2.OCCASION_KIND_TIER_ENDS, on="2026-04-01", lead_days=7, tier_end=end
        )
        # It was told two days late, at noon of 27 March.
        due.begin_time.FromDatetime(datetime(2026, 3, 31, 16, tzinfo=UTC))
        message = events_pb2.Event(id="e", brand="tea", member_id="mem_1", occasion_due=due)
        message.record_time.FromDatetime(datetime(2026, 3, 27, 4, tzinfo=UTC))
        return message

    audience: Any = Audience()
    gone: Any = None
    await follow_reach(audience, take, gone, [event(main=False), event(main=True)])
    [occasion] = done
    assert (occasion.code, occasion.lead_days, occasion.days) == ("tier_ends", 7, 5)
    assert (occasion.before, occasion.to, occasion.amount) == ("gold", "silver", 200)
    assert occasion.name == ("银卡", "Silver")
