"""Conditions of programmes, in CEL."""

import pytest
from structlog.testing import capture_logs

from services.common.cel import CHARACTERS_MAX, FAILURES, LOG_EVERY_S, compile_condition

FACTS = {
    "activity": {"channel": "pos", "weekday": 6, "labels": {"event": "spring"}},
    "line": {"series": "fruit"},
}


@pytest.mark.parametrize(
    "text",
    [
        'line.series == "fruit"',
        'activity.channel == "pos" && activity.weekday >= 6 && "event" in activity.labels',
        'activity.labels.exists(k, k == "event")',
        "true",
    ],
)
def test_what_holds_is_true(text: str) -> None:
    assert compile_condition(text)(FACTS) is True


@pytest.mark.parametrize(
    "text",
    [
        'line.series == "tea"',
        'activity.labels.missing == "x"',
        "activity.channel > 3",
        "stranger.age > 3",
        "activity.channel",
    ],
)
def test_what_fails_or_is_missing_is_false(text: str) -> None:
    assert compile_condition(text)(FACTS) is False


def test_only_what_is_named_is_looked_at() -> None:
    class Unread(dict[str, object]):
        def __getitem__(self, key: str) -> object:
            assert key == "line", f"{key} was handed over for nothing"
            return super().__getitem__(key)

    assert compile_condition('line.series == "fruit"')(Unread(FACTS))


@pytest.mark.parametrize("wrong", ["line.series = 1", "a &&", "", "(" * 50 + "true" + ")" * 50])
def test_what_is_not_cel_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"does not parse"):
        compile_condition(wrong)


def test_a_text_beyond_the_limit_is_not_even_parsed() -> None:
    with pytest.raises(ValueError, match="longer than"):
        compile_condition("true" + " " * CHARACTERS_MAX)


def test_a_text_is_as_long_as_people_count_it() -> None:
    assert compile_condition('"拉肚子".size() == 3')({})


def failures_of(brand: str) -> float:
    return float(FAILURES.labels(brand)._value.get())


def test_failures_are_counted_each_and_logged_once_a_minute() -> None:
    now = 0.0
    holds = compile_condition("activity.channel > 3", "tea", lambda: now)
    before = failures_of("tea")
    with capture_logs() as logged:
        assert [holds(FACTS) for _ in range(5)] == [False] * 5
        now = LOG_EVERY_S - 1
        assert not holds(FACTS)
        now = LOG_EVERY_S
        assert not holds(FACTS)
    assert failures_of("tea") - before == 7
    assert [(entry["brand"], entry["unlogged"]) for entry in logged] == [("tea", 0), ("tea", 5)]
    assert all(entry["condition"] == "activity.channel > 3" for entry in logged)


def test_a_failure_of_one_brand_keeps_no_other_silent() -> None:
    with capture_logs() as logged:
        for brand in ("tea", "car"):
            assert not compile_condition("1 / 0 == 1", brand, lambda: 0.0)(FACTS)
    assert [entry["brand"] for entry in logged] == ["tea", "car"]


@pytest.mark.parametrize("text", ['activity.labels.missing == "x"', "stranger.age > 3"])
def test_what_is_missing_is_no_failure(text: str) -> None:
    before = failures_of("retail")
    with capture_logs() as logged:
        assert not compile_condition(text, "retail")(FACTS)
    assert (failures_of("retail") - before, logged) == (0, [])


def test_no_answer_gets_into_the_log() -> None:
    with capture_logs() as logged:
        assert not compile_condition("line.series", "tea")({"line": {"series": "secret"}})
        assert not compile_condition("int(line.series) == 1", "tea")({"line": {"series": "secret"}})
    assert len(logged) == 2
    assert "secret" not in str(logged)


def test_loops_end_after_a_bounded_number_of_turns() -> None:
    ten = "[1,2,3,4,5,6,7,8,9,10].all(a, "
    with capture_logs() as logged:
        assert not compile_condition(ten * 8 + "true" + ")" * 8, "tea")({})
    assert "budget" in logged[0]["error"]


def test_half_of_a_surrogate_pair_is_no_condition() -> None:
    with pytest.raises(ValueError, match="does not parse"):
        compile_condition("a == '\ud800'")
