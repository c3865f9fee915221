"""A programme, and the rules for its file that a schema can't say.

The shape is in protos/tessera/programme/v1/programme.schema.json and the files beside it; here
are the rules that join one part of the file to another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.members.programme.domain.assets import asset_contradictions
from services.members.programme.domain.declared import (
    GROWTH,
    Path,
    no_asset,
    no_coupon,
    no_tier,
    repeats,
)
from services.members.programme.domain.events import event_contradictions
from services.members.programme.domain.experiments import experiment_contradictions
from services.members.programme.domain.feedback import feedback_contradictions
from services.members.programme.domain.ideas import idea_contradictions
from services.members.programme.domain.insight import insight_contradictions
from services.members.programme.domain.journeys import journeys_contradictions
from services.members.programme.domain.ladders import class_contradictions, ladder_contradictions
from services.members.programme.domain.leaderboards import leaderboard_contradictions
from services.members.programme.domain.lifecycle import lifecycle_contradictions
from services.members.programme.domain.lotteries import lottery_contradictions
from services.members.programme.domain.offers import offer_contradictions
from services.members.programme.domain.people import people_contradictions
from services.members.programme.domain.reach import reach_contradictions
from services.members.programme.domain.rewards import reward_badge, reward_gives
from services.members.programme.domain.surveys import survey_contradictions
from services.members.programme.domain.tags import tag_contradictions
from services.members.programme.domain.topics import topic_contradictions

SOURCE_BYTES_MAX = 256 * 1024
NOTE_CHARACTERS_MAX = 500
NO_BENEFITS = frozenset({"POINTS", GROWTH, "STOCK"})
"""Assets that mean something else already."""
PUBLISHED_OCCASIONS = frozenset({"birthday", "enrolment_anniversary", "first_order_anniversary"})
"""What a rule may be on, that comes only where the section `occasions` keeps it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a file: its place (from 1), its key, and what would be right.

    `reason` is that of a condition that is refused, and empty otherwise.
    """

    line: int
    column: int
    key: str
    message: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class InForce:
    """The version in force, without its file; a rollback gives an old document a new version."""

    version: int
    document: Mapping[str, Any]

    @property
    def revision(self) -> int:
        return self.version


@dataclass(frozen=True, slots=True)
class Programme:
    """One published version of a brand's rules. `document` is JSON with defaults filled in."""

    brand: str
    version: int
    source_yaml: str
    document_json: str
    published_at: datetime
    published_by: str
    rollback_of: int
    note: str


class ProgrammeInvalid(Exception):
    """The file breaks its rules; the first problem is named, and all are counted."""

    reason = "PROGRAMME_INVALID"

    def __init__(self, problems: Sequence[Problem]) -> None:
        first = problems[0]
        super().__init__(f"line {first.line}, {first.key}: {first.message}")
        self.field = "source_yaml"
        self.metadata = {
            "line": str(first.line),
            "column": str(first.column),
            "key": first.key,
            "problems": str(len(problems)),
        }


class ProgrammeMissing(Exception):
    """The brand has no such version."""

    reason = "PROGRAMME_MISSING"

    def __init__(self, brand: str, version: int) -> None:
        super().__init__(f"{brand} has no programme version {version}" if version else brand)
        self.metadata = {"version": str(version)}


BUDGETS_MAX = 20


def contradictions(document: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """Problems between the parts of a document that fits the schema."""
    yield from asset_contradictions(document["assets"])
    yield from ladder_contradictions(document["ladders"])
    yield from _earning(document)
    yield from _rewards(document)
    yield from _check_in(document)
    yield from _badges(document)
    yield from _tasks(document)
    yield from _streaks(document)
    yield from _benefits(document)
    yield from _gifts(document)
    yield from _profile(document.get("profile", {}))
    yield from _occasions(document)
    yield from repeats(document.get("coupons", {}).get("types", ()), ("coupons", "types"))
    yield from _checkout(document)
    yield from lottery_contradictions(document)
    yield from leaderboard_contradictions(document)
    yield from event_contradictions(document)
    yield from _consents(document.get("consents", {}))
    yield from tag_contradictions(document.get("tags", ()))
    yield from people_contradictions(document)
    yield from lifecycle_contradictions(document)
    yield from repeats(document.get("segments", ()), ("segments",))
    yield from _rfm(document.get("rfm", {}))
    yield from class_contradictions(document)
    yield from feedback_contradictions(document["feedback"])
    yield from journeys_contradictions(document)
    yield from reach_contradictions(document)
    yield from idea_contradictions(document)
    yield from topic_contradictions(document)
    yield from survey_contradictions(document)
    yield from insight_contradictions(document)
    yield from experiment_contradictions(document)
    yield from offer_contradictions(document)
    yield from _wake_up(document)


def _earning(document: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    rules = document["earning"]["rules"]
    yield from repeats(rules, ("earning", "rules"))
    yield from repeats(document["earning"]["campaigns"], ("earning", "campaigns"))
    yield from _budgets(document)
    for i, rule in enumerate(rules):
        at: Path = ("earning", "rules", i)
        if "coupon" in rule["award"]:
            yield from no_coupon(document, rule["award"]["coupon"], (*at, "award", "coupon"))
        else:
            yield from no_asset(document, rule["asset"], (*at, "asset"))
        if rule["each"] != "activity" and rule["on"] != "order":
            yield (*at, "each"), f"only an order has lines; {rule['on']} is judged as a whole"
        if "per_minor_units" in rule["award"] and rule["on"] != "order":
            yield (*at, "award", "per_minor_units"), "only an order has an amount"
        if "per_minor_units" in rule["award"] and rule["each"] == "item":
            yield (*at, "award", "per_minor_units"), "a piece has no amount: each: line"


def _budgets(document: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    """Each award takes of its budgets in one posting, which has so many legs."""
    earning = document["earning"]
    written = sum("budget" in each for each in (*earning["rules"], *earning["campaigns"]))
    written += sum("first" in rule for rule in earning["rules"])
    if written > BUDGETS_MAX:
        yield ("earning",), f"{written} budgets and first: at most {BUDGETS_MAX} altogether"
    for i, campaign in enumerate(earning["campaigns"]):
        asset = campaign.get("budget", {}).get("asset", "POINTS")
        yield from no_asset(document, asset, ("earning", "campaigns", i, "budget", "asset"))


def _rewards(document: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    items = document["rewards"]["items"]
    if items and not document["assets"]["POINTS"]["spendable"]:
        yield ("assets", "POINTS", "spendable"), "rewards are paid in POINTS: true"
    yield from repeats(items, ("rewards", "items"))
    groups = document["rewards"].get("categories", ())
    yield from repeats(groups, ("rewards", "categories"))
    categories = [group["code"] for group in groups]
    for i, item in enumerate(items):
        for asset in item.get("prices", ()):
            at: Path = ("rewards", "items", i, "prices", asset)
            yield from no_asset(document, asset, at)
            if asset in document["assets"] and not document["assets"][asset]["spendable"]:
                yield at, f"{asset} is not spendable, so it pays for nothing"
        if "category" in item and item["category"] not in categories:
            told = f"{item['category']} is not a category: {', '.join(categories) or 'none'}"
            yield ("rewards", "items", i, "category"), told
        if "coupon" in item:
            yield from no_coupon(document, item["coupon"], ("rewards", "items", i, "coupon"))
        if "badge" in item:
            yield from reward_badge(document, item, ("rewards", "items", i, "badge"))
        if "gives" in item:
            yield from reward_gives(document, item, ("rewards", "items", i, "gives"))
        if "min_tier" in item:
            yield from no_tier(document, item["min_tier"], ("rewards", "items", i, "min_tier"))


def _checkout(document: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    checkout = document.get("checkout", {})
    if "points" in checkout and not document["assets"]["POINTS"]["spendable"]:
        yield ("assets", "POINTS", "spendable"), "POINTS pay at checkout: true"
    seen: set[str] = set()
    for i, discount in enumerate(checkout.get("tier_discounts", ())):
        at: Path = ("checkout", "tier_discounts", i, "tier")
        yield from no_tier(document, discount["tier"], at)
        if discount["tier"] in seen:
            yield at, f"{discount['tier']} stands here twice: each tier has one discount"
        seen.add(discount["tier"])


def _gifts(document: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    gifts, assets = document.get("gifts"), document["assets"]
    if gifts is None:
        return
    counted = {benefit["asset"] for benefit in document.get("benefits", ())}
    for i, asset in enumerate(gifts["assets"]):
        at: Path = ("gifts", "assets", i)
        if asset not in assets:
            yield from no_asset(document, asset, at)
        elif not assets[asset]["spendable"]:
            yield at, f"{asset} is not spendable, so nobody can give it"
        elif asset in counted:
            yield at, f"{asset} is a benefit of the member's own tier"
    if "min_tier" in gifts:
        yield from no_tier(document, gifts["min_tier"], ("gifts", "min_tier"))
    for tier in gifts.get("tiers", ()):
        yield from no_tier(document, tier, ("gifts", "tiers", tier))


def _wake_up(document: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    section = document.get("wake_up", {})
    if "coupon" in section:
        yield from no_coupon(document, section["coupon"], ("wake_up", "coupon"))
    rules = document["earning"]["rules"]
    multiplied = (r["on"] == "order" and "campaigns" in r["multipliers"] for r in rules)
    if "percent" in section and not any(multiplied):
        told = "no rule on orders has campaigns among its multipliers, so nothing is multiplied"
        yield ("wake_up", "percent"), told


def _check_in(document: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    for part, body in document.get("check_in", {}).items():
        at: Path = ("check_in", part, "asset")
        if body["asset"] not in document["assets"]:
            yield from no_asset(document, body["asset"], at)
        elif body["asset"] == GROWTH:
            yield at, f"{GROWTH} is what ladders count: choose another asset"
        elif part == "make_up" and not document["assets"][body["asset"]]["spendable"]:
            yield at, f"{body['asset']} is not spendable, so it cannot make up for a day"


def _badges(document: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    badges = document.get("badges", ())
    yield from repeats(badges, ("badges",))
    for i, badge in enumerate(badges):
        if "min_tier" in badge:
            yield from no_tier(document, badge["min_tier"], ("badges", i, "min_tier"))
        if badge["times"] > 1 and "on" not in badge:
            yield ("badges", i, "times"), "activities are counted, so say of which type: on"


def _tasks(document: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    chains = document.get("tasks", ())
    yield from repeats(chains, ("tasks",))
    for i, chain in enumerate(chains):
        at: Path = ("tasks", i)
        yield from repeats(chain["steps"], (*at, "steps"))
        yield from _play_reward(document, chain, at)
        for j, step in enumerate(chain["steps"]):
            yield from _play_reward(document, step, (*at, "steps", j))
        window = chain.get("window", {})
        if "from" in window and "until" in window and window["until"] < window["from"]:
            yield (*at, "window", "until"), f"must not be before {window['from']}"


def _streaks(document: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    streaks = document.get("streaks", ())
    yield from repeats(streaks, ("streaks",))
    for i, streak in enumerate(streaks):
        yield from _play_reward(document, streak, ("streaks", i))


def _play_reward(
    document: Mapping[str, Any], item: Mapping[str, Any], at: Path
) -> Iterator[tuple[Path, str]]:
    """What a step, a chain or a streak gives must be declared."""
    reward = item.get("reward", {})
    at = (*at, "reward")
    asset = reward.get("asset")
    if asset == GROWTH:
        yield (*at, "asset"), f"{GROWTH} is what ladders count: choose another asset"
    elif asset is not None:
        yield from no_asset(document, asset, (*at, "asset"))
    if "coupon" in reward:
        yield from no_coupon(document, reward["coupon"], (*at, "coupon"))
    badges = [badge["code"] for badge in document.get("badges", ())]
    if "badge" in reward and reward["badge"] not in badges:
        known = ", ".join(badges) or "none"
        yield (*at, "badge"), f"{reward['badge']} is not among the badges: {known}"


def _benefits(document: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    benefits, assets = document.get("benefits", ()), document["assets"]
    yield from repeats(benefits, ("benefits",))
    used: set[str] = set()
    for i, benefit in enumerate(benefits):
        asset, at = benefit["asset"], ("benefits", i, "asset")
        if asset not in assets:
            yield from no_asset(document, asset, at)
        elif asset in NO_BENEFITS:
            yield at, f"{asset} is not a benefit's: declare an asset for it"
        elif not assets[asset]["spendable"]:
            yield at, f"{asset} is not spendable, so nobody could use the benefit"
        elif asset in used:
            yield at, f"{asset} belongs to a benefit before: each has an asset of its own"
        used.add(asset)
        for tier in benefit["times"]:
            yield from no_tier(document, tier, ("benefits", i, "times", tier))
    counted = {benefit["code"] for benefit in benefits}
    for i, ladder in enumerate(document["ladders"]):
        for j, tier in enumerate(ladder["tiers"]):
            at_tier: Path = ("ladders", i, "tiers", j, "benefits")
            given = tier.get("benefits", ())
            if given and not ladder["main"]:
                yield at_tier, "only the main ladder's tiers have benefits: the card shows those"
            yield from repeats(given, at_tier)
            for k, each in enumerate(given):
                if each["code"] in counted:
                    yield (*at_tier, k, "code"), f"{each['code']} is a counted benefit already"


def _profile(profile: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    preferences = profile.get("preferences", ())
    yield from repeats(preferences, ("profile", "preferences"))
    if "preferences" in profile.get("complete", ()) and not preferences:
        yield ("profile", "complete"), "no profile would be complete: add profile.preferences"
    for i, preference in enumerate(preferences):
        yield from repeats(preference["values"], ("profile", "preferences", i, "values"))


def _occasions(document: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    occasions = document.get("occasions", {})
    yield from repeats(occasions.get("member_days", ()), ("occasions", "member_days"))
    for i, rule in enumerate(document["earning"]["rules"]):
        if rule["on"] in PUBLISHED_OCCASIONS and rule["on"] not in occasions:
            told = f"nobody keeps it: add occasions.{rule['on']}"
            yield ("earning", "rules", i, "on"), told


def _rfm(rfm: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    for name in ("recency_days", "orders", "spent_minor"):
        first, second = rfm.get(name, (0, 1))
        if rfm and (name in rfm) == (rfm["cut"] == "terciles"):
            told = "no cut points with cut: terciles" if name in rfm else "cut: points needs it"
            yield ("rfm", name) if name in rfm else ("rfm",), f"{name}: {told}"
        if second <= first:
            yield ("rfm", name, 1), f"{second} is not more than {first}, which stands before it"


def _consents(consents: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    purposes: set[str] = set()
    for i, asked in enumerate(consents.get("purposes", ())):
        at: Path = ("consents", "purposes", i)
        if asked["purpose"] in purposes:
            yield (*at, "purpose"), f"{asked['purpose']} stands here twice: each is asked once"
        purposes.add(asked["purpose"])
        versions: set[str] = set()
        for j, written in enumerate(asked["texts"]):
            if written["version"] in versions:
                told = f"{written['version']} stands here twice: each version is unique"
                yield (*at, "texts", j, "version"), told
            versions.add(written["version"])
