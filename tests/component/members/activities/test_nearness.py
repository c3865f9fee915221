"""A place brings the nearest store and a rough distance, and is neither kept nor told."""

from datetime import timedelta

from services.common.clock import ManualClock
from services.common.mongo import Database
from services.members.rights_wiring import retention_in
from tessera.members.v1 import consents_pb2, members_pb2
from tessera.members.v1 import stores_pb2 as pb
from tessera.types.v1 import types_pb2
from tests.component.members.conftest import NOON, Members, activity, recording
from tests.component.members.consent.test_consents import as_
from tests.component.members.privacy.test_retention import Held
from tests.component.members.segments.test_segments import is_in
from tests.component.members.stores.test_stores import BUND, NANJING_ROAD, store, stores

HOME = (31_236_543, 121_473_217)
"""684 m from Nanjing Road."""


def seen(
    member_id: str, event_id: str, place: tuple[int, int] = HOME, days_ago: int = 0
) -> types_pb2.Activity:
    message = activity(member_id, event_id, NOON - timedelta(days=days_ago))
    message.place.latitude_e6, message.place.longitude_e6 = place
    return message


async def test_a_place_brings_a_rough_distance_and_stays_nowhere(
    members: Members, db: Database
) -> None:
    register = [store("nanjing", NANJING_ROAD), store("bund", BUND), store("nowhere")]
    beside = (HOME[0] + 10, HOME[1] + 10)
    register.append(store("gone", beside, closed_from="2026-03-01"))
    await stores(members).UpsertStores(pb.UpsertStoresRequest(request_id="stores", stores=register))
    one, shy = [await members.enrol() for _ in range(2)]
    withdrawn = consents_pb2.WithdrawConsentRequest(
        request_id="w",
        member_id=shy,
        purpose=consents_pb2.CONSENT_PURPOSE_PROFILING,
        given_by="mini_program",
    )
    pos = members.activities()
    await pos.RecordActivities(recording(seen(shy, "s1")))
    assert (await members.card(shy)).facts.nearest_store.metres == 1_000
    await members.consents(as_(shy)).WithdrawConsent(withdrawn)
    off = seen(one, "off", (91_000_000, 0))
    told = recording(seen(one, "a"), off, seen(one, "b", BUND, days_ago=1), seen(shy, "s2"))
    results = (await pos.RecordActivities(told)).results
    assert [(each.reason, each.field) for each in results] == [
        ("", ""),
        ("INVALID_ARGUMENT", "place.latitude_e6"),
        ("", ""),
        ("", ""),
    ]
    # Of two days the nearer; a store that is closed for good is near to nobody.
    near = members_pb2.NearestStore(code="bund", metres=500)
    assert (await members.card(one)).facts.nearest_store == near
    assert not (await members.card(shy)).facts.HasField("nearest_store")
    # Another place, or none, makes no other activity.
    again = (await pos.RecordActivities(recording(seen(one, "a", BUND)))).results
    assert [each.reason for each in again] == [""]
    await is_in(members, one, "neighbours")

    wrote = [types_pb2.Activity.FromString(d["content"]) async for d in db.activities.find()]
    assert wrote
    assert not any(each.HasField("place") for each in wrote)
    told_of = [e.activity_recorded.activity for e in await members.published(until=11)]
    assert any(each.event_id == "a" for each in told_of)
    assert not any(each.HasField("place") for each in told_of)
    names = await db.list_collection_names()
    everything = str([await db[name].find().to_list(None) for name in names])
    assert not [each for each in HOME if str(each) in everything]

    # What is past its days goes, also of a member who comes no more.
    async def kept(days: float) -> int:
        retention = retention_in(db, ManualClock(NOON + timedelta(days=days)))
        await retention.work(Held())
        return await db.facts.count_documents({"near": {"$exists": True}})

    assert await kept(89.4) == 1
    members.clock.set(NOON + timedelta(days=90))
    assert not (await members.card(one)).facts.HasField("nearest_store")
    assert await kept(90) == 0
