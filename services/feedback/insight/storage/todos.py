"""To-dos in MongoDB.

`insight_todos`  {_id: "brand/day-metric-threshold", b, id, title: [zh, en], metric, day, alarm,
                  threshold, at, due, state, over, owner,
                  notes: [{request_id, state, at, by, words}]}
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
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
from services.feedback.insight.domain.todo import OVER, Todo, TodoNote, TodoNotFound, TodoState
from services.feedback.programme.domain import Text

TODOS = "insight_todos"
INDEXES: Mapping[str, Sequence[IndexModel]] = {
    TODOS: [
        IndexModel([("b", ASCENDING), ("_id", DESCENDING)]),
        IndexModel([("b", ASCENDING), ("over", ASCENDING), ("_id", DESCENDING)]),
    ],
}


class MongoTodos:
    """Implements `insight.commands.ports.Todos`."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self._todos = db[TODOS]

    async def open(self, todo: Todo) -> None:
        named = {"_id": f"{todo.brand}/{todo.id}"}
        await self._todos.update_one(named, {"$setOnInsert": _document(todo)}, upsert=True)

    async def find(self, brand: str, todo_id: str) -> Todo | None:
        found = await self._todos.find_one({"_id": f"{brand}/{todo_id}"})
        return _todo(found) if found else None

    async def list(self, brand: str, before: str, most: int, *, open_only: bool) -> list[Todo]:
        query: Document = {"b": brand}
        if before:
            query["_id"] = {"$lt": f"{brand}/{before}"}
        if open_only:
            query["over"] = False
        cursor = self._todos.find(query).sort("_id", DESCENDING).limit(most)
        return [_todo(each) async for each in cursor]

    async def move(
        self, write: Asked, todo_id: str, change: Callable[[Todo], Todo]
    ) -> tuple[Todo, bool]:
        named = {"_id": f"{write.brand}/{todo_id}"}

        async def effect(session: Session) -> str:
            found = await self._todos.find_one(named, session=session)
            if found is None:
                raise TodoNotFound(f"no to-do {todo_id}")
            moved = change(_todo(found))
            await self._todos.replace_one(named, _document(moved), session=session)
            return todo_id

        _, replayed = await written_once(self._db, self._clock, write, TextWire(), effect)
        found = await self._todos.find_one(named)
        assert found is not None, "no to-do is deleted"
        return _todo(found), replayed


def _document(todo: Todo) -> Document:
    return {
        "b": todo.brand,
        "id": todo.id,
        "title": [todo.title.zh, todo.title.en],
        "metric": todo.metric,
        "day": todo.day.isoformat(),
        "alarm": todo.alarm,
        "threshold": todo.threshold,
        "at": todo.at,
        "due": todo.due,
        "state": todo.state.value,
        "over": todo.state in OVER,
        "owner": todo.owner,
        "notes": [
            {
                "request_id": each.request_id,
                "state": each.state.value,
                "at": each.at,
                "by": each.by,
                "words": each.words,
            }
            for each in todo.notes
        ],
    }


def _todo(found: Mapping[str, Any]) -> Todo:
    return Todo(
        id=found["id"],
        brand=found["b"],
        title=Text(*found["title"]),
        metric=found["metric"],
        day=date.fromisoformat(found["day"]),
        alarm=found["alarm"],
        threshold=found["threshold"],
        at=found["at"],
        due=found["due"],
        state=TodoState(found["state"]),
        owner=found["owner"],
        notes=tuple(
            TodoNote(**{**each, "state": TodoState(each["state"])}) for each in found["notes"]
        ),
    )
