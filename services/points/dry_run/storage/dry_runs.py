"""Dry runs in MongoDB.

`dry_runs`  {_id: brand/id, brand, id, by, asked_at, since, document, fingerprint, state, in_force,
activities, reached, complete, report, failure, kept_until}. MongoDB drops one when `kept_until` is
over.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from services.common.mongo import ASCENDING, DESCENDING, Database, IndexModel
from services.points.dry_run.domain.dry_run import DryRun, State
from services.points.dry_run.domain.tally import (
    Amounts,
    AssetRow,
    MemberRow,
    Report,
    RuleRow,
)

DRY_RUNS = "dry_runs"
KEPT = timedelta(days=30)
INDEXES = {
    DRY_RUNS: [
        IndexModel([("brand", ASCENDING), ("asked_at", DESCENDING)]),
        IndexModel([("state", ASCENDING), ("asked_at", ASCENDING)]),
        IndexModel([("kept_until", ASCENDING)], expireAfterSeconds=0),
    ]
}
_OPEN = [State.QUEUED.value, State.RUNNING.value]


class MongoDryRuns:
    """Implements `dry_run.commands.job.DryRunStore`."""

    def __init__(self, db: Database) -> None:
        self._runs = db[DRY_RUNS]

    async def begin(self, run: DryRun) -> DryRun:
        found = await self._runs.find_one_and_update(
            {"_id": _key(run)}, {"$setOnInsert": _written(run)}, upsert=True
        )
        return run if found is None else _read(found)

    async def get(self, brand: str, id_: str) -> DryRun | None:
        if id_:
            found = await self._runs.find_one({"_id": f"{brand}/{id_}"})
        else:
            found = await self._runs.find_one({"brand": brand}, sort=[("asked_at", DESCENDING)])
        return None if found is None else _read(found)

    async def next(self) -> DryRun | None:
        found = await self._runs.find_one({"state": {"$in": _OPEN}}, sort=[("asked_at", ASCENDING)])
        return None if found is None else _read(found)

    async def put(self, run: DryRun) -> None:
        body = _written(run)
        del body["document"]  # it stays as it is, and is long
        await self._runs.update_one({"_id": _key(run)}, {"$set": body})


def _key(run: DryRun) -> str:
    return f"{run.brand}/{run.id}"


def _written(run: DryRun) -> dict[str, Any]:
    return {
        "brand": run.brand,
        "id": run.id,
        "by": run.asked_by,
        "asked_at": run.asked_at,
        "since": run.since,
        "document": run.document,
        "fingerprint": run.fingerprint,
        "state": run.state.value,
        "in_force": run.in_force,
        "activities": run.activities,
        "reached": run.reached,
        "complete": run.complete,
        "report": asdict(run.report) if run.report else None,
        "failure": run.failure,
        "kept_until": run.asked_at + KEPT,
    }


def _read(found: dict[str, Any]) -> DryRun:
    return DryRun(
        id=found["id"],
        brand=found["brand"],
        asked_by=found["by"],
        asked_at=found["asked_at"],
        since=found["since"],
        document=found["document"],
        fingerprint=found["fingerprint"],
        state=State(found["state"]),
        in_force=found["in_force"],
        activities=found["activities"],
        reached=found["reached"],
        complete=found["complete"],
        report=_report(found["report"]) if found["report"] else None,
        failure=found["failure"],
    )


def _report(body: dict[str, Any]) -> Report:
    return Report(
        tuple(AssetRow(a, Amounts(*amounts), *rest) for a, amounts, *rest in body["assets"]),
        tuple(RuleRow(r, a, Amounts(*amounts)) for r, a, amounts in body["rules"]),
        tuple(MemberRow(m, a, Amounts(*amounts)) for m, a, amounts in body["members"]),
        Amounts(*body["refused"]),
    )
