"""A year of orders earns by the service what an independent script makes of them."""

from __future__ import annotations

import csv
import gzip
import random
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bench import year_script
from bench.retail_points import CAMPAIGNS, Year, document
from bench.retail_year import LONDON
from examples.import_orders import order_file
from examples.import_orders.history import history
from services.common.cel import compile_condition
from services.common.clock import ManualClock
from services.points.context import PointsContext
from services.points.ledger.commands.ledger import Ledger
from services.points.ledger.storage.in_memory import LedgerInMemory
from services.points.programme.commands import Programmes
from services.points.sections import SECTIONS
from tests.fakes_points import FakeProgrammeStore, FakeStandingStore

BEGIN = datetime(2010, 12, 1, 9)  # noqa: DTZ001 - the file has the shop's own time
CUSTOMERS, INVOICES, DAYS = 5, 280, 374
ARTICLES = [("22001", "0.85"), ("22002", "4.25"), ("22003A", "12.75"), ("22004", "0.07")]
RETURNED_PERCENT = 33


@pytest.fixture(scope="module")
def orders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file like the real one, always the same: small baskets and large ones, of which a third
    comes back, wholly or in part, soon or late."""
    draw = random.Random(15)
    rows: list[tuple[datetime, str, str, str, int, str]] = []
    for number in range(INVOICES):
        at = BEGIN + timedelta(days=draw.randrange(DAYS), minutes=draw.randrange(540))
        customer, large = str(draw.randrange(CUSTOMERS)), draw.randrange(5) < 2
        back_after = timedelta(days=draw.choice((0, 3, 45)), minutes=5)
        is_back, whole = draw.randrange(100) < RETURNED_PERCENT, draw.randrange(2)
        for article, price in draw.sample(ARTICLES, draw.randrange(1, 5)):
            pieces = draw.randrange(1, 90 if large else 14)
            rows.append((at, f"{536000 + number}", customer, article, pieces, price))
            if is_back:
                back = pieces if whole else draw.randrange(1, pieces + 1)
                code = f"C{636000 + number}"
                rows.append((at + back_after, code, customer, article, -back, price))
    path = tmp_path_factory.mktemp("year") / "orders.csv.gz"
    with gzip.open(path, "wt", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        names = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"
        out.writerow(names.split(","))
        for at, code, customer, article, pieces, price in sorted(rows):
            out.writerow((code, article, "", pieces, at.isoformat(), price, customer, ""))
    return path


async def test_a_year_earns_by_the_service_what_the_script_says(orders: Path) -> None:
    events = history(order_file.read(orders, LONDON)).events
    clock, store = ManualClock(events[0].at), LedgerInMemory()
    programmes = Programmes(FakeProgrammeStore(), compile_condition, SECTIONS)
    ctx = PointsContext(Ledger(store, clock), programmes, FakeStandingStore(), clock)
    found = await Year(ctx, clock, document()).points(events)
    assert found == year_script.points(str(orders))
    assert len(found) == CUSTOMERS
    assert all(points > 0 for points, _ in found.values())

    # All happened by which the two could differ.
    said = {key for posting in store.journal for key in posting.metadata}
    assert {"clawback.1", "checkout", "returned.1", "given.1"} <= said
    awards = " ".join(
        text
        for posting in store.journal
        for key, text in posting.metadata.items()
        if key.startswith("award.")
    )
    expected = {"tier:high_value", "tier:vip", "dozens", "big_order", "month_gift"}
    expected |= {f"campaign:{one['code']}" for one in CAMPAIGNS}
    assert {one for one in expected if one not in awards} == set()


def test_the_referee_is_short_and_shares_nothing_with_the_suite() -> None:
    source = Path(year_script.__file__).read_text("utf-8")
    assert len(source.splitlines()) <= 150
    for package in ("services", "examples", "deploy", "tessera", "tests", "bench"):
        assert f"import {package}" not in source
        assert f"from {package}" not in source
