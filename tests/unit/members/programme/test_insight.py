"""The section `insight`: its metrics are the catalogue's, and targets fit their units."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from services.common.interceptors import scope_of
from services.feedback.insight.domain.acquisition import CAC, ROI
from services.feedback.insight.domain.catalogue import CATALOGUE
from services.feedback.insight.domain.metrics import Unit
from services.feedback.insight.domain.own_metrics import OF_MEMBERS
from services.feedback.insight.domain.period import Grain
from services.feedback.insight.domain.section import insight_section
from services.feedback.programme.domain import Programme
from services.members.programme.commands import programme_file
from services.members.programme.domain.insight import (
    AMOUNTS,
    OFF_BOARD,
    OTHERS,
    RATES,
    insight_contradictions,
)
from tessera.types.v1 import types_pb2
from tests.example_programmes import example
from tests.paths import PROGRAMMES, ROOT
from tests.scopes import METHODS

SCHEMA = json.loads((ROOT / "protos/tessera/programme/v1/insight.schema.json").read_text("utf-8"))
DAILY = [each for each in CATALOGUE if Grain.DAY in each.grains]


def test_members_know_the_metrics_of_the_catalogue() -> None:
    rates = [each.code for each in DAILY if each.unit is Unit.PERCENT]
    amounts = [each.code for each in DAILY if each.unit is not Unit.PERCENT]
    others = [each.code for each in (*CATALOGUE, CAC, ROI) if each not in DAILY]
    assert (list(RATES), list(AMOUNTS), list(OTHERS)) == (rates, amounts, others)
    assert {each.code for each in DAILY if not each.on_board} == OFF_BOARD
    told = SCHEMA["$defs"]["metric"]["description"]
    assert ", ".join(each.code for each in DAILY) in told


def test_boards_open_by_scopes_that_methods_ask_for() -> None:
    scopes = SCHEMA["properties"]["boards"]["items"]["properties"]["scopes"]["items"]["enum"]
    assert set(scopes) == {scope_of(method) for method in METHODS} - {""}


def test_own_metrics_count_activities_and_what_insight_makes_of_feedback() -> None:
    types = {
        each.removeprefix("ACTIVITY_TYPE_").lower()
        for each in types_pb2.ActivityType.DESCRIPTOR.values_by_name
    }
    kinds = SCHEMA["$defs"]["part"]["properties"]["kinds"]["items"]["enum"]
    assert set(kinds) == types - {"unspecified"} | set(OF_MEMBERS)


@pytest.mark.parametrize("brand", ["tea", "retail", "fashion", "car"])
def test_each_brand_watches_figures(brand: str) -> None:
    section = insight_section(Programme(brand, document=example(brand)))
    assert set(section.targets) <= set(section.board)
    assert section.alarms is not None
    assert section.funnels
    assert section.reports


def test_a_brand_without_the_section_has_the_board_of_all() -> None:
    section = insight_section(Programme("tea"))
    assert section.board == tuple(each.code for each in DAILY if each.on_board)
    assert (section.watched, section.reports) == ((), ())


WORDS = {"zh": "致电", "en": "Call"}


def own(section: dict[str, Any]) -> dict[str, Any]:
    """Tea's own metric."""
    found: dict[str, Any] = section["metrics"][0]
    return found


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (lambda s: s["board"].append("nothing"), "board"),
        (lambda s: s["board"].append("repurchase_rate_90d"), "board"),
        (lambda s: s["boards"][0].pop("scopes"), "boards[0]"),
        (lambda s: s["boards"][0].update(scopes=["feedback:fly"]), "boards[0].scopes"),
        (lambda s: s["boards"][0].update(metrics=[]), "boards[0].metrics"),
        (lambda s: s["boards"][0].update(metrics=["csat", "ghost"]), "boards[0].metrics[1]"),
        (lambda s: s["boards"][1].update(code="care"), "boards[1].code"),
        (lambda s: s["boards"][1].update(code="main"), "boards[1].code"),
        (lambda s: s.update(boards=s["boards"] * 6), "boards"),
        (lambda s: s["targets"].append({"metric": "orders"}), "targets"),
        (lambda s: s["targets"].append({"metric": "orders", "target_permille": 5}), "targets"),
        (lambda s: s["targets"].append({"metric": "csat", "target": 5}), "targets"),
        (lambda s: s["targets"].append(s["targets"][0]), "targets[5].metric"),
        (lambda s: s["funnels"].append(s["funnels"][0]), "funnels[2].code"),
        (lambda s: s["funnels"][0].update(steps=["visit"]), "funnels[0].steps"),
        (lambda s: s["funnels"][0].update(steps=["visit", "fly"]), "funnels[0].steps"),
        (lambda s: s["alarms"].update(change_percent=1), "alarms.change_percent"),
        (lambda s: s.update(reports=["hourly"]), "reports"),
        (lambda s: s["report_messages"][0].update(channel="fax"), "report_messages[0].channel"),
        (lambda s: s["report_messages"][0].pop("language"), "report_messages[0]"),
        (lambda s: s.update(report_messages=s["report_messages"] * 4), "report_messages"),
        (lambda s: s.update(metrics=[{**own(s), "code": f"m{i}"} for i in range(21)]), "metrics"),
        (lambda s: s["thresholds"][0].update(when="always"), "thresholds[0].when"),
        (lambda s: s["thresholds"][0].pop("pause_journey"), "thresholds[0]"),
        (lambda s: s["thresholds"][0].update(open_todo={"title": WORDS}), "thresholds[0]"),
        (lambda s: s["thresholds"][0].update(switch_off={"message": "m"}), "thresholds[0]"),
        (lambda s: s["thresholds"][1]["open_todo"].pop("title"), "thresholds[1]"),
        (lambda s: s["thresholds"][1]["open_todo"].update(within_hours=0), "thresholds[1]"),
        (lambda s: s.update(thresholds=s["thresholds"] * 11), "thresholds"),
        (lambda s: own(s).update(unit="ratio"), "metrics[0].unit"),
        (lambda s: own(s)["numerator"].update(kinds=[]), "metrics[0].numerator.kinds"),
        (lambda s: own(s)["numerator"].update(series=["a"]), "metrics[0].numerator.series"),
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


MONEY = {"kinds": ["order"], "of": "money"}


@pytest.mark.parametrize(
    ("change", "places"),
    [
        (lambda s: None, []),
        (lambda s: s["targets"][3].update(metric="ghost"), ["targets.3.metric"]),
        (lambda s: s["alarms"].update(metrics=["orders", "ghost"]), ["alarms.metrics.1"]),
        (lambda s: own(s).update(grain="week"), ["board.14", "targets.3.metric"]),
        (lambda s: own(s).update(unit="count"), ["targets.3.metric"]),
        (lambda s: own(s).update(unit="money"), ["metrics.0.unit", "targets.3.metric"]),
        (lambda s: s["metrics"].append(own(s)), ["metrics.1.code"]),
        (lambda s: s["metrics"].append({**own(s), "code": "orders"}), ["metrics.1.code"]),
        (lambda s: s["metrics"].append({**own(s), "code": "roi"}), ["metrics.1.code"]),
        (lambda s: own(s).pop("denominator"), ["metrics.0.unit"]),
        (lambda s: own(s).update(denominator=MONEY), ["metrics.0.unit"]),
        (lambda s: own(s).update(numerator=MONEY, denominator=MONEY), []),
        (lambda s: s["metrics"].append(new(unit="money", numerator=MONEY)), []),
        (lambda s: s["metrics"].append(new(unit="count", numerator=MONEY)), ["metrics.1.unit"]),
        (
            lambda s: s["metrics"].append(new(unit="money", numerator=MONEY, denominator=MONEY)),
            ["metrics.1.unit"],
        ),
        (
            lambda s: own(s)["denominator"].update(kinds=["order", "share"], of="money"),
            ["metrics.0.denominator.kinds", "metrics.0.unit"],
        ),
        (lambda s: own(s)["numerator"].update(of="members"), ["metrics.0.numerator.kinds"]),
        (lambda s: own(s)["denominator"].update(of="members", stores=["s1"]), []),
        (
            lambda s: own(s)["denominator"].update(of="members", stores=["s1", "s2"]),
            ["metrics.0.denominator.stores"],
        ),
    ],
)
def test_own_metrics_are_of_one_sense(
    change: Callable[[dict[str, Any]], Any], places: list[str]
) -> None:
    document = example("tea")
    document["insight"]["thresholds"] = []
    change(document["insight"])
    found = [(".".join(map(str, at[1:])), told) for at, told in insight_contradictions(document)]
    assert [at for at, _ in found] == places
    assert all(told for _, told in found)


@pytest.mark.parametrize(
    ("change", "places"),
    [
        ({}, []),
        ({"metric": "told_after_order"}, []),
        ({"metric": "orders", "when": "worse"}, ["metric"]),
        ({"metric": "orders"}, ["metric"]),
        ({"pause_journey": "ghost"}, ["pause_journey"]),
        ({"metric": "ghost"}, ["metric", "metric"]),
    ],
)
def test_a_threshold_acts_on_what_there_is(change: dict[str, str], places: list[str]) -> None:
    document = example("tea")
    document["insight"]["alarms"]["metrics"] = ["csat", "opt_out_rate"]
    document["insight"]["thresholds"][0].update(change)
    found = [at[1:] for at, told in insight_contradictions(document) if told]
    assert found == [("thresholds", 0, place) for place in places]


@pytest.mark.parametrize(
    ("off", "places"),
    [
        ({"message": "we_miss_you"}, []),
        ({"message": "we_miss_you", "instead": "come_back"}, []),
        ({"message": "ghost"}, ["message"]),
        ({"message": "we_miss_you", "instead": "ghost"}, ["instead"]),
        ({"message": "we_miss_you", "instead": "welcome"}, ["instead"]),
        ({"message": "we_miss_you", "instead": "we_miss_you"}, ["instead"]),
    ],
)
def test_a_message_is_switched_off_for_one_of_its_purpose(
    off: dict[str, str], places: list[str]
) -> None:
    document = example("tea")
    threshold = document["insight"]["thresholds"][0]
    del threshold["pause_journey"]
    threshold["switch_off"] = off
    found = [at[1:] for at, told in insight_contradictions(document) if told]
    assert found == [("thresholds", 0, "switch_off", place) for place in places]


def test_alarms_look_at_the_board_and_at_nothing_where_there_are_none() -> None:
    document = example("tea")
    section = document["insight"]
    section["thresholds"] = [{**section["thresholds"][0], "when": "worse"}]
    assert not list(insight_contradictions(document))
    section["board"].remove("csat")
    assert [at for at, _ in insight_contradictions(document)] == [
        ("insight", "thresholds", 0, "metric")
    ]
    del section["board"]
    assert not list(insight_contradictions(document))
    del section["alarms"]
    assert list(insight_contradictions(document))
    section["thresholds"] *= 2
    places = [at for at, _ in insight_contradictions(document)]
    assert ("insight", "thresholds", 1, "code") in places


def new(**more: Any) -> dict[str, Any]:
    """Another metric of its own."""
    words = {"zh": "率", "en": "Rate"}
    return {"code": "new", "level": "value", "name": words, "definition": words, **more}


def test_a_kind_that_nobody_does_is_named_by_its_line() -> None:
    source = (PROGRAMMES / "tea.yaml").read_text("utf-8")
    written = "numerator: {kinds: [share, review]}"
    line = source[: source.index(written)].count("\n") + 1
    [problem] = programme_file.read(source.replace(written, "numerator: {kinds: [fly]}")).problems
    assert (problem.line, problem.key) == (line, "insight.metrics[0].numerator.kinds[0]")
    assert "'fly' is not one of visit, order" in problem.message


def test_a_message_is_of_a_report_that_is_made_and_written_once() -> None:
    document = example("tea")
    section = document["insight"]
    section["reports"] = ["daily", "monthly"]
    section["report_messages"].append(section["report_messages"][0])
    at = "insight", "report_messages"
    assert [path for path, told in insight_contradictions(document) if told] == [
        (*at, 1, "report"),
        (*at, 2, "report"),
        (*at, 4),
    ]
    del section["reports"]
    assert len(list(insight_contradictions(document))) == 6
