"""A condition is refused when it is published, with its place and a reason that stays."""

import time

import pytest

from services.common.cel import CHARACTERS_MAX
from services.common.cel_check import COST_MAX, ConditionChecker, ConditionRefused, Reason
from services.common.condition_facts import read


def _text(characters_max: int) -> dict[str, object]:
    return {
        "type": "string",
        "owner": "shop",
        "unknown": "empty",
        "characters_max": characters_max,
    }


KINDS = read(
    {
        "kinds": {
            "order": {"sees": ["order"], "evaluations_max": 1},
            "piece": {"sees": ["order", "piece"], "evaluations_max": 100},
        },
        "facts": {
            "order": {
                "channel": _text(32),
                "weekday": {"type": "int", "owner": "shop", "unknown": "never"},
                "share": {"type": "double", "owner": "shop", "unknown": "never"},
                "gift": {"type": "bool", "owner": "shop", "unknown": "never"},
                "note": _text(4000),
                "codes": _text(16) | {"type": "list<string>", "items_max": 100},
                "labels": _text(128) | {"type": "map<string, string>", "items_max": 16},
            },
            "piece": {"series": _text(64)},
        },
    }
)
CHECKERS = {name: ConditionChecker(kind, KINDS.values()) for name, kind in KINDS.items()}
TEN = "[1,2,3,4,5,6,7,8,9,10].all(a, "


def refusal_of(text: str, kind: str = "order") -> ConditionRefused:
    with pytest.raises(ConditionRefused) as caught:
        CHECKERS[kind].check(text)
    return caught.value


@pytest.mark.parametrize(
    "text",
    [
        "true",
        'order.channel == "pos" && order.weekday >= 6 && "event" in order.labels',
        '"topic" in order.labels && order.labels.topic == "weekly"',
        'has(order.labels.topic) && order.labels["topic"].startsWith("w")',
        'order.codes.exists(t, t in ["size", "logistics"])',
        "order.codes.size() > 0 || size(order.note) > 10",
        "order.codes.exists(t, order.note.contains(t))",
        'order.note.matches("[0-9]{11}.*x$")',
        "order.share * 2.0 > double(order.weekday) && !order.gift",
        'order.codes.map(c, c + "!").filter(c, c != "a!").size() % 2 == 0',
        '(order.gift ? "a" : "b") in {"a": 1}',
        'order.labels.all(order, order == "x")',
        "has(order.channel)",
        "true // a word on why",
        " || ".join(f'order.channel == "{i}"' for i in range(60)),
        'order.channel in ["拉肚子"]',
    ],
)
def test_a_good_condition_is_let_through_with_its_cost(text: str) -> None:
    assert 0 < CHECKERS["order"].check(text) <= COST_MAX


@pytest.mark.parametrize(
    ("text", "reason", "at", "words"),
    [
        (
            'piece.serie == "x"',
            Reason.UNKNOWN_FACT,
            0,
            "piece.serie: no such fact; did you mean piece.series?",
        ),
        ('true && piece.serie == "x"', Reason.UNKNOWN_FACT, 8, "did you mean piece.series?"),
        ("order.age > 3", Reason.UNKNOWN_FACT, 0, "order.age: no such fact; known: order.channel"),
        ("peace.series == 'x'", Reason.UNKNOWN_FACT, 0, "did you mean piece.series?"),
        ("member.age > 3", Reason.UNKNOWN_FACT, 0, "member.age: no such fact; known: order, piece"),
        ("order.codes.exists(c, d == c)", Reason.UNKNOWN_FACT, 22, "d: no such fact"),
        ("order == null", Reason.UNKNOWN_FACT, 0, "order is no fact by itself"),
        ("order.codes.all(c, order != order)", Reason.UNKNOWN_FACT, 19, "no fact by itself"),
        ("order.channel > 3", Reason.WRONG_TYPE, 14, "> is not defined for string, int"),
        ("true &&\n order.channel > 3", Reason.WRONG_TYPE, 23, "> is not defined"),
        ('"爱😀" == order.weekday', Reason.WRONG_TYPE, 5, "== is not defined for string, int"),
        ("order.weekday == 1.0", Reason.WRONG_TYPE, 14, "int, double"),
        ('order.labels[1] == "x"', Reason.WRONG_TYPE, 12, "map(string, string), int"),
        ("order.channel.exists(c, true)", Reason.WRONG_TYPE, 5, "range of a comprehension"),
        ('order.weekday in [6, "7"]', Reason.WRONG_TYPE, 21, "values of one type"),
        ('{"a": 1, "b": "x"}["a"] > 0', Reason.WRONG_TYPE, 14, "values of one type"),
        ('true ? 1 : "a"', Reason.WRONG_TYPE, 5, "not defined for bool, int, string"),
        ("order.channel.startWith('x')", Reason.UNKNOWN_FUNCTION, 14, "did you mean startsWith?"),
        ("now() > 1", Reason.UNKNOWN_FUNCTION, 0, "now: no such function; known: contains"),
        ("dyn(order.weekday) > 'a'", Reason.UNKNOWN_FUNCTION, 3, "dyn: no such function"),
        ("order.codes.sortBy(c, c)[0] == 'a'", Reason.UNKNOWN_FACT, 19, "c: no such fact"),
        ("order.channel", Reason.NOT_BOOLEAN, 0, "gives a string, not true or false"),
        ("order.weekday + 1", Reason.NOT_BOOLEAN, 0, "gives an int, not true or false"),
        ("order.weekday = 1", Reason.NOT_CEL, 14, "token recognition error at: '= '"),
        ("order.gift && (", Reason.NOT_CEL, 15, "mismatched input '<EOF>'"),
        ("", Reason.NOT_CEL, 0, "mismatched input '<EOF>'"),
        ("1" * 100 + " == 1", Reason.NOT_CEL, 0, "invalid int literal"),
        ('order.note.matches("(")', Reason.NOT_CEL, 19, "missing )"),
        ("order.note.matches(order.channel)", Reason.NOT_CEL, 24, "a pattern is written as a text"),
        ("facts.order{}.channel == ''", Reason.NOT_CEL, 0, "makes no records"),
    ],
)
def test_a_wrong_condition_is_refused_where_its_fault_is(
    text: str, reason: Reason, at: int, words: str
) -> None:
    refused = refusal_of(text, "piece")
    assert (refused.reason, refused.at) == (reason, at), refused
    assert words in str(refused)


def test_a_fact_that_only_another_kind_sees_is_said_to_be() -> None:
    refused = refusal_of('piece.series == "x"')
    assert str(refused) == "piece.series: no such fact; only piece sees it"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (TEN * 8 + "true" + ")" * 8, Reason.TOO_COSTLY),
        (TEN * 4 + "true" + ")" * 4, Reason.TOO_COSTLY),
        ("order.codes.all(a, order.codes.all(b, a != b))", Reason.TOO_COSTLY),
        ("order.codes.map(a, order.codes).all(l, l.all(c, c != 'x'))", Reason.TOO_COSTLY),
        (
            "order.codes.map(a, order.codes + order.codes).map(l, l + l).all(l, 'x' in l)",
            Reason.TOO_COSTLY,
        ),
        ("order.codes.all(c, order.note.matches('x'))", Reason.TOO_COSTLY),
        ("order.note.matches('(.{0,30}){0,30}c')", Reason.TOO_COSTLY),
        (f"[{'1,' * 120}1].all(a, [{'1,' * 120}1].all(b, a == b))", Reason.TOO_COSTLY),
        (f"order.weekday in [{'1,' * 500}1]", Reason.TOO_LARGE),
        ("(" * 40 + "true" + ")" * 40, Reason.TOO_DEEP),
        ("1 + " * 400 + "1 == 1", Reason.TOO_DEEP),
        ("[" * 300 + "]" * 300 + " == []", Reason.TOO_DEEP),
        (f'"{"x" * CHARACTERS_MAX}" == order.channel', Reason.TOO_LONG),
        ("true || " * 100_000 + "true", Reason.TOO_LONG),
    ],
)
def test_what_could_run_for_long_is_refused_at_once(text: str, reason: Reason) -> None:
    started = time.process_time()
    refused = refusal_of(text)
    assert time.process_time() - started < 0.1
    assert refused.reason == reason
    assert len(str(refused)) < 200
    if reason is Reason.TOO_COSTLY:
        # Where the outermost loop begins, or the call that stands outside any.
        assert text[refused.at] == "("
