"""Addresses over gRPC: to services only, where consent holds at that instant, and audited."""

import asyncio
from collections.abc import Awaitable
from datetime import UTC, timedelta

from services.common.audit_log import AuditLog
from services.common.auth import ALL_BRANDS, Caller, Role
from services.common.mongo import Database
from services.members.vault.storage.member_keys import MemberKeys
from services.members.vault.storage.vault import Vault
from tessera.members.v1 import consents_pb2, members_pb2
from tessera.members.v1 import contacts_pb2 as pb
from tests.component.audited import entries
from tests.component.members.conftest import NOON, Members, openid, phone, refused
from tests.component.members.consent.test_consents import ANN, as_, giving, withdrawing

FEEDBACK = Caller("tea", "feedback", Role.SERVICE)
MARKETING, SERVICE = consents_pb2.CONSENT_PURPOSE_MARKETING, consents_pb2.CONSENT_PURPOSE_SERVICE
SMS, WECHAT = consents_pb2.CONTACT_CHANNEL_SMS, consents_pb2.CONTACT_CHANNEL_WECHAT
NO_CONSENT = pb.CONTACT_REFUSAL_NO_CONSENT


def wanting(*member_ids: str, **more: object) -> pb.ResolveContactsRequest:
    wanted = {"purpose": MARKETING, "channel": SMS, **more}
    return pb.ResolveContactsRequest(
        wanted=[pb.WantedContact(member_id=each, **wanted) for each in member_ids],  # type: ignore[arg-type]
        message_id="msg-1",
        reason="spring offer",
    )


async def test_an_address_is_given_where_consent_holds_and_each_refusal_says_why(
    members: Members, db: Database
) -> None:
    mobile, wechat = phone(), openid("oCONTACT-1")
    member_id, silent = await members.enrol(mobile, wechat), await members.enrol()
    elsewhere = await members.enrol(brand="retail")
    await members.consents(as_(member_id)).GiveConsent(giving(member_id))
    stub = members.contacts(FEEDBACK)
    answer = await stub.ResolveContacts(wanting(member_id, silent, elsewhere, "mem_nobody"))
    assert [(each.address, each.refusal) for each in answer.contacts] == [
        (mobile.value, pb.CONTACT_REFUSAL_UNSPECIFIED),
        ("", NO_CONSENT),
        ("", pb.CONTACT_REFUSAL_NO_MEMBER),
        ("", pb.CONTACT_REFUSAL_NO_MEMBER),
    ]
    assert answer.resolve_time.ToDatetime(UTC) == NOON
    by_wechat = await stub.ResolveContacts(wanting(member_id, channel=WECHAT))
    assert by_wechat.contacts[0].address == "oCONTACT-1"
    by_mail = wanting(member_id, channel=consents_pb2.CONTACT_CHANNEL_EMAIL)
    [none] = (await stub.ResolveContacts(by_mail)).contacts
    assert none.refusal == pb.CONTACT_REFUSAL_NO_ADDRESS

    told = await entries(members.channel(ANN), action="members.Contacts.ResolveContacts")
    assert len(told) == 3
    first = told[-1]
    assert (first.subject, first.role, first.reason) == ("feedback", "service", "spring offer")
    assert [(pair.name, pair.value) for pair in first.objects] == [
        ("message_id", "msg-1"),
        ("marketing.sms", "4"),
    ]
    assert [(pair.name, pair.value) for pair in first.after] == [
        ("given", "1"),
        ("no_consent", "1"),
        ("no_member", "2"),
    ]
    kept = str(await db.audit.find({"body.action": first.action}).to_list(None))
    assert not [each for each in (mobile.value, member_id, "oCONTACT-1") if each in kept]
    assert (await AuditLog(db).prove("tea", 0, 100))[1] is None


async def test_once_withdrawn_nobody_of_fifty_at_once_is_given_the_address(
    members: Members,
) -> None:
    member_id = await members.enrol()
    own = members.consents(as_(member_id))
    await own.GiveConsent(giving(member_id))
    stub = members.contacts(FEEDBACK)
    withdrawn = asyncio.Event()

    async def ask(n: int) -> tuple[bool, int]:
        """True when the withdrawal had ended before it was asked; and the answer."""
        await asyncio.sleep(0.004 * n)
        after = withdrawn.is_set()
        [contact] = (await stub.ResolveContacts(wanting(member_id))).contacts
        return after, contact.refusal

    async def withdraw() -> None:
        members.clock.advance(timedelta(milliseconds=1))
        await own.WithdrawConsent(withdrawing(member_id))
        withdrawn.set()

    asked = [asyncio.create_task(ask(n)) for n in range(50)]
    await asyncio.sleep(0.02)
    await withdraw()
    answers = await asyncio.gather(*asked)
    again = await asyncio.gather(*(ask(0) for _ in range(50)))
    assert {refusal for after, refusal in [*answers, *again] if after} == {NO_CONSENT}
    assert len(again) == 50


async def test_an_erased_member_is_not_reached_though_the_process_remembers_the_key(
    members: Members, db: Database
) -> None:
    member_id = await members.enrol()
    await members.consents(as_(member_id)).GiveConsent(giving(member_id))
    stub = members.contacts(FEEDBACK)
    assert (await stub.ResolveContacts(wanting(member_id))).contacts[0].address
    await MemberKeys(db, Vault(b"k" * 32, b"i" * 32)).destroy("tea", member_id)
    [erased] = (await stub.ResolveContacts(wanting(member_id))).contacts
    assert (erased.address, erased.refusal) == ("", pb.CONTACT_REFUSAL_ERASED)
    service = wanting(member_id, purpose=SERVICE)
    [erased] = (await stub.ResolveContacts(service)).contacts
    assert erased.refusal == pb.CONTACT_REFUSAL_ERASED


async def test_only_services_of_one_brand_get_addresses(members: Members) -> None:
    member_id = await members.enrol()
    every_brand = Caller(ALL_BRANDS, "feedback", Role.SERVICE)
    for caller in (as_(member_id), ANN, Caller("tea", "pos", Role.CHANNEL), every_brand):
        call = members.contacts(caller).ResolveContacts(wanting(member_id, purpose=SERVICE))
        assert (await refused(call)).reason == "PERMISSION_DENIED", caller


async def test_a_wrong_request_for_addresses_names_its_field(members: Members) -> None:
    stub = members.contacts(FEEDBACK)
    nobody, bare = wanting("mem_1"), wanting("mem_1")
    nobody.message_id, bare.reason = "", "x"
    sharing = consents_pb2.CONSENT_PURPOSE_SHARING
    wrong = [
        (wanting(), "wanted"),
        (wanting(*["mem_1"] * 101), "wanted"),
        (wanting("mem_1", ""), "wanted[1].member_id"),
        (wanting("mem_1", purpose=sharing), "wanted[0].purpose"),
        (wanting("mem_1", purpose=0), "wanted[0].purpose"),
        (wanting("mem_1", channel=consents_pb2.CONTACT_CHANNEL_ALL), "wanted[0].channel"),
        (wanting("mem_1", channel=99), "wanted[0].channel"),
        (nobody, "message_id"),
        (bare, "reason"),
    ]
    for request, field in wrong:
        refusal = await refused(stub.ResolveContacts(request))
        assert (refusal.reason, refusal.field) == ("INVALID_ARGUMENT", field)


def wishing(
    member_id: str,
    request_id: str = "p1",
    *,
    from_time: str = "22:00",
    until_time: str = "08:00",
    time_zone: str = "Asia/Shanghai",
) -> pb.SetContactPreferencesRequest:
    request = pb.SetContactPreferencesRequest(
        request_id=request_id, member_id=member_id, reason="asked for it"
    )
    wished = request.preferences
    wished.channels.extend([WECHAT, SMS])
    wished.language = "en"
    setattr(wished.quiet_hours, "from", from_time)
    wished.quiet_hours.until = until_time
    wished.quiet_hours.time_zone = time_zone
    return request


async def preferences(members: Members, member_id: str) -> pb.ContactPreferences | None:
    request = members_pb2.BatchGetMembersRequest(member_ids=[member_id], contact_preferences=True)
    [member] = (await members.members(as_(member_id)).BatchGetMembers(request)).members
    return member.contact_preferences if member.HasField("contact_preferences") else None


async def test_preferences_are_on_the_card_once_they_are_set(members: Members) -> None:
    member_id = await members.enrol()
    assert await preferences(members, member_id) is None
    stub = members.contacts(as_(member_id))
    answer = await stub.SetContactPreferences(wishing(member_id))
    assert not answer.replayed
    assert answer.preferences == await preferences(members, member_id)
    assert list(answer.preferences.channels) == [WECHAT, SMS]
    assert answer.preferences.update_time.ToDatetime(UTC) == NOON
    assert (await stub.SetContactPreferences(wishing(member_id))).replayed
    bare = pb.SetContactPreferencesRequest(request_id="p2", member_id=member_id)
    cleared = (await stub.SetContactPreferences(bare)).preferences
    assert (list(cleared.channels), cleared.HasField("quiet_hours")) == ([], False)
    events = [list(e.member_updated.fields) for e in await members.published(until=5)]
    assert events.count(["contact_preferences"]) == 2


async def test_nobody_sets_the_preferences_of_others(members: Members) -> None:
    own, other = await members.enrol(), await members.enrol()
    till = members.contacts(Caller("tea", "pos", Role.CHANNEL))
    calls: list[Awaitable[object]] = [
        members.contacts(as_(own)).SetContactPreferences(wishing(other)),
        till.SetContactPreferences(wishing(other)),
    ]
    for call in calls:
        assert (await refused(call)).reason == "PERMISSION_DENIED"
    retail = Caller("retail", "ann", Role.OPERATOR, None, ANN.scopes)
    call = members.contacts(retail).SetContactPreferences(wishing(other))
    assert (await refused(call)).reason == "MEMBER_NOT_FOUND"
    bare = wishing(other)
    bare.reason = ""
    assert (await refused(members.contacts(ANN).SetContactPreferences(bare))).field == "reason"
    assert await preferences(members, other) is None


WRONG_PREFERENCES: list[tuple[dict[str, str], str]] = [
    ({"from_time": "25:00"}, "quiet_hours.from"),
    ({"until_time": ""}, "quiet_hours.until"),
    ({"until_time": "22:00"}, "quiet_hours.until"),
    ({"time_zone": "Mars/Base"}, "quiet_hours.time_zone"),
    ({"time_zone": "x" * 65}, "quiet_hours.time_zone"),
]


async def test_wrong_preferences_name_their_field(members: Members) -> None:
    member_id = await members.enrol()
    stub = members.contacts(as_(member_id))
    for more, field in WRONG_PREFERENCES:
        refusal = await refused(stub.SetContactPreferences(wishing(member_id, "p1", **more)))
        assert (refusal.reason, refusal.field) == ("INVALID_ARGUMENT", f"preferences.{field}")


async def test_an_order_of_contact_channels_names_each_once_and_never_all(
    members: Members,
) -> None:
    member_id = await members.enrol()
    stub = members.contacts(as_(member_id))
    for channels in ([SMS, SMS], [consents_pb2.CONTACT_CHANNEL_ALL], [0], [99]):
        request = wishing(member_id)
        del request.preferences.channels[:]
        request.preferences.channels.extend(channels)  # type: ignore[arg-type]
        refusal = await refused(stub.SetContactPreferences(request))
        assert (refusal.reason, refusal.field) == ("INVALID_ARGUMENT", "preferences.channels")
