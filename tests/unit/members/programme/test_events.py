"""What a brand writes wrong about its events is named by its line and key."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import yaml

from services.members.programme.commands import programme_file
from tests.paths import PROGRAMMES

Change = Callable[[dict[str, Any]], Any]


def problems(change: Change) -> list[tuple[str, str]]:
    document = yaml.safe_load((PROGRAMMES / "tea.yaml").read_text("utf-8"))
    change(document)
    # JSON is YAML; and YAML 1.1 had read the key `on` as true.
    text = json.dumps(document, default=str).replace('"true":', '"on":')
    return [(problem.key, problem.message) for problem in programme_file.read(text).problems]


def event(number: int, **changed: Any) -> Change:
    return lambda document: document["events"][number].update(changed)


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (event(1, code="new_tea_tasting"), "[1].code"),
        (event(0, starts="2027-02-30T14:00"), "[0].starts"),
        (event(0, starts="2027-02-20 14:00"), "[0].starts"),
        (event(0, ends="2027-02-20T14:00"), "[0].ends"),
        # No calendar goes on behind it, so nothing can be counted from it.
        (event(0, starts="0001-01-01T08:00"), "[0].starts"),
        (event(1, ends="0001-01-01T18:00"), "[1].ends"),
        (event(0, ends="9999-12-31T10:00"), "[0].ends"),
        (event(0, closes="2027-02-20T16:01"), "[0].closes"),
        (event(0, cancel_until="2027-02-20T16:01"), "[0].cancel_until"),
        (event(0, opens="2027-02-20T14:00"), "[0].opens"),
        (event(0, seats=0), "[0].seats"),
        (event(0, waiting_places=1_001), "[0].waiting_places"),
        (event(0, min_tier="platinum"), "[0].min_tier"),
        (event(0, when="member.tire == 'gold'"), "[0].when"),
        (event(0, when="activity.type == 'order'"), "[0].when"),
        (event(0, price={"asset": "POINTS", "amount": 5}), "[0].opens"),
        (event(1, opens="2026-11-19T17:59"), "[1].opens"),
        (event(1, price={"asset": "GROWTH", "amount": 5}), "[1].price.asset"),
        (event(1, price={"asset": "STARS", "amount": 5}), "[1].price.asset"),
        (event(1, no_show="fine"), "[1].no_show"),
    ],
)
def test_a_contradiction_is_named(change: Change, key: str) -> None:
    (found, message), *_ = problems(change)
    assert found == "events" + key
    assert message


def test_80_days_before_its_end_is_early_enough_for_a_price() -> None:
    assert problems(event(1, opens="2026-11-19T18:00")) == []
