"""Alarms and reports in MongoDB.

`insight_alarms`   {_id: "brand/day-metric", b, id, metric, day, found, at, answer_by, state,
                    closed, notes: [{request_id, state, at, by, words}],
                    channel: of acquisition, absent where it is about none; missed: true of a
                    target; acts: [{threshold, journey, became, at, message and
                    instead: where it switches one off}], absent where none acts;
                    due: true while one is about to}
                   "brand/day-metric-missed" where it is about a target
`insight_looked`   {_id: brand, day}                     the last day that alarms looked at
`insight_reports`  {_id: "brand/grain/day", b, g: grain, d: first day, made_at, numbers: {metric:
                    [numerator, denominator] or null}, restatements: [{metric, old, new, at}],
                    messages: [{channel, language, state, attempts, at, next_at: null at its end,
                    code}], absent where it goes to nobody}

Days are written as ISO 8601 writes them.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from services.common.clock import Clock
from services.common.mongo import (
    ASCENDING,
    DESCENDING,
    Database,
    Document,
    IndexModel,
    Session,
)
from services.common.written_once import Asked, TextWire, written_once
from services.feedback.insight.domain.alarms import Alarm, AlarmNotFound, AlarmState, Finding, Note
from services.feedback.insight.domain.metrics import Number
from services.feedback.insight.domain.period import Grain, Period
from services.feedback.insight.domain.report import Report, Restatement
from services.feedback.insight.domain.report_message import ReportMessage, State
from services.feedback.insight.domain.threshold import Act, Became

DUE_MOST = 100
ALARMS, LOOKED, REPORTS = "insight_alarms", "insight_looked", "insight_reports"
INDEXES: Mapping[str, Sequence[IndexModel]] = {
    ALARMS: [
        IndexModel([("b", ASCENDING), ("_id", DESCENDING)]),
        IndexModel([("b", ASCENDING), ("closed", ASCENDING), ("_id", DESCENDING)]),
        IndexModel([("b", ASCENDING)], name="due", partialFilterExpression={"due": True}),
    ],
    REPORTS: [
        IndexModel([("b", ASCENDING), ("g", ASCENDING), ("d", DESCENDING)]),
        IndexModel([("messages.next_at", ASCENDING)], sparse=True),
    ],
}


class MongoTold:
    """Implements `insight.commands.ports.Told`."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self._alarms = db[ALARMS]
        self._looked = db[LOOKED]
        self._reports = db[REPORTS]

    async def add_alarm(self, alarm: Alarm) -> None:
        named = {"_id": f"{alarm.brand}/{alarm.id}"}
        await self._alarms.update_one(named, {"$setOnInsert": _alarm_document(alarm)}, upsert=True)

    async def alarm(self, brand: str, alarm_id: str) -> Alarm | None:
        found = await self._alarms.find_one({"_id": f"{brand}/{alarm_id}"})
        return _alarm(found) if found else None

    async def alarms(self, brand: str, before: str, most: int, *, open_only: bool) -> list[Alarm]:
        query: Document = {"b": brand}
        if before:
            query["_id"] = {"$lt": f"{brand}/{before}"}
        if open_only:
            query["closed"] = False
        cursor = self._alarms.find(query).sort("_id", DESCENDING).limit(most)
        return [_alarm(each) async for each in cursor]

    async def move_alarm(
        self, write: Asked, alarm_id: str, change: Callable[[Alarm], Alarm]
    ) -> tuple[Alarm, bool]:
        named = {"_id": f"{write.brand}/{alarm_id}"}

        async def effect(session: Session) -> str:
            found = await self._alarms.find_one(named, session=session)
            if found is None:
                raise AlarmNotFound(f"no alarm {alarm_id}")
            # A threshold that acts meanwhile runs behind it, or this one again behind that.
            moved = change(_alarm(found))
            await self._alarms.replace_one(named, _alarm_document(moved), session=session)
            return alarm_id

        _, replayed = await written_once(self._db, self._clock, write, TextWire(), effect)
        found = await self._alarms.find_one(named)
        assert found is not None, "no alarm is deleted"
        return _alarm(found), replayed

    async def due(self, brand: str) -> list[Alarm]:
        cursor = self._alarms.find({"b": brand, "due": True}).limit(DUE_MOST)
        return [_alarm(each) async for each in cursor]

    async def acted(self, alarm: Alarm) -> None:
        named = {"_id": f"{alarm.brand}/{alarm.id}"}
        told: Document = {"$set": {"acts": _acts(alarm.acts)}, "$unset": {"due": ""}}
        await self._alarms.update_one(named, told)

    async def looked(self, brand: str) -> date | None:
        found = await self._looked.find_one({"_id": brand})
        return date.fromisoformat(found["day"]) if found else None

    async def has_looked(self, brand: str, day: date) -> None:
        await self._looked.update_one(
            {"_id": brand}, {"$set": {"day": day.isoformat()}}, upsert=True
        )

    async def add_report(self, report: Report) -> None:
        document: Document = {
            "b": report.brand,
            "g": report.period.grain.value,
            "d": report.period.first.isoformat(),
            "made_at": report.made_at,
            "numbers": {code: _written(each) for code, each in report.numbers.items()},
            "restatements": [],
            **({"messages": [_message(e) for e in report.messages]} if report.messages else {}),
        }
        named = {"_id": _named(report.brand, report.period)}
        await self._reports.update_one(named, {"$setOnInsert": document}, upsert=True)

    async def report(self, brand: str, period: Period) -> Report | None:
        found = await self._reports.find_one({"_id": _named(brand, period)})
        return _report(found) if found else None

    async def reports(
        self, brand: str, grain: Grain, before: date | None, most: int
    ) -> list[Report]:
        query: Document = {"b": brand, "g": grain.value}
        if before:
            query["d"] = {"$lt": before.isoformat()}
        cursor = self._reports.find(query).sort("d", DESCENDING).limit(most)
        return [_report(each) async for each in cursor]

    async def restate(
        self, brand: str, period: Period, restatements: Sequence[Restatement], told: int
    ) -> None:
        added = [
            {
                "metric": each.metric,
                "old": _written(each.old),
                "new": _written(each.new),
                "at": each.at,
            }
            for each in restatements
        ]
        # Two that found the same would tell it twice.
        named = {"_id": _named(brand, period), "restatements": {"$size": told}}
        await self._reports.update_one(named, {"$push": {"restatements": {"$each": added}}})

    async def due_reports(self, now: datetime, most: int) -> list[Report]:
        cursor = self._reports.find({"messages.next_at": {"$lte": now}})
        cursor = cursor.sort("messages.next_at", ASCENDING).limit(most)
        return [_report(each) async for each in cursor]

    async def move_message(self, report: Report, old: ReportMessage, new: ReportMessage) -> bool:
        named = {
            "_id": _named(report.brand, report.period),
            "messages": {
                "$elemMatch": {
                    "channel": old.channel,
                    "language": old.language,
                    "state": old.state.value,
                    "attempts": old.attempts,
                }
            },
        }
        done = await self._reports.update_one(named, {"$set": {"messages.$": _message(new)}})
        return bool(done.matched_count)


def _named(brand: str, period: Period) -> str:
    return f"{brand}/{period.grain}/{period.first.isoformat()}"


def _written(number: Number | None) -> list[int] | None:
    return None if number is None else [number.numerator, number.denominator]


def _read(written: Sequence[int] | None) -> Number | None:
    return None if written is None else Number(*written)


def _message(message: ReportMessage) -> Document:
    return {
        "channel": message.channel,
        "language": message.language,
        "state": message.state.value,
        "attempts": message.attempts,
        "at": message.at,
        "next_at": message.next_at,
        "code": message.code,
    }


def _report(found: Mapping[str, Any]) -> Report:
    return Report(
        brand=found["b"],
        period=Period(Grain(found["g"]), date.fromisoformat(found["d"])),
        made_at=found["made_at"],
        numbers={code: _read(each) for code, each in found["numbers"].items()},
        restatements=tuple(
            Restatement(each["metric"], _read(each["old"]), _read(each["new"]), each["at"])
            for each in found["restatements"]
        ),
        messages=tuple(
            ReportMessage(**{**each, "state": State(each["state"])})
            for each in found.get("messages", ())
        ),
    )


def _alarm_document(alarm: Alarm) -> Document:
    found = alarm.found
    return {
        "b": alarm.brand,
        "id": alarm.id,
        "metric": alarm.metric,
        "day": alarm.day.isoformat(),
        "found": [found.value, found.baseline, found.low, found.high, found.change_percent],
        "at": alarm.at,
        "answer_by": alarm.answer_by,
        "state": alarm.state.value,
        "closed": alarm.state is AlarmState.CLOSED,
        "notes": [
            {
                "request_id": each.request_id,
                "state": each.state.value,
                "at": each.at,
                "by": each.by,
                "words": each.words,
            }
            for each in alarm.notes
        ],
        **({"channel": alarm.channel} if alarm.channel else {}),
        **({"missed": True} if alarm.missed else {}),
        **({"acts": _acts(alarm.acts)} if alarm.acts else {}),
        **({"due": True} if alarm.due else {}),
    }


def _acts(acts: Sequence[Act]) -> list[Document]:
    return [
        {
            "threshold": each.threshold,
            "journey": each.journey,
            "became": each.became.value,
            "at": each.at,
            **({"message": each.message, "instead": each.instead} if each.message else {}),
        }
        for each in acts
    ]


def _alarm(found: Mapping[str, Any]) -> Alarm:
    return Alarm(
        id=found["id"],
        brand=found["b"],
        metric=found["metric"],
        day=date.fromisoformat(found["day"]),
        found=Finding(*found["found"]),
        at=found["at"],
        answer_by=found["answer_by"],
        state=AlarmState(found["state"]),
        notes=tuple(
            Note(
                each["request_id"],
                AlarmState(each["state"]),
                each["at"],
                each["by"],
                each["words"],
            )
            for each in found["notes"]
        ),
        channel=found.get("channel", ""),
        missed=found.get("missed", False),
        acts=tuple(
            Act(
                each["threshold"],
                each["journey"],
                Became(each["became"]),
                each["at"],
                each.get("message", ""),
                each.get("instead", ""),
            )
            for each in found.get("acts", ())
        ),
    )


class MongoHeard:
    """Implements `insight.commands.ports.Heard` by the followers' own notes."""

    def __init__(self, tokens: Any, followers: Sequence[str]) -> None:
        self._tokens = tokens
        self._followers = followers

    async def heard_at(self) -> datetime | None:
        found = [
            each["at"] async for each in self._tokens.find({"_id": {"$in": list(self._followers)}})
        ]
        return min(found) if len(found) == len(self._followers) else None
