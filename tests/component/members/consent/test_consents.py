"""Consents over gRPC: members, tills and operators; the card, the history, the events."""

import asyncio
from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta

from services.common.auth import ALL_BRANDS, Caller, Role
from services.common.mongo import Database
from services.members.consent.domain.consents import NO_CONSENTS
from services.members.consent.storage import MongoConsents
from tessera.members.v1 import consents_pb2 as pb
from tessera.members.v1 import members_pb2
from tests.component.members.conftest import NOON, Members, enrolment, phone, refused
from tests.scopes import EVERY_SCOPE

MARKETING, SURVEY = pb.CONSENT_PURPOSE_MARKETING, pb.CONSENT_PURPOSE_SURVEY
SERVICE, SHARING = pb.CONSENT_PURPOSE_SERVICE, pb.CONSENT_PURPOSE_SHARING
ALL, SMS, EMAIL = pb.CONTACT_CHANNEL_ALL, pb.CONTACT_CHANNEL_SMS, pb.CONTACT_CHANNEL_EMAIL
ANN = Caller("tea", "ann", Role.OPERATOR, None, EVERY_SCOPE)
TILL = Caller("tea", "pos", Role.CHANNEL)


def as_(member_id: str, brand: str = "tea") -> Caller:
    return Caller(brand, f"user:{member_id}", Role.MEMBER, member_id)


def giving(member_id: str, request_id: str = "g1", **more: object) -> pb.GiveConsentRequest:
    given = {"purpose": MARKETING, "version": "2026-03", "given_by": "mini_program", **more}
    return pb.GiveConsentRequest(request_id=request_id, member_id=member_id, **given)  # type: ignore[arg-type]


def withdrawing(
    member_id: str, request_id: str = "w1", **more: object
) -> pb.WithdrawConsentRequest:
    given = {"purpose": MARKETING, "given_by": "mini_program", **more}
    return pb.WithdrawConsentRequest(request_id=request_id, member_id=member_id, **given)  # type: ignore[arg-type]


async def card(members: Members, member_id: str, brand: str = "tea") -> list[pb.Consent]:
    request = members_pb2.BatchGetMembersRequest(member_ids=[member_id], consents=True)
    [member] = (await members.members(as_(member_id, brand)).BatchGetMembers(request)).members
    return list(member.consents)


def shown(consents: list[pb.Consent]) -> list[tuple[int, int, bool, str]]:
    return [(each.purpose, each.channel, each.granted, each.version) for each in consents]


async def history(
    members: Members, member_id: str, caller: Caller | None = None
) -> list[pb.ConsentDeclaration]:
    stub = members.consents(caller or as_(member_id))
    request = pb.ListConsentDeclarationsRequest(member_id=member_id)
    return list((await stub.ListConsentDeclarations(request)).declarations)


async def test_a_card_has_consents_where_they_are_asked_for_and_the_texts_to_agree_to(
    members: Members,
) -> None:
    member_id = await members.enrol()
    consents = await card(members, member_id)
    assert shown(consents) == [
        (SERVICE, ALL, True, ""),
        (MARKETING, ALL, False, ""),
        (SURVEY, ALL, False, ""),
        (pb.CONSENT_PURPOSE_PROFILING, ALL, False, ""),
    ]
    assert not any(each.HasField("occur_time") or each.HasField("text") for each in consents)
    assert (consents[1].asked.version, consents[1].asked.url) == (
        "2026-03",
        "https://tea.example.com/privacy#marketing",
    )
    assert not (await members.card(member_id)).consents


async def test_a_consent_is_on_the_card_at_once_and_a_withdrawal_is_as_easy(
    members: Members,
) -> None:
    member_id = await members.enrol()
    stub = members.consents(as_(member_id))
    given = await stub.GiveConsent(giving(member_id, channels=[SMS, EMAIL]))
    assert shown(list(given.consents))[1:4] == [
        (MARKETING, ALL, False, ""),
        (MARKETING, SMS, True, "2026-03"),
        (MARKETING, EMAIL, True, "2026-03"),
    ]
    assert list(given.consents) == await card(members, member_id)
    assert given.consents[2].occur_time.ToDatetime(UTC) == NOON
    assert given.consents[2].text == given.consents[2].asked
    members.clock.advance(timedelta(seconds=1))
    withdrawn = await stub.WithdrawConsent(withdrawing(member_id))
    assert shown(list(withdrawn.consents))[1] == (MARKETING, ALL, False, "")
    assert not any(each.granted for each in withdrawn.consents if each.purpose == MARKETING)


async def test_the_history_keeps_versions_and_a_new_text_withdraws_nothing(
    members: Members,
) -> None:
    member_id = await members.enrol()
    stub = members.consents(as_(member_id))
    await stub.GiveConsent(giving(member_id, version="2026-01"))
    assert shown(await card(members, member_id))[1] == (MARKETING, ALL, True, "2026-01")
    members.clock.advance(timedelta(hours=1))
    await stub.GiveConsent(giving(member_id, "g2"))
    till = members.consents(TILL)
    members.clock.advance(timedelta(hours=1))
    proof = withdrawing(
        member_id, given_by="sms", channels=[SMS], reason="withdrawn_by_reply", proof="msg-1"
    )
    await till.WithdrawConsent(proof)
    own = await history(members, member_id)
    assert [(each.granted, each.channel, each.version, each.proof) for each in own] == [
        (False, SMS, "", "msg-1"),
        (True, ALL, "2026-03", ""),
        (True, ALL, "2026-01", ""),
    ]
    assert own[2].text.text.en == "We may send you offers and events."
    assert {(each.recorded_by, each.reason) for each in own} == {("", "")}
    [latest, *_] = await history(members, member_id, ANN)
    assert (latest.recorded_by, latest.role, latest.reason) == (
        "pos",
        "channel",
        "withdrawn_by_reply",
    )


async def test_a_history_is_read_by_pages_of_its_own_member(members: Members) -> None:
    member_id, other = await members.enrol(), await members.enrol()
    stub = members.consents(ANN)
    for n in range(3):
        await stub.GiveConsent(giving(member_id, f"g{n}", reason="a form", proof=str(n)))
    request = pb.ListConsentDeclarationsRequest(member_id=member_id, page_size=2)
    first = await stub.ListConsentDeclarations(request)
    request.page_token = first.next_page_token
    second = await stub.ListConsentDeclarations(request)
    proofs = [each.proof for page in (first, second) for each in page.declarations]
    assert (proofs, second.next_page_token) == (["2", "1", "0"], "")
    request.member_id = other
    refusal = await refused(stub.ListConsentDeclarations(request))
    assert refused is not None
    assert refusal.reason == "PAGE_TOKEN_INVALID"


async def test_the_later_time_counts_in_whatever_order_declarations_come(members: Members) -> None:
    member_id = await members.enrol()
    till = members.consents(TILL)
    late = giving(member_id, given_by="pos", reason="paper_form")
    late.occur_time.FromDatetime(NOON - timedelta(days=2))
    soon = withdrawing(member_id, given_by="pos")
    soon.occur_time.FromDatetime(NOON - timedelta(days=1))
    await till.WithdrawConsent(soon)
    await till.GiveConsent(late)
    assert shown(await card(members, member_id))[1] == (MARKETING, ALL, False, "")
    assert (await till.GiveConsent(late)).replayed
    assert len(await history(members, member_id)) == 2
    fast = giving(member_id, "fast", given_by="pos")
    fast.occur_time.FromDatetime(NOON + timedelta(minutes=4))
    await till.GiveConsent(fast)
    members.clock.advance(timedelta(seconds=1))
    await members.consents(as_(member_id)).WithdrawConsent(withdrawing(member_id, "w2"))
    assert shown(await card(members, member_id))[1] == (MARKETING, ALL, False, "")


async def test_changes_are_events_that_carry_no_address(members: Members) -> None:
    mobile = phone()
    member_id = await members.enrol(mobile)
    stub = members.consents(as_(member_id))
    await stub.GiveConsent(giving(member_id, channels=[SMS]))
    members.clock.advance(timedelta(seconds=1))
    await stub.WithdrawConsent(withdrawing(member_id))
    events = [
        e for e in await members.published(until=5) if e.WhichOneof("kind") == "consent_changed"
    ]
    told = [
        (e.member_id, c.purpose, c.channel, c.granted, c.version, c.occur_time.ToDatetime(UTC))
        for e in events
        for c in [e.consent_changed]
    ]
    assert told == [
        (member_id, MARKETING, SMS, True, "2026-03", NOON),
        (member_id, MARKETING, ALL, False, "", NOON + timedelta(seconds=1)),
    ]
    assert mobile.value not in "".join(map(str, events))


async def test_an_enrolment_takes_consents_with_it(members: Members, db: Database) -> None:
    wish = enrolment()
    wish.consents.add(purpose=MARKETING, channels=[SMS], version="2026-03")
    wish.consents.add(purpose=SURVEY, version="2026-01")
    till = members.as_till()
    member_id = (await till.EnrolMember(wish)).member.id
    assert shown(await card(members, member_id))[2:4] == [
        (MARKETING, SMS, True, "2026-03"),
        (SURVEY, ALL, True, "2026-01"),
    ]
    assert (await till.EnrolMember(wish)).replayed
    kept = await history(members, member_id, ANN)
    assert [(each.given_by, each.role) for each in kept] == [("mini_program", "channel")] * 2
    wish.consents[0].version = "2026-01"
    assert (await refused(till.EnrolMember(wish))).reason == "REQUEST_ID_REUSED"
    wrong = enrolment()
    wrong.consents.add(purpose=MARKETING, version="2020")
    before = await db.members.count_documents({})
    refusal = await refused(till.EnrolMember(wrong))
    assert (refusal.reason, refusal.metadata["version"]) == ("CONSENT_VERSION_UNKNOWN", "2026-03")
    batch = members_pb2.BatchEnrolMembersRequest(requests=[wrong, enrolment()])
    results = (await till.BatchEnrolMembers(batch)).results
    assert [each.reason for each in results] == ["CONSENT_VERSION_UNKNOWN", ""]
    assert await db.members.count_documents({}) == before + 1


async def test_twelve_at_once_leave_the_latest_and_every_declaration(
    members: Members, db: Database
) -> None:
    member_id = await members.enrol()
    till = members.consents(TILL)

    async def say(n: int) -> None:
        at = NOON - timedelta(minutes=n)
        if n % 2:
            said = giving(member_id, f"r{n}", given_by="pos")
            said.occur_time.FromDatetime(at)
            await till.GiveConsent(said)
        else:
            gone = withdrawing(member_id, f"r{n}", given_by="pos")
            gone.occur_time.FromDatetime(at)
            await till.WithdrawConsent(gone)

    await asyncio.gather(*(say(n) for n in range(1, 13)))
    stored = MongoConsents(db)
    found = (await stored.consents("tea", [member_id]))[member_id]
    declarations = await stored.declarations("tea", member_id, before="", size=100)
    assert len(declarations) == 12
    # The declarations alone give the state.
    assert NO_CONSENTS.after(each.said.declaration for each in declarations) == found
    assert shown(await card(members, member_id))[1] == (MARKETING, ALL, True, "2026-03")


async def test_nobody_speaks_for_another_member_or_brand(members: Members) -> None:
    own, other = await members.enrol(), await members.enrol()
    listing = pb.ListConsentDeclarationsRequest(member_id=other)
    mine = members.consents(as_(own))
    calls: list[Awaitable[object]] = [
        mine.GiveConsent(giving(other)),
        mine.WithdrawConsent(withdrawing(other)),
        mine.ListConsentDeclarations(listing),
        members.consents(Caller(ALL_BRANDS, "points", Role.SERVICE)).GiveConsent(giving(own)),
    ]
    for call in calls:
        assert (await refused(call)).reason == "PERMISSION_DENIED"
    await members.consents(as_(other)).GiveConsent(giving(other))
    elsewhere = members.consents(Caller("retail", "ann", Role.OPERATOR, None, EVERY_SCOPE))
    calls = [
        elsewhere.GiveConsent(giving(other, version="2026-01", reason="a form")),
        elsewhere.WithdrawConsent(withdrawing(other, reason="a form")),
        elsewhere.ListConsentDeclarations(listing),
    ]
    for call in calls:
        assert (await refused(call)).reason == "MEMBER_NOT_FOUND"
    assert shown(await card(members, other))[1] == (MARKETING, ALL, True, "2026-03")


WRONG_FIELDS: list[tuple[dict[str, object], str, str]] = [
    ({"purpose": 0}, "INVALID_ARGUMENT", "purpose"),
    ({"purpose": 99}, "INVALID_ARGUMENT", "purpose"),
    ({"channels": [SMS, SMS]}, "INVALID_ARGUMENT", "channels"),
    ({"channels": [0]}, "INVALID_ARGUMENT", "channels"),
    ({"channels": [77]}, "INVALID_ARGUMENT", "channels"),
    ({"channels": list(range(1, 11)) * 40}, "INVALID_ARGUMENT", "channels"),
    ({"version": ""}, "CONSENT_VERSION_UNKNOWN", "version"),
    ({"version": "x" * 33}, "INVALID_ARGUMENT", "version"),
    ({"purpose": SHARING}, "CONSENT_NOT_ASKED", "purpose"),
    ({"given_by": ""}, "INVALID_ARGUMENT", "given_by"),
    ({"given_by": "x" * 33}, "INVALID_ARGUMENT", "given_by"),
    ({"request_id": ""}, "INVALID_ARGUMENT", "request_id"),
    ({"reason": "x" * 501}, "INVALID_ARGUMENT", "reason"),
    ({"proof": "x" * 129}, "INVALID_ARGUMENT", "proof"),
]


async def test_a_wrong_field_is_named(members: Members) -> None:
    member_id = await members.enrol()
    for more, reason, field in WRONG_FIELDS:
        request_id = str(more.pop("request_id", "g1"))
        refusal = await refused(
            members.consents(TILL).GiveConsent(giving(member_id, request_id, **more))
        )
        assert (refusal.reason, refusal.field) == (reason, field)
        assert await history(members, member_id) == []


async def test_wrong_times_reasons_and_channels_are_refused(members: Members) -> None:
    member_id = await members.enrol()
    till, staff = members.consents(TILL), members.consents(ANN)
    for at in (NOON + timedelta(minutes=6), datetime(1999, 12, 31, tzinfo=UTC)):
        said = withdrawing(member_id)
        said.occur_time.FromDatetime(at)
        assert (await refused(till.WithdrawConsent(said))).field == "occur_time"
    said.occur_time.seconds = 10**15
    assert (await refused(till.WithdrawConsent(said))).field == "occur_time"
    assert (await refused(staff.WithdrawConsent(withdrawing(member_id)))).field == "reason"
    bound = Caller("tea", "pos", Role.CHANNEL, channel="pos")
    refusal = await refused(members.consents(bound).WithdrawConsent(withdrawing(member_id)))
    assert (refusal.reason, refusal.field) == ("CHANNEL_NOT_OURS", "given_by")
    many = enrolment()
    for _ in range(21):
        many.consents.add(purpose=MARKETING, version="2026-03")
    assert (await refused(members.as_till().EnrolMember(many))).field == "consents"


async def test_a_brand_without_a_programme_withdraws_and_gives_nothing(bare: Members) -> None:
    member_id = await bare.enrol()
    stub = bare.consents(as_(member_id))
    withdrawn = await stub.WithdrawConsent(withdrawing(member_id))
    assert shown(list(withdrawn.consents)) == [
        (SERVICE, ALL, True, ""),
        (MARKETING, ALL, False, ""),
    ]
    assert (await refused(stub.GiveConsent(giving(member_id)))).reason == "CONSENT_NOT_ASKED"
