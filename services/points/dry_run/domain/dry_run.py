"""A dry run: who asked for it, how far it is, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.points.dry_run.domain.tally import Report

DAYS_MAX = 90
ACTIVITIES_MAX = 500_000


class State(StrEnum):
    """Where a dry run is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class DryRun:
    """A dry run of the activities that were recorded from `since` until it was asked for.

    `document` is the draft's content as JSON, `fingerprint` that of the request. `in_force` is the
    version that it is compared with, once it runs. `reached` is the time of the last activity that
    was tried; a run that is done and not `complete` met a bound there.
    """

    id: str
    brand: str
    asked_by: str
    asked_at: datetime
    since: datetime
    document: str
    fingerprint: bytes
    state: State = State.QUEUED
    in_force: int = 0
    activities: int = 0
    reached: datetime | None = None
    complete: bool = False
    report: Report | None = None
    failure: str = ""
