"""Publishing a brand's programme, reading its versions, going back to one."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from services.common.clock import Clock
from services.common.exact_json import read_json
from services.common.text import checked
from services.members.programme.commands import programme_file, schema
from services.members.programme.domain import findings
from services.members.programme.domain.experiments import check_frozen
from services.members.programme.domain.programme import (
    NOTE_CHARACTERS_MAX,
    Problem,
    Programme,
    ProgrammeInvalid,
    ProgrammeMissing,
)
from services.members.programme.domain.publishing import require_base
from services.members.programme.domain.rules import SectionParser, from_programme


class ProgrammeUnit(Protocol):
    """One transaction on a brand's programmes."""

    async def newest(self, brand: str) -> int:
        """The highest version, 0 before the first; publishers wait for each other here."""

    async def get(self, brand: str, version: int) -> Programme | None:
        """A version as it was published."""

    async def put_in_force(self, programme: Programme) -> None:
        """Keep a new version, put it in force and publish the event."""


class ProgrammeStore(Protocol):
    """Where versions are kept."""

    async def get(self, brand: str, version: int) -> Programme | None:
        """A version, the one in force when 0."""

    async def page(self, brand: str, *, below: int, size: int) -> Sequence[Programme]:
        """Versions under `below` (0: from the newest), newest first, without their files."""


@dataclass(frozen=True, slots=True)
class Publication:
    """A file to put in force; `document_json` is its `document_of`.

    `base` is the version that it was made from, which it alone may replace; None: any.
    """

    brand: str
    source_yaml: str
    document_json: str
    note: str
    by: str
    rollback_of: int = 0
    base: int | None = None


@dataclass(frozen=True, slots=True)
class Rollback:
    """An earlier version to put in force again; `base` as in a publication."""

    brand: str
    version: int
    note: str
    by: str
    base: int | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """Of a file: its problems, or else what it holds, counted, and warnings.

    `document` is its content as JSON, with defaults; "" where there are problems.
    """

    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    document: str = ""


def validate(
    source_yaml: str, parsers: Mapping[str, SectionParser], brand: str, now: datetime
) -> Judgement:
    """A file as it would be published, for `brand` unless that is empty."""
    file = programme_file.read(source_yaml, brand, now)
    if problems := file.problems or _unreadable(file.document, parsers):
        return Judgement(problems)
    counts = findings.counts(file.document)
    return Judgement((), file.warnings, counts, _written(file.document))


def document_of(
    source_yaml: str, parsers: Mapping[str, SectionParser], brand: str, now: datetime
) -> str:
    """The document of a file as JSON, defaults filled in. Raises ProgrammeInvalid.

    Judged before the transaction, which may run again: reading a file takes longer than keeping it.
    """
    file = programme_file.read(source_yaml, brand, now)
    if problems := file.problems or _unreadable(file.document, parsers):
        raise ProgrammeInvalid(problems)
    return _written(file.document)


def _written(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _unreadable(
    document: Mapping[str, Any], parsers: Mapping[str, SectionParser]
) -> tuple[Problem, ...]:
    """The sections that fit the schema and still can't be read: the room's parser says why.

    Once in force, such a section would fail every call that reads it.
    """
    rules = from_programme(0, document)
    problems = []
    for section, parse in parsers.items():
        try:
            rules.section(parse)
        except (LookupError, TypeError, ValueError) as error:
            problems.append(Problem(1, 1, section, f"can't be read: {error!r}"))
    return tuple(problems)


async def publish(unit: ProgrammeUnit, clock: Clock, publication: Publication) -> Programme:
    """Put a file in force as the next version.

    Refuses INVALID_ARGUMENT for a note too long. Raises ProgrammeOvertaken and ExperimentFrozen.
    """
    note = checked("note", publication.note, NOTE_CHARACTERS_MAX)
    newest = await unit.newest(publication.brand)
    require_base(publication.base, newest)
    before = await unit.get(publication.brand, newest) if newest else None
    if before is not None:
        check_frozen(*(_whole(each) for each in (before.document_json, publication.document_json)))
    programme = Programme(
        brand=publication.brand,
        version=newest + 1,
        source_yaml=publication.source_yaml,
        document_json=publication.document_json,
        published_at=clock.now(),
        published_by=publication.by,
        rollback_of=publication.rollback_of,
        note=note,
    )
    await unit.put_in_force(programme)
    return programme


def _whole(document_json: str) -> dict[str, Any]:
    """The document with the defaults of this release: an earlier one may have known fewer."""
    whole: dict[str, Any] = schema.with_defaults(read_json(document_json))
    return whole


async def roll_back(
    unit: ProgrammeUnit, clock: Clock, rollback: Rollback, parsers: Mapping[str, SectionParser]
) -> Programme:
    """Put an earlier version's content in force, as a new version.

    Raises ProgrammeMissing, ProgrammeOvertaken, ExperimentFrozen, and ProgrammeInvalid where a room
    can't read its section any more.
    """
    earlier = await unit.get(rollback.brand, rollback.version)
    if earlier is None:
        raise ProgrammeMissing(rollback.brand, rollback.version)
    document = read_json(earlier.document_json)
    if problems := _unreadable(document, parsers):
        raise ProgrammeInvalid(problems)
    again = Publication(
        brand=rollback.brand,
        source_yaml=earlier.source_yaml,
        # Written anew: an earlier release may have kept 5.0 for 5.
        document_json=_written(document),
        note=rollback.note,
        by=rollback.by,
        rollback_of=rollback.version,
        base=rollback.base,
    )
    return await publish(unit, clock, again)


async def get(store: ProgrammeStore, brand: str, version: int) -> Programme:
    """A version, the one in force when 0. Raises ProgrammeMissing."""
    programme = await store.get(brand, version)
    if programme is None:
        raise ProgrammeMissing(brand, version)
    return programme
