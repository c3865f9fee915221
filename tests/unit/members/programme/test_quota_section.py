"""Permissions for WeChat messages are counted, and never given, rewarded or taken."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from services.members.programme.commands import programme_file
from tests.example_programmes import example

ASSET = "WX_TIER_NEWS"
Change = Callable[[dict[str, Any]], Any]


def problems(change: Change) -> list[tuple[str, str]]:
    document = copy.deepcopy(example("tea"))
    change(document)
    found = programme_file.read(json.dumps(document, default=str)).problems
    return [(each.key, each.message) for each in found]


def template(document: dict[str, Any]) -> Any:
    return document["reach"]["channels"]["wechat_subscription"]["templates"]


def _priced(document: dict[str, Any]) -> Any:
    """A reward with prices in several assets."""
    return next(each for each in document["rewards"]["items"] if "prices" in each)


def test_the_example_counts_permissions() -> None:
    assert template(example("tea"))[0]["quota"] == ASSET
    assert problems(lambda document: None) == []


def test_case_25_a_rule_that_rewards_a_permission_is_refused_by_its_place() -> None:
    rule = {
        "code": "bribe",
        "name": {"zh": "订阅有礼", "en": "Subscribe"},
        "on": "check_in",
        "asset": ASSET,
        "award": {"points": 1},
    }
    [(key, message)] = problems(lambda document: document["earning"]["rules"].append(rule))
    number = len(example("tea")["earning"]["rules"])
    assert key == f"earning.rules[{number}].asset"
    assert message.startswith("REWARD_FOR_GRANT_FORBIDDEN: ")
    source = json.dumps({**example("tea"), "earning": {"rules": [rule]}}, default=str, indent=1)
    [place] = [
        each for each in programme_file.read(source).problems if each.key.startswith("earning")
    ]
    assert f'"asset": "{ASSET}"' in source.splitlines()[place.line - 1]
    assert place.column > 1


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (lambda one: one["check_in"]["make_up"].update(asset=ASSET), "check_in.make_up.asset"),
        (
            lambda one: _priced(one)["prices"].update({ASSET: 1}),
            "rewards.items[",
        ),
        (lambda one: one["assets"].pop(ASSET), "reach.channels.wechat_subscription.templates[0]"),
        (lambda one: one["assets"][ASSET].update(spendable=False), f"assets.{ASSET}.spendable"),
        (
            lambda one: one["assets"][ASSET].update(expiry={"policy": "days", "days": 9}),
            f"assets.{ASSET}.expiry.policy",
        ),
        (
            lambda one: one["assets"][ASSET].update(value={"minor_units": 1, "per_points": 1}),
            f"assets.{ASSET}.value",
        ),
        (
            lambda one: template(one)[0].update(quota="POINTS"),
            "reach.channels.wechat_subscription.templates[0].quota",
        ),
        (
            lambda one: template(one).append({**template(one)[0], "code": "b", "id": "b"}),
            "reach.channels.wechat_subscription.templates[1].quota",
        ),
        (
            lambda one: one["reach"]["channels"]["wechat_subscription"].update(grants_from="both"),
            "reach.channels.wechat_subscription.grants_from",
        ),
    ],
)
def test_a_quota_that_counts_no_permissions_is_named(change: Change, key: str) -> None:
    found = problems(change)
    assert found, key
    assert found[0][0].startswith(key)
