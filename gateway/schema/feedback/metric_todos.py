"""To-dos of operators, as thresholds of the programme open them."""

from enum import Enum
from typing import Annotated

import strawberry

from gateway.schema.core.connections import (
    After,
    First,
    Page,
    PageInfo,
    edge_cursor,
    edge_node,
    edges,
    first_of,
    page_info,
    second_of,
)
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call, column, read
from gateway.schema.core.inputs import INPUT, optional, request_id, required
from gateway.schema.core.page_cursor import page_of
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import Date, DateTime, Lang, enum_value, moment, text
from gateway.schema.core.user_errors import UserError
from gateway.schema.feedback.metrics import Metric
from tessera.feedback.v1 import insight_pb2 as pb

_TODOS = "metric_todo"
NOTES_ASSUMED = 2

OpenOnly = Annotated[
    bool, strawberry.argument(description="True leaves out those that are done or dropped.")
]


@strawberry.enum(description="The state of a to-do.")
class MetricTodoState(Enum):
    """As tessera.feedback.v1.MetricTodoState."""

    OPEN = enum_value(pb.METRIC_TODO_STATE_OPEN, "Nobody took it yet, or it was opened again.")
    TAKEN = enum_value(pb.METRIC_TODO_STATE_TAKEN, "Somebody works on it.")
    DONE = enum_value(pb.METRIC_TODO_STATE_DONE, "It is done.")
    DROPPED = enum_value(pb.METRIC_TODO_STATE_DROPPED, "Nobody is to do it.")


@strawberry.type(description="A move of a to-do.")
class MetricTodoNote:
    """Source: tessera.feedback.v1.MetricTodoNote."""

    state: MetricTodoState = column("The state after it.")
    at: DateTime = read(lambda note: moment(note.note_time), "The time of the move.")
    by: str = column("The operator.")
    words: str = column("The operator's words; may be empty.")


def _title(todo: pb.MetricTodo, context: RequestContext, lang: Lang = None) -> str:
    return text(todo.title, context, lang)


@strawberry.type(
    description="Something that operators are to do about a figure, as the programme wished."
)
class MetricTodo:
    """Source: tessera.feedback.v1.MetricTodo."""

    id: strawberry.ID = column("The id, which `moveMetricTodo` takes.")
    title: str = read(_title, "The work to be done.")
    metric: Metric = column("The metric that is its reason.")
    day: Date = column("The day of the metric's number.")
    alarm_id: strawberry.ID = column("The alarm that is its reason.")
    threshold: str = column("The code of the threshold that opened it.")
    opened_at: DateTime = read(lambda todo: moment(todo.open_time), "The time it was opened.")
    due_at: DateTime = read(lambda todo: moment(todo.due_time), "The time until which it is due.")
    late: bool = column("True when that is over, and it is neither done nor dropped.")
    state: MetricTodoState = column("The state.")
    owner: str | None = read(
        lambda todo: todo.owner or None,
        "The operator who works on it or did it; null while it is open.",
    )
    notes: list[MetricTodoNote] = column("The moves so far, the oldest first.", size=NOTES_ASSUMED)


@strawberry.type(description="A to-do of the page, with its cursor.")
class MetricTodoEdge:
    """Source: cursor and to-do."""

    cursor: str = edge_cursor(first_of)
    node: MetricTodo = edge_node(second_of)


@strawberry.type(description="A page of to-dos, the latest day first.")
class MetricTodoConnection:
    """Source: Page."""

    edges: list[MetricTodoEdge] = edges()
    page_info: PageInfo = page_info()


async def _todos(
    context: RequestContext, open_only: OpenOnly = False, first: First = 20, after: After = None
) -> Page:
    method = context.services.insight.ListMetricTodos
    request = pb.ListMetricTodosRequest(open_only=open_only)
    return await page_of(context, _TODOS, method, request, "todos", first, after)


@strawberry.type
class MetricTodoQueries:
    """The field of Query."""

    metric_todos: MetricTodoConnection | None = call(
        _todos,
        "To-dos that thresholds of the programme opened, the latest day first. For operators with"
        " the scope `insight:read`.",
        rule=Rule.OPERATORS,
        size="first",
    )


@strawberry.input(description="A move of a to-do.")
class MoveMetricTodoInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    todo_id: strawberry.ID = required("The to-do's id.")
    state: MetricTodoState = required("The state to move it into.")
    words: str | None = optional(
        "The operator's words, at most 500 characters; needed to drop it and to open it again."
    )


@strawberry.type(description="The to-do, or the reasons of the refusal.")
class MoveMetricTodoPayload:
    """Source: Outcome of a to-do."""

    todo: MetricTodo | None = read(lambda outcome: outcome.result, "The to-do; null when refused.")
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _move(context: RequestContext, input: Annotated[MoveMetricTodoInput, INPUT]) -> Outcome:
    def request() -> pb.MoveMetricTodoRequest:
        return pb.MoveMetricTodoRequest(
            request_id=input.request_id,
            todo_id=input.todo_id,
            state=input.state.value,
            words=input.words or "",
        )

    method = context.services.insight.MoveMetricTodo
    return await perform(context, "moveMetricTodo", method, request, "todo")


@strawberry.type
class MetricTodoMutations:
    """The field of Mutation."""

    move_metric_todo: MoveMetricTodoPayload | None = mutation(
        "moveMetricTodo",
        _move,
        "Moves a to-do on: an operator takes it, does it, drops it, or opens it again. For"
        " operators with the scope `insight:write`.",
        rule=Rule.OPERATORS,
    )
