"""Segments on real storage: kept by the feed, by time and by sweeps; told, listed, explained."""

from datetime import timedelta
from typing import Any

import pytest

from services.common.auth import Caller, Role
from services.common.mongo import Database
from services.members.segments.commands import ltv
from tessera.members.v1 import consents_pb2, events_pb2, members_pb2, segments_pb2_grpc
from tessera.members.v1 import segments_pb2 as pb
from tessera.types.v1 import types_pb2
from tests.component.members.conftest import NOON, Members, activity, recording, refused, until
from tests.component.members.consent.test_consents import as_
from tests.paths import PROGRAMMES
from tests.scopes import EVERY_SCOPE

ANN = Caller("tea", "ann", Role.OPERATOR, None, EVERY_SCOPE)


def stub(members: Members, caller: Caller = ANN) -> "segments_pb2_grpc.SegmentsAsyncStub":
    return segments_pb2_grpc.SegmentsStub(members.channel(caller))


def saving(code: str, when: str, **more: Any) -> pb.SaveSegmentRequest:
    name = types_pb2.LocalizedText(en=code.capitalize())
    segment = pb.Segment(code=code, name=name, when=when)
    return pb.SaveSegmentRequest(**{"request_id": f"save-{code}", "segment": segment, **more})


async def card(members: Members, member_id: str) -> list[str]:
    request = members_pb2.BatchGetMembersRequest(member_ids=[member_id], segments=True)
    [member] = (await members.as_operator().BatchGetMembers(request)).members
    return [each.segment.code for each in member.segments]


async def is_in(members: Members, member_id: str, *codes: str) -> None:
    async def so() -> bool:
        return await card(members, member_id) == list(codes)

    await until(so)


def moves(events: list[events_pb2.Event], member_id: str) -> list[str]:
    told = []
    for each in events:
        if each.member_id == member_id and each.HasField("segment_entered"):
            told.append(f"+{each.segment_entered.segment}")
        if each.member_id == member_id and each.HasField("segment_left"):
            told.append(f"-{each.segment_left.segment}")
    return told


async def test_a_member_enters_by_an_activity_and_leaves_by_time_each_told_once(
    members: Members, db: Database
) -> None:
    member_id = await members.enrol()
    segments = stub(members)
    saved = await segments.SaveSegment(saving("regulars", "stats.orders_7d >= 2"))
    assert (saved.segment.saved, saved.segment.etag, saved.segment.name.zh) == (
        True,
        "1",
        "Regulars",
    )
    pos = members.activities()
    for n in (1, 2):
        order = activity(member_id, f"o{n}", NOON - timedelta(days=n), 50_000)
        await pos.RecordActivities(recording(order))
        await pos.RecordActivities(recording(order))
    # 1,000 yuan within the month, and two days of activity.
    await is_in(members, member_id, "high_value", "valued_quiet", "regulars")
    why = (await segments.ExplainSegments(pb.ExplainSegmentsRequest(member_id=member_id))).segments
    reasons = {e.segment.code: [(r.fact, r.value) for r in e.reasons] for e in why}
    assert reasons == {
        "high_value": [("rfm.value_class", "high_value")],
        "valued_quiet": [("stats.active_days_30d", "2"), ("stats.spent_minor", "100000")],
        "regulars": [("stats.orders_7d", "2")],
    }

    async def up_to_date() -> bool:
        listed = await segments.ListSegments(pb.ListSegmentsRequest())
        counts = {each.segment.code: each.members for each in listed.segments}
        return listed.freshness.lag_ms == 0 and counts["regulars"] == 1 == counts["high_value"]

    await until(up_to_date)
    members.clock.advance(timedelta(days=6))
    await is_in(members, member_id, "high_value", "valued_quiet")
    await segments.DeleteSegment(pb.DeleteSegmentRequest(request_id="d1", code="regulars"))
    refund = activity(member_id, "r1", members.clock.now(), 50_000, refund=True, order_id="o1")
    await pos.RecordActivities(recording(refund))
    await is_in(members, member_id)
    events = await members.published("tea", until=1)
    told = moves(events, member_id)
    assert sorted(told) == sorted(
        [
            *("+high_value", "+valued_quiet", "+regulars"),
            *("-regulars", "-high_value", "-valued_quiet"),
        ]
    )
    facts = [
        list(each.facts_changed.segments.segments)
        for each in events
        if each.member_id == member_id
        and each.HasField("facts_changed")
        and each.facts_changed.HasField("segments")
    ]
    assert facts[-1] == []
    assert ["high_value", "regulars", "valued_quiet"] in facts


async def test_whoever_withdraws_profiling_leaves_every_segment(members: Members) -> None:
    member_id = await members.enrol()
    await members.activities().RecordActivities(recording(activity(member_id, "o1", NOON, 100_000)))
    await is_in(members, member_id, "high_value", "valued_quiet")
    consents = members.consents(as_(member_id))
    profiling = consents_pb2.CONSENT_PURPOSE_PROFILING
    await consents.WithdrawConsent(
        consents_pb2.WithdrawConsentRequest(
            request_id="w1", member_id=member_id, purpose=profiling, given_by="mini_program"
        )
    )
    await is_in(members, member_id)
    members.clock.advance(timedelta(seconds=1))
    await consents.GiveConsent(
        consents_pb2.GiveConsentRequest(
            request_id="g1",
            member_id=member_id,
            purpose=profiling,
            version="2026-01",
            given_by="mini_program",
        )
    )
    await is_in(members, member_id, "high_value", "valued_quiet")


async def test_a_programme_that_changes_its_segments_sweeps_all_members_of_its_brand_alone(
    members: Members, db: Database
) -> None:
    ids = [await members.enrol(brand="retail") for _ in range(3)]
    other = await members.enrol()
    source = (PROGRAMMES / "retail.yaml").read_text("utf-8")
    changed = source.replace(
        "stats.orders == 0 && member.enrolled_days <= 30", "member.enrolled_days <= 10"
    )
    assert changed != source
    retail = Caller("retail", "ann", Role.OPERATOR, None, EVERY_SCOPE)
    segments = stub(members, retail)

    async def sized(size: int, whens: str) -> bool:
        listed = (await segments.ListSegments(pb.ListSegmentsRequest())).segments
        return [each.members for each in listed if each.segment.when == whens] == [size]

    async def before() -> bool:
        return await sized(3, "stats.orders == 0 && member.enrolled_days <= 30")

    await until(before)
    await members.publish("retail", changed)

    async def after() -> bool:
        return await sized(3, "member.enrolled_days <= 10")

    await until(after)
    members.clock.advance(timedelta(days=11))

    async def aged() -> bool:
        return await sized(0, "member.enrolled_days <= 10")

    await until(aged)
    events = await members.published(until=1)
    for member_id in ids:
        assert moves(events, member_id) == ["+new_without_order", "-new_without_order"]
    assert moves(events, other) == []


async def test_members_of_a_segment_are_paged_exported_and_previewed(members: Members) -> None:
    ids = sorted([await members.enrol() for _ in range(5)])
    told = [activity(each, f"o-{each}", NOON, 100_000) for each in ids[:4]]
    await members.activities().RecordActivities(recording(*told))
    for each in ids[:4]:
        await is_in(members, each, "high_value", "valued_quiet")
    segments = stub(members)
    first = await segments.ListSegmentMembers(
        pb.ListSegmentMembersRequest(code="high_value", page_size=3)
    )
    rest = await segments.ListSegmentMembers(
        pb.ListSegmentMembersRequest(
            code="high_value", page_size=3, page_token=first.next_page_token
        )
    )
    assert [each.member_id for each in [*first.members, *rest.members]] == ids[:4]
    assert not rest.next_page_token
    exported = [
        each.member_id
        async for response in segments.ExportSegmentMembers(
            pb.ExportSegmentMembersRequest(code="high_value")
        )
        for each in response.members
    ]
    assert exported == ids[:4]
    preview = await segments.PreviewSegment(
        pb.PreviewSegmentRequest(
            when="stats.orders_30d > 0",
            sample_size=2,
            parts=["true", "stats.orders_30d > 0", "false"],
        )
    )
    assert preview.part_members == [5, 4, 0]
    sizes = (preview.members, preview.members_low, preview.members_high)
    assert (sizes, preview.judged, preview.total) == ((4, 4, 4), 5, 5)
    assert len(preview.sample) == 2
    assert [(r.fact, r.value) for r in preview.sample[0].reasons] == [("stats.orders_30d", "1")]


async def test_wrong_requests_say_the_field_and_keep_nothing(
    members: Members, db: Database
) -> None:
    segments = stub(members)
    saved = saving("fresh", "stats.orders > 0")
    await segments.SaveSegment(saved)
    assert (await segments.SaveSegment(saved)).replayed
    wrong: list[tuple[pb.SaveSegmentRequest, str, str]] = [
        (
            saving("fresh", "stats.orders > 1", request_id="save-fresh"),
            "REQUEST_ID_REUSED",
            "request_id",
        ),
        (saving("a", "stats.nothing > 1"), "SEGMENT_CONDITION_REFUSED", "when"),
        (saving("a", "activity.amount_minor > 1"), "SEGMENT_CONDITION_REFUSED", "when"),
        (saving("a", "member.segments.size() > 0"), "SEGMENT_CONDITION_REFUSED", "when"),
        (saving("a", "stats.orders"), "SEGMENT_CONDITION_REFUSED", "when"),
        (saving("a", "stats.orders >"), "SEGMENT_CONDITION_REFUSED", "when"),
        (saving("high_value", "true"), "SEGMENT_IN_PROGRAMME", "code"),
        (saving("fresh", "true", request_id="x", etag="0"), "ETAG_MISMATCH", "etag"),
        (saving("Bad", "true"), "INVALID_ARGUMENT", "segment.code"),
        (saving("a", ""), "INVALID_ARGUMENT", "segment.when"),
        (saving("a", "x" * 2_001), "INVALID_ARGUMENT", "segment.when"),
        (saving("a", "true", request_id=""), "INVALID_ARGUMENT", "request_id"),
        (
            saving("a", "true", segment=pb.Segment(code="a", when="true")),
            "INVALID_ARGUMENT",
            "segment.name",
        ),
    ]
    for request, reason, field in wrong:
        problem = await refused(segments.SaveSegment(request))
        assert (problem.reason, problem.field) == (reason, field), request
    missing = pb.DeleteSegmentRequest(request_id="d", code="nobody")
    assert (await refused(segments.DeleteSegment(missing))).reason == "SEGMENT_NOT_FOUND"
    listed = pb.ListSegmentMembersRequest(code="nobody")
    assert (await refused(segments.ListSegmentMembers(listed))).reason == "SEGMENT_NOT_FOUND"
    preview = pb.PreviewSegmentRequest(when="true", sample_size=21)
    assert (await refused(segments.PreviewSegment(preview))).field == "sample_size"
    dear = "member.tags.all(a, member.tags.all(b, a == b))"
    parts: list[tuple[list[str], str, str]] = [
        (["true"] * 21, "INVALID_ARGUMENT", "parts"),
        ([""], "INVALID_ARGUMENT", "parts"),
        ([f"stats.orders == {'1' * 1_000}"] * 2, "INVALID_ARGUMENT", "parts"),
        ([dear] * 2, "INVALID_ARGUMENT", "parts"),
        (["true", "stats.nothing > 1"], "SEGMENT_CONDITION_REFUSED", "parts[1]"),
    ]
    for sent, reason, field in parts:
        counted = pb.PreviewSegmentRequest(when="true", parts=sent)
        problem = await refused(segments.PreviewSegment(counted))
        assert (problem.reason, problem.field) == (reason, field), sent
    elsewhere = await members.enrol(brand="retail")
    explain = pb.ExplainSegmentsRequest(member_id=elsewhere)
    assert (await refused(segments.ExplainSegments(explain))).reason == "MEMBER_NOT_FOUND"
    member_id = await members.enrol()
    for caller in (as_(member_id), Caller("tea", "pos", Role.CHANNEL)):
        call = stub(members, caller).ListSegments(pb.ListSegmentsRequest())
        assert (await refused(call)).reason == "PERMISSION_DENIED"
    assert await db.segments.count_documents({}) == 1


async def test_the_ltv_of_a_segment_shows_its_inputs_and_counts_a_large_one_by_chance(
    members: Members, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two, _ = [await members.enrol() for _ in range(3)]
    orders = [activity(one, "a", NOON - timedelta(days=1), 6_000)]
    orders += [activity(two, f"b{n}", NOON - timedelta(days=200 + n), 9_000) for n in range(3)]
    await members.activities().RecordActivities(recording(*orders))
    segments = stub(members)
    await segments.SaveSegment(saving("everybody", "stats.orders >= 0"))
    ask = pb.GetSegmentLtvRequest(code="everybody")

    async def all_are_in() -> bool:
        return (await segments.GetSegmentLtv(ask)).members == 3

    await until(all_are_in)
    found = await segments.GetSegmentLtv(ask)
    assert (found.members, found.counted, found.currency, found.on) == (3, 3, "CNY", "2026-03-02")
    assert [(s.members, s.orders, s.spent_minor, s.kept) for s in found.stages] == [
        (1, 1, 6_000, 1),
        (1, 3, 27_000, 0),
    ]
    assert ([s.value_minor for s in found.stages], found.ltv_minor) == ([2_000, 0], 2_000)
    monkeypatch.setattr(ltv, "COUNTED_MAX", 2)
    assert (await segments.GetSegmentLtv(ask)).counted == 2
    unknown = pb.GetSegmentLtvRequest(code="nobody")
    assert (await refused(segments.GetSegmentLtv(unknown))).reason == "SEGMENT_NOT_FOUND"
    theirs = stub(members, Caller("retail", "ann", Role.OPERATOR, None, EVERY_SCOPE))
    assert (await refused(theirs.GetSegmentLtv(ask))).reason == "SEGMENT_NOT_FOUND"
