"""Profiles and identities."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from services.members.identities.domain.identity import (
    Identity,
    IdentityKind,
    IdentityTaken,
    TooManyIdentities,
    joined,
    one_owner,
)
from services.members.identities.domain.member import (
    EtagMismatch,
    Member,
    Profile,
    ProfileInvalid,
    checked,
)

PHONE = Identity(IdentityKind.PHONE, "+8613800000000")
TODAY = date(2026, 3, 2)
MEMBER = Member("mem_1", "tea", (PHONE,), Profile("张三"), "pos", datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    "birthday", ["", "02-29", "12-31", "2000-02-29", "1990-06-01", "1900-01-01", "2026-03-02"]
)
def test_a_birthday_may_lack_its_year(birthday: str) -> None:
    assert checked(Profile(birthday=birthday), TODAY).birthday == birthday


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
    ],
)
def test_a_day_that_is_none_is_no_birthday(birthday: str) -> None:
    with pytest.raises(ProfileInvalid) as refused:
        checked(Profile(birthday=birthday), TODAY)
    assert refused.value.field == "profile.birthday"


def test_what_does_not_change_is_not_judged_again() -> None:
    born_tomorrow = replace(MEMBER, profile=Profile("张三", "2026-03-03"))
    changed = born_tomorrow.changed(Profile("李四"), ("name",), "", TODAY)
    assert changed.profile == Profile("李四", "2026-03-03")


def test_only_the_fields_named_change() -> None:
    changed = MEMBER.changed(Profile("李四", "06-01", "en"), ("birthday",), "", TODAY)
    assert changed.profile == Profile("张三", "06-01", "")
    assert changed.etag != MEMBER.etag


def test_a_change_made_on_an_old_reading_is_refused() -> None:
    newer = MEMBER.changed(Profile("李四"), ("name",), MEMBER.etag, TODAY)
    with pytest.raises(EtagMismatch) as refused:
        newer.changed(Profile("王五"), ("name",), MEMBER.etag, TODAY)
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
