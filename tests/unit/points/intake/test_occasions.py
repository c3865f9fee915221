"""Points for enrolments, birthdays and anniversaries: by rule, once, and from no channel."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.common.clock import ManualClock
from services.points.activities.domain.activity_type import ActivityType
from services.points.activities.domain.standing import MemberEnrolled
from services.points.context import PointsContext
from services.points.intake.api import member_events_handler, to_member_events
from services.points.ledger.domain import request_ids
from services.points.programme.domain.published import ProgrammePublished
from tessera.members.v1 import events_pb2
from tessera.types.v1 import types_pb2
from tests.activities import NOON, document

MIDNIGHT = datetime(2026, 11, 24, 16, tzinfo=UTC)
RULE: Mapping[str, Any] = {
    "asset": "POINTS",
    "award": {"points": 10},
    "each": "activity",
    "caps": [],
}


def due(
    kind: str = "birthday", year: int = 2026, lead_days: int = 0, years: int = 0, **named: str
) -> events_pb2.Event:
    occasion = events_pb2.OccasionDue(
        kind=events_pb2.OccasionKind.Value(f"OCCASION_KIND_{kind.upper()}"),
        on="2026-11-25",
        lead_days=lead_days,
        key=f"{kind}/{year}",
        years=years,
    )
    occasion.begin_time.FromDatetime(MIDNIGHT)
    return event(occasion_due=occasion, **named)


def enrolled(**named: str) -> events_pb2.Event:
    return event(member_enrolled=events_pb2.MemberEnrolled(channel="app"), **named)


def event(member_id: str = "mem_ada", brand: str = "tea", **kind: Any) -> events_pb2.Event:
    message = events_pb2.Event(id="evt", brand=brand, member_id=member_id, **kind)
    message.record_time.FromDatetime(NOON)
    return message


async def publish(ctx: PointsContext, *rules: Mapping[str, Any]) -> None:
    body = document("tea")
    body["earning"]["rules"] = [{"code": f"rule_{n}", **RULE, **r} for n, r in enumerate(rules)]
    await ctx.programmes.publish(ProgrammePublished("tea", 2, body, NOON))


async def had(ctx: PointsContext, member_id: str = "mem_ada") -> int:
    [balance] = await ctx.ledger.balances("tea", [(member_id, "POINTS")], ctx.clock.now())
    return balance.posted


async def test_a_birthday_is_awarded_once_a_year_and_on_its_day(
    ctx: PointsContext, clock: ManualClock
) -> None:
    handle = member_events_handler(ctx)
    await publish(ctx, {"on": "birthday"})
    await handle([due(lead_days=7)])
    assert await had(ctx) == 0
    clock.set(MIDNIGHT + timedelta(hours=1))
    await handle([due(), due(member_id="mem_bob")])
    await handle([due(lead_days=7), due()])
    assert (await had(ctx), await had(ctx, "mem_bob")) == (10, 10)
    await handle([due(year=2027)])
    assert await had(ctx) == 20


async def test_an_award_says_that_it_was_a_birthday_and_names_no_channel(
    ctx: PointsContext,
) -> None:
    await publish(ctx, {"on": "birthday"})
    await member_events_handler(ctx)([due()])
    request_id = f"{request_ids.AWARD}/birthday/2026/mem_ada"
    posting = await ctx.ledger.posting("tea", request_id)
    assert posting is not None
    assert posting.metadata["activity"] == "birthday"
    assert "channel" not in posting.metadata
    assert posting.effective_at == min(MIDNIGHT, ctx.clock.now())


async def test_an_enrolment_is_awarded_by_the_channel_that_made_it(ctx: PointsContext) -> None:
    app = {"on": "enrolment", "when": 'activity.labels["channel"] == "app"'}
    till = {"on": "enrolment", "when": 'activity.labels["channel"] == "pos"'}
    await publish(ctx, app, till)
    await member_events_handler(ctx)([enrolled(), enrolled()])
    assert await had(ctx) == 10


async def test_an_anniversary_says_how_many_years_it_is(ctx: PointsContext) -> None:
    fifth = {"on": "first_order_anniversary", "when": 'activity.labels["years"] == "5"'}
    await publish(ctx, fifth, {"on": "enrolment_anniversary"})
    handle = member_events_handler(ctx)
    await handle([due("first_order_anniversary", years=4)])
    assert await had(ctx) == 0
    await handle([due("first_order_anniversary", year=2027, years=5)])
    assert await had(ctx) == 10
    await handle([due("enrolment_anniversary", years=1)])
    assert await had(ctx) == 20


async def test_caps_count_for_occasions_too(ctx: PointsContext) -> None:
    once = {"on": "birthday", "caps": [{"per": "member", "times": 1}]}
    await publish(ctx, once)
    await member_events_handler(ctx)([due(), due(year=2027)])
    assert await had(ctx) == 10


async def test_a_brand_without_a_programme_stops_no_other(ctx: PointsContext) -> None:
    await publish(ctx, {"on": "birthday"})
    await member_events_handler(ctx)([due(brand="nobody"), due()])
    assert await had(ctx) == 10


def test_no_channel_can_tell_an_occasion() -> None:
    told = {
        name.removeprefix("ACTIVITY_TYPE_").lower() for name, _ in types_pb2.ActivityType.items()
    }
    occasions = {"enrolment", "birthday", "enrolment_anniversary", "first_order_anniversary"}
    occasions |= {"referral", "invited"}
    occasions |= {"group_joined", "group_silent", "group_koc", "group_run"}
    assert occasions <= {kind.value for kind in ActivityType}
    assert not occasions & told


def test_an_enrolment_takes_effect_before_its_award() -> None:
    first, second = to_member_events(enrolled())
    assert isinstance(first, MemberEnrolled)
    assert getattr(second, "type", None) is ActivityType.ENROLMENT


@pytest.mark.parametrize("kind", [0, 99])
def test_an_occasion_of_a_later_release_has_no_effect(kind: int) -> None:
    later = due()
    later.occasion_due.kind = kind  # type: ignore[assignment]
    assert to_member_events(later) == []


@given(st.lists(st.sampled_from(["birthday", "enrolment_anniversary"]), max_size=6), st.data())
def test_the_name_of_an_occasion_is_its_kind_year_and_member(
    kinds: list[str], data: st.DataObject
) -> None:
    years = [data.draw(st.integers(2026, 2028)) for _ in kinds]
    events = [due(kind, year) for kind, year in zip(kinds, years, strict=True)]
    keys = {getattr(own, "key", "") for each in events for own in to_member_events(each)}
    assert len(keys) == len(set(zip(kinds, years, strict=True)))


async def test_groups_bring_points_once_for_each_news(ctx: PointsContext) -> None:
    kinds = ("group_joined", "group_silent", "group_koc", "group_run")
    await publish(ctx, *({"on": kind} for kind in kinds))
    joined = events_pb2.GroupJoined(group_id="grp_1", kind="club")
    joined.join_time.FromDatetime(NOON)
    told = [event(group_joined=joined)] * 2
    for news, key in (("SILENT", "1"), ("FLAGGED", "1"), ("KOC", "2026-02"), ("RUN", "2026-02")):
        changed = events_pb2.GroupStandingChanged(
            group_id="grp_1",
            kind="club",
            news=events_pb2.GroupNews.Value(f"GROUP_NEWS_{news}"),
            key=key,
        )
        changed.occur_time.FromDatetime(NOON)
        told += [event(group_standing_changed=changed)] * 2
    await member_events_handler(ctx)(told)
    # The flag brings nothing.
    assert await had(ctx) == 40
