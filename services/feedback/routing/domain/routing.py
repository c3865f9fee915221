"""A brand's routing rules and response times, and the routing that one item gets by them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from services.feedback.analysis.domain.intent import Intent
from services.feedback.analysis.domain.mentions import Mention
from services.feedback.analysis.domain.sentiment import UNREAD, Sentiment
from services.feedback.programme.domain import Programme, Text, text_of
from services.feedback.routing.domain.response_times import (
    DEFAULTS,
    ClockKind,
    EscalationStep,
    Priority,
    ResponseTimes,
)

BUSINESS = "business"
USUALLY_IN_BUSINESS = frozenset({ClockKind.RESOLUTION, ClockKind.FOLLOW_UP})
"""Where the programme has business hours and a clock does not say which hours count."""


@dataclass(frozen=True)
class Rule:
    """When its CEL condition holds, an item gets the rest."""

    when: str
    category: str
    priority: Priority
    team: str


NO_RULE = Rule(when="true", category="", priority=Priority.COMPLEX, team="")
"""For an item for which no rule holds: no category, no team, and a person has to look."""


@dataclass(frozen=True)
class RoutingRules:
    """A brand's rules, in the order in which they are tried."""

    rules: tuple[Rule, ...] = ()
    times: Mapping[Priority, ResponseTimes] = field(default_factory=dict)
    categories: Mapping[str, Text] = field(default_factory=dict)
    """The names of those that have one, by code."""
    steps: tuple[EscalationStep, ...] = (EscalationStep(),)
    usually_in_business: frozenset[ClockKind] = frozenset()
    """The clocks that count business hours where the programme does not say which hours count."""

    def known_categories(self) -> frozenset[str]:
        """The codes that the programme names or gives."""
        return frozenset(self.categories) | {rule.category for rule in self.rules}

    def known_teams(self) -> frozenset[str]:
        """The codes of the teams that may have an item."""
        escalated = {step.team for step in self.steps if step.team}
        return frozenset(rule.team for rule in self.rules) | escalated

    def times_of(self, priority: Priority) -> ResponseTimes:
        """The programme's times, else the usual ones, in the hours that are usual for them."""
        return self.times.get(priority) or replace(
            DEFAULTS[priority], in_business=self.usually_in_business
        )


@dataclass(frozen=True)
class Routing:
    """The priority, team and names that one item gets, as the programme has them at routing."""

    priority: Priority
    times: ResponseTimes
    category: str = ""
    category_name: Text | None = None
    team: str = ""
    issues: tuple[str, ...] = ()
    issue_names: tuple[Text, ...] = ()
    language: str = ""
    sentiment: Sentiment = UNREAD
    mentions: tuple[Mention, ...] = ()
    intent: Intent | None = None


def routing_rules(programme: Programme) -> RoutingRules:
    """The sections `routing`, `clocks`, `categories` and `escalation`."""
    section = programme.feedback
    usual = USUALLY_IN_BUSINESS if "business_hours" in section else frozenset[ClockKind]()
    return RoutingRules(
        rules=tuple(
            Rule(rule["when"], rule["category"], Priority(rule["priority"]), rule["team"])
            for rule in section.get("routing", ())
        ),
        times={
            Priority(name): _times(Priority(name), clock, usual)
            for name, clock in section.get("clocks", {}).items()
        },
        categories={each["code"]: text_of(each["name"]) for each in section.get("categories", ())},
        usually_in_business=usual,
        steps=tuple(
            EscalationStep(timedelta(minutes=each["after_minutes"]), each.get("team", ""))
            for each in section.get("escalation", ({"after_minutes": 0},))
        ),
    )


def _times(
    priority: Priority, clock: Mapping[str, Any], usual: frozenset[ClockKind]
) -> ResponseTimes:
    first = clock.get("first_response_minutes")
    return ResponseTimes(
        DEFAULTS[priority].first_response if first is None else timedelta(minutes=first),
        resolution=_length(clock, ClockKind.RESOLUTION),
        next_response=_length(clock, ClockKind.NEXT_RESPONSE),
        follow_up=_length(clock, ClockKind.FOLLOW_UP),
        in_business=_in_business(clock.get("hours", {}), usual),
    )


def _length(clock: Mapping[str, Any], kind: ClockKind) -> timedelta | None:
    minutes = clock.get(f"{kind}_minutes")
    return None if minutes is None else timedelta(minutes=minutes)


def _in_business(
    written: str | Mapping[str, str], usual: frozenset[ClockKind]
) -> frozenset[ClockKind]:
    def is_business(kind: ClockKind) -> bool:
        said = written if isinstance(written, str) else written.get(kind)
        return kind in usual if said is None else said == BUSINESS

    return frozenset(kind for kind in ClockKind if is_business(kind))
