"""Operators move to-dos on."""

from services.common import audit
from services.common.written_once import Asked
from services.feedback.insight.commands.numbers import InsightContext
from services.feedback.insight.domain.todo import Todo, TodoNote


async def move_todo(
    ctx: InsightContext, write: Asked, todo_id: str, note: TodoNote
) -> tuple[Todo, bool]:
    """Move a to-do on; and whether the request did so before.

    Raises TodoNotFound, TodoMoved and a REQUEST_ID_REUSED refusal.
    """

    def change(todo: Todo) -> Todo:
        moved = todo.moved(note)
        audit.changed(
            before={"state": todo.state.value}, after={"todo": todo.id, "state": note.state.value}
        )
        return moved

    return await ctx.todos.move(write, todo_id, change)
