"""Operators move to-dos on."""

from services.common import audit
from services.common.errors import Refusal
from services.feedback.insight.commands.numbers import InsightContext
from services.feedback.insight.domain.todo import Todo, TodoMoved, TodoNote, TodoNotFound


async def move_todo(
    ctx: InsightContext, brand: str, todo_id: str, note: TodoNote
) -> tuple[Todo, bool]:
    """Move a to-do on; and whether the request did so before.

    Raises TodoNotFound, TodoMoved and a REQUEST_ID_REUSED refusal.
    """
    todo = await ctx.todos.find(brand, todo_id)
    if todo is None:
        raise TodoNotFound(f"no to-do {todo_id}")
    for before in todo.notes:
        if before.request_id == note.request_id:
            if not before.repeats(note):
                raise Refusal("REQUEST_ID_REUSED", "the request moved the to-do otherwise")
            return todo, True
    moved = todo.moved(note)
    audit.changed(
        before={"state": todo.state.value}, after={"todo": todo.id, "state": note.state.value}
    )
    if not await ctx.todos.replace(moved, len(todo.notes)):
        raise TodoMoved("somebody moved it meanwhile: look at it again")
    return moved, False
