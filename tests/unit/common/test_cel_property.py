"""What the check lets through evaluates: to true, false, or a failure that only values can make."""

import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from services.common.cel import compile_condition
from services.common.cel_check import COST_MAX, ConditionRefused
from tests.unit.common.test_cel_check import CHECKERS

FACTS = {
    "order": {
        "channel": "pos",
        "weekday": 3,
        "share": 1.5,
        "gift": True,
        "note": "外卖洒了",
        "codes": ["x", "y", ""],
        "labels": {"p": "q", "": "z"},
    }
}
# A division by zero, a number that grows too large, no such index, a text that is no number.
FAILURES_OF_VALUES = ("zero", "overflow", "Index", "index", "convert", "out of range")


class Writer:
    """Writes random conditions; one part in `wrong_one_in` has another type than its place asks."""

    def __init__(self, seed: int, wrong_one_in: int) -> None:
        self._random = random.Random(seed)
        self._wrong_one_in = wrong_one_in

    def condition(self, depth: int) -> str:
        return self._write("bool", depth)

    def _write(self, kind: str, depth: int) -> str:
        if self._random.randrange(self._wrong_one_in) == 0:
            kind = self._random.choice(("bool", "int", "text", "list"))
        forms = LEAVES[kind] if depth <= 0 else FORMS[kind] + LEAVES[kind][:2]
        form = self._random.choice(forms)
        parts = {name: self._write(name, depth - 1) for name in FORMS if f"{{{name}}}" in form}
        return form.format(**parts) if parts else form


LEAVES = {
    "bool": ["order.gift", "true", "false", "has(order.labels.p)", "has(order.labels.no)"],
    "int": ["order.weekday", "1", "0", "-7", "size(order.codes)", "9223372036854775807"],
    "text": ["order.channel", "order.note", '"x"', '"爱😀"', "order.labels.p", "order.labels.no"],
    "list": ["order.codes", '["x", "pos"]', "[order.channel]"],
}
FORMS = {
    "bool": [
        "({int} < {int})",
        "({text} == {text})",
        "({list} != {list})",
        "({bool} && {bool})",
        "({bool} || {bool})",
        "!({bool})",
        "({bool} ? {bool} : {bool})",
        "({text} in {list})",
        "({text} in order.labels)",
        "{text}.startsWith({text})",
        "{text}.contains({text})",
        '{text}.matches("^p.*")',
        "{list}.all(v, v == {text})",
        "{list}.exists(v, v < {text})",
        "{list}.exists_one(v, {bool})",
        "order.labels.exists(k, order.labels[k] == {text})",
        "(order.share < double({int}))",
    ],
    "int": ["({int} + {int})", "({int} / {int})", "({int} % {int})", "size({text})", "int({text})"],
    "text": ["({text} + {text})", "({bool} ? {text} : {text})", "string({int})", "{list}[{int}]"],
    "list": ["({list} + {list})", "{list}.filter(v, v != {text})", "{list}.map(v, v + {text})"],
}


def check(text: str) -> bool:
    """Whether it is let through; a refusal names a place within the text."""
    at = 0
    try:
        cost = CHECKERS["order"].check(text)
    except ConditionRefused as refused:
        at, cost = refused.at, 0
    assert 0 <= at <= len(text)
    assert cost <= COST_MAX
    return cost > 0


@settings(max_examples=400, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 4), st.sampled_from([10, 10_000]))
def test_a_condition_that_is_let_through_fails_by_its_values_only(
    seed: int, depth: int, wrong_one_in: int
) -> None:
    text = Writer(seed, wrong_one_in).condition(depth)
    if not check(text):
        return
    with capture_logs() as logged:
        assert compile_condition(text)(FACTS) in (True, False)
    for entry in logged:
        assert any(word in entry["error"] for word in FAILURES_OF_VALUES), (text, entry["error"])


@pytest.mark.parametrize(("wrong_one_in", "least", "most"), [(10_000, 0.6, 1.0), (4, 0.05, 0.6)])
def test_right_types_are_let_through_and_wrong_ones_are_not(
    wrong_one_in: int, least: float, most: float
) -> None:
    """The property above would hold too if the check refused all, or none."""
    let_through = sum(check(Writer(seed, wrong_one_in).condition(3)) for seed in range(300))
    assert least <= let_through / 300 <= most


@settings(max_examples=200, deadline=None)
@example("a == '\ud800'")
@given(st.text(st.sampled_from("ab.[](){}\"'+-!&|?:<=>, 1\\\n爱") | st.characters(), max_size=60))
def test_no_text_at_all_breaks_the_check(text: str) -> None:
    check(text)
