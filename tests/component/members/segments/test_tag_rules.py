"""Tags by rules on real storage: given as facts change and as time passes, with the reason."""

from datetime import timedelta

from services.common.mongo import Database
from tessera.members.v1 import consents_pb2, members_pb2, tags_pb2
from tessera.types.v1 import types_pb2
from tests.component.members.conftest import NOON, Members, activity, recording, until
from tests.component.members.consent.test_consents import as_
from tests.component.members.segments.test_segments import ANN


def milk_teas(member_id: str, event_id: str, pieces: int, days_ago: int = 1) -> types_pb2.Activity:
    line = types_pb2.OrderLine(
        line_id="1", series="milk_tea", quantity=pieces, amount_minor=100 * pieces
    )
    at = NOON - timedelta(days=days_ago)
    return activity(member_id, event_id, at, 100 * pieces, lines=[line])


def browsing(member_id: str, event_id: str) -> types_pb2.Activity:
    looked = activity(member_id, event_id, NOON)
    looked.type = types_pb2.ACTIVITY_TYPE_BROWSE
    looked.article.sku = "jasmine"
    return looked


async def tags(members: Members, member_id: str) -> dict[str, tags_pb2.MemberTag]:
    request = members_pb2.BatchGetMembersRequest(member_ids=[member_id], tags=True)
    [member] = (await members.as_operator().BatchGetMembers(request)).members
    return {each.tag.code: each for each in member.tags}


async def has(members: Members, member_id: str, *codes: str) -> dict[str, tags_pb2.MemberTag]:
    """The member's tags, once they are these."""

    async def so() -> bool:
        return sorted(await tags(members, member_id)) == sorted(codes)

    await until(so)
    return await tags(members, member_id)


def changing(request_id: str, member_id: str, **change: object) -> tags_pb2.ChangeTagsRequest:
    return tags_pb2.ChangeTagsRequest(
        request_id=request_id,
        member_id=member_id,
        reason="a test",
        **change,  # type: ignore[arg-type]
    )


async def test_rules_give_and_take_tags_each_in_its_own_time_and_say_why(
    members: Members, db: Database
) -> None:
    member_id = await members.enrol()
    pos = members.activities()
    for n in range(6):
        await pos.RecordActivities(recording(milk_teas(member_id, f"o{n}", 1, days_ago=n + 1)))
    # The first judgement, and the period of those who order often, came before all six.
    found = await has(members, member_id, "milk_tea_lover")
    lover = found["milk_tea_lover"]
    assert (lover.source, lover.confidence_percent) == (tags_pb2.TAG_SOURCE_RULE, 90)
    assert (lover.set_by, lover.programme_version) == ("", 1)
    assert [each.fact for each in lover.reasons] == ["stats.bought[milk_tea]"]
    assert int(lover.reasons[0].value) >= 3
    assert lover.tag.when == 'stats.bought["milk_tea"] >= 3'
    request = members_pb2.BatchGetMembersRequest(member_ids=[member_id], tags=True)
    [own] = (await members.as_member(member_id).BatchGetMembers(request)).members
    assert [(each.tag.code, each.tag.when) for each in own.tags] == [("milk_tea_lover", "")]

    # An order that comes late changes nothing of it; an activity that triggers a tag does.
    looks = [browsing(member_id, f"b{n}") for n in range(3)]
    await pos.RecordActivities(recording(*looks))
    await pos.RecordActivities(recording(*looks))
    await has(members, member_id, "milk_tea_lover", "looks_around")

    # An operator takes it, and the rule gives it again with the next change.
    ann = members.tags(ANN)
    await ann.ChangeTags(changing("t1", member_id, remove=["milk_tea_lover"]))
    await has(members, member_id, "milk_tea_lover", "looks_around")

    # A period later whoever still orders often is a regular guest.
    members.clock.advance(timedelta(days=30))
    await has(members, member_id, "milk_tea_lover", "looks_around", "regular_guest")

    # What goes back takes the tag in real time; the others wait for their occasions.
    line = types_pb2.OrderLine(line_id="1", quantity=1, amount_minor=100)
    for n in range(4):
        refund = activity(
            member_id,
            f"r{n}",
            members.clock.now(),
            100,
            refund=True,
            order_id=f"o{n}",
            lines=[line],
        )
        await pos.RecordActivities(recording(refund))
    await has(members, member_id, "looks_around", "regular_guest")

    # By hand it stands above the rule, and stays when profiling is withdrawn.
    by_hand = tags_pb2.TagToSet(code="milk_tea_lover")
    await ann.ChangeTags(changing("t2", member_id, set=[by_hand]))
    withdrawn = consents_pb2.WithdrawConsentRequest(
        request_id="w1",
        member_id=member_id,
        purpose=consents_pb2.CONSENT_PURPOSE_PROFILING,
        given_by="mini_program",
    )
    await members.consents(as_(member_id)).WithdrawConsent(withdrawn)
    await has(members, member_id, "milk_tea_lover")
    kept = await db.member_tags.find_one({"_id": member_id})
    assert kept is not None
    assert [each["code"] for each in kept["held"]] == ["milk_tea_lover"]
