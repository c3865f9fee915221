"""RFM by the code of segments is RFM by SQL, of years made up and of the real one."""

from __future__ import annotations

import os
import random
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from bench.retail_year import FILE, LONDON, ON, by_segments, by_sql
from examples.import_orders import order_file
from examples.import_orders.history import Invoice, history


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), LONDON)


@pytest.mark.parametrize("seed", range(5))
def test_rfm_of_a_made_up_year_is_that_of_sql(seed: int) -> None:
    chance = random.Random(seed)
    invoices = [
        Invoice(
            f"{number}",
            f"c{chance.randrange(80)}",
            noon(ON - timedelta(days=chance.randrange(400))),
            [],
            minor := chance.choice((500, 1_000, chance.randrange(1, 90_000))),
            chance.choice((0, 0, 0, minor // 2, minor)),
        )
        for number in range(400)
    ]
    cuts, cells = by_segments(invoices)
    assert (cuts, cells) == by_sql(invoices)
    assert len(cells) > 9


def test_rfm_of_the_real_year_is_that_of_sql() -> None:
    name = os.environ.get(FILE, "")
    if not name or not Path(name).is_file():
        pytest.skip(f"{FILE} names no file")
    invoices: list[Invoice] = history(order_file.read(Path(name), LONDON)).invoices
    assert by_segments(invoices) == by_sql(invoices)
