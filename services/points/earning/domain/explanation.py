"""The explanation of an award in its posting, for people and for repeats: texts in its metadata.

One line per award, `rule|asset|amount|base|percent|multipliers|capped`; as many lines to a value
as fit. The whole of an order's awards is in the order's record as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from services.points.activities.domain.activity import Activity
from services.points.earning.domain.award import Award
from services.points.earning.domain.multiplier import Multiplier
from services.points.ledger.domain.metadata_lines import (
    VALUE_CHARS_MAX,
    packed,
    unpacked,
)
from services.points.ledger.domain.posting import BY_BRAND, ORDER_ID, STORE_ID


def of_activity(activity: Activity) -> dict[str, str]:
    """The names of the activity, of its order, and of the store where it happened."""
    names = {"activity": str(activity.type), "event_id": activity.event_id}
    if activity.channel:
        names["channel"] = activity.channel
    # An order without a channel is none that the member bought.
    if activity.order is not None and activity.channel:
        names[ORDER_ID] = activity.order.order_id
    if activity.store_id:
        names[STORE_ID] = activity.store_id
    if activity.by_brand:
        names[BY_BRAND] = "1"
    return names


PAID_MINOR = "paid_minor"
"""The key under which an order's award says what was paid, for reports."""


def of_awards(awards: Iterable[Award], programme_version: int) -> dict[str, str]:
    lines = (_award_line(award) for award in awards)
    return {"programme_version": str(programme_version), **packed("award", lines)}


def awards_in(metadata: Mapping[str, str]) -> tuple[Award, ...]:
    """The awards that a posting was made of, without their lots and lines."""
    version = int(metadata.get("programme_version", "0"))
    return tuple(_award(line, version) for line in unpacked("award", metadata))


def _award_line(award: Award) -> str:
    """The award as one line. Multipliers that do not fit are left out, the last ones first."""
    multipliers = [str(multiplier) for multiplier in award.multipliers]
    base = f"{award.base}/{award.base_hundredths}" if award.base_hundredths else str(award.base)
    while True:
        numbers = f"{award.amount}|{base}|{award.multiplier_percent}"
        line = f"{award.rule}|{award.asset}|{numbers}|{','.join(multipliers)}|{award.capped}"
        if len(line) <= VALUE_CHARS_MAX:
            return line
        multipliers.pop()


def _award(line: str, version: int) -> Award:
    rule, asset, amount, base, percent, multipliers, capped = line.split("|")
    base, _, hundredths = base.partition("/")
    pairs = (text.rsplit("=", 1) for text in multipliers.split(",") if text)
    return Award(
        rule=rule,
        asset=asset,
        amount=int(amount),
        base=int(base),
        multiplier_percent=int(percent),
        multipliers=tuple(Multiplier(source, int(part)) for source, part in pairs),
        programme_version=version,
        capped=int(capped),
        available_at=None,
        expire_at=None,
        base_hundredths=int(hundredths or 0),
    )
