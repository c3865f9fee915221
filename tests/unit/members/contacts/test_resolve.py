"""An address is given where consent holds even after the audit log has the reason."""

from dataclasses import dataclass

import pytest

from services.common.audit import Action
from services.common.clock import ManualClock
from services.members.consent.commands import ConsentChange, change_consent
from services.members.consent.domain.declaration import Circumstances, ContactChannel, Purpose
from services.members.contacts.commands.resolve import Resolution, Resolved, resolve_contacts
from services.members.contacts.domain.address import ContactRefusal, WantedContact
from services.members.context import MembersContext
from services.members.identities.commands.enrolment import Enrolled, Enrolment, enrol
from services.members.identities.domain.identity import Identity, IdentityKind
from services.members.identities.domain.profile import Profile
from services.members.programme.commands.rulebook import RuleBook
from tests.fakes_audit import FakeAudit
from tests.fakes_members import FakeMembersStore, FakeProgrammes
from tests.unit.members.consent.declarations import NOON, declaration, rules

HOW = Circumstances("member", "user:1")
IDENTITIES = {
    IdentityKind.PHONE: "+8613800000000",
    IdentityKind.WECHAT_OPENID: "oABC",
    IdentityKind.WECHAT_UNIONID: "uABC",
    IdentityKind.APP_ID: "app-1",
    IdentityKind.EMAIL: "z@example.com",
    IdentityKind.IN_CAR: "car-1",
    IdentityKind.WECOM_EXTERNAL_ID: "wm-1",
}
Context = MembersContext[FakeMembersStore]


def context() -> Context:
    document = {**rules().document, "ladders": []}
    programmes = RuleBook(FakeProgrammes(tea=document, retail=document))
    return MembersContext(FakeMembersStore(), programmes, ManualClock(NOON))


async def member(ctx: Context, *kinds: IdentityKind) -> str:
    identities = tuple(Identity(kind, IDENTITIES[kind]) for kind in kinds)
    wish = Enrolment("e1", identities, Profile("张三"), "app", (declaration(True),), HOW)
    [result] = await enrol(ctx, "tea", [wish])
    assert isinstance(result, Enrolled)
    return result.member_id


async def withdraw(ctx: Context, member_id: str, minute: int = 1) -> None:
    said = (declaration(False, minute),)
    await change_consent(ctx, "tea", ConsentChange(f"w{minute}", member_id, said, "", HOW))


async def resolve(
    ctx: Context, audit: FakeAudit, *wanted: WantedContact, brand: str = "tea"
) -> Resolved:
    asked = Resolution(brand, "feedback", "service", wanted, "msg-1", "spring offer")
    return await resolve_contacts(ctx, audit, asked)


def by(member_id: str, channel: ContactChannel = ContactChannel.SMS) -> WantedContact:
    return WantedContact(member_id, Purpose.MARKETING, channel)


@pytest.mark.parametrize(
    ("channel", "address"),
    [
        (ContactChannel.SMS, "+8613800000000"),
        (ContactChannel.PHONE, "+8613800000000"),
        (ContactChannel.WECHAT, "oABC"),
        (ContactChannel.WECOM, "wm-1"),
        (ContactChannel.APP_PUSH, "app-1"),
        (ContactChannel.EMAIL, "z@example.com"),
        (ContactChannel.IN_CAR, "car-1"),
        (ContactChannel.IN_APP, ""),
        (ContactChannel.WEBHOOK, ""),
    ],
)
async def test_each_contact_channel_has_its_kind_of_address(
    channel: ContactChannel, address: str
) -> None:
    ctx = context()
    member_id = await member(ctx, *IDENTITIES)
    resolved = await resolve(ctx, FakeAudit(), by(member_id, channel))
    assert resolved.contacts == (address or member_id,)
    assert resolved.at == NOON


async def test_refusals_say_why_and_hold_up_no_other() -> None:
    ctx = context()
    member_id = await member(ctx, IdentityKind.PHONE)
    survey = WantedContact(member_id, Purpose.SURVEY, ContactChannel.SMS)
    wanted = [survey, by(member_id), by(member_id, ContactChannel.EMAIL), by("mem_nobody")]
    assert (await resolve(ctx, FakeAudit(), *wanted)).contacts == (
        ContactRefusal.NO_CONSENT,
        "+8613800000000",
        ContactRefusal.NO_ADDRESS,
        ContactRefusal.NO_MEMBER,
    )
    ctx.store.erase("tea", member_id)
    assert (await resolve(ctx, FakeAudit(), by(member_id))).contacts == (ContactRefusal.ERASED,)


async def test_a_brand_gets_no_address_of_another_brands_member() -> None:
    ctx = context()
    member_id = await member(ctx, IdentityKind.PHONE)
    resolved = await resolve(ctx, FakeAudit(), by(member_id), brand="retail")
    assert resolved.contacts == (ContactRefusal.NO_MEMBER,)


async def test_service_needs_no_consent_until_it_is_withdrawn() -> None:
    ctx = context()
    member_id = await member(ctx, IdentityKind.PHONE)
    wanted = WantedContact(member_id, Purpose.SERVICE, ContactChannel.SMS)
    assert (await resolve(ctx, FakeAudit(), wanted)).contacts == ("+8613800000000",)
    said = (declaration(False, purpose=Purpose.SERVICE),)
    await change_consent(ctx, "tea", ConsentChange("w", member_id, said, "", HOW))
    assert (await resolve(ctx, FakeAudit(), wanted)).contacts == (ContactRefusal.NO_CONSENT,)


async def test_the_log_has_counts_reason_and_message_and_no_address_and_no_member() -> None:
    ctx, audit = context(), FakeAudit()
    member_id = await member(ctx, IdentityKind.PHONE)
    await resolve(ctx, audit, by(member_id), by(member_id, ContactChannel.EMAIL), by("mem_nobody"))
    [(brand, action)] = audit.entries
    assert (brand, action) == (
        "tea",
        Action(
            subject="feedback",
            role="service",
            scopes=(),
            action="members.Contacts.ResolveContacts",
            reason="spring offer",
            objects=(("message_id", "msg-1"), ("marketing.email", "1"), ("marketing.sms", "2")),
            after=(("given", "1"), ("no_address", "1"), ("no_member", "1")),
        ),
    )


@dataclass
class SlowAudit(FakeAudit):
    """Its entry takes so long that the member withdraws, or is erased, meanwhile."""

    ctx: Context
    member_id: str
    erases: bool = False

    def __post_init__(self) -> None:
        super().__init__()

    async def append(self, brand: str, action: Action) -> None:
        await super().append(brand, action)
        if self.erases:
            self.ctx.store.erase("tea", self.member_id)
        else:
            await withdraw(self.ctx, self.member_id)


@pytest.mark.parametrize("erases", [False, True])
async def test_who_withdraws_while_the_log_is_written_is_not_reached(erases: bool) -> None:
    ctx = context()
    member_id = await member(ctx, IdentityKind.PHONE)
    slow = SlowAudit(ctx, member_id, erases)
    refusal = ContactRefusal.ERASED if erases else ContactRefusal.NO_CONSENT
    wanted = [by("mem_nobody"), by(member_id)]
    assert (await resolve(ctx, slow, *wanted)).contacts == (ContactRefusal.NO_MEMBER, refusal)


async def test_without_the_log_nobody_is_given_an_address() -> None:
    class Away(FakeAudit):
        async def append(self, brand: str, action: Action) -> None:
            raise ConnectionError("away")

    ctx = context()
    member_id = await member(ctx, IdentityKind.PHONE)
    with pytest.raises(ConnectionError):
        await resolve(ctx, Away(), by(member_id))
