"""A brand's routing rules and response times, and the routing that one item gets by them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from services.feedback.programme.domain import Programme, Text, text_of
from services.feedback.routing.domain.response_times import DEFAULTS, Priority, ResponseTimes


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

    def times_of(self, priority: Priority) -> ResponseTimes:
        """The programme's times, else the usual ones."""
        return self.times.get(priority, DEFAULTS[priority])


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


def routing_rules(programme: Programme) -> RoutingRules:
    """The sections `routing`, `clocks` and `categories`."""
    section = programme.feedback
    return RoutingRules(
        rules=tuple(
            Rule(rule["when"], rule["category"], Priority(rule["priority"]), rule["team"])
            for rule in section.get("routing", ())
        ),
        times={
            Priority(name): _times(Priority(name), clock)
            for name, clock in section.get("clocks", {}).items()
        },
        categories={each["code"]: text_of(each["name"]) for each in section.get("categories", ())},
    )


def _times(priority: Priority, clock: Mapping[str, Any]) -> ResponseTimes:
    first = clock.get("first_response_minutes")
    resolution = clock.get("resolution_minutes")
    return ResponseTimes(
        DEFAULTS[priority].first_response if first is None else timedelta(minutes=first),
        None if resolution is None else timedelta(minutes=resolution),
    )
