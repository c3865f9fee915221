"""The section `lifecycle` of a programme: when a member has come how far."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.members.activities.domain.activity_type import ActivityType
from services.members.lifecycle.domain.activation import ActivationRule, ActivationStep
from services.members.programme.domain.rules import Rules

VISIT_ON = (ActivityType.VISIT.value,)
WITHIN_DAYS = {
    ActivationStep.FIRST_VISIT: 7,
    ActivationStep.FIRST_ORDER: 30,
    ActivationStep.FIRST_REPURCHASE: 90,
}
"""The schema's defaults: a programme that was published before there was `activation` lacks
them."""


@dataclass(frozen=True, slots=True)
class LifecycleSection:
    """`loyalty_orders` within `loyalty_days` (0: ever); `advocacy_times` of activities of
    `advocacy_on`, ever. `warn_days` < `dormant_days` < `lost_days` without any activity.

    `activation` says when the first steps are taken.

    `key` is the same for sections that say the same.
    """

    loyalty_orders: int
    loyalty_days: int
    advocacy_on: frozenset[ActivityType]
    advocacy_times: int
    warn_days: int
    dormant_days: int
    lost_days: int
    activation: ActivationRule
    key: str


def lifecycle_section(rules: Rules) -> LifecycleSection | None:
    """The section of a programme; None where it has none, and nobody is judged."""
    return rules.section(parse_lifecycle).section


@dataclass(frozen=True, slots=True)
class Parsed:
    """A section that may be missing: a parser never gives None."""

    section: LifecycleSection | None


def parse_lifecycle(rules: Rules) -> Parsed:
    """The section `lifecycle`. Raises KeyError or ValueError where it can't be read."""
    written: Mapping[str, Any] | None = rules.document.get("lifecycle")
    if written is None:
        return Parsed(None)
    loyalty, advocacy = written["loyalty"], written["advocacy"]
    activation = _activation(written.get("activation", {}))
    return Parsed(
        LifecycleSection(
            loyalty_orders=loyalty["orders"],
            loyalty_days=loyalty.get("days", 0),
            advocacy_on=frozenset(map(ActivityType, advocacy["on"])),
            advocacy_times=advocacy["times"],
            warn_days=written["warn_days"],
            dormant_days=written["dormant_days"],
            lost_days=written["lost_days"],
            activation=activation,
            key=json.dumps({**written, "activation": _key(activation)}, sort_keys=True),
        )
    )


def _activation(written: Mapping[str, Any]) -> ActivationRule:
    within = written.get("within_days", {})
    return ActivationRule(
        frozenset(map(ActivityType, written.get("visit_on", VISIT_ON))),
        {step: within.get(step.value, days) for step, days in WITHIN_DAYS.items()},
    )


def _key(rule: ActivationRule) -> object:
    """So that members are judged anew by steps that the programme does not write."""
    return [sorted(rule.visit_on), rule.within_days]
