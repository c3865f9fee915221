"""Parts of a programme that contradict others, so that they can never count.

Each would be published and do nothing, or undo what stands beside it, and its author would learn it
from members.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from services.members.programme.domain.declared import Path

Fault = tuple[Path, str]

NO_CHANGE_PERCENT = 100
DEFAULT_MONTHS = 12
"""The schema fills them in for every kind of window."""
SHORTEST_MONTH_DAYS = 28
_WITHIN = {"day": ("week", "month", "member"), "week": ("member",), "month": ("member",)}
"""Periods that hold another whole; a week may lie in two months."""


def useless_parts(document: Mapping[str, Any], now: datetime | None) -> Iterator[Fault]:
    """What can't count in a document that fits the schema and has its defaults.

    Without `now` no window has ended yet.
    """
    today = now.astimezone(ZoneInfo(document["timezone"])).date() if now else date.min
    yield from _assets(document, today)
    for i, ladder in enumerate(document["ladders"]):
        yield from _ladder(document, ladder, ("ladders", i))
    yield from _earning(document, today)
    yield from _rewards(document, today)
    yield from _feedback(document["feedback"])


def _assets(document: Mapping[str, Any], today: date) -> Iterator[Fault]:
    for code, asset in document["assets"].items():
        expiry = asset["expiry"]
        if expiry["policy"] == "fixed_date" and date.fromisoformat(expiry["date"]) < today:
            yield ("assets", code, "expiry", "date"), f"is past, today is {today}: all is expired"
    if document["assets"].get("GROWTH", {}).get("spendable"):
        yield ("assets", "GROWTH", "spendable"), "growth is never spent: say spendable: false"
    if document["rewards"]["items"] and not document["assets"]["POINTS"]["spendable"]:
        yield ("assets", "POINTS", "spendable"), "rewards cost POINTS, so these must be spendable"


def _ladder(document: Mapping[str, Any], ladder: Mapping[str, Any], at: Path) -> Iterator[Fault]:
    if ladder["basis"] == "growth" and "GROWTH" not in document["assets"]:
        yield (*at, "basis"), "growth is counted, and GROWTH is not among the assets"
    kind = ladder["window"]["kind"]
    if kind != "rolling" and ladder["window"]["months"] != DEFAULT_MONTHS:
        yield (*at, "window", "months"), f"belongs to a rolling window, this is {kind}"
    rules = document["earning"]["rules"]
    counts = ladder["main"] and any("tier" in rule["multipliers"] for rule in rules)
    why = "no rule has multipliers: [tier]" if ladder["main"] else "only the main ladder's counts"
    for j, tier in enumerate(ladder["tiers"]):
        if tier["multiplier_percent"] != NO_CHANGE_PERCENT and not counts:
            yield (*at, "tiers", j, "multiplier_percent"), f"multiplies nothing: {why}"
    for j, (lower, tier) in enumerate(pairwise(ladder["tiers"]), start=1):
        if tier["keep"] < lower["keep"]:
            message = f"below {lower['keep']}, which keeps the tier before"
            yield (*at, "tiers", j, "keep"), message


def _earning(document: Mapping[str, Any], today: date) -> Iterator[Fault]:
    earning = document["earning"]
    multiplied = any("campaigns" in rule["multipliers"] for rule in earning["rules"])
    for i, campaign in enumerate(earning["campaigns"]):
        at: Path = ("earning", "campaigns", i)
        yield from _window(campaign, at)
        if not multiplied:
            message = "no rule has multipliers: [campaigns], so this multiplies nothing"
            yield (*at, "code"), message
    for i, rule in enumerate(earning["rules"]):
        at = ("earning", "rules", i)
        yield from _bounds(rule["caps"], (*at, "caps"))
        # Another fault names an asset that is not there.
        expiry = (
            document["assets"].get(rule.get("asset", ""), {}).get("expiry", {"policy": "never"})
        )
        days = _days_left(expiry, today)
        if days is not None and rule["pending_days"] >= days:
            message = f"what is earned may expire after {days} days, before it can be spent"
            yield (*at, "pending_days"), message


def _days_left(expiry: Mapping[str, Any], today: date) -> int | None:
    """After how many days what is earned may be gone; None where that is not known."""
    policy = expiry["policy"]
    if policy == "days":
        return int(expiry["days"])
    if policy == "end_of_month":
        return SHORTEST_MONTH_DAYS * int(expiry["months"])
    last = date.fromisoformat(expiry["date"]) if policy == "fixed_date" else date.max
    if policy == "never" or today == date.min or last < today:
        return None
    return (last - today + timedelta(days=1)).days


def _rewards(document: Mapping[str, Any], today: date) -> Iterator[Fault]:
    for i, item in enumerate(document["rewards"]["items"]):
        at: Path = ("rewards", "items", i)
        yield from _window(item, at)
        yield from _bounds(item["limits"], (*at, "limits"))
        yield from _bounds(item.get("limits_for_all", ()), (*at, "limits_for_all"))
        if "until" in item and date.fromisoformat(item["until"]) < today:
            yield (*at, "until"), f"is past, today is {today}: nobody can have it"


def _window(item: Mapping[str, Any], at: Path) -> Iterator[Fault]:
    if "from" in item and "until" in item and item["until"] < item["from"]:
        yield (*at, "until"), f"before from, {item['from']}"


def _bounds(bounds: Sequence[Mapping[str, Any]], at: Path) -> Iterator[Fault]:
    """Caps or limits that others leave no room for."""
    least: dict[tuple[str, str], int] = {}
    for i, bound in enumerate(bounds):
        kind = "times" if "times" in bound else "amount"
        key = (kind, bound["per"])
        if key in least:
            yield (*at, i, "per"), f"{kind} per {bound['per']} stands here twice"
        least.setdefault(key, bound[kind])
    for i, bound in enumerate(bounds):
        kind = "times" if "times" in bound else "amount"
        for longer in _WITHIN.get(bound["per"], ()):
            if bound[kind] > least.get((kind, longer), bound[kind]):
                yield (*at, i, kind), f"more than {least[kind, longer]} per {longer}, so never had"
                break


def _feedback(feedback: Mapping[str, Any]) -> Iterator[Fault]:
    seen: set[str] = set()
    for i, category in enumerate(feedback.get("categories", ())):
        if category["code"] in seen:
            message = f"{category['code']} stands here twice: each code is unique"
            yield ("feedback", "categories", i, "code"), message
        seen.add(category["code"])
    conditions: set[str] = set()
    for i, route in enumerate(feedback["routing"]):
        at: Path = ("feedback", "routing", i, "when")
        if "true" in conditions:
            yield at, "never reached: a route before it takes everything"
        elif route["when"].strip() in conditions:
            yield at, "never reached: a route before it has the same condition"
        conditions.add(route["when"].strip())
    for priority, clock in feedback["clocks"].items():
        first = clock["first_response_minutes"]
        if clock.get("resolution_minutes", first) < first:
            message = f"before the first response, {first}"
            yield ("feedback", "clocks", priority, "resolution_minutes"), message
