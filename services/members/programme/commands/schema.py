"""The schema of a programme file: a frame and one file a section, joined by `$ref`.

References are file names, resolved among the files that stand beside the protos. The keyword
`x-condition` beside a text says that it is a condition, and which kind of facts it sees.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path as FilePath
from typing import Any
from zoneinfo import available_timezones

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import extend
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from services.common.web_address import problem_of

FOLDER = FilePath(__file__).parents[4] / "protos/tessera/programme/v1"
FRAME = "programme.schema.json"
CONDITION = "x-condition"
WEB_ADDRESS = "web-address"

Schema = Mapping[str, Any]


@cache
def files() -> Mapping[str, Schema]:
    """Every file of the schema by its name."""
    loaded = {
        path.name: json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(FOLDER.glob("*.schema.json"))
    }
    for body in loaded.values():
        # jsonschema would go on with the dialect that is named, which has no `x-condition`.
        del body["$schema"]
    return loaded


@cache
def whole() -> Schema:
    """The frame, with what each reference names in its place: no form holds itself.

    Looking references up, while documents are judged, took as long as judging by them.
    """
    # Without a way to retrieve more, so that a name that is no file here is an error.
    resources = ((name, DRAFT202012.create_resource(body)) for name, body in files().items())
    registry = Registry[Any]().with_resources(resources)

    def joined(form: Any, file: str) -> Any:
        if isinstance(form, list):
            return [joined(part, file) for part in form]
        if not isinstance(form, dict):
            return form
        beside = {
            key: joined(part, file) for key, part in form.items() if key not in ("$ref", "$defs")
        }
        if "$ref" not in form:
            return beside
        named: str = form["$ref"]
        contents = registry.resolver(file).lookup(named).contents
        return {**joined(contents, named.split("#")[0] or file), **beside}

    frame: Schema = joined(files()[FRAME], FRAME)
    return frame


@cache
def validator() -> Validator:
    """Judges documents. Each condition comes as an error of its own, `x-condition`.

    So jsonschema finds them, by the schema's own branches; none of the branches whose failure
    decides (`oneOf`, `if`) may hold one.
    """
    formats = FormatChecker(["date"])
    zones = available_timezones()
    formats.checks("timezone")(lambda value: value in zones)
    formats.checks(WEB_ADDRESS)(lambda value: not (value and problem_of(str(value))))
    kind: type[Validator] = extend(  # type: ignore[no-untyped-call]
        Draft202012Validator,
        {CONDITION: _found, "uniqueItems": _repeated, "pattern": _unlike},
        type_checker=Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_integer),
    )
    return kind(whole(), format_checker=formats)


def _is_integer(_checker: object, value: object) -> bool:
    # JSON Schema lets 5.0 pass, which breaks whatever counts with it.
    return type(value) is int


def _repeated(
    _validator: Validator, wanted: object, instance: object, _schema: Schema
) -> Iterator[ValidationError]:
    # jsonschema's own compares each with each where the kinds differ.
    if not wanted or not isinstance(instance, list):
        return
    if len({json.dumps(item, sort_keys=True) for item in instance}) < len(instance):
        yield ValidationError("an item stands here twice")


def _unlike(
    _validator: Validator, pattern: str, instance: object, _schema: Schema
) -> Iterator[ValidationError]:
    # `$` also matches before a newline at the end, which no name of ours may have.
    if isinstance(instance, str) and (instance.endswith("\n") or not re.search(pattern, instance)):
        yield ValidationError(f"{instance[:100]!r} does not match {pattern}")


def _found(
    _validator: Validator, _kind: str, instance: object, _schema: Schema
) -> Iterator[ValidationError]:
    if isinstance(instance, str):
        yield ValidationError("a condition")


def with_defaults(document: Any) -> Any:
    """The document with every absent key that has a default in the schema."""
    return _filled(document, whole())


def _filled(value: Any, form: Schema) -> Any:
    if isinstance(value, list):
        return [_filled(item, form.get("items", {})) for item in value]
    if not isinstance(value, dict):
        return value
    properties: dict[str, Any] = dict(form.get("properties", {}))
    for choice in form.get("oneOf", []):
        if _fits(value, choice):
            properties |= choice.get("properties", {})
    other: Schema = form.get("additionalProperties") or {}
    filled = {key: _filled(item, properties.get(key, other)) for key, item in value.items()}
    for key, part in properties.items():
        if key not in filled and "default" in part:
            filled[key] = _filled(part["default"], part)
    return filled


def _fits(value: Mapping[str, Any], choice: Schema) -> bool:
    return all(
        value.get(key) == part["const"]
        for key, part in choice.get("properties", {}).items()
        if "const" in part
    )
