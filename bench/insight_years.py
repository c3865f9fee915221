"""Years of what members of a brand did, as insight takes them: a real one, and one made up."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from examples.import_orders import order_file
from examples.import_orders.history import Invoice, history
from services.feedback.insight.domain.happening import (
    ENROLMENT,
    FEEDBACK,
    ORDER,
    REFUND,
    SATISFIED,
    VISIT,
    Happening,
)

STORES = 7
QUIET = date(2026, 2, 6), date(2026, 2, 22)
KINDS = (VISIT, VISIT, VISIT, ORDER, ORDER, ORDER, REFUND, "share", "review", FEEDBACK, SATISFIED)


@dataclass(frozen=True, slots=True)
class Year:
    """`happenings` are in the order in which they happened; `zone` is the one of the days."""

    brand: str
    zone: str
    happenings: Sequence[Happening]
    last: date


def retail_year(file: Path, brand: str = "retail") -> Year:
    """Online Retail of the UCI Machine Learning Repository: each customer enrols with the first
    order, at a store that is made up."""
    zone = "Europe/London"
    told: list[Happening] = []
    known: set[str] = set()
    for number, each in enumerate(history(order_file.read(file, ZoneInfo(zone))).events):
        member, store = f"mem_{each.customer}", f"s{int(each.customer) % STORES}"
        if isinstance(each, Invoice):
            if member not in known:
                known.add(member)
                told.append(
                    Happening(f"e{number}", brand, member, ENROLMENT, each.at, store_id=store)
                )
            kind, minor, order = ORDER, each.total_minor, each.number
        else:
            kind, minor = REFUND, -sum(line.amount_minor for line in each.lines)
            order = each.invoice
        told.append(
            Happening(f"a{number}", brand, member, kind, each.at, minor, store, "shop", order)
        )
    return Year(brand, zone, told, date(2011, 12, 9))


def made_up_year(
    seed: int, members: int, happenings: int, days_long: int = 365, brand: str = "tea"
) -> Year:
    """The days up to 28 February 2026 in Shanghai: nothing happens in the 17 days around the Spring
    Festival, some happenings name nobody, and many are at the end of a day."""
    zone, chance, last = "Asia/Shanghai", random.Random(seed), date(2026, 2, 28)
    every = [last - timedelta(days=each) for each in reversed(range(days_long))]
    days = [each for each in every if not QUIET[0] <= each <= QUIET[1]]
    joined = {f"mem_{each}": chance.randrange(len(days) * 3 // 4) for each in range(members)}

    def at(day: date) -> datetime:
        minute = chance.choice((chance.randrange(1_440), chance.randrange(1_430, 1_440)))
        return datetime.combine(day, time(), ZoneInfo(zone)) + timedelta(minutes=minute)

    told = []
    for member, place in joined.items():
        begins = datetime.combine(days[place], time(), ZoneInfo(zone))
        told.append(Happening(f"{member}/e", brand, member, ENROLMENT, begins, store_id="s1"))
    for number in range(happenings):
        kind, member = chance.choice(KINDS), chance.choice(sorted(joined))
        # Half of them soon after the enrolment, so that cohorts have somebody.
        soon = chance.randrange(40) if chance.random() < 0.5 else chance.randrange(len(days))
        day = days[min(joined[member] + soon, len(days) - 1)]
        minor = {ORDER: 1, REFUND: -1}.get(kind, 0) * chance.randrange(1, 90_000)
        told.append(
            Happening(
                f"a{number}",
                brand,
                member if chance.random() < 0.95 else "",
                kind,
                at(day),
                minor,
                chance.choice(("", "s1", "s2", "s3")),
                "pos",
                f"pos/{number}" if minor else "",
            )
        )
    told.sort(key=lambda each: (each.at, each.id))
    return Year(brand, zone, told, days[-1])
