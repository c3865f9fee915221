"""From what members tells to the message in the inbox, and why."""

from datetime import UTC, datetime, timedelta
from typing import Any

import grpc

from services.common.errors import reason_of
from services.common.mongo import Database
from tessera.feedback.v1 import reach_pb2 as pb
from tessera.members.v1 import consents_pb2, contacts_pb2, events_pb2
from tessera.types.v1 import types_pb2
from tests.component.feedback.conftest import NOON, Feedback, until
from tests.component.feedback.members_server import MembersFeedServer

GATHERED = timedelta(minutes=11)


def consent(granted: bool, at: datetime = NOON) -> events_pb2.ConsentChanged:
    said = events_pb2.ConsentChanged(
        purpose=consents_pb2.CONSENT_PURPOSE_MARKETING,
        channel=consents_pb2.CONTACT_CHANNEL_ALL,
        granted=granted,
    )
    said.occur_time.FromDatetime(at)
    return said


def birthday(lead_days: int = 0) -> events_pb2.OccasionDue:
    return events_pb2.OccasionDue(
        kind=events_pb2.OCCASION_KIND_BIRTHDAY,
        on="2026-03-02",
        lead_days=lead_days,
        key="birthday/2026",
    )


async def enrolled(feed: MembersFeedServer, member_id: str, brand: str = "tea") -> None:
    told = events_pb2.MemberEnrolled(channel="app")
    await feed.tell(brand, member_id, NOON, member_enrolled=told)
    await feed.tell(brand, member_id, NOON, consent_changed=consent(True))


async def touches(feedback: Feedback, member_id: str, **only: Any) -> list[pb.Touch]:
    request = pb.ListTouchesRequest(member_id=member_id, **only)
    return list((await feedback.reach().ListTouches(request)).touches)


async def ended(feedback: Feedback, member_id: str, count: int) -> list[pb.Touch]:
    """The member's touches as soon as so many of them have ended."""

    async def all_ended() -> bool:
        found[:] = [
            each for each in await touches(feedback, member_id) if each.HasField("end_time")
        ]
        return len(found) >= count

    found: list[pb.Touch] = []
    await until(all_ended)
    return found


async def inbox(feedback: Feedback, member_id: str, brand: str = "tea") -> pb.ListInboxResponse:
    stub = feedback.reach(member_id, brand)
    return await stub.ListInbox(pb.ListInboxRequest(member_id=member_id))


async def judged_state(feedback: Feedback, member_id: str, code: str) -> pb.Touch:
    found = await touches(feedback, member_id)
    return next(each for each in found if each.message == code)


async def test_what_happens_becomes_messages_that_say_why(
    feedback: Feedback, members: tuple[MembersFeedServer, str]
) -> None:
    feed, _ = members
    await enrolled(feed, "mem_1")
    await enrolled(feed, "mem_2", "retail")
    [welcome] = await ended(feedback, "mem_1", 1)
    assert (welcome.message, welcome.state) == ("welcome", pb.TOUCH_STATE_DELIVERED)
    # Service waits for nothing; marketing waits for others of its member.
    tier = events_pb2.TierChanged(
        main=True,
        from_tier="basic",
        to_tier="silver",
        to_tier_name=types_pb2.LocalizedText(zh="银卡", en="Silver"),
    )
    await feed.tell("tea", "mem_1", NOON, tier_changed=tier)
    await feed.tell("tea", "mem_1", NOON, occasion_due=birthday())
    await ended(feedback, "mem_1", 2)
    feedback.clock.advance(GATHERED)
    await ended(feedback, "mem_1", 3)
    # All of it comes again, and says nothing twice.
    await feed.repeat()
    page = await inbox(feedback, "mem_1")
    said = {each.message: each for each in page.messages}
    assert page.messages[0].message == "birthday"
    assert said.keys() == {"welcome", "tier", "birthday"}
    assert page.unread == 3
    assert said["tier"].text.zh == "您现在是银卡会员。"
    assert said["tier"].why.en == "Because your tier changed. It belongs to your membership."
    assert said["birthday"].why.zh == (
        "原因：您的生日。您同意接收营销消息（2026-03-02）。这是第1条，上限2条。"
    )
    assert said["birthday"].why.en == (
        "Because of your birthday. You agreed to offers on 2026-03-02. It is number 1 of at most 2."
    )
    member = feedback.reach("mem_1")
    opening = pb.OpenMessageRequest(request_id="o1", message_id=said["birthday"].id)
    opened = (await member.OpenMessage(opening)).message
    feedback.clock.advance(timedelta(hours=1))
    again = await member.OpenMessage(opening)
    assert (again.message, again.replayed) == (opened, True)
    # Another wish finds it open, since the first time.
    later = pb.OpenMessageRequest(request_id="o2", message_id=said["birthday"].id)
    assert (await member.OpenMessage(later)).message == opened
    reused = pb.OpenMessageRequest(request_id="o1", message_id=said["tier"].id)
    assert opened.HasField("read_time")
    assert (await inbox(feedback, "mem_1")).unread == 2
    explained = await feedback.reach().ExplainTouch(
        pb.ExplainTouchRequest(touch_id=said["birthday"].id)
    )
    names = [check.name for check in explained.touch.checks]
    assert names == [
        *("alive", "fresh", "purpose", "consent", "profiling", "holdout"),
        *("cap", "quiet", "channel", "content"),
    ]
    assert all(check.passed and check.text.zh and check.text.en for check in explained.touch.checks)
    # Other members and brands see nothing of it.
    stranger = feedback.reach("mem_2")
    theirs = pb.OpenMessageRequest(request_id="o4", message_id=said["birthday"].id)
    for call, reason in (
        (member.OpenMessage(reused), "REQUEST_ID_REUSED"),
        (member.OpenMessage(pb.OpenMessageRequest(request_id="o3")), "INVALID_ARGUMENT"),
        (member.OpenMessage(pb.OpenMessageRequest(message_id="x")), "INVALID_ARGUMENT"),
        (stranger.OpenMessage(later), "REQUEST_ID_REUSED"),
        (stranger.OpenMessage(theirs), "INBOX_MESSAGE_NOT_FOUND"),
        (feedback.reach("mem_1", "retail").OpenMessage(theirs), "INBOX_MESSAGE_NOT_FOUND"),
        (stranger.ListInbox(pb.ListInboxRequest(member_id="mem_1")), "PERMISSION_DENIED"),
        (stranger.ListTouches(pb.ListTouchesRequest()), "PERMISSION_DENIED"),
        (stranger.PreviewTouch(pb.PreviewTouchRequest()), "PERMISSION_DENIED"),
        (stranger.ExplainTouch(pb.ExplainTouchRequest()), "PERMISSION_DENIED"),
        (feedback.reach().OpenMessage(opening), "PERMISSION_DENIED"),
        (
            feedback.reach(brand="retail").ExplainTouch(pb.ExplainTouchRequest(touch_id=opened.id)),
            "TOUCH_NOT_FOUND",
        ),
    ):
        assert await refusal(call) == reason
    assert [each.message for each in (await inbox(feedback, "mem_2", "retail")).messages] == [
        "welcome"
    ]


async def refusal(call: Any) -> str:
    try:
        await call
    except grpc.aio.AioRpcError as error:
        told = reason_of(error)
        return error.code().name if told is None else told.reason
    return "no refusal"


async def test_who_withdrew_gets_nothing_and_has_the_place_back(
    feedback: Feedback, members: tuple[MembersFeedServer, str], db: Database
) -> None:
    feed, _ = members
    feed.contacts.away = True
    for member_id in ("mem_1", "mem_2"):
        await enrolled(feed, member_id)
        await feed.tell("tea", member_id, NOON, occasion_due=birthday())
    feedback.clock.advance(GATHERED)

    async def are_planned() -> bool:
        planned = {"state": "planned", "message": "birthday"}
        return await db["touches"].count_documents(planned) == 2

    await until(are_planned)
    # While members is away nothing is handed over, whatever was decided.
    assert not (await inbox(feedback, "mem_1")).messages
    feed.contacts.refusals["mem_1"] = contacts_pb2.CONTACT_REFUSAL_NO_CONSENT
    feed.contacts.away = False
    await ended(feedback, "mem_1", 2)
    await ended(feedback, "mem_2", 2)
    # Service stands in the inbox all the same: it belongs to the membership.
    assert [each.message for each in (await inbox(feedback, "mem_1")).messages] == ["welcome"]
    refused = await judged_state(feedback, "mem_1", "birthday")
    assert refused.state == pb.TOUCH_STATE_REFUSED
    assert (refused.checks[-1].name, refused.checks[-1].rule) == ("consent", "at_hand_over")
    assert not refused.HasField("text")
    counted = {
        each["member_id"]: each["counted"] for each in await db["reach_members"].find().to_list(9)
    }
    assert counted["mem_1"] == []
    assert len(counted["mem_2"]) == 1
    wanted = {(each.member_id, each.purpose) for each in feed.contacts.asked}
    assert ("mem_1", consents_pb2.CONSENT_PURPOSE_MARKETING) in wanted
    # The word itself comes by the feed, and the next message is refused at its decision.
    later = NOON + timedelta(minutes=1)
    await feed.tell("tea", "mem_1", later, consent_changed=consent(False, later))
    await feed.tell("tea", "mem_1", later, occasion_due=birthday(lead_days=3))
    feedback.clock.advance(GATHERED)
    await ended(feedback, "mem_1", 3)
    soon = await judged_state(feedback, "mem_1", "birthday_soon")
    assert (soon.checks[-1].name, soon.checks[-1].inputs[0].value) == (
        "consent",
        "withdrawn 2026-03-02T12:01:00Z",
    )


async def test_an_erasure_leaves_no_message_and_no_input(
    feedback: Feedback, members: tuple[MembersFeedServer, str], db: Database
) -> None:
    feed, _ = members
    await enrolled(feed, "mem_1")
    await feed.tell("tea", "mem_1", NOON, occasion_due=birthday())
    feedback.clock.advance(GATHERED)
    await ended(feedback, "mem_1", 2)
    later = feedback.clock.now()
    await feed.tell("tea", "mem_1", later, occasion_due=birthday(lead_days=3))
    await feed.erase("tea", "mem_1")

    async def is_gone() -> bool:
        return await db["inbox"].count_documents({}) == 0

    await until(is_gone)
    feedback.clock.advance(GATHERED)
    left = {each.message: each for each in await ended(feedback, "mem_1", 3)}
    assert left["birthday"].state == pb.TOUCH_STATE_DELIVERED
    assert [check.name for check in left["birthday"].checks][-1] == "content"
    assert not any(check.inputs for each in left.values() for check in each.checks)
    assert not any(each.HasField("text") for each in left.values())
    # What was on its way is refused: there is nobody to say it to.
    assert left["birthday_soon"].checks[-1].rule == "not_known_or_erased"
    assert await db["reach_members"].find().to_list(9) == [{"_id": "tea/mem_1", "erased": True}]
    # What comes afterwards is not kept.
    await enrolled(feed, "mem_1")
    await enrolled(feed, "mem_2")
    await ended(feedback, "mem_2", 1)
    assert await db["reach_members"].count_documents({"member_id": "mem_1"}) == 0
    assert not (await inbox(feedback, "mem_1")).messages


async def test_a_merge_gives_the_survivor_what_was_said_to_both(
    feedback: Feedback, members: tuple[MembersFeedServer, str], db: Database
) -> None:
    feed, _ = members
    for member_id in ("mem_1", "mem_2"):
        await enrolled(feed, member_id)
        await feed.tell("tea", member_id, NOON, occasion_due=birthday())
    feedback.clock.advance(GATHERED)
    for member_id in ("mem_1", "mem_2"):
        await ended(feedback, member_id, 2)
    await feed.tell("tea", "mem_1", feedback.clock.now(), occasion_due=birthday(lead_days=3))
    merged = events_pb2.MemberMerged(from_member_id="mem_1", into_member_id="mem_2")
    await feed.tell("tea", "mem_2", feedback.clock.now(), member_merged=merged)

    async def are_one() -> bool:
        return len((await inbox(feedback, "mem_2")).messages) == 4

    await until(are_one)
    await feed.repeat()
    feedback.clock.advance(GATHERED)
    # Two a week were said to the one person, whoever they were then.
    last = (await ended(feedback, "mem_2", 5))[0]
    assert (last.message, last.checks[-1].name) == ("birthday_soon", "cap")
    for name in ("touches", "inbox", "reach_members"):
        assert await db[name].count_documents({"member_id": "mem_1"}) == 0
    # Who is there again hears again, by what they had said, and by what is said with the undo.
    night = contacts_pb2.QuietHours(until="08:00")
    setattr(night, "from", "22:00")
    wishes = contacts_pb2.ContactPreferences(quiet_hours=night, language="en")
    wishes.update_time.FromDatetime(NOON)
    undone = events_pb2.MemberUnmerged(from_member_id="mem_1", into_member_id="mem_2")
    changed = events_pb2.ContactPreferencesChanged(preferences=wishes)
    now = feedback.clock.now()
    await feed.tell("tea", "mem_1", now, member_unmerged=undone)
    await feed.tell("tea", "mem_1", now, contact_preferences_changed=changed)

    async def is_back() -> bool:
        found = await db["reach_members"].find_one({"_id": "tea/mem_1"})
        return found is not None and "prefers" in found

    await until(is_back)
    back = await db["reach_members"].find_one({"_id": "tea/mem_1"})
    assert back is not None
    assert back["prefers"]["rest"] == [1320, 480, ""]
    assert "counted" not in back
    assert back["consents"]["marketing_all"]["granted"] is True
    await feed.tell("tea", "mem_1", feedback.clock.now(), occasion_due=birthday(lead_days=3))

    async def is_wished() -> bool:
        return await db["touches"].count_documents({"member_id": "mem_1"}) == 1

    await until(is_wished)
    # Reminders go at ten in the morning.
    feedback.clock.advance(timedelta(hours=15))
    assert (await ended(feedback, "mem_1", 1))[0].state == pb.TOUCH_STATE_DELIVERED


async def test_a_preview_is_the_decision_and_keeps_nothing(
    feedback: Feedback, members: tuple[MembersFeedServer, str], db: Database
) -> None:
    feed, _ = members
    await enrolled(feed, "mem_1")
    await ended(feedback, "mem_1", 1)
    operator = feedback.reach()
    asked = pb.PreviewTouchRequest(member_id="mem_1", occasion=pb.OCCASION_CODE_BIRTHDAY)
    asked.at_time.FromDatetime(feedback.clock.now() + GATHERED)
    previewed = (await operator.PreviewTouch(asked)).touch
    await feed.tell("tea", "mem_1", NOON, occasion_due=birthday())
    feedback.clock.advance(GATHERED)
    await ended(feedback, "mem_1", 2)
    decided = await judged_state(feedback, "mem_1", "birthday")
    for each in (previewed, decided):
        # The wish itself is another one: it was due when the day began.
        del each.checks[1]
    assert list(previewed.checks) == list(decided.checks)
    assert (previewed.message, previewed.text) == (decided.message, decided.text)
    night = datetime(2026, 3, 2, 23, 30, tzinfo=UTC) - timedelta(hours=8)
    asked.at_time.FromDatetime(night)
    held = (await operator.PreviewTouch(asked)).touch
    assert held.state == pb.TOUCH_STATE_HELD
    morning = datetime(2026, 3, 3, 0, 0, tzinfo=UTC)
    assert morning <= held.wake_time.ToDatetime(UTC) < morning + timedelta(hours=1)
    assert held.checks[-1].name == "quiet"
    named = pb.PreviewTouchRequest(member_id="mem_1", message="we_miss_you")
    assert (await operator.PreviewTouch(named)).touch.state == pb.TOUCH_STATE_PLANNED
    unknown = pb.PreviewTouchRequest(member_id="mem_9", message="birthday")
    nobody = (await operator.PreviewTouch(unknown)).touch
    assert nobody.checks[0].rule == "not_known_or_erased"
    assert await db["touches"].count_documents({}) == 2
    unknown_occasion: Any = {"occasion": 99}
    far = pb.PreviewTouchRequest(member_id="mem_1", message="birthday")
    far.at_time.FromDatetime(NOON + timedelta(days=400))
    for wrong, field in (
        (pb.PreviewTouchRequest(message="birthday"), "member_id"),
        (pb.PreviewTouchRequest(member_id="mem_1"), "message"),
        (pb.PreviewTouchRequest(member_id="m" * 129, message="birthday"), "member_id"),
        (pb.PreviewTouchRequest(member_id="mem_1", message="m" * 49), "message"),
        (pb.PreviewTouchRequest(member_id="mem_1", **unknown_occasion), "occasion"),
        (
            pb.PreviewTouchRequest(
                member_id="mem_1", occasion=pb.OCCASION_CODE_BIRTHDAY, lead_days=-1
            ),
            "lead_days",
        ),
        (
            pb.PreviewTouchRequest(
                member_id="mem_1", occasion=pb.OCCASION_CODE_BIRTHDAY, lead_days=367
            ),
            "lead_days",
        ),
        (
            pb.PreviewTouchRequest(
                member_id="mem_1", occasion=pb.OCCASION_CODE_ENROLMENT_ANNIVERSARY, years=201
            ),
            "years",
        ),
        (
            pb.PreviewTouchRequest(
                member_id="mem_1", occasion=pb.OCCASION_CODE_TIER_CHANGED, to="t" * 49
            ),
            "to",
        ),
        (far, "at_time"),
    ):
        assert await refusal(operator.PreviewTouch(wrong)) == "INVALID_ARGUMENT", field
    nothing = pb.PreviewTouchRequest(member_id="mem_1", message="nothing")
    assert await refusal(operator.PreviewTouch(nothing)) == "MESSAGE_NOT_FOUND"
    unknown_states: Any = ([0], [99])
    for states in unknown_states:
        listing = operator.ListTouches(pb.ListTouchesRequest(states=states))
        assert await refusal(listing) == "INVALID_ARGUMENT"
    paged = await operator.ListTouches(pb.ListTouchesRequest(page_size=1))
    rest = pb.ListTouchesRequest(page_size=1, page_token=paged.next_page_token)
    second = await operator.ListTouches(rest)
    assert not second.next_page_token
    assert second.touches[0].id != paged.touches[0].id
    other = pb.ListTouchesRequest(member_id="mem_1", page_token=paged.next_page_token)
    assert await refusal(operator.ListTouches(other)) == "PAGE_TOKEN_INVALID"
    only = await operator.ListTouches(
        pb.ListTouchesRequest(message="birthday", states=[pb.TOUCH_STATE_DELIVERED])
    )
    assert [each.message for each in only.touches] == ["birthday"]
