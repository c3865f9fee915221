"""The section `insight`: its metrics are the catalogue's, and targets fit their units."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from services.feedback.insight.domain.metrics import CATALOGUE, Unit
from services.feedback.insight.domain.period import Grain
from services.feedback.insight.domain.section import insight_section
from services.feedback.programme.domain import Programme
from services.members.programme.commands import programme_file
from tests.example_programmes import example
from tests.paths import ROOT

SCHEMA = json.loads((ROOT / "protos/tessera/programme/v1/insight.schema.json").read_text("utf-8"))
DAILY = [each for each in CATALOGUE if Grain.DAY in each.grains]


def test_the_schema_names_the_metrics_of_the_catalogue() -> None:
    rates = [each.code for each in DAILY if each.unit is Unit.PERCENT]
    assert SCHEMA["$defs"]["metric"]["enum"] == [each.code for each in DAILY]
    assert SCHEMA["$defs"]["rate"]["enum"] == rates
    assert set(SCHEMA["$defs"]["amount"]["enum"]) == {each.code for each in DAILY} - set(rates)


@pytest.mark.parametrize("brand", ["tea", "retail", "fashion", "car"])
def test_each_brand_watches_figures(brand: str) -> None:
    section = insight_section(Programme(brand, document=example(brand)))
    assert set(section.targets) <= set(section.board)
    assert section.alarms is not None
    assert section.funnels
    assert section.reports


def test_a_brand_without_the_section_has_the_board_of_all() -> None:
    section = insight_section(Programme("tea"))
    assert section.board == tuple(each.code for each in DAILY)
    assert (section.watched, section.reports) == ((), ())


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (lambda s: s["board"].append("nothing"), "board"),
        (lambda s: s["board"].append("repurchase_rate_90d"), "board"),
        (lambda s: s["targets"].append({"metric": "orders"}), "targets"),
        (lambda s: s["targets"].append({"metric": "orders", "target_permille": 5}), "targets"),
        (lambda s: s["targets"].append({"metric": "csat", "target": 5}), "targets"),
        (lambda s: s["targets"].append(s["targets"][0]), "targets[3].metric"),
        (lambda s: s["funnels"].append(s["funnels"][0]), "funnels[2].code"),
        (lambda s: s["funnels"][0].update(steps=["visit"]), "funnels[0].steps"),
        (lambda s: s["funnels"][0].update(steps=["visit", "fly"]), "funnels[0].steps"),
        (lambda s: s["alarms"].update(change_percent=1), "alarms.change_percent"),
        (lambda s: s.update(reports=["hourly"]), "reports"),
    ],
)
def test_what_is_wrong_is_named_by_its_key(
    change: Callable[[dict[str, Any]], Any], key: str
) -> None:
    document = example("tea")
    change(document["insight"])
    (problem, *_) = programme_file.read(json.dumps(document)).problems
    assert problem.key.startswith(f"insight.{key}")
    assert problem.message
