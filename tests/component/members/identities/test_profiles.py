"""The profile by RPC: what may be told, who sees it, and how it rests."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from services.common.clock import ManualClock
from services.common.mongo import Database
from tessera.members.v1 import members_pb2 as pb
from tests.component.members.conftest import NOON, NOWHERE, Members, enrolment, refused, started
from tests.paths import PROGRAMMES

PREFERENCES = """
profile:
  complete: [name, birthday, preferences]
  birthday_changes_per_year: 1
  preferences:
    - code: sweetness
      name: {zh: 甜度, en: Sweetness}
      values: [{code: half, name: {zh: 半糖, en: Half}}, {code: full, name: {zh: 全糖, en: Full}}]
    - {code: nickname, name: {zh: 昵称, en: Nickname}}
"""
WHOLE = pb.Profile(
    name="欧阳娜娜",
    birthday="L08-15",
    gender=pb.GENDER_FEMALE,
    address=pb.Address(country="CN", province="浙江", city="杭州", street="文一西路 1 号"),
    preferences={"sweetness": "half", "nickname": "小茶"},
)


def change(
    member_id: str, request_id: str, *paths: str, **values: object
) -> pb.UpdateMemberRequest:
    """A change of the fields in `paths`."""
    request = pb.UpdateMemberRequest(
        request_id=request_id,
        member_id=member_id,
        profile=pb.Profile(**values),  # type: ignore[arg-type]
    )
    request.update_mask.paths.extend(paths)
    return request


@pytest.fixture
async def asking(db: Database, keys_dir: Path, redis_url: str) -> AsyncIterator[Members]:
    """Members of a brand that asks for preferences."""
    async with started(db, keys_dir, NOWHERE, ManualClock(NOON), redis_url) as members:
        source = (PROGRAMMES / "tea.yaml").read_text("utf-8").partition("\nprofile:")[0]
        await members.publish("tea", source + PREFERENCES)
        yield members


async def test_a_member_sees_the_whole_profile_and_an_operator_a_masked_one(
    asking: Members, db: Database
) -> None:
    wish = enrolment()
    wish.profile.CopyFrom(WHOLE)
    member_id = (await asking.as_till().EnrolMember(wish)).member.id
    asked = pb.BatchGetMembersRequest(member_ids=[member_id])
    [own] = (await asking.as_member(member_id).BatchGetMembers(asked)).members
    assert own.profile == WHOLE
    assert own.birthday_changes_left == 1
    masked = (await asking.card(member_id)).profile
    assert masked == pb.Profile(
        name="欧**",
        birthday="****",
        address=pb.Address(country="CN", province="浙江", city="杭州", street="****"),
        preferences={"sweetness": "****", "nickname": "****"},
    )
    reveal = pb.RevealMemberRequest(member_id=member_id, reason="lost parcel")
    assert (await asking.as_operator().RevealMember(reveal)).profile == WHOLE
    told = {"type": {"$ne": "programme_published"}}
    kept = [*await db.members.find({}).to_list(None), *await db.events.find(told).to_list(None)]
    for personal in ("欧阳", "L08-15", "female", "杭州", "文一西路", "half", "小茶"):
        as_bytes = repr(personal.encode())[2:-1]
        assert personal not in str(kept)
        assert as_bytes not in str(kept)


async def test_a_profile_is_complete_once_with_the_last_field_that_the_brand_asks_for(
    asking: Members, db: Database
) -> None:
    member_id = await asking.enrol(name="张三")
    own = asking.as_member(member_id)

    async def recorded() -> list[str]:
        found = await db.activities.find({"member_id": member_id}).to_list(None)
        return [each["_id"] for each in found]

    await own.UpdateMember(change(member_id, "c1", "birthday", birthday="06-01"))
    assert await recorded() == []
    last = change(member_id, "c2", "preferences", preferences={"nickname": "小茶"})
    for replayed in (False, True):
        assert (await own.UpdateMember(last)).replayed is replayed
        assert len(await recorded()) == 1
    # Whoever empties a field and fills it again is not rewarded again.
    for number, name in enumerate(("", "李四"), start=3):
        await own.UpdateMember(change(member_id, f"c{number}", "name", name=name))
    assert len(await recorded()) == 1
    told = await db.events.find({"type": "activity_recorded"}).to_list(None)
    assert len(told) == 1


async def test_a_birthday_changes_once_a_year(asking: Members) -> None:
    member_id = await asking.enrol()
    own = asking.as_member(member_id)
    assert not (await asking.card(member_id)).HasField("birthday_changes_left")
    await own.UpdateMember(change(member_id, "b1", "birthday", birthday="06-01"))
    second = change(member_id, "b2", "birthday", birthday="06-02")
    assert (await own.UpdateMember(second)).member.birthday_changes_left == 0
    third = change(member_id, "b3", "birthday", birthday="06-03")
    why = await refused(own.UpdateMember(third))
    assert (why.reason, why.metadata["from"]) == ("BIRTHDAY_CHANGE_LIMIT", "2027-01-01")
    assert (await own.UpdateMember(second)).replayed
    await own.UpdateMember(change(member_id, "b4", "name", name="李四"))
    asking.clock.advance(timedelta(days=365) - timedelta(hours=NOON.hour))
    assert (await own.UpdateMember(third)).member.profile.birthday == "06-03"


async def test_what_a_brand_does_not_ask_for_is_refused_and_nothing_is_written(
    asking: Members,
) -> None:
    member_id = await asking.enrol()
    own = asking.as_member(member_id)
    before = await asking.card(member_id)
    wishes: list[tuple[dict[str, Any], str, str]] = [
        ({"preferences": {"size": "L"}}, "PREFERENCE_UNKNOWN", "profile.preferences"),
        ({"preferences": {"sweetness": "none"}}, "PREFERENCE_UNKNOWN", "profile.preferences"),
        ({"gender": 9}, "INVALID_ARGUMENT", "profile.gender"),
        ({"birthday": "2026-L08-15"}, "INVALID_ARGUMENT", "profile.birthday"),
        ({"address": {"country": "China"}}, "INVALID_ARGUMENT", "profile.address.country"),
    ]
    for number, (wrong, reason, field) in enumerate(wishes):
        paths = (next(iter(wrong)), "name")
        request = change(member_id, f"w{number}", *paths, name="李四", **wrong)
        why = await refused(own.UpdateMember(request))
        assert (why.reason, why.field) == (reason, field)
    assert await asking.card(member_id) == before


async def test_nobody_changes_another_member(asking: Members) -> None:
    mine, other = await asking.enrol(), await asking.enrol()
    stolen = change(other, "o1", "birthday", birthday="01-01")
    assert (await refused(asking.as_member(mine).UpdateMember(stolen))).reason == (
        "PERMISSION_DENIED"
    )
    elsewhere = asking.as_operator(brand="retail").UpdateMember(stolen)
    assert (await refused(elsewhere)).reason == "MEMBER_NOT_FOUND"
