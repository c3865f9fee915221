"""Conditions: what a brand writes instead of code."""

import pytest

from services.common.cel import check_condition, compile_condition

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


def test_what_is_not_cel_is_refused() -> None:
    for wrong in ("line.series = 1", "a &&", ""):
        with pytest.raises(ValueError, match=r"parse|empty|Empty"):
            compile_condition(wrong)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [("stranger.age > 3", "known: activity, line"), ("activity.channel", "not true or false")],
)
def test_a_condition_on_what_is_unknown_or_no_condition_is_refused(wrong: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        check_condition(wrong, FACTS)
