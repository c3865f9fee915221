"""Preferences: an order of contact channels, quiet hours, a language."""

import pytest

from services.common.clock import ManualClock
from services.common.errors import Refusal
from services.members.consent.domain.declaration import ContactChannel
from services.members.contacts.commands.preferences import PreferencesChange, set_preferences
from services.members.contacts.domain.preferences import (
    Preferences,
    PreferencesInvalid,
    QuietHours,
    checked,
)
from services.members.context import MembersContext
from services.members.events.domain import ContactPreferencesChanged, MemberUpdated
from services.members.identities.commands.enrolment import Enrolled, Enrolment, enrol
from services.members.identities.domain.identity import Identity, IdentityKind
from services.members.identities.domain.member import MemberNotFound
from services.members.identities.domain.profile import Profile
from services.members.programme.commands.rulebook import RuleBook
from tests.fakes_members import FakeMembersStore, FakeProgrammes
from tests.unit.members.consent.declarations import NOON

WECHAT, SMS = ContactChannel.WECHAT, ContactChannel.SMS
NIGHT = QuietHours("22:00", "08:00", "Asia/Shanghai")
WISHED = Preferences((WECHAT, SMS), NIGHT, "en", NOON)


@pytest.mark.parametrize(
    ("quiet", "field"),
    [
        (QuietHours("24:00", "08:00", ""), "from"),
        (QuietHours("22:00", "8:00", ""), "until"),
        (QuietHours("22:00", "22:00", ""), "until"),
        (QuietHours("22:00", "08:00", "Mars/Base"), "time_zone"),
        (QuietHours("22:00", "08:00", "../etc/passwd"), "time_zone"),
    ],
)
def test_wrong_quiet_hours_are_refused_by_their_field(quiet: QuietHours, field: str) -> None:
    with pytest.raises(PreferencesInvalid) as refused:
        checked(Preferences((), quiet, "", NOON))
    assert refused.value.field == f"preferences.quiet_hours.{field}"


def test_an_order_names_channels_and_a_language_is_one_of_two() -> None:
    assert checked(WISHED) == WISHED
    for wrong in (
        Preferences((ContactChannel.ALL,), None, "", NOON),
        Preferences((), None, "fr", NOON),
    ):
        with pytest.raises(PreferencesInvalid):
            checked(wrong)


async def test_preferences_are_replaced_whole_once_a_request_and_published_by_name() -> None:
    store = FakeMembersStore()
    ctx = MembersContext(store, RuleBook(FakeProgrammes()), ManualClock(NOON))
    identities = (Identity(IdentityKind.PHONE, "+8613800000000"),)
    [made] = await enrol(ctx, "tea", [Enrolment("e1", identities, Profile(), "app")])
    assert isinstance(made, Enrolled)
    first = PreferencesChange("p1", made.member_id, WISHED)
    assert not await set_preferences(ctx, "tea", first)
    assert await set_preferences(ctx, "tea", first)
    told = ContactPreferencesChanged(
        made.member_id, ("wechat", "sms"), ("22:00", "08:00", "Asia/Shanghai"), "en", NOON
    )
    assert store.events[1:] == [
        ("tea", MemberUpdated(made.member_id, ("contact_preferences",))),
        ("tea", told),
    ]
    bare = Preferences((), None, "", NOON)
    await set_preferences(ctx, "tea", PreferencesChange("p2", made.member_id, bare))
    assert await store.contact_preferences.preferences("tea", [made.member_id]) == {
        made.member_id: bare
    }
    assert await store.contact_preferences.preferences("retail", [made.member_id]) == {}
    with pytest.raises(Refusal):
        await set_preferences(ctx, "tea", PreferencesChange("p1", made.member_id, bare))
    with pytest.raises(MemberNotFound):
        await set_preferences(ctx, "retail", PreferencesChange("p3", made.member_id, bare))
