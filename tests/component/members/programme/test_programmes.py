"""Programmes over gRPC, on a real database: published, refused, listed, rolled back; two brands."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import grpc
import pytest

from services.common import auth, channel, errors, mongo, server
from services.common.clock import ManualClock
from services.common.mongo import Database
from services.common.settings import ServerSettings
from services.common.watch import Feed
from services.members.programme import storage
from services.members.programme.api import ProgrammesServicer
from services.members.programme.commands.rulebook import RuleBook
from services.members.wiring import SECTIONS
from tessera.members.v1 import events_pb2
from tessera.members.v1 import programmes_pb2 as pb
from tessera.members.v1.programmes_pb2_grpc import (
    ProgrammesStub,
    add_ProgrammesServicer_to_server,
)
from tests.paths import PROGRAMMES

if TYPE_CHECKING:
    from tessera.members.v1.programmes_pb2_grpc import ProgrammesAsyncStub

TEA = (PROGRAMMES / "tea.yaml").read_text(encoding="utf-8")
RETAIL = (PROGRAMMES / "retail.yaml").read_text(encoding="utf-8")


class Service:
    """The running service, and stubs for its callers."""

    def __init__(self, address: str, keys_dir: Path) -> None:
        self.address = address
        self._issuer = auth.TokenIssuer(keys_dir)
        self.channels: list[grpc.aio.Channel] = []

    def stub(
        self, brand: str, role: auth.Role = auth.Role.OPERATOR, *scopes: str
    ) -> "ProgrammesAsyncStub":
        caller = auth.Caller(brand, "ops-1", role, None, frozenset(scopes or ("programmes",)))
        token = self._issuer.mint(caller, timedelta(minutes=5))
        opened = channel.connect(self.address, issuer_token=lambda: token)
        self.channels.append(opened)
        return ProgrammesStub(opened)


@pytest.fixture
async def service(db: Database, keys_dir: Path, mongo_url: str) -> AsyncIterator[Service]:
    feed = Feed(db)
    await mongo.ensure_indexes(db, {**storage.INDEXES, **feed.indexes()})
    clock = ManualClock(datetime(2026, 3, 1, tzinfo=UTC))
    store = storage.MongoProgrammes(db, feed)
    api = ProgrammesServicer(store, RuleBook(store, fresh_s=0.0), clock, b"secret", SECTIONS)
    settings = ServerSettings(
        host="127.0.0.1", port=0, mongo_url=mongo_url, mongo_db=db.name, keys_dir=keys_dir
    )
    running = await server.start(
        name="members",
        settings=settings,
        register=[lambda to: add_ProgrammesServicer_to_server(api, to)],
    )
    made = Service(running.address, keys_dir)
    yield made
    for opened in made.channels:
        await opened.close()
    await running.stop()


async def reason(call: grpc.aio.UnaryUnaryCall[Any, Any]) -> errors.Reason:
    with pytest.raises(grpc.aio.AioRpcError) as refused:
        await call
    found = errors.reason_of(refused.value)
    assert found is not None
    return found


def publish(request_id: str, source: str = TEA) -> pb.PublishProgrammeRequest:
    return pb.PublishProgrammeRequest(request_id=request_id, source_yaml=source, note="first")


async def test_a_brand_publishes_and_reads_its_programme(service: Service) -> None:
    tea, retail = service.stub("tea"), service.stub("retail")
    published = await tea.PublishProgramme(publish("r1"))
    assert (published.programme.version, published.replayed) == (1, False)
    in_force = (await tea.GetProgramme(pb.GetProgrammeRequest())).programme
    assert in_force.source_yaml == TEA
    assert json.loads(in_force.document_json)["phone_region"] == "CN"
    assert in_force.publish_time.ToDatetime() == datetime(2026, 3, 1)  # noqa: DTZ001
    assert (await reason(retail.GetProgramme(pb.GetProgrammeRequest()))).reason == (
        "PROGRAMME_MISSING"
    )


async def test_the_same_request_gets_the_first_answer(service: Service) -> None:
    tea, retail = service.stub("tea"), service.stub("retail")
    answers = await asyncio.gather(*(tea.PublishProgramme(publish("r1")) for _ in range(20)))
    assert {answer.programme.version for answer in answers} == {1}
    assert sum(not answer.replayed for answer in answers) == 1
    refusal = await reason(tea.PublishProgramme(publish("r1", TEA + "\n# other")))
    assert refusal.reason == "REQUEST_ID_REUSED"
    other_brand = await retail.PublishProgramme(publish("r1", RETAIL))
    assert (other_brand.programme.version, other_brand.replayed) == (1, False)


async def test_publishers_at_the_same_time_get_a_version_each(service: Service) -> None:
    tea = service.stub("tea")
    await tea.PublishProgramme(publish("first"))
    answers = await asyncio.gather(*(tea.PublishProgramme(publish(f"r{n}")) for n in range(8)))
    assert sorted(answer.programme.version for answer in answers) == list(range(2, 10))


async def test_nobody_overwrites_a_version_that_they_have_not_seen(service: Service) -> None:
    tea = service.stub("tea")
    await tea.PublishProgramme(publish("r1"))

    def upon(base: int, request_id: str) -> pb.PublishProgrammeRequest:
        request = publish(request_id, f"{TEA}\n# {request_id}")
        request.base_version = base
        return request

    async def ask(request_id: str) -> str:
        try:
            await tea.PublishProgramme(upon(1, request_id))
        except grpc.aio.AioRpcError as error:
            refused = errors.reason_of(error)
            assert refused is not None
            assert (refused.field, dict(refused.metadata)) == (
                "base_version",
                {"base_version": "1", "version": "2"},
            )
            return refused.reason
        return "published"

    # Two restocks of one minute: one is in force, the other is told of it.
    said = await asyncio.gather(*(ask(f"restock-{n}") for n in range(4)))
    assert sorted(said) == [*["PROGRAMME_OVERTAKEN"] * 3, "published"]
    assert (await tea.GetProgramme(pb.GetProgrammeRequest())).programme.version == 2
    assert (await tea.PublishProgramme(upon(2, "joined"))).programme.version == 3
    # A repeat gets its first answer, however many versions came since.
    assert (await tea.PublishProgramme(upon(2, "joined"))).replayed
    back = pb.RollbackProgrammeRequest(request_id="back", version=1, base_version=2)
    assert (await reason(tea.RollbackProgramme(back))).reason == "PROGRAMME_OVERTAKEN"
    first = pb.RollbackProgrammeRequest(request_id="back", version=1, base_version=3)
    assert (await tea.RollbackProgramme(first)).programme.version == 4
    # Callers of before name no version, and are refused nothing.
    assert (await tea.PublishProgramme(publish("old", TEA + "\n# old"))).programme.version == 5
    below = await reason(tea.PublishProgramme(upon(-1, "below")))
    assert (below.reason, below.field) == ("INVALID_ARGUMENT", "base_version")


async def test_the_first_programme_may_say_that_there_was_none(service: Service) -> None:
    tea = service.stub("tea")
    request = publish("r1")
    request.base_version = 0
    assert (await tea.PublishProgramme(request)).programme.version == 1
    request.request_id = "r2"
    assert (await reason(tea.PublishProgramme(request))).reason == "PROGRAMME_OVERTAKEN"


async def test_a_wrong_file_is_refused_with_line_and_key_and_writes_nothing(
    service: Service,
) -> None:
    tea = service.stub("tea")
    wrong = TEA.replace("asset: GROWTH", "asset: GROTH", 1)
    refusal = await reason(tea.PublishProgramme(publish("r1", wrong)))
    assert refusal.reason == "PROGRAMME_INVALID"
    assert refusal.field == "source_yaml"
    assert refusal.metadata["key"] == "earning.rules[2].asset"
    assert (await reason(tea.GetProgramme(pb.GetProgrammeRequest()))).reason == "PROGRAMME_MISSING"
    answer = await tea.ValidateProgramme(pb.ValidateProgrammeRequest(source_yaml=wrong))
    assert [problem.key for problem in answer.problems] == ["earning.rules[2].asset"]


async def test_an_earlier_version_comes_back_as_a_new_one(service: Service, db: Database) -> None:
    tea = service.stub("tea")
    await tea.PublishProgramme(publish("r1"))
    await tea.PublishProgramme(publish("r2", TEA.replace("price: 200", "price: 300")))
    back = await tea.RollbackProgramme(pb.RollbackProgrammeRequest(request_id="r3", version=1))
    assert (back.programme.version, back.programme.rollback_of) == (3, 1)
    assert (await tea.GetProgramme(pb.GetProgrammeRequest())).programme.source_yaml == TEA
    again = await tea.RollbackProgramme(pb.RollbackProgrammeRequest(request_id="r3", version=1))
    assert again.replayed
    missing = pb.RollbackProgrammeRequest(request_id="r4", version=9)
    assert (await reason(tea.RollbackProgramme(missing))).reason == "PROGRAMME_MISSING"
    versions = [
        events_pb2.Event.FromString(event["payload"]).programme_published.version
        async for event in db.events.find().sort("_id", 1)
    ]
    assert versions == [1, 2, 3]


async def test_versions_are_listed_newest_first_in_pages(service: Service) -> None:
    tea, retail = service.stub("tea"), service.stub("retail")
    for n in range(3):
        await tea.PublishProgramme(publish(f"r{n}"))
    first = await tea.ListProgrammeVersions(pb.ListProgrammeVersionsRequest(page_size=2))
    assert [programme.version for programme in first.programmes] == [3, 2]
    asked = pb.ListProgrammeVersionsRequest(page_size=2, page_token=first.next_page_token)
    rest = await tea.ListProgrammeVersions(asked)
    assert [programme.version for programme in rest.programmes] == [1]
    assert rest.next_page_token == ""
    assert (await reason(retail.ListProgrammeVersions(asked))).reason == "PAGE_TOKEN_INVALID"


async def test_only_operators_with_the_scope_publish(service: Service) -> None:
    for stub in (
        service.stub("tea", auth.Role.CHANNEL),
        service.stub("tea", auth.Role.OPERATOR, "feedback"),
    ):
        assert (await reason(stub.PublishProgramme(publish("r1")))).reason == "PERMISSION_DENIED"


async def test_everyone_of_the_brand_may_know_its_ladders_and_nothing_else(
    service: Service,
) -> None:
    ask = pb.DescribeProgrammeRequest()
    await service.stub("tea").PublishProgramme(publish("r1"))
    for role in (auth.Role.OPERATOR, auth.Role.CHANNEL, auth.Role.SERVICE):
        known = await service.stub("tea", role, "none").DescribeProgramme(ask)
        assert known.version == 1
        assert [(each.code, each.main) for each in known.ladders] == [
            ("growth", True),
            ("value", False),
        ]
    main = known.ladders[0]
    assert [(tier.code, tier.rank, tier.reach, tier.keep) for tier in main.tiers] == [
        ("basic", 0, 0, 0),
        ("silver", 1, 300, 240),
        ("gold", 2, 1000, 800),
        ("diamond", 3, 3000, 2400),
    ]
    assert (main.tiers[2].name.zh, main.tiers[2].multiplier_percent) == ("金卡", 130)
    assert (main.basis, known.ladders[1].currency_code) == ("growth", "CNY")
    assert (known.name.zh, known.name.en) == ("茶饮会员", "Tea club")
    assert (known.time_zone, known.language, known.currency_code) == ("Asia/Shanghai", "zh", "CNY")
    assert (known.look.hue, known.look.chroma_thousandths) == (150, 110)
    elsewhere = service.stub("retail", auth.Role.SERVICE)
    assert (await reason(elsewhere.DescribeProgramme(ask))).reason == "PROGRAMME_MISSING"
    everywhere = service.stub(auth.ALL_BRANDS, auth.Role.SERVICE)
    assert (await reason(everywhere.DescribeProgramme(ask))).reason == "PERMISSION_DENIED"


async def test_a_file_that_names_another_brand_is_refused(service: Service) -> None:
    retail = service.stub("retail")
    refusal = await reason(retail.PublishProgramme(publish("r1", TEA)))
    assert (refusal.reason, refusal.metadata["key"]) == ("PROGRAMME_INVALID", "brand")
    told = await retail.ValidateProgramme(pb.ValidateProgrammeRequest(source_yaml=TEA))
    assert [(each.key, each.reason) for each in told.problems] == [("brand", "BRAND_DIFFERS")]
    assert (await reason(retail.GetProgramme(pb.GetProgrammeRequest()))).reason == (
        "PROGRAMME_MISSING"
    )


async def test_texts_of_a_programme_are_kept_in_one_form(service: Service) -> None:
    tea = service.stub("tea")
    typed = TEA.replace("en: Tea club", 'en: "Ｔea\\u202e club"')
    assert typed != TEA
    await tea.PublishProgramme(publish("r1", typed))
    kept = (await tea.GetProgramme(pb.GetProgrammeRequest())).programme
    assert json.loads(kept.document_json)["name"]["en"] == "Tea club"
    blank = TEA.replace("en: Tea club", 'en: "\\u200b"')
    assert (await reason(tea.PublishProgramme(publish("r2", blank)))).metadata["key"] == "name.en"


async def test_a_condition_that_no_text_fits_is_warned_of(service: Service) -> None:
    odd = TEA.replace('line.series == "fresh_fruit"', 'line.series == "ｆresh_fruit"')
    told = await service.stub("tea").ValidateProgramme(pb.ValidateProgrammeRequest(source_yaml=odd))
    assert [each.key for each in told.warnings] == ["earning.rules[1].when"]
    assert told.problems == []


async def test_a_file_that_takes_long_keeps_no_other_call_waiting(service: Service) -> None:
    operator = service.stub("tea")
    await operator.PublishProgramme(
        pb.PublishProgrammeRequest(request_id="p1", source_yaml=TEA), timeout=20
    )
    hostile = "a:\n" + "  - x\n" * 40_000
    judging = asyncio.ensure_future(
        operator.ValidateProgramme(pb.ValidateProgrammeRequest(source_yaml=hostile), timeout=60)
    )
    answers = 0
    while not judging.done():
        await operator.GetProgramme(pb.GetProgrammeRequest(), timeout=20)
        answers += 1
    assert (await judging).problems
    # One would have waited for the file.
    assert answers > 1


@pytest.mark.parametrize("written", ["9" * 100_000, "5.5", '"\\ud800"', "1_000"])
async def test_a_number_that_is_none_is_refused_by_line_and_key(
    service: Service, written: str
) -> None:
    source = TEA.replace("price: 200", f"price: {written}", 1)
    line = source[: source.index(f"price: {written}")].count("\n") + 1
    found = await reason(
        service.stub("tea").PublishProgramme(
            pb.PublishProgrammeRequest(request_id="p1", source_yaml=source)
        )
    )
    assert found.reason == "PROGRAMME_INVALID"
    assert found.metadata["line"] == str(line)


async def test_a_whole_number_with_a_point_is_an_integer_through_every_door(
    service: Service, db: Database
) -> None:
    operator = service.stub("tea")
    source = TEA.replace("price: 200", "price: 200.0", 1)
    published = await operator.PublishProgramme(
        pb.PublishProgrammeRequest(request_id="p1", source_yaml=source)
    )
    assert '"price":200,' in published.programme.document_json
    # A version of an earlier release, which let a float pass.
    earlier = published.programme.document_json.replace('"price":200,', '"price":200.0,')
    await db["programmes"].update_one({"_id": "tea/1"}, {"$set": {"document_json": earlier}})
    again = await operator.RollbackProgramme(
        pb.RollbackProgrammeRequest(request_id="r1", version=1)
    )
    assert again.programme.document_json == published.programme.document_json
