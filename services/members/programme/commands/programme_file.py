"""A programme file: YAML with its places, judged by the schema, its conditions checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from jsonschema.exceptions import ValidationError, best_match

from services.common.cel_check import ConditionChecker, ConditionRefused, Reason
from services.common.condition_facts import ConditionKind, declared
from services.common.web_address import problem_of
from services.members.programme.commands import programme_texts, schema
from services.members.programme.commands.programme_texts import odd_condition
from services.members.programme.commands.yaml_source import (
    NotYaml,
    Place,
    YamlSource,
    read_yaml,
)
from services.members.programme.domain import findings
from services.members.programme.domain.declared import Path
from services.members.programme.domain.programme import (
    SOURCE_BYTES_MAX,
    Problem,
    contradictions,
)
from services.members.programme.domain.useless_parts import useless_parts

PROBLEMS_MAX = 100
BRAND_DIFFERS = "BRAND_DIFFERS"
MESSAGE_CHARACTERS_MAX = 500
KEY_CHARACTERS_MAX = 200
CONDITIONS_COST_MAX = 50_000_000
"""Units of `cel_cost` that all conditions take for one event: under a second."""


@dataclass(frozen=True, slots=True)
class ProgrammeFile:
    """A file as it was read. `document` has its defaults, and is whole only without problems.

    `warnings` tell what can be published and is seldom meant; they are empty beside problems.
    """

    document: Mapping[str, Any]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...] = ()


def read(source: str, brand: str = "", now: datetime | None = None) -> ProgrammeFile:
    """Read and judge a file; problems are in the order of their places.

    `brand`: it is judged for this one; a file that names another has a problem.
    Without `now` no day that it names is past.
    """
    if len(source.encode()) > SOURCE_BYTES_MAX:
        return _refused(Place(1, 1), f"more than {SOURCE_BYTES_MAX // 1024} KiB")
    try:
        file = read_yaml(source)
    except NotYaml as error:
        return _refused(error.place, error.message)
    document = file.document
    if not isinstance(document, dict):
        return _refused(Place(1, 1), "the file is a mapping of keys: programme, name, ...")
    errors = list(schema.validator().iter_errors(document))
    conditions = [error for error in errors if error.validator == schema.CONDITION]
    in_form = programme_texts.in_form(document, {tuple(c.absolute_path) for c in conditions})
    changed = list(programme_texts.changes(document, in_form))
    if changed:
        document = in_form
        errors = list(schema.validator().iter_errors(document))
    broken = [error for error in errors if error.validator != schema.CONDITION]
    faults = [fault for error in broken for fault in _faults(error)]
    problems = list(_condition_problems(conditions, file))
    if not faults and not problems:
        document = schema.with_defaults(document)
        faults = [*contradictions(document), *useless_parts(document, now)]
    if brand and document.get("brand", brand) != brand:
        message = f"a programme of {document['brand']}; you are publishing for {brand}"
        problems.append(_problem(file.place(("brand",)), ("brand",), message, BRAND_DIFFERS))
    problems += [_problem(file.place(path), path, message) for path, message in faults]
    if problems:
        return ProgrammeFile(document, _in_order(problems))
    odd = [(tuple(each.absolute_path), str(each.instance)) for each in conditions]
    told = [*changed, *findings.warnings(document)]
    told += [(path, odd_one) for path, text in odd if (odd_one := odd_condition(text))]
    warnings = [_problem(file.place(path), path, message) for path, message in told]
    return ProgrammeFile(document, (), _in_order(warnings))


def _in_order(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    placed = sorted(problems, key=lambda problem: (problem.line, problem.column))
    return tuple(placed[:PROBLEMS_MAX])


def _refused(place: Place, message: str) -> ProgrammeFile:
    return ProgrammeFile({}, (_problem(place, (), message),))


def _problem(place: Place, path: Path, message: str, reason: str = "") -> Problem:
    return Problem(
        place.line, place.column, _key(path)[:KEY_CHARACTERS_MAX], _short(message), reason
    )


def _short(message: str) -> str:
    """The message without the middle, where it tells much of the file."""
    if len(message) <= MESSAGE_CHARACTERS_MAX:
        return message
    half = MESSAGE_CHARACTERS_MAX // 2
    return f"{message[:half]} … {message[-half:]}"


@cache
def _checkers() -> Mapping[str, tuple[ConditionKind, ConditionChecker]]:
    kinds = declared()
    return {name: (kind, ConditionChecker(kind, kinds.values())) for name, kind in kinds.items()}


def _condition_problems(
    conditions: Sequence[ValidationError], file: YamlSource
) -> Iterator[Problem]:
    """What is wrong with each condition by itself, and the one with which all get too dear."""
    costs = 0
    for found in conditions:
        path: Path = tuple(found.absolute_path)
        kind, checker = _checkers()[str(found.validator_value)]
        try:
            cost = checker.check(str(found.instance)) * kind.evaluations_max
        except ConditionRefused as refused:
            place = file.place_in(path, refused.at)
            prefix = "not a CEL condition: " if refused.reason == Reason.NOT_CEL else ""
            yield _problem(place, path, f"{prefix}{refused}", refused.reason)
            continue
        if costs <= CONDITIONS_COST_MAX < costs + cost:
            message = (
                f"with this one, all conditions may take more than {CONDITIONS_COST_MAX} steps "
                f"for one event; this takes {cost}"
            )
            yield _problem(file.place_in(path, 0), path, message, Reason.TOO_COSTLY)
        costs += cost


def _faults(error: ValidationError) -> Iterator[tuple[Path, str]]:
    """Where the error stands and what it says; an unknown key is named itself."""
    path: Path = tuple(error.absolute_path)
    instance: Any = error.instance
    if error.validator == "additionalProperties" and isinstance(error.schema, dict):
        known = error.schema.get("properties", {})
        for key in instance:
            if key not in known:
                yield (*path, key), f"unknown key; known: {', '.join(known)}"
    elif "propertyNames" in error.absolute_schema_path:
        yield (*path, instance), "no name for this place: " + _message(error)
    else:
        yield path, _message(error)


def _message(error: ValidationError) -> str:
    """The reason in the words of a file's author, not of the schema."""
    if error.validator == "oneOf":
        nearer = best_match([error])
        return nearer.message if nearer is not error else "fits none of the forms allowed here"
    if error.validator_value == schema.WEB_ADDRESS:
        return problem_of(str(error.instance))
    if error.validator == "format":
        return f"{error.instance!r} is not a {error.validator_value}"
    if error.validator == "enum":
        allowed: Any = error.validator_value
        return f"{error.instance!r} is not one of {', '.join(map(str, allowed))}"
    return error.message


def _key(path: Path) -> str:
    """ladders[0].tiers[2].reach"""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".")
