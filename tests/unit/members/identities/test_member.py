"""Profiles and identities."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from services.common.civil_calendar import solar_of
from services.members.identities.domain.identity import (
    Identity,
    IdentityKind,
    IdentityTaken,
    TooManyIdentities,
    joined,
    one_owner,
)
from services.members.identities.domain.member import EtagMismatch, Member
from services.members.identities.domain.profile import (
    Address,
    BirthdayChangedTooOften,
    BirthdayHistory,
    PreferenceUnknown,
    Profile,
    ProfileInvalid,
    ProfileRules,
    checked,
)
from services.members.identities.domain.profile_section import (
    NamedValue,
    Preference,
    ProfileSection,
)

PHONE = Identity(IdentityKind.PHONE, "+8613800000000")
TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)
SWEETNESS = Preference(
    NamedValue("sweetness", "甜度", "Sweetness"), (NamedValue("half", "半糖", "Half"),)
)
NICKNAME = Preference(NamedValue("nickname", "昵称", "Nickname"))
SECTION = ProfileSection(1, {"sweetness": SWEETNESS, "nickname": NICKNAME})
RULES = ProfileRules(NOW, TODAY, solar_of, SECTION)
MEMBER = Member("mem_1", "tea", (PHONE,), Profile("张三"), "pos", datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    "birthday",
    [
        "",
        "02-29",
        "12-31",
        "2000-02-29",
        "1990-06-01",
        "1900-01-01",
        "2026-03-02",
        "L08-15",
        "L12-30",
        "L06L-01",
        "1990-L08-15",
        "2025-L06L-01",
        "2023-L02L-29",
    ],
)
def test_a_birthday_may_lack_its_year(birthday: str) -> None:
    assert checked(Profile(birthday=birthday), RULES).birthday == birthday


@pytest.mark.parametrize(
    "birthday",
    [
        "02-30",
        "1990-02-30",
        "1999-02-29",
        "13-01",
        "19900601",
        "1 May",
        "٠١-٠١",
        "1899-12-31",
        "0001-01-01",
        "2026-03-03",
        "2090-01-01",
        "02L-01",
        "L13-01",
        "L00-01",
        "L01-31",
        "0000-01-01",
        "0000-L01-01",
        "2026-L06L-01",
        "2025-L12-30",
        "1899-L01-01",
        "2026-L08-15",
    ],
)
def test_a_day_that_is_none_is_no_birthday(birthday: str) -> None:
    with pytest.raises(ProfileInvalid) as refused:
        checked(Profile(birthday=birthday), RULES)
    assert refused.value.field == "profile.birthday"


def test_what_does_not_change_is_not_judged_again() -> None:
    born_tomorrow = replace(MEMBER, profile=Profile("张三", "2026-03-03"))
    changed = born_tomorrow.changed(Profile("李四"), ("name",), "", RULES)
    assert changed.profile == Profile("李四", "2026-03-03")


def test_only_the_fields_named_change() -> None:
    changed = MEMBER.changed(Profile("李四", "06-01", "en"), ("birthday",), "", RULES)
    assert changed.profile == Profile("张三", "06-01", "")
    assert changed.etag != MEMBER.etag


def test_a_change_made_on_an_old_reading_is_refused() -> None:
    newer = MEMBER.changed(Profile("李四"), ("name",), MEMBER.etag, RULES)
    with pytest.raises(EtagMismatch) as refused:
        newer.changed(Profile("王五"), ("name",), MEMBER.etag, RULES)
    assert refused.value.metadata == {"etag": newer.etag}


def test_identities_of_two_members_name_neither() -> None:
    assert one_owner(set()) is None
    assert one_owner({"mem_1"}) == "mem_1"
    with pytest.raises(IdentityTaken):
        one_owner({"mem_1", "mem_2"})


def test_new_identities_join_and_known_ones_do_not_repeat() -> None:
    openid = Identity(IdentityKind.WECHAT_OPENID, "oABC")
    assert joined((PHONE,), (PHONE, openid)) == (PHONE, openid)
    many = tuple(Identity(IdentityKind.POS_CARD, str(n)) for n in range(32))
    with pytest.raises(TooManyIdentities):
        joined((PHONE,), many)


def test_a_birthday_changes_once_a_year_after_the_first() -> None:
    first = MEMBER.changed(Profile(birthday="06-01"), ("birthday",), "", RULES)
    with_year = first.changed(Profile(birthday="1990-06-01"), ("birthday",), "", RULES)
    assert with_year.birthdays == first.birthdays
    second = with_year.changed(Profile(birthday="L06-01"), ("birthday",), "", RULES)
    withdrawn = second.changed(Profile(), ("birthday",), "", RULES)
    for again in (second, withdrawn):
        with pytest.raises(BirthdayChangedTooOften) as refused:
            again.changed(Profile(birthday="03-03"), ("birthday",), "", RULES)
        assert refused.value.metadata == {"limit": "1", "from": "2027-01-01"}
    next_year = replace(RULES, today=date(2027, 1, 1), now=NOW + timedelta(days=305))
    third = withdrawn.changed(Profile(birthday="03-03"), ("birthday",), "", next_year)
    assert third.birthdays == BirthdayHistory(next_year.now, 2027, 1)


def test_a_birthday_kept_by_an_earlier_release_counts_as_the_first() -> None:
    kept = replace(MEMBER, profile=Profile(birthday="06-01"))
    never = replace(RULES, section=replace(SECTION, birthday_changes_per_year=0))
    with pytest.raises(BirthdayChangedTooOften):
        kept.changed(Profile(birthday="06-02"), ("birthday",), "", never)


@pytest.mark.parametrize(
    ("profile", "field"),
    [
        (Profile(address=Address(country="cn")), "profile.address.country"),
        (Profile(address=Address(country="中国")), "profile.address.country"),
        (Profile(address=Address(city="x" * 65)), "profile.address.city"),
        (Profile(address=Address(street="x" * 201)), "profile.address.street"),
        (Profile(address=Address(postal_code="1" * 17)), "profile.address.postal_code"),
        (Profile(preferences={"nickname": ""}), "profile.preferences"),
        (Profile(preferences={"nickname": "x" * 65}), "profile.preferences"),
    ],
)
def test_each_part_of_a_profile_is_bounded(profile: Profile, field: str) -> None:
    with pytest.raises(ProfileInvalid) as refused:
        checked(profile, RULES)
    assert refused.value.field == field


@pytest.mark.parametrize("preferences", [{"sweetness": "full"}, {"size": "large"}])
def test_only_declared_preferences_and_values_are_taken(preferences: dict[str, str]) -> None:
    with pytest.raises(PreferenceUnknown) as refused:
        checked(Profile(preferences=preferences), RULES)
    assert refused.value.metadata == {"preference": next(iter(preferences))}
    assert checked(Profile(preferences={"sweetness": "half", "nickname": "小茶"}), RULES)


def test_the_content_of_an_old_request_stays_as_it_was() -> None:
    """Request ids are kept for ever: what a release added is there only where it is used."""
    assert Profile("张三", "06-01", "zh").content() == ("张三", "06-01", "zh")
    assert len({Profile(address=Address(city="x")).content(), Profile().content()}) == 2
