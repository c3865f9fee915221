"""Points for referrals: by rule, once a round, and back when the friend's orders are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from services.common.clock import ManualClock
from services.points.context import PointsContext
from services.points.intake.api import member_events_handler, to_member_events
from services.points.ledger.domain import request_ids
from services.points.programme.domain.published import ProgrammePublished
from services.points.refunds.commands import list_waiting
from tessera.members.v1 import events_pb2
from tests.activities import NOON, document
from tests.unit.points.intake.test_occasions import RULE, event, had

INVITER, INVITEE = events_pb2.REFERRAL_ROLE_INVITER, events_pb2.REFERRAL_ROLE_INVITEE
RULES: tuple[Mapping[str, Any], ...] = (
    {"on": "referral", "award": {"points": 100}},
    {"on": "invited", "award": {"points": 50}},
    {
        "on": "referral",
        "award": {"points": 300},
        "when": 'activity.labels["month_number"] == "3"',
    },
)


def qualified(
    member_id: str = "mem_ada",
    role: events_pb2.ReferralRole.ValueType = INVITER,
    referral: str = "mem_bob",
    round: int = 1,
    number: int = 1,
) -> events_pb2.Event:
    told = events_pb2.ReferralQualified(
        referral_id=referral, role=role, round=round, number=number, month_number=number
    )
    told.qualify_time.FromDatetime(NOON - timedelta(hours=1))
    return event(member_id, referral_qualified=told)


def gone(
    member_id: str = "mem_ada",
    role: events_pb2.ReferralRole.ValueType = INVITER,
    referral: str = "mem_bob",
    round: int = 1,
) -> events_pb2.Event:
    told = events_pb2.ReferralReversed(referral_id=referral, role=role, round=round)
    return event(member_id, referral_reversed=told)


async def publish(ctx: PointsContext, *rules: Mapping[str, Any], tasks: Any = ()) -> None:
    body = document("tea")
    body["earning"]["rules"] = [{"code": f"rule_{n}", **RULE, **r} for n, r in enumerate(rules)]
    body["tasks"] = list(tasks)
    await ctx.programmes.publish(ProgrammePublished("tea", 2, body, NOON))


async def test_both_are_rewarded_once_and_the_third_friend_of_a_month_brings_more(
    ctx: PointsContext,
) -> None:
    await publish(ctx, *RULES)
    handle = member_events_handler(ctx)
    both = [qualified(), qualified("mem_bob", INVITEE)]
    await handle([*both, *both])
    assert (await had(ctx), await had(ctx, "mem_bob")) == (100, 50)
    for number in (2, 3):
        await handle([qualified(referral=f"mem_{number}", number=number)])
    assert await had(ctx) == 600


async def test_what_a_referral_gave_goes_back_and_may_come_anew(ctx: PointsContext) -> None:
    await publish(ctx, *RULES)
    handle = member_events_handler(ctx)
    await handle([qualified(), qualified("mem_bob", INVITEE)])
    for _ in range(2):
        await handle([gone(), gone("mem_bob", INVITEE)])
    assert (await had(ctx), await had(ctx, "mem_bob")) == (0, 0)
    await handle([qualified(round=2), qualified("mem_bob", INVITEE, round=2)])
    assert (await had(ctx), await had(ctx, "mem_bob")) == (100, 50)
    await handle([qualified()])
    assert await had(ctx) == 100


async def test_a_referral_that_no_rule_rewards_goes_back_without_waiting(
    ctx: PointsContext, clock: ManualClock
) -> None:
    await publish(ctx)
    await member_events_handler(ctx)([qualified(), gone()])
    assert await had(ctx) == 0
    assert await list_waiting(ctx, "tea", None, 10) == []


async def test_the_award_names_no_channel_and_no_order(ctx: PointsContext) -> None:
    await publish(ctx, *RULES)
    await member_events_handler(ctx)([qualified()])
    posting = await ctx.ledger.posting("tea", f"{request_ids.AWARD}/referral/mem_bob/1")
    assert posting is not None
    assert posting.metadata["activity"] == "referral"
    assert not {"channel", "order_id"} & posting.metadata.keys()
    assert posting.effective_at == NOON - timedelta(hours=1)


async def test_three_friends_do_a_step_of_a_task_and_one_who_returns_all_does_not_count(
    ctx: PointsContext,
) -> None:
    step = {
        "code": "friends",
        "name": {"zh": "好友", "en": "Friends"},
        "on": "referral",
        "when": "true",
        "times": 3,
        "reward": {"asset": "POINTS", "points": 500},
    }
    chain = {
        "code": "invite",
        "name": {"zh": "邀请", "en": "Invite"},
        "ordered": False,
        "steps": [step],
    }
    await publish(ctx, tasks=[chain])
    handle = member_events_handler(ctx)
    await handle([qualified(referral="mem_1"), qualified(referral="mem_2")])
    await handle([gone(referral="mem_2"), qualified(referral="mem_3")])
    assert await had(ctx) == 0
    await handle([qualified(referral="mem_4")])
    assert await had(ctx) == 500


def test_a_side_of_a_later_release_has_no_effect() -> None:
    for later in (qualified(), gone()):
        getattr(later, later.WhichOneof("kind") or "").role = 99
        assert to_member_events(later) == []
