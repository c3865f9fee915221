"""What a brand may write wrong about its figures, beyond their schema."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from services.members.programme.domain.declared import Path, Problems, repeats

RATES = (
    "interaction_rate",
    "delivered_rate",
    "open_rate",
    "opt_out_rate",
    "retention_d1",
    "retention_d7",
    "retention_d30",
    "conversion",
    "first_order_rate_7d",
    "churn_rate",
    "refund_rate",
    "csat",
    "nps",
    "survey_csat",
    "first_response_in_time",
    "resolution_in_time",
    "negative_share",
    "complaint_rate",
    "advocacy_share",
    "promoters_share",
)
"""Figures that every brand has, told by day, in percent."""
AMOUNTS = (
    "members",
    "new_members",
    "active_members",
    "interactions",
    "touches",
    "revenue",
    "orders",
    "average_order",
    "ltv",
    "feedback_items",
    "shares",
    "invites",
    "reviews",
    "referrals",
)
"""Figures that every brand has, told by day, of counts and money."""
OFF_BOARD = frozenset(
    {
        *("delivered_rate", "open_rate", "churn_rate", "survey_csat", "negative_share"),
        *("complaint_rate", "promoters_share", "referrals"),
    }
)
"""Of these, those that stand on no board that does not name them."""
OTHERS = ("stickiness", "repurchase_rate_90d", "cac", "roi")
"""Figures that every brand has, not told by day."""
BOARD_MAX = 30
MAIN_BOARD = "main"
_PAID = {"order", "refund"}


def insight_contradictions(document: Mapping[str, Any]) -> Problems:
    """Problems of the section, in a document that fits the schema."""
    section = document.get("insight") or {}
    at: Path = ("insight",)
    yield from repeats(section.get("targets", ()), (*at, "targets"), "metric")
    yield from repeats(section.get("boards", ()), (*at, "boards"))
    for i, each in enumerate(section.get("boards", ())):
        if each["code"] == MAIN_BOARD:
            yield (*at, "boards", i, "code"), f"{MAIN_BOARD} is `board`: choose another code"
    yield from repeats(section.get("funnels", ()), (*at, "funnels"))
    yield from repeats(section.get("acquisition", ()), (*at, "acquisition"))
    yield from repeats(section.get("metrics", ()), (*at, "metrics"))
    for i, metric in enumerate(section.get("metrics", ())):
        yield from _own(metric, (*at, "metrics", i))
    yield from _named(section, at)
    yield from _thresholds(document, section, (*at, "thresholds"))
    yield from _report_messages(section, (*at, "report_messages"))
    channels: dict[str, str] = {}
    for i, channel in enumerate(section.get("acquisition", ())):
        for j, source in enumerate(channel["sources"]):
            if channels.setdefault(source, channel["code"]) != channel["code"]:
                told = f"{source} belongs to {channels[source]} already"
                yield (*at, "acquisition", i, "sources", j), told


def _own(metric: Mapping[str, Any], at: Path) -> Problems:
    """Problems of one of the brand's own metrics."""
    if metric["code"] in {*RATES, *AMOUNTS, *OTHERS}:
        told = f"{metric['code']} is a figure that every brand has: choose another code"
        yield (*at, "code"), told
    parts = {key: metric[key] for key in ("numerator", "denominator") if key in metric}
    for key, part in parts.items():
        yield from _part(part, (*at, key))
    paid = {key: part.get("of") == "money" for key, part in parts.items()}
    fits = {
        "percent": "denominator" in parts and paid["numerator"] == paid.get("denominator"),
        "money": paid["numerator"] and not paid.get("denominator"),
        "count": not any(paid.values()),
    }
    if not fits[metric["unit"]]:
        yield (*at, "unit"), _UNITS[metric["unit"]]


_UNITS: Mapping[str, str] = {
    "percent": "a percentage has a denominator, and both of its parts count money or neither does",
    "money": "a figure of money has a numerator of money, and no denominator of money",
    "count": "a count has no part of money",
}


def _part(part: Mapping[str, Any], at: Path) -> Problems:
    if part.get("of") == "money" and not _PAID.issuperset(part["kinds"]):
        yield (*at, "kinds"), "only orders and refunds have money"
    if part.get("of") == "members":
        # Whoever did two things, or was at two stores, would be counted twice.
        if len(part["kinds"]) > 1:
            yield (*at, "kinds"), "members are counted of one kind: more would count some twice"
        if len(part.get("stores", ())) > 1:
            yield (*at, "stores"), "members are counted at one store: more would count some twice"


def _named(section: Mapping[str, Any], at: Path) -> Problems:
    """Metrics that are named and do not exist, or are not told by day; targets of other units."""
    own = [each for each in section.get("metrics", ()) if each.get("grain", "day") == "day"]
    rates = {*RATES, *(each["code"] for each in own if each["unit"] == "percent")}
    daily = [*RATES, *AMOUNTS, *(each["code"] for each in own)]
    for path, code in _names(section):
        if code not in daily:
            yield (*at, *path), f"{code} is no figure that is told by day: {', '.join(daily)}"
    for i, target in enumerate(section.get("targets", ())):
        code, wants = target["metric"], "target_permille"
        if code in daily and (code in rates) != (wants in target):
            wanted = wants if code in rates else "target"
            yield (*at, "targets", i, "metric"), f"the target of {code} is written {wanted}"


def _thresholds(document: Mapping[str, Any], section: Mapping[str, Any], at: Path) -> Problems:
    """Thresholds of which nothing would come."""
    thresholds = section.get("thresholds", ())
    yield from repeats(thresholds, at)
    reach = document.get("reach", {})
    journeys = {each["code"] for each in reach.get("journeys", ())}
    messages = {each["code"]: each["purpose"] for each in reach.get("messages", ())}
    targets = {each["metric"] for each in section.get("targets", ())}
    watched = _watched(section)
    for i, threshold in enumerate(thresholds):
        metric, journey = threshold["metric"], threshold.get("pause_journey")
        if journey is not None and journey not in journeys:
            yield (*at, i, "pause_journey"), f"reach.journeys has no {journey}"
        yield from _switched(threshold.get("switch_off", {}), messages, (*at, i, "switch_off"))
        if threshold["when"] == "missed" and metric not in targets:
            yield (*at, i, "metric"), f"targets have none for {metric}"
        if threshold["when"] == "worse" and metric not in watched:
            yield (*at, i, "metric"), f"alarms do not look at {metric}"


def _switched(off: Mapping[str, str], messages: Mapping[str, str], at: Path) -> Problems:
    """Messages that cannot be switched off, or cannot stand in."""
    for key, code in off.items():
        if code not in messages:
            yield (*at, key), f"reach.messages has no {code}"
    purposes = {messages[code] for code in off.values() if code in messages}
    if len(purposes) > 1:
        yield (*at, "instead"), "it has another purpose: members agreed to each by itself"
    if off and off["message"] == off.get("instead"):
        yield (*at, "instead"), "another message than the one that is switched off"


def _report_messages(section: Mapping[str, Any], at: Path) -> Problems:
    """Messages of reports that nobody makes, and those that are written twice."""
    made, known = section.get("reports", ()), set()
    for i, wished in enumerate(section.get("report_messages", ())):
        if wished["report"] not in made:
            yield (*at, i, "report"), f"reports has no {wished['report']}"
        key = wished["report"], wished["channel"], wished["language"]
        if key in known:
            yield (*at, i), f"{' '.join(key)} is written twice"
        known.add(key)


def _watched(section: Mapping[str, Any]) -> Collection[str]:
    """The figures that alarms look at."""
    if "alarms" not in section:
        return ()
    daily = (e["code"] for e in section.get("metrics", ()) if e.get("grain", "day") == "day")
    usual = (code for code in (*RATES, *AMOUNTS) if code not in OFF_BOARD)
    board = section.get("board") or [*usual, *daily][:BOARD_MAX]
    return section["alarms"].get("metrics") or board


def _names(section: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    for i, code in enumerate(section.get("board", ())):
        yield ("board", i), code
    for i, board in enumerate(section.get("boards", ())):
        for j, code in enumerate(board["metrics"]):
            yield ("boards", i, "metrics", j), code
    for i, target in enumerate(section.get("targets", ())):
        yield ("targets", i, "metric"), target["metric"]
    for i, code in enumerate(section.get("alarms", {}).get("metrics", ())):
        yield ("alarms", "metrics", i), code
    for i, threshold in enumerate(section.get("thresholds", ())):
        yield ("thresholds", i, "metric"), threshold["metric"]
