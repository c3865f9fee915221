"""What a posting says about itself, for people and for repeats: short texts in its metadata.

One line per award, `rule|asset|amount|base|percent|multipliers|capped`, and one per clawback,
`asset|due|taken|from_pending|available_after`, with one for each rule whose points it took,
`rule|asset|points`; as many lines to a value as fit. The whole of an order's awards is in the
order's record as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from services.points.domain.activity import Activity
from services.points.domain.award import Award
from services.points.domain.multiplier import Multiplier
from services.points.domain.posting import ORDER_ID
from services.points.domain.refund import Clawback

VALUE_CHARS_MAX = 256
VALUES_MAX = 10
"""Of the 16 that a posting may have."""


def of_activity(activity: Activity) -> dict[str, str]:
    """Which activity, and which order."""
    told = {
        "activity": str(activity.type),
        "channel": activity.channel,
        "event_id": activity.event_id,
    }
    if activity.order is not None:
        told[ORDER_ID] = activity.order.order_id
    return told


def of_awards(awards: Iterable[Award], programme_version: int) -> dict[str, str]:
    lines = (_award_line(award) for award in awards)
    return {"programme_version": str(programme_version), **_packed("award", lines)}


def awards_in(metadata: Mapping[str, str]) -> tuple[Award, ...]:
    """The awards that a posting was made of, without their lots and lines."""
    version = int(metadata.get("programme_version", "0"))
    return tuple(_award(line, version) for line in _unpacked("award", metadata))


def of_clawbacks(clawbacks: Iterable[Clawback]) -> dict[str, str]:
    lines = [f"{c.asset}|{c.due}|{c.taken}|{c.from_pending}|{c.available_after}" for c in clawbacks]
    return _packed("clawback", lines)


def clawbacks_in(metadata: Mapping[str, str]) -> tuple[Clawback, ...]:
    """The clawbacks that a posting was made of."""
    lines = (line.split("|") for line in _unpacked("clawback", metadata))
    return tuple(Clawback(asset, *map(int, numbers)) for asset, *numbers in lines)


def of_refund(
    clawbacks: Iterable[Clawback], taken: Iterable[tuple[str, str, int]]
) -> dict[str, str]:
    """The clawbacks and, as far as there is room, of which rule, asset and points they are."""
    told = of_clawbacks(clawbacks)
    lines = (f"{rule}|{asset}|{points}" for rule, asset, points in taken)
    return told | _packed("taken", lines, VALUES_MAX - len(told))


def taken_in(metadata: Mapping[str, str]) -> list[tuple[str, str, int]]:
    """The rules whose points a refund took, with the asset and how many."""
    lines = (line.split("|") for line in _unpacked("taken", metadata))
    return [(rule, asset, int(points)) for rule, asset, points in lines]


def _award_line(award: Award) -> str:
    """The award as one line. Multipliers that do not fit are left out, the last ones first."""
    multipliers = [str(multiplier) for multiplier in award.multipliers]
    while True:
        numbers = f"{award.amount}|{award.base}|{award.multiplier_percent}"
        line = f"{award.rule}|{award.asset}|{numbers}|{','.join(multipliers)}|{award.capped}"
        if len(line) <= VALUE_CHARS_MAX:
            return line
        multipliers.pop()


def _award(line: str, version: int) -> Award:
    rule, asset, amount, base, percent, multipliers, capped = line.split("|")
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
    )


def _packed(name: str, lines: Iterable[str], most: int = VALUES_MAX) -> dict[str, str]:
    """Lines joined into values; those beyond the last value are left out."""
    values: list[str] = []
    for line in lines:
        if values and len(values[-1]) + 1 + len(line) <= VALUE_CHARS_MAX:
            values[-1] += ";" + line
        else:
            values.append(line)
    return {f"{name}.{number}": value for number, value in enumerate(values[:most], 1)}


def _unpacked(name: str, metadata: Mapping[str, str]) -> list[str]:
    keys = (f"{name}.{number}" for number in range(1, VALUES_MAX + 1))
    return [line for key in keys if key in metadata for line in metadata[key].split(";")]
