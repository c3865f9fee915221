"""Publishing a brand's programme, reading its versions, going back to one."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from services.common.clock import Clock
from services.common.errors import invalid
from services.members.programme.commands import programme_file
from services.members.programme.domain.programme import (
    NOTE_CHARACTERS_MAX,
    Problem,
    Programme,
    ProgrammeInvalid,
    ProgrammeMissing,
)


class ProgrammeSource(Protocol):
    """What other capabilities read of programmes."""

    async def active(self, brand: str) -> tuple[int, Mapping[str, Any]] | None:
        """The version in force and its document; None before the first is published."""


class ProgrammeUnit(Protocol):
    """One transaction on a brand's programmes."""

    async def newest(self, brand: str) -> int:
        """The highest version, 0 before the first; publishers wait for each other here."""

    async def get(self, brand: str, version: int) -> Programme | None:
        """A version as it was published."""

    async def put_in_force(self, programme: Programme) -> None:
        """Keep a new version, put it in force and tell those who follow."""


class ProgrammeStore(Protocol):
    """Where versions are kept."""

    async def get(self, brand: str, version: int) -> Programme | None:
        """A version, the one in force when 0."""

    async def page(self, brand: str, *, below: int, size: int) -> Sequence[Programme]:
        """Versions under `below` (0: from the newest), newest first, without their files."""


def validate(source_yaml: str) -> tuple[Problem, ...]:
    """What is wrong in a file; empty when it could be published."""
    return programme_file.read(source_yaml).problems


def document_of(source_yaml: str) -> str:
    """The document of a file as JSON, defaults filled in. Raises ProgrammeInvalid.

    Judged before the transaction, which may run again: reading a file takes longer than keeping it.
    """
    file = programme_file.read(source_yaml)
    if file.problems:
        raise ProgrammeInvalid(file.problems)
    return json.dumps(file.document, ensure_ascii=False, separators=(",", ":"))


async def publish(
    unit: ProgrammeUnit,
    clock: Clock,
    *,
    brand: str,
    source_yaml: str,
    document_json: str,
    note: str,
    by: str,
) -> Programme:
    """Put a file in force as the next version; `document_json` is its `document_of`."""
    return await _next_version(
        unit,
        clock,
        brand=brand,
        source_yaml=source_yaml,
        document_json=document_json,
        rollback_of=0,
        note=note,
        by=by,
    )


async def roll_back(
    unit: ProgrammeUnit, clock: Clock, *, brand: str, version: int, note: str, by: str
) -> Programme:
    """Put an earlier version's content in force, as a new version. Raises ProgrammeMissing."""
    earlier = await unit.get(brand, version)
    if earlier is None:
        raise ProgrammeMissing(brand, version)
    return await _next_version(
        unit,
        clock,
        brand=brand,
        source_yaml=earlier.source_yaml,
        document_json=earlier.document_json,
        rollback_of=version,
        note=note,
        by=by,
    )


async def get(store: ProgrammeStore, *, brand: str, version: int) -> Programme:
    """A version, the one in force when 0. Raises ProgrammeMissing."""
    programme = await store.get(brand, version)
    if programme is None:
        raise ProgrammeMissing(brand, version)
    return programme


async def _next_version(
    unit: ProgrammeUnit,
    clock: Clock,
    *,
    brand: str,
    source_yaml: str,
    document_json: str,
    rollback_of: int,
    note: str,
    by: str,
) -> Programme:
    if len(note) > NOTE_CHARACTERS_MAX:
        raise invalid("note", f"at most {NOTE_CHARACTERS_MAX} characters")
    programme = Programme(
        brand=brand,
        version=await unit.newest(brand) + 1,
        source_yaml=source_yaml,
        document_json=document_json,
        published_at=clock.now(),
        published_by=by,
        rollback_of=rollback_of,
        note=note,
    )
    await unit.put_in_force(programme)
    return programme
