"""The register of stores over gRPC: written by operators, read by everybody, told to followers."""

import argparse
import asyncio
from collections.abc import Sequence
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest

from services.common import cache
from services.common.auth import Caller, Role
from services.common.mongo import Database
from services.members.stores.api import command_line
from services.members.stores.commands import find
from services.members.wiring import Settings, context_in
from tessera.members.v1 import stores_pb2 as pb
from tessera.members.v1 import stores_pb2_grpc
from tessera.types.v1 import types_pb2
from tests.component.audited import entries
from tests.component.members.conftest import Members, refused
from tests.scopes import EVERY_SCOPE

NANJING_ROAD, BUND = (31_230_400, 121_473_700), (31_240_000, 121_490_000)
FORBIDDEN_CITY = (39_916_300, 116_397_200)


def ann(brand: str = "tea") -> Caller:
    return Caller(brand, "ann", Role.OPERATOR, None, EVERY_SCOPE)


def stores(members: Members, caller: Caller | None = None) -> "stores_pb2_grpc.StoresAsyncStub":
    return stores_pb2_grpc.StoresStub(members.channel(caller or ann()))


def store(
    code: str,
    place: tuple[int, int] | None = None,
    *,
    city: str = "上海",
    closed_from: str = "",
    hours: Sequence[tuple[int, int, int]] = ((1, 600, 1320),),
) -> pb.Store:
    """A store that opens on Mondays at ten, unless it is said otherwise."""
    made = pb.Store(
        code=code,
        name=types_pb2.LocalizedText(zh=f"{code}店"),
        city=city,
        zone="Asia/Shanghai",
        closed_from=closed_from,
        hours=[
            pb.OpenInterval(weekday=day, open_minute=opens, close_minute=closes)
            for day, opens, closes in hours
        ],
    )
    if place is not None:
        made.coordinates.latitude_e6, made.coordinates.longitude_e6 = place
    return made


def batch(request_id: str, *made: pb.Store) -> pb.UpsertStoresRequest:
    return pb.UpsertStoresRequest(request_id=request_id, stores=made)


def one(request_id: str, made: pb.Store, etag: str = "") -> pb.UpsertStoreRequest:
    return pb.UpsertStoreRequest(request_id=request_id, store=made, etag=etag)


def codes(found: Sequence[pb.FoundStore]) -> list[str]:
    return [each.store.code for each in found]


async def test_a_store_is_written_whole_and_read_with_what_it_is_now(bare: Members) -> None:
    written = store("SH001", NANJING_ROAD)
    written.closed_days.append("2026-10-01")
    written.labels["size"] = "large"
    answer = await stores(bare).UpsertStore(one("r1", written))
    found = (await stores(bare).GetStore(pb.GetStoreRequest(code="SH001"))).store
    assert answer.store == found
    assert (found.open, found.closed_for_good, found.store.etag) == (True, False, "1")
    found.store.ClearField("etag")
    found.store.ClearField("version")
    assert found.store == written
    bare.clock.advance(timedelta(hours=10))
    assert not (await stores(bare).GetStore(pb.GetStoreRequest(code="SH001"))).store.open
    await stores(bare).UpsertStore(one("r2", store("SH001", hours=())))
    replaced = (await stores(bare).GetStore(pb.GetStoreRequest(code="SH001"))).store
    assert not replaced.HasField("open")
    assert not replaced.store.labels
    assert not replaced.store.HasField("coordinates")
    unknown = stores(bare).GetStore(pb.GetStoreRequest(code="nowhere"))
    assert (await refused(unknown)).reason == "STORE_NOT_FOUND"


async def test_a_request_takes_effect_once_and_its_id_stands_for_its_content(
    bare: Members,
) -> None:
    desk = stores(bare)
    first = await desk.UpsertStores(batch("r1", store("A")))
    await desk.UpsertStores(batch("r2", store("A", city="北京")))
    again = await desk.UpsertStores(batch("r1", store("A")))
    assert (again.replayed, list(again.results)) == (True, list(first.results))
    found = (await desk.GetStore(pb.GetStoreRequest(code="A"))).store.store
    assert (found.city, found.version) == ("北京", 2)
    other = desk.UpsertStores(batch("r1", store("B")))
    assert (await refused(other)).reason == "REQUEST_ID_REUSED"
    assert (await refused(desk.UpsertStore(one("r1", store("A"))))).reason == "REQUEST_ID_REUSED"
    single = await desk.UpsertStore(one("r3", store("C")))
    repeat = await desk.UpsertStore(one("r3", store("C")))
    assert (single.replayed, repeat.replayed) == (False, True)


async def test_one_wrong_store_of_a_batch_stops_no_other(bare: Members) -> None:
    broken = store("B")
    broken.hours[0].close_minute = 5
    await stores(bare).UpsertStores(batch("r0", store("C"), store("D")))
    wish = batch("r1", store("A"), broken, store("C"), store("D", city="北京"), store("A"))
    results = (await stores(bare).UpsertStores(wish)).results
    assert [(r.code, pb.UpsertState.Name(r.state)[13:], r.reason, r.field) for r in results] == [
        ("A", "CREATED", "", ""),
        ("B", "REFUSED", "INVALID_ARGUMENT", "hours[0].close_minute"),
        ("C", "UNCHANGED", "", ""),
        ("D", "UPDATED", "", ""),
        ("A", "REFUSED", "INVALID_ARGUMENT", "code"),
    ]
    listed = (await stores(bare).ListStores(pb.ListStoresRequest())).stores
    assert codes(listed) == ["A", "C", "D"]


async def test_an_operator_who_read_an_earlier_store_is_told_so(bare: Members) -> None:
    desk = stores(bare)
    etag = (await desk.UpsertStore(one("r1", store("A")))).store.store.etag
    await desk.UpsertStore(one("r2", store("A", city="北京"), etag))
    late = desk.UpsertStore(one("r3", store("A", city="广州"), etag))
    assert (await refused(late)).reason == "ETAG_MISMATCH"
    assert (await desk.GetStore(pb.GetStoreRequest(code="A"))).store.store.city == "北京"
    # A refusal is no answer: the same wish may be sent again with the etag of now.
    done = await desk.UpsertStore(one("r3", store("A", city="广州"), "2"))
    assert done.store.store.version == 3


async def test_writers_at_once_lose_no_change_and_raise_the_version_once_each(
    bare: Members,
) -> None:
    desk = stores(bare)
    wishes = [one(f"r{n}", store("A", city=f"city {n}")) for n in range(8)]
    await asyncio.gather(*map(desk.UpsertStore, wishes))
    assert (await desk.GetStore(pb.GetStoreRequest(code="A"))).store.store.version == 8


async def test_every_change_is_told_to_followers_with_the_whole_store(bare: Members) -> None:
    desk = stores(bare)
    await desk.UpsertStores(batch("r1", store("A", NANJING_ROAD), store("B")))
    await desk.UpsertStores(batch("r2", store("A", BUND), store("B")))
    events = await bare.published(until=3)
    told = [(e.store_changed.store.code, e.store_changed.store.version) for e in events]
    assert sorted(told) == [("A", 1), ("A", 2), ("B", 1)]
    assert {(event.brand, event.member_id) for event in events} == {("tea", "")}
    now = (await desk.GetStore(pb.GetStoreRequest(code="A"))).store.store
    assert next(e for e in events if told[events.index(e)] == ("A", 2)).store_changed.store == now


async def test_stores_are_listed_page_by_page_by_city_and_without_those_closed_for_good(
    bare: Members,
) -> None:
    desk = stores(bare)
    made = [store(f"S{n}", city="北京" if n % 2 else "上海") for n in range(7)]
    over = [store("T1", closed_from="2026-02-28"), store("T2", closed_from="2026-03-09")]
    await desk.UpsertStores(batch("r1", *made, *over))
    seen, request = [], pb.ListStoresRequest(page_size=3)
    while True:
        page = await desk.ListStores(request)
        seen += codes(page.stores)
        request.page_token = page.next_page_token
        if not page.next_page_token:
            break
    assert seen == [*(f"S{n}" for n in range(7)), "T2"]
    beijing = await desk.ListStores(pb.ListStoresRequest(city="北京"))
    assert codes(beijing.stores) == ["S1", "S3", "S5"]
    everything = await desk.ListStores(pb.ListStoresRequest(include_closed=True))
    assert [each.closed_for_good for each in everything.stores] == [False] * 7 + [True, False]
    first = await desk.ListStores(pb.ListStoresRequest(page_size=3))
    other = pb.ListStoresRequest(city="北京", page_token=first.next_page_token)
    assert (await refused(desk.ListStores(other))).reason == "PAGE_TOKEN_INVALID"


async def test_the_nearest_stores_come_first_and_those_closed_for_good_do_not(
    bare: Members,
) -> None:
    desk = stores(bare)
    await desk.UpsertStores(
        batch(
            "r1",
            store("beijing", FORBIDDEN_CITY, city="北京"),
            store("bund", BUND),
            store("road", NANJING_ROAD),
            store("gone", NANJING_ROAD, closed_from="2026-03-02"),
            store("nowhere"),
        )
    )
    place = pb.Coordinates(latitude_e6=NANJING_ROAD[0], longitude_e6=NANJING_ROAD[1])
    request = pb.ListNearestStoresRequest(place=place)
    found = (await desk.ListNearestStores(request)).stores
    assert codes(found) == ["road", "bund", "beijing"]
    assert found[0].distance_m == 0
    assert 1_800 < found[1].distance_m < 1_950
    request.page_size = 1
    assert codes((await desk.ListNearestStores(request)).stores) == ["road"]
    request.page_size = -1
    assert (await refused(desk.ListNearestStores(request))).field == "page_size"
    place.latitude_e6 = 91_000_000
    wrong = pb.ListNearestStoresRequest(place=place)
    assert (await refused(desk.ListNearestStores(wrong))).field == "place.latitude_e6"
    assert (await refused(desk.ListNearestStores(pb.ListNearestStoresRequest()))).field == "place"


async def test_a_new_store_is_among_the_nearest_within_half_a_minute(bare: Members) -> None:
    desk = stores(bare)
    request = pb.ListNearestStoresRequest(place=pb.Coordinates())
    assert not (await desk.ListNearestStores(request)).stores
    await desk.UpsertStore(one("r1", store("A", BUND)))
    bare.clock.advance(find.POSITIONS_KEPT)
    assert codes((await desk.ListNearestStores(request)).stores) == ["A"]


async def test_operators_write_and_everybody_of_the_brand_reads(bare: Members) -> None:
    await stores(bare).UpsertStore(one("r1", store("A", BUND)))
    till = Caller("tea", "pos", Role.CHANNEL)
    member = Caller("tea", "user:m", Role.MEMBER, "mem_1")
    reader = Caller("tea", "eve", Role.OPERATOR, None, frozenset({"stores:read"}))
    for caller in (till, member, reader):
        stub = stores(bare, caller)
        assert (await stub.GetStore(pb.GetStoreRequest(code="A"))).store.store.code == "A"
        assert codes((await stub.ListStores(pb.ListStoresRequest())).stores) == ["A"]
        for write in (stub.UpsertStore(one("w", store("B"))), stub.UpsertStores(batch("w"))):
            assert (await refused(write)).reason == "PERMISSION_DENIED"
    retail = stores(bare, ann("retail"))
    other = retail.GetStore(pb.GetStoreRequest(code="A"))
    assert (await refused(other)).reason == "STORE_NOT_FOUND"
    assert not (await retail.ListStores(pb.ListStoresRequest())).stores
    await retail.UpsertStore(one("r1", store("A", city="杭州")))
    assert (await stores(bare).GetStore(pb.GetStoreRequest(code="A"))).store.store.city == "上海"


async def test_a_register_has_a_limit_and_what_is_in_it_can_still_change(
    bare: Members, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.members.stores.commands.upsert.STORES_MAX", 2)
    desk = stores(bare)
    results = (await desk.UpsertStores(batch("r1", store("A"), store("B"), store("C")))).results
    assert [result.reason for result in results] == ["", "", "TOO_MANY"]
    assert (await refused(desk.UpsertStore(one("r2", store("C"))))).reason == "TOO_MANY"
    changed = await desk.UpsertStore(one("r3", store("A", city="北京")))
    assert changed.store.store.version == 2


@pytest.mark.parametrize("size", [0, 1_001])
async def test_a_batch_has_from_one_to_a_thousand_stores(bare: Members, size: int) -> None:
    wish = batch("r1", *(store(f"S{n}", hours=()) for n in range(size)))
    assert (await refused(stores(bare).UpsertStores(wish))).field == "stores"


async def test_a_file_is_loaded_line_by_line_and_may_be_loaded_again(
    bare: Members, db: Database, keys_dir: Path, redis_url: str, tmp_path: Path
) -> None:
    table = tmp_path / "stores.csv"
    table.write_text(
        "code,name_zh,city,zone,hours\n"
        "SH001,南京西路店,上海,Asia/Shanghai,Mon-Sun 10:00-22:00\n"
        "=cmd,坏店,上海,Asia/Shanghai,\n"
        "SH002,外滩店,上海,Asia/Shanghai,always\n"
        "SH003,静安店,上海,Asia/Shanghai,Sat 18:00-02:00\n",
        "utf-8-sig",
    )
    entries_cache = cache.connect(redis_url)
    settings = Settings(keys_dir=keys_dir, environment="development")
    ctx = context_in(settings, db, entries_cache, bare.clock)

    async def load() -> tuple[int, list[str]]:
        out = StringIO()
        asked = argparse.Namespace(brand="tea", by="bob", file=table)
        code = await command_line.run(ctx, asked, out, StringIO())
        return code, out.getvalue().splitlines()[1:]

    code, lines = await load()
    assert code == command_line.SOME_REFUSED
    assert [line.split(",")[:5] for line in lines] == [
        ["2", "SH001", "created", "", ""],
        ["3", "'=cmd", "refused", "INVALID_ARGUMENT", "code"],
        ["4", "SH002", "refused", "INVALID_ARGUMENT", "hours"],
        ["5", "SH003", "created", "", ""],
    ]
    _, again = await load()
    assert [line.split(",")[2] for line in again] == [
        "unchanged",
        "refused",
        "refused",
        "unchanged",
    ]
    listed = (await stores(bare).ListStores(pb.ListStoresRequest())).stores
    assert codes(listed) == ["SH001", "SH003"]
    written = await entries(bare.channel(ann()), action="members.Stores.UpsertStores")
    assert {entry.subject for entry in written} == {"bob"}
    assert [pair.value for pair in written[-1].after] == ["SH001,SH003"]
    table.write_text("colour\n", "utf-8")
    assert (await load())[0] == command_line.UNREADABLE
    table.write_bytes(b"code,city\n\xff\xfe")
    assert (await load())[0] == command_line.UNREADABLE
    await entries_cache.close()
