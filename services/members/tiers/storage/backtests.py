"""Back-tests in MongoDB.

`tier_backtests`  {_id, brand, asked_by, asked_at, document, state, in_force, after, members,
                   failure, report, gone_at}; MongoDB removes them 30 days after they were asked for
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from services.common.mongo import ASCENDING, DESCENDING, Database, Document, IndexModel, Session
from services.members.tiers.domain.backtest import Backtest, Mover, Moves, Report, State

COLLECTION = "tier_backtests"
KEPT = timedelta(days=30)
INDEXES = {
    COLLECTION: [
        IndexModel([("brand", ASCENDING), ("asked_at", DESCENDING)]),
        IndexModel([("state", ASCENDING), ("asked_at", ASCENDING)]),
        IndexModel([("gone_at", ASCENDING)], expireAfterSeconds=0),
    ]
}


class MongoBacktests:
    """Reads and writes, within the transaction of `session` or outside of any."""

    def __init__(self, db: Database, session: Session | None = None) -> None:
        self._collection = db[COLLECTION]
        self._session = session

    async def get(self, brand: str, id_: str) -> Backtest | None:
        """One of the brand; its newest one when the id is empty."""
        query: Document = {"brand": brand} | ({"_id": id_} if id_ else {})
        cursor = self._collection.find(query, session=self._session)
        found = await cursor.sort("asked_at", DESCENDING).limit(1).to_list(1)
        return _backtest(found[0]) if found else None

    async def next(self) -> Backtest | None:
        """The oldest of all brands that is queued, or that a worker left."""
        query = {"state": {"$in": [State.QUEUED.value, State.RUNNING.value]}}
        cursor = self._collection.find(query, session=self._session)
        found = await cursor.sort("asked_at", ASCENDING).limit(1).to_list(1)
        return _backtest(found[0]) if found else None

    async def put(self, test: Backtest) -> None:
        """Keep how far it is, or what came of it."""
        await self._collection.replace_one(
            {"_id": test.id}, _document(test), upsert=True, session=self._session
        )


def _document(test: Backtest) -> Document:
    report = test.report
    return {
        **{name: value for name, value in asdict(test).items() if name not in ("id", "report")},
        "_id": test.id,
        "state": test.state.value,
        "gone_at": test.asked_at + KEPT,
        "report": {
            "moves": [
                {
                    "ladder": code,
                    "at_once": moves.at_once,
                    "pairs": [[*pair, n] for pair, n in moves.by_pair.items()],
                }
                for code, moves in report.moves.items()
            ],
            "spend_minor": report.spend_minor,
            "points_now": report.points_now,
            "points_draft": report.points_draft,
            "benefits": [[code, *counts] for code, counts in report.benefits.items()],
            "sample": [asdict(mover) for mover in report.sample],
        },
    }


def _backtest(found: Mapping[str, Any]) -> Backtest:
    kept = found["report"]
    moves = {
        each["ladder"]: Moves(
            Counter({(before, after): n for before, after, n in each["pairs"]}), each["at_once"]
        )
        for each in kept["moves"]
    }
    return Backtest(
        id=found["_id"],
        state=State(found["state"]),
        report=Report(
            moves=moves,
            spend_minor=kept["spend_minor"],
            points_now=kept["points_now"],
            points_draft=kept["points_draft"],
            benefits={code: [now, draft] for code, now, draft in kept["benefits"]},
            sample=[Mover(**each) for each in kept["sample"]],
        ),
        **{
            name: found[name]
            for name in ("brand", "asked_by", "asked_at", "document", "in_force", "after")
        },
        members=found["members"],
        failure=found["failure"],
    )
