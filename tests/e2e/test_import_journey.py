"""A file of orders is imported whole, whatever interrupts it and however often it is run."""

import asyncio
import random
import re
import sys
from pathlib import Path

from deploy.local import demo
from tessera.members.v1 import members_pb2
from tests.e2e.brand import Brand, identity
from tests.e2e.conftest import NewBrand

HEADER = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"
CUSTOMERS = 40
INVOICES = 1_600
UNDER_WAY = re.compile(rb"orders and refunds:\s+[1-9]\d?%")
IMPORT_TIMEOUT_S = 40
KNOWN = "90001"
WHOLESALER = "90002"


def write_orders(path: Path) -> None:
    """Invoices of three lines each, a tenth of them cancelled in part, and a customer to check."""
    draw = random.Random(7)
    rows = [HEADER]
    for n in range(INVOICES):
        at = f"2011-{1 + n * 11 // INVOICES:02d}-01T{n % 24:02d}:{n % 60:02d}:00"
        customer = 10_000 + draw.randrange(CUSTOMERS)
        lines = [
            (f"{20000 + draw.randrange(50)}", draw.randint(2, 9), draw.randint(100, 999))
            for _ in range(3)
        ]
        for article, quantity, pence in lines:
            price = f"{pence / 100:.2f}"
            rows.append(f"{n + 1},{article},TEA CUP,{quantity},{at},{price},{customer},UK")
        if n % 10 == 0:
            article, quantity, pence = lines[0]
            price = f"{pence / 100:.2f}"
            rows.append(f"C{n + 1},{article},TEA CUP,-1,{at},{price},{customer},UK")
    # 10.50 pounds are 10 points; 4.20 of them back take 4 points; the carriage counts for nothing.
    rows.append(f"9001,22423,CAKESTAND,5,2011-12-01T10:00:00,2.10,{KNOWN},UK")
    rows.append(f"9001,POST,CARRIAGE,1,2011-12-01T10:00:00,99.00,{KNOWN},UK")
    rows.append(f"C9002,22423,CAKESTAND,-2,2011-12-02T10:00:00,2.10,{KNOWN},UK")
    # Wholesale: the largest invoice of the real year, given back on the same day.
    rows.append(f"9003,23166,CERAMIC JAR,74215,2011-12-03T10:00:00,1.04,{WHOLESALER},UK")
    rows.append(f"C9004,23166,CERAMIC JAR,-74215,2011-12-03T10:20:00,1.04,{WHOLESALER},UK")
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")


async def importer(brand: Brand, file: Path) -> asyncio.subprocess.Process:
    """The command, as `make import-orders` calls it."""
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "examples.import_orders"),
        *("--file", str(file), "--brand", brand.name, "--data", brand.suite.data),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def import_all(brand: Brand, file: Path) -> str:
    """The report of an import that must agree with the file."""
    process = await importer(brand, file)
    report, said = await asyncio.wait_for(process.communicate(), IMPORT_TIMEOUT_S)
    assert process.returncode == 0, report.decode() + said.decode()
    return report.decode()


async def import_until_killed(brand: Brand, file: Path) -> None:
    """An import that is killed with a part of the orders recorded."""
    process = await importer(brand, file)
    assert process.stderr is not None
    said = b""
    async with asyncio.timeout(IMPORT_TIMEOUT_S):
        while not UNDER_WAY.search(said):
            chunk = await process.stderr.read(4096)
            assert chunk, said.decode()
            said += chunk
    process.kill()
    await process.communicate()


async def test_an_import_killed_in_the_middle_and_run_twice_agrees_with_the_file(
    new_brand: NewBrand, tmp_path: Path
) -> None:
    shop = await new_brand(demo.programmes()["retail"])
    file = tmp_path / "orders.csv"
    write_orders(file)

    await import_until_killed(shop, file)
    first = await import_all(shop, file)
    recorded, known_before = counts(first)
    assert known_before > 0, "the killed import had recorded some"
    assert recorded > 0, "and not all of them"
    second = await import_all(shop, file)
    assert counts(second) == (0, recorded + known_before)
    assert totals(second) == totals(first)

    card = members_pb2.FindMemberRequest(identity=identity("POS_CARD", KNOWN))
    member = (await shop.till.members.FindMember(card)).member
    assert (member.facts.orders, member.facts.spent_minor) == (1, 1050 - 420)
    assert (await shop.till.balance(member.id)).posted == 10 - 4


def counts(report: str) -> tuple[int, int]:
    """Activities recorded by a run, and those known before it."""
    found = re.search(r"([\d,]+) activities recorded, ([\d,]+) known before", report)
    assert found is not None, report
    recorded, known = (int(number.replace(",", "")) for number in found.groups())
    return recorded, known


def totals(report: str) -> str:
    """The part of a report that sets the file beside the suite."""
    return report[report.index("by the file") : report.index(" s: file")].rpartition("\n")[0]
