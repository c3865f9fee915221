"""All that segments know of a member, as the facts that conditions see."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from services.members.activities.domain.activity_type import ActivityType
from services.members.activities.domain.facts import Facts
from services.members.activities.domain.facts_now import FactsNow
from services.members.identities.domain.birthday import SolarOf
from services.members.identities.domain.profile_facts import age_of, month_of
from services.members.lifecycle.domain.activation import furthest, steps_taken
from services.members.lifecycle.domain.lifecycle import Lifecycle
from services.members.lifecycle.domain.section import lifecycle_section
from services.members.programme.domain.rules import Rules
from services.members.segments.domain.clusters import Clusters
from services.members.segments.domain.rfm import RfmSection, rfm_section
from services.members.tags.domain.section import tag_definitions
from services.members.tags.domain.tags import Tags

_MAP_KEY = "/"


@dataclass(frozen=True, slots=True)
class KnownMember:
    """`birthday` and `language` are "" where they are unknown, or no condition names them.

    `tier` is that of the main ladder, "" without one. `lifecycle` is None without the section, and
    before the first judgement. `profiled`: False once the consent to profiling was withdrawn.
    `solar_of` knows the days of lunar birthdays.
    """

    enrolled_at: datetime
    facts: Facts
    tags: Tags
    solar_of: SolarOf
    tier: str = ""
    tier_rank: int = 0
    birthday: str = ""
    language: str = ""
    lifecycle: Lifecycle | None = None
    profiled: bool = True

    def condition_facts(
        self,
        rules: Rules,
        now: datetime,
        bought_named: Iterable[str] = (),
        rfm: RfmSection | None = None,
        clusters: Clusters | None = None,
    ) -> dict[str, dict[str, Any]]:
        """What conditions of segments see at `now`. What is unknown is left out, or empty, as it is
        declared. `bought_named`: keys of maps, as `bought/tea`, that are 0 where nothing was.
        `rfm`: the section with the cut points of the last run; None for its own. `clusters`: of the
        last run; None before the first."""
        today = rules.local_day(now)
        stats = _stats(self.facts, today, now)
        for name in bought_named:
            fact, _, key = name.partition(_MAP_KEY)
            stats[fact].setdefault(key, 0)
        return {
            "member": self._member(rules, today, now)
            | {"cluster": clusters.code_of(self.facts, today).value if clusters else ""},
            "stats": stats,
            "rfm": self._rfm(rfm or rfm_section(rules), today),
        }

    def _member(self, rules: Rules, today: date, now: datetime) -> dict[str, Any]:
        declared = tag_definitions(rules)
        known = {
            "age": age_of(self.birthday, today, self.solar_of),
            "birthday_month": month_of(self.birthday, today, self.solar_of),
            "language": self.language or None,
        }
        return {
            "tier": self.tier,
            "tier_rank": self.tier_rank,
            "enrolled_days": max(0, (today - rules.local_day(self.enrolled_at)).days),
            "tags": [tag.code for tag in self.tags.shown(declared, now)],
            "stage": self.lifecycle.stage.value if self.lifecycle else "",
            "activity_level": self.lifecycle.level.value if self.lifecycle else "",
            "activation_step": self._activation_step(rules),
            "activities": {kind.value: self.facts.done.get(kind, 0) for kind in ActivityType},
            **{name: value for name, value in known.items() if value is not None},
        }

    def _activation_step(self, rules: Rules) -> str:
        """By the facts themselves: a refund takes a step back at once."""
        section = lifecycle_section(rules)
        step = furthest(steps_taken(self.facts, section.activation)) if section else None
        return step.value if step else ""

    def _rfm(self, section: RfmSection | None, today: date) -> dict[str, Any]:
        if section is None:
            return {}
        known = {
            "high_value": section.is_high(self.facts),
            "active": section.is_active(self.facts, today),
        }
        scores = section.scores(self.facts, today)
        if scores is None:
            return known
        return known | {
            "recency": scores.recency,
            "frequency": scores.frequency,
            "monetary": scores.monetary,
            "value_class": scores.value_class,
        }


def _stats(facts: Facts, today: date, now: datetime) -> dict[str, Any]:
    told = FactsNow.of(facts, today, now)
    stats: dict[str, Any] = {
        "orders": told.orders,
        "spent_minor": told.spent_minor,
        "active_days_30d": told.active_days,
        "bought": dict(told.series),
        "bought_article": dict(told.articles),
        **_windows("orders", told.orders_in),
        **_windows("spent_minor", told.spent_minor_in),
    }
    if told.near is not None:
        stats["nearest_store_m"] = told.near.metres
    if facts.last_order_on is not None:
        stats["last_order_days"] = max(0, (today - facts.last_order_on).days)
    return stats


def _windows(name: str, by_days: Mapping[int, int]) -> dict[str, int]:
    return {f"{name}_{days}d": value for days, value in by_days.items()}
