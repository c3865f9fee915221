"""YAML by the core schema of version 1.2, bounded; whole numbers are integers everywhere."""

import json
import time
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from services.members.programme.commands import programme_file, schema
from services.members.programme.commands.yaml_source import NotYaml, Place, read_yaml
from services.members.programme.domain.declared import Path
from tests.paths import PROGRAMMES


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("0200", 200),
        ("0o17", 15),
        ("0x1F", 31),
        ("-7", -7),
        ("+7", 7),
        ("5.0", 5),
        ("5.", 5),
        ("1e3", 1000),
        ("-0.0", 0),
        ("9007199254740993.0", 2**53 + 1),
        ("0.5", 0.5),
        ("!!int 0200", 200),
        ("!!float 2", 2),
        ("1_000", "1_000"),
        ("12:30:45", "12:30:45"),
        ("0b11", "0b11"),
        ("yes", "yes"),
        ("on", "on"),
        ("2027-01-01", "2027-01-01"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ('"5"', "5"),
        ("TRUE", True),
        ("False", False),
        ("~", None),
        ("Null", None),
        ("", None),
        ("<<", "<<"),
    ],
)
def test_a_plain_word_is_what_yaml_1_2_says(written: str, value: Any) -> None:
    read = read_yaml(f"a: {written}").document["a"]
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("9" * 100_000, "more than 30"),
        ("1e999999", "beyond all limits"),
        ("1." + "0" * 100_000, "more than 30"),
        ("!!int x", "no int"),
        ("!!binary aGk=", "not taken"),
        ("!!timestamp 2027-01-01", "not taken"),
        ("!!set {a}", "not taken"),
        ("!!python/name:os.system ''", "not taken"),
        ("!x y", "not taken"),
        ('"\\ud800"', "invalid Unicode character"),
        ("[" * 30 + "]" * 30, "24 levels"),
        ("[" + "1," * 60_000 + "]", "50000 parts"),
        ("&a [*a]", "aliases"),
    ],
)
def test_what_is_beyond_the_bounds_is_refused_by_place_before_it_costs(
    written: str, message: str
) -> None:
    started = time.process_time()
    with pytest.raises(NotYaml) as refused:
        read_yaml(f"b: 1\na: {written}")
    assert message in refused.value.message
    assert refused.value.place.line == 2
    assert len(refused.value.message) < 200
    assert time.process_time() - started < 5


@pytest.mark.parametrize("source", ['"\\U00110000"', "a\x00b", "a: \x1b[0m"])
def test_what_is_no_text_is_refused(source: str) -> None:
    with pytest.raises(NotYaml):
        read_yaml(source)


def test_a_character_that_is_none_has_its_place() -> None:
    with pytest.raises(NotYaml) as refused:
        read_yaml("a: 1\nb: x\x00")
    assert refused.value.place == Place(2, 5)


def numbers(value: Any, path: Path = ()) -> Iterator[Path]:
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, item in items:
            yield from numbers(item, (*path, key))
    elif isinstance(value, int) and not isinstance(value, bool):
        yield path


def changed(document: Any, path: Path, value: Any) -> Any:
    if not path:
        return value
    copy: Any = dict(document) if isinstance(document, Mapping) else list(document)
    copy[path[0]] = changed(document[path[0]], path[1:], value)
    return copy


def at(document: Any, path: Path) -> Any:
    for part in path:
        document = document[part]
    return document


TEA = read_yaml((PROGRAMMES / "tea.yaml").read_text("utf-8")).document


# One of each kind: items of a list have the same form.
KINDS = {tuple("*" if isinstance(part, int) else part for part in p): p for p in numbers(TEA)}


def written(form: str) -> str:
    """The programme as JSON, with a number of each kind in the form that `form` gives it."""
    document = TEA
    for number, path in enumerate(KINDS.values()):
        document = changed(document, path, f"NUMBER{number};")
    text = json.dumps(document)
    for number, path in enumerate(KINDS.values()):
        text = text.replace(f'"NUMBER{number};"', form.format(at(TEA, path)))
    return text


def faults(document: Any) -> set[Path]:
    """The paths that the schema names, also of those that one of several forms has not."""
    found: set[Path] = set()
    errors = list(schema.validator().iter_errors(document))
    while errors:
        error = errors.pop()
        if error.validator != schema.CONDITION:
            found.add(tuple(error.absolute_path))
        errors += error.context
    return found


def test_every_number_of_a_programme_may_be_written_with_a_point() -> None:
    whole = read_yaml(written("{}.0")).document
    assert whole == TEA
    assert {type(at(whole, path)) for path in KINDS.values()} == {int}
    assert not faults(whole)


@pytest.mark.parametrize("as_float", [True, False])
def test_no_number_of_a_programme_may_be_a_fraction(as_float: bool) -> None:
    document = json.loads(written("{}.0")) if as_float else read_yaml(written("{}.5")).document
    assert type(at(document, next(iter(KINDS.values())))) is float
    assert set(KINDS.values()) - faults(document) == set()


@pytest.mark.parametrize(
    ("right", "wrong", "key"),
    [
        ("price: 200", "price: 1_000", "rewards.items[0].price"),
        ("price: 200", "price: 12:30", "rewards.items[0].price"),
        ("main: true", "main: yes", "ladders[0].main"),
        ("code: tote_bag", 'code: "tote_bag\\n"', "rewards.items[1].code"),
    ],
)
def test_a_text_where_a_number_or_a_name_is_wanted_is_refused_by_key(
    right: str, wrong: str, key: str
) -> None:
    source = (PROGRAMMES / "tea.yaml").read_text("utf-8").replace(right, wrong, 1)
    problems = programme_file.read(source).problems
    assert key in [problem.key for problem in problems], problems


def test_a_long_list_of_different_kinds_is_judged_at_once() -> None:
    mixed = [1, "a", None, {}, [], 2.5] * 1_200
    started = time.process_time()
    rule = {"code": "a", "on": "order", "asset": "POINTS", "award": {"points": 1}}
    document = TEA | {"earning": {"rules": [rule | {"multipliers": mixed}]}}
    assert programme_file.read(json.dumps(document)).problems
    assert time.process_time() - started < 5


def test_a_message_tells_little_of_a_large_file() -> None:
    source = (PROGRAMMES / "tea.yaml").read_text("utf-8")
    long = source.replace("price: 200", f"price: {'x' * 100_000}", 1)
    [problem] = programme_file.read(long).problems
    assert len(problem.message) < 600
