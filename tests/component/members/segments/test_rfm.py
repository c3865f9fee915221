"""Runs of RFM on real storage: asked for and monthly, with tiers and segments that follow."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from services.common.auth import Caller, Role
from services.common.cache import NoCache
from services.common.clock import ManualClock
from services.common.mongo import Database
from services.members.segments.commands import rfm_runs
from services.members.segments.commands.rfm_runs import ask_for_run, run_rfm
from services.members.wiring import Settings, context_in
from tessera.members.v1 import consents_pb2, members_pb2
from tessera.members.v1 import segments_pb2 as pb
from tests.component.members.conftest import (
    NOON,
    NOWHERE,
    Members,
    activity,
    recording,
    refused,
    started,
    until,
)
from tests.component.members.consent.test_consents import as_
from tests.component.members.segments.test_segments import stub
from tests.paths import PROGRAMMES
from tests.scopes import EVERY_SCOPE

ANN = Caller("retail", "ann", Role.OPERATOR, None, EVERY_SCOPE)
POINTS = (PROGRAMMES / "retail.yaml").read_text("utf-8")
TERCILES = POINTS.replace(
    "  recency_days: [45, 120]\n  orders: [3, 8]\n  spent_minor: [30000, 150000]\n",
    "  cut: terciles\n",
)


async def buyers(members: Members, *amounts: int) -> list[str]:
    """Members of retail, each with as many orders as their place says, of that amount, a day ago
    and before."""
    pos, ids = members.activities("retail"), []
    for n, amount in enumerate(amounts, start=1):
        member_id = await members.enrol(brand="retail")
        orders = [
            activity(
                member_id,
                f"{member_id}-{k}",
                NOON - timedelta(days=len(amounts) - n + k + 1),
                amount,
                currency="GBP",
            )
            for k in range(n)
        ]
        await pos.RecordActivities(recording(*orders))
        ids.append(member_id)
    return ids


async def habit(members: Members, member_id: str) -> tuple[str, list[tuple[str, str, str]]]:
    """The tier by class, and the decisions that made it, the oldest first."""
    tiers = {each.ladder: each.code for each in (await members.card(member_id, "retail")).tiers}
    request = members_pb2.ListTierDecisionsRequest(member_id=member_id, page_size=100)
    listed = (await members.as_operator(brand="retail").ListTierDecisions(request)).decisions
    made = [each for each in listed if each.ladder == "habit" and each.reason != "enrolled"]
    return tiers["habit"], [(e.to_tier, e.reason, e.window_until) for e in reversed(made)]


async def latest(members: Members, runs: int) -> pb.GetRfmResponse:
    """The runs, once there are so many."""
    found = pb.GetRfmResponse()

    async def so() -> bool:
        nonlocal found
        found = await stub(members, ANN).GetRfm(pb.GetRfmRequest())
        return len(found.runs) >= runs and not found.running

    await until(so)
    return found


async def test_a_run_by_terciles_gives_classes_segments_and_tiers_and_the_month_judges_again(
    members: Members,
) -> None:
    assert "terciles" in TERCILES
    await members.publish("retail", TERCILES)

    async def by_terciles() -> bool:
        return (await latest(members, 1)).runs[0].cuts.terciles

    await until(by_terciles)
    before = len((await latest(members, 1)).runs)
    ids = await buyers(members, 100, 200, 300, 400, 500, 600)
    no_profile = (await buyers(members, 9_000))[0]
    profiling = consents_pb2.CONSENT_PURPOSE_PROFILING
    withdrawn = consents_pb2.WithdrawConsentRequest(
        request_id="w", member_id=no_profile, purpose=profiling, given_by="mini_program"
    )
    await members.consents(replace(as_(no_profile), brand="retail")).WithdrawConsent(withdrawn)
    # The clock stands still, and a wish of the same instant as a run is no later than it.
    members.clock.advance(timedelta(seconds=1))
    await stub(members, ANN).RunRfm(pb.RunRfmRequest(request_id="r"))
    told = await latest(members, before + 1)
    run = told.runs[0]
    assert told.declared
    assert (run.on, run.cause, run.members) == ("2026-03-02", pb.RFM_CAUSE_ASKED, 6)
    cuts = run.cuts
    assert (list(cuts.recency_days), list(cuts.orders)) == ([2, 4], [3, 5])
    assert (list(cuts.spent_minor), cuts.terciles, cuts.currency) == ([900, 2_500], True, "GBP")
    cells = [(c.recency, c.frequency, c.monetary, c.members, c.value_class) for c in run.cells]
    assert cells == [
        (3, 3, 3, 2, "high_value"),
        (2, 2, 2, 2, "potential"),
        (1, 1, 1, 2, "lost"),
    ]
    assert [(c.code, c.members, c.value_minor) for c in run.classes] == [
        ("high_value", 2, 2_500 + 3_600),
        ("lost", 2, 100 + 400),
        ("potential", 2, 900 + 1_600),
    ]
    # Six orders on six days are more than three active days of 30.
    activity_of = {(c.high_value, c.active): c.members for c in run.value_activity}
    assert activity_of[False, True] == 3

    for member_id, tier in ((ids[5], "loyal"), (ids[2], "promising"), (ids[0], "casual")):
        held, decisions = await habit(members, member_id)
        assert held == tier
        upgraded = [(tier, "upgrade", "2026-03-02")]
        assert decisions == (upgraded if tier != "casual" else [])
    assert (await habit(members, no_profile)) == ("casual", [])

    async def in_segments() -> bool:
        return [await segment_of(members, each) for each in (ids[5], ids[2], ids[0])] == [
            ["high_value"],
            ["potential"],
            ["lost"],
        ]

    await until(in_segments)

    # A month later the first buys most and latest: the end of March judges it.
    order = activity(ids[0], "big", NOON + timedelta(days=20), 99_000, currency="GBP")
    members.clock.advance(timedelta(days=20))
    await members.activities("retail").RecordActivities(recording(order))
    assert (await habit(members, ids[0]))[0] == "casual"
    members.clock.advance(timedelta(days=10))
    run = (await latest(members, before + 2)).runs[0]
    assert (run.on, run.cause) == ("2026-03-31", pb.RFM_CAUSE_MONTH)
    assert await habit(members, ids[0]) == ("loyal", [("loyal", "upgrade", "2026-03-31")])
    assert (await habit(members, ids[5]))[1][1] == ("loyal", "kept", "2026-03-31")

    # Who gives all orders back has no class at the end of April, and keeps no tier by one.
    now, first = members.clock.now(), f"{ids[0]}-0"
    amounts = {"big": 99_000, first: 100}
    back = [
        activity(
            ids[0], f"back-{order_id}", now, amount, refund=True, order_id=order_id, currency="GBP"
        )
        for order_id, amount in amounts.items()
    ]
    await members.activities("retail").RecordActivities(recording(*back))
    members.clock.advance(timedelta(days=30))
    assert (await latest(members, before + 3)).runs[0].on == "2026-04-30"
    assert (await habit(members, ids[0]))[0] == "casual"


async def segment_of(members: Members, member_id: str) -> list[str]:
    request = members_pb2.BatchGetMembersRequest(member_ids=[member_id], segments=True)
    [member] = (await members.as_operator(brand="retail").BatchGetMembers(request)).members
    return [each.segment.code for each in member.segments]


async def test_a_brand_without_the_section_is_told_so_and_a_wish_takes_effect_once(
    members: Members,
) -> None:
    plain = POINTS[: POINTS.index("# Scores by recency")] + POINTS[POINTS.index("# Asked when") :]
    habitless = plain[: plain.index("  # Judged anew")] + plain[plain.index("earning:") - 1 :]
    await members.publish("retail", habitless)
    segments = stub(members, ANN)

    async def undeclared() -> bool:
        return not (await segments.GetRfm(pb.GetRfmRequest())).declared

    await until(undeclared)
    none = await refused(segments.RunRfm(pb.RunRfmRequest(request_id="r1")))
    assert none.reason == "RFM_UNAVAILABLE"
    await members.publish("retail", f"{POINTS}# Again.\n")

    async def declared() -> bool:
        return (await segments.GetRfm(pb.GetRfmRequest())).declared

    await until(declared)
    await segments.RunRfm(pb.RunRfmRequest(request_id="r2"))
    assert (await segments.RunRfm(pb.RunRfmRequest(request_id="r2"))).replayed
    empty = await refused(segments.RunRfm(pb.RunRfmRequest()))
    assert (empty.reason, empty.field) == ("INVALID_ARGUMENT", "request_id")
    for caller in (as_("mem_1"), Caller("retail", "pos", Role.CHANNEL)):
        call = stub(members, caller).RunRfm(pb.RunRfmRequest(request_id="r3"))
        assert (await refused(call)).reason == "PERMISSION_DENIED"


async def test_a_run_that_stops_goes_on_behind_its_last_slice_and_counts_each_member_once(
    db: Database, keys_dir: Path, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = ManualClock(NOON)
    async with started(db, keys_dir, NOWHERE, clock, redis_url) as members:
        await members.publish("retail", POINTS)
        ids = await buyers(members, *[40_000] * 5)
        await latest(members, 1)
    monkeypatch.setattr(rfm_runs, "JUDGED_AT_ONCE", 2)
    settings = Settings(keys_dir=keys_dir, environment="development")
    ctx = context_in(settings, db, NoCache(), clock)
    rules = await ctx.rulebook.of("retail")
    clock.advance(timedelta(seconds=1))
    await ask_for_run(ctx, "retail", "r1")

    async def lost() -> bool:
        return False

    async def ours() -> bool:
        return True

    assert await run_rfm(ctx, rules, "retail", lost) == 0
    stopped = await ctx.store.segments.last_run("retail", ended=False)
    assert stopped is not None
    assert (stopped.after, stopped.table.members.total()) == (ids[1], 2)
    assert not await ctx.store.segments.keep_run(stopped, ids[0]), "behind another member by now"
    assert await run_rfm(ctx, rules, "retail", ours) == 3
    ended = await ctx.store.segments.last_run("retail", ended=True)
    assert ended is not None
    assert (ended.id, ended.table.members.total()) == (stopped.id, 5)
    assert await run_rfm(ctx, rules, "retail", ours) == 0
    made = {"ladder": "habit", "decided_at": clock.now()}
    judged = await db.decisions.distinct("member_id", made)
    assert await db.decisions.count_documents(made) == len(judged) == 5
