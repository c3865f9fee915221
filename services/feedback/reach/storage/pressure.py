"""How many members were touched on days running, and the brakes of brands.

`reach_pressure`  {_id: brand, day: "2026-12-01", brakes: [{days, day, touched, reachable, since,
                   calm_days}]}
"""

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from services.common.mongo import Database, Document, aggregate
from services.feedback.audience.domain import Purpose
from services.feedback.audience.storage import COLLECTION as MEMBERS
from services.feedback.audience.storage import member_key
from services.feedback.reach.domain.pressure import Brake, Measured, PressureState
from services.feedback.reach.storage.wakings import PRESSURE_TIMER
from services.feedback.timers.domain import Timer
from services.feedback.timers.storage import COLLECTION as TIMERS

COLLECTION = "reach_pressure"


class MongoPressure:
    """Implements `reach.commands.store.PressureStore`."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._states = db[COLLECTION]

    async def of(self, brand: str) -> PressureState:
        found = await self._states.find_one({"_id": brand})
        if found is None:
            return PressureState()
        brakes = {each["days"]: _to_brake(each) for each in found["brakes"]}
        return PressureState(date.fromisoformat(found["day"]), brakes)

    async def keep(self, brand: str, state: PressureState) -> None:
        assert state.day is not None
        brakes = [_to_document(each) for each in (state.brakes or {}).values()]
        kept = {"day": state.day.isoformat(), "brakes": brakes}
        await self._states.update_one({"_id": brand}, {"$set": kept}, upsert=True)

    async def wake(self, brand: str) -> None:
        timer = Timer(brand, PRESSURE_TIMER, "", datetime.min.replace(tzinfo=UTC))
        due = datetime(2000, 1, 1, tzinfo=UTC)
        set_once: Document = {"brand": brand, "kind": PRESSURE_TIMER, "key": "", "due": due}
        set_once["tries"] = 0
        await self._db[TIMERS].update_one(
            {"_id": timer.id}, {"$setOnInsert": set_once}, upsert=True
        )

    async def measure(
        self, brand: str, day: date, lengths: Collection[int], zone: ZoneInfo
    ) -> list[Measured]:
        names = {length: f"touched_{length}" for length in sorted(lengths)}
        counts: Document = {
            name: {"$sum": {"$cond": [{"$setIsSubset": [_days(day, length), "$days"]}, 1, 0]}}
            for length, name in names.items()
        }
        found = [
            each
            async for each in aggregate(
                self._db[MEMBERS],
                [
                    {
                        "$match": {
                            # A brand has no slash in its name: those of one stand together.
                            "_id": {"$gte": member_key(brand, ""), "$lt": f"{brand}0"},
                            "enrolled_at": {"$exists": True},
                        }
                    },
                    {"$project": {"days": _touched_on(zone), "asked": _AGREED}},
                    {"$match": {"asked": True}},
                    {"$group": {"_id": None, "reachable": {"$sum": 1}, **counts}},
                ],
            )
        ]
        told = found[0] if found else {}
        reachable = told.get("reachable", 0)
        return [
            Measured(length, day, told.get(name, 0), reachable) for length, name in names.items()
        ]


def _touched_on(zone: ZoneInfo) -> Document:
    marketing = {
        "$filter": {
            "input": {"$ifNull": ["$counted", []]},
            "cond": {"$eq": ["$$this.purpose", Purpose.MARKETING.value]},
        }
    }
    day = {"$dateToString": {"date": "$$this.at", "format": "%Y-%m-%d", "timezone": zone.key}}
    direct = {"$map": {"input": marketing, "in": day}}
    return {"$setUnion": [direct, {"$ifNull": ["$group_days", []]}]}


_AGREED: Document = {
    "$anyElementTrue": [
        {
            "$map": {
                "input": {"$objectToArray": {"$ifNull": ["$consents", {}]}},
                "in": {
                    "$and": [
                        {"$eq": ["$$this.v.purpose", Purpose.MARKETING.value]},
                        "$$this.v.granted",
                    ]
                },
            }
        }
    ]
}


def _days(last: date, length: int) -> Sequence[str]:
    return [(last - timedelta(days=ago)).isoformat() for ago in range(length)]


def _to_document(brake: Brake) -> Document:
    measured = brake.measured
    return {
        "days": measured.days,
        "day": measured.day.isoformat(),
        "touched": measured.touched,
        "reachable": measured.reachable,
        "since": brake.since and brake.since.isoformat(),
        "calm_days": brake.calm_days,
    }


def _to_brake(found: Document) -> Brake:
    day = date.fromisoformat(found["day"])
    measured = Measured(found["days"], day, found["touched"], found["reachable"])
    since = found["since"] and date.fromisoformat(found["since"])
    return Brake(measured, since, found["calm_days"])
