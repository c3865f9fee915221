"""The import command against the real service: once, again, stopped, and with the service away."""

from __future__ import annotations

import asyncio
import csv
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from examples.import_points import sending
from examples.import_points.__main__ import main, parse, run
from examples.import_points.posting import Import
from examples.import_points.results import Result, Status
from examples.import_points.row_file import FileProblem, Row
from examples.import_points.sending import Sender, chunks
from services.common import server
from services.common.auth import Caller, Role
from services.points.wiring import Settings, connect_members, wire
from tests.component.points.conftest import NOWHERE, Points

ROWS = 2_500


@pytest.fixture
def file(tmp_path: Path, points: Points, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of opening balances, of which line 5 is bad; the environment names the service."""
    told = ["member_id,amount,asset,expire_time"]
    told += [f"mem_{n % 100},{n},POINTS,2027-12-31" for n in range(1, ROWS + 1)]
    told[4] = "mem_4,four,POINTS,"
    path = tmp_path / "opening.csv"
    path.write_text("\n".join(told) + "\n")
    migration = Caller("tea", "migration", Role.CHANNEL, scopes=frozenset({"points"}))
    token = points.issuer.mint(migration, timedelta(minutes=5))
    monkeypatch.setenv("TESSERA_TOKEN", token)
    monkeypatch.setenv("TESSERA_POINTS_ADDRESS", points.running.address)
    return path


def arguments(file: Path) -> list[str]:
    named = ["--file", str(file), "--kind", "open", "--brand", "tea"]
    return [*named, "--zone", "Asia/Shanghai"]


async def command(file: Path, *more: str) -> int:
    return await run(parse([*arguments(file), *more]))


def results(file: Path) -> list[dict[str, str]]:
    with Path(f"{file}.results.csv").open(newline="") as text:
        return list(csv.DictReader(text))


@pytest.mark.usefixtures("crowd")
async def test_every_row_has_a_result_and_nothing_takes_effect_twice(
    points: Points, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    total = sum(n for n in range(1, ROWS + 1)) - 4
    for again, status in ([], "ok"), (["--again"], "replayed"):
        assert await command(file, *again) == 1
        told = results(file)
        assert [int(one["row"]) for one in told] == list(range(2, ROWS + 2))
        assert told[3]["status"] == "refused"
        assert told[3]["message"].startswith("amount: 'four'")
        assert {one["status"] for one in told[:3] + told[4:]} == {status}
        opening = await points.operator().balance("house:opening")
        assert opening.posted == -total
    assert "2,499 were in the ledger already" in capsys.readouterr().out
    assert (await points.operator().balance("mem_1")).expiring == []
    assert (await points.operator("retail").balance("mem_1")).posted == 0
    kept = await points.db["postings"].find_one({"request": "tea/rpc/import/opening.csv/2"})
    assert kept is not None
    assert kept["kind"] == "open"


@pytest.mark.usefixtures("crowd")
async def test_a_corrected_row_is_written_with_the_next_run(points: Points, file: Path) -> None:
    assert await command(file) == 1
    file.write_text(file.read_text().replace("four", "4"))
    assert await command(file) == 1
    assert await command(file, "--again") == 0
    assert [one["row"] for one in results(file) if one["status"] == "ok"] == ["5"]


@pytest.mark.usefixtures("crowd")
async def test_it_goes_on_where_it_stopped(points: Points, file: Path) -> None:
    await command(file)
    whole = Path(f"{file}.results.csv").read_text()
    # As a kill leaves it: some lines and a half.
    Path(f"{file}.results.csv").write_text(whole[: len(whole) // 3])
    kept = len(results(file)) - 1
    before = await points.db["postings"].count_documents({})
    assert await command(file) == 1
    told = results(file)
    assert [int(one["row"]) for one in told] == list(range(2, ROWS + 2))
    assert {one["status"] for one in told[kept:]} == {"replayed"}
    assert await points.db["postings"].count_documents({}) == before


async def test_a_file_that_was_changed_is_not_continued(
    points: Points, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await command(file)
    Path(f"{file}.results.csv").write_text(
        "row,request_id,status,reason,message,import\n2,other,ok,,,tea/open\n"
    )
    assert await asyncio.to_thread(main, arguments(file)) == 2
    assert "was the file changed?" in capsys.readouterr().err


async def test_what_is_refused_by_the_ledger_is_told_by_row(points: Points, file: Path) -> None:
    file.write_text("member_id,amount,asset,request_id\nmem_a,1,GOLD,a\nmem_a,1,,b\nmem_a,2,,b\n")
    assert await command(file) == 1
    assert [(one["request_id"], one["status"], one["reason"]) for one in results(file)] == [
        ("a", "refused", "ASSET_UNKNOWN"),
        ("b", "ok", ""),
        ("b", "refused", "REQUEST_ID_REUSED"),
    ]


async def test_without_permission_nothing_is_tried_twice(
    points: Points,
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    member = Caller("tea", "user", Role.MEMBER, "mem_1")
    monkeypatch.setenv("TESSERA_TOKEN", points.issuer.mint(member, timedelta(minutes=5)))
    assert await asyncio.to_thread(main, arguments(file)) == 2
    assert "PERMISSION_DENIED" in capsys.readouterr().err
    assert results(file) == []


def many(number: int, fault: Exception | None = None) -> Iterator[Row]:
    for n in range(number):
        yield Row(n + 1, {"member_id": f"mem_{n % 50}", "amount": 1})
    if fault is not None:
        raise fault


@pytest.mark.usefixtures("crowd")
async def test_a_service_that_is_replaced_under_way_costs_no_row(
    points: Points, keys_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "PAUSE_FIRST_S", 0.05)
    told: list[Result] = []
    what = Import("many", "earn")
    sender = Sender(points.till().ledger, chunks(many(12_000), what), told.extend)
    sent = asyncio.create_task(sender.run())
    while not told:
        await asyncio.sleep(0.01)
    settings = Settings(keys_dir=keys_dir, members_address=NOWHERE, port=points.running.port)
    await points.running.stop(0)
    async with connect_members(settings) as members:
        points.running = await server.start(**wire(settings, points.db, members, points.clock))
        await sent
    assert [one.row for one in told] == list(range(1, 12_001))
    assert not [one for one in told if one.status is Status.REFUSED]
    assert (await points.operator().balance("house:issued")).posted == -12_000


async def test_it_gives_up_when_the_service_stays_away(
    points: Points, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "PAUSE_FIRST_S", 0.01)
    monkeypatch.setattr(sending, "PAUSE_MAX_S", 0.01)
    ledger = points.till().ledger
    await points.running.stop(0)
    with pytest.raises(Exception, match="UNAVAILABLE"):
        await Sender(ledger, chunks(many(10), Import("many", "earn")), print).run()


async def test_what_stands_before_a_fault_of_the_file_is_written(points: Points) -> None:
    told: list[Result] = []
    rows = many(1_500, FileProblem("torn"))
    sender = Sender(points.till().ledger, chunks(rows, Import("torn", "earn")), told.extend)
    with pytest.raises(FileProblem, match="torn"):
        await sender.run()
    assert len(told) == 1_500
