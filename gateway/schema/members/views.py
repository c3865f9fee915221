"""Views: screens of the console with filters, kept under a name."""

from collections.abc import Sequence
from typing import Annotated

import strawberry

from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import Rule, call, column, read
from gateway.schema.core.inputs import INPUT, optional, request_id, required
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import DateTime, moment
from gateway.schema.core.user_errors import UserError
from tessera.members.v1 import views_pb2 as pb

_MOST = 100


@strawberry.type(description="A screen of the console with filters, under a name.")
class SavedView:
    """Source: tessera.members.v1.SavedView."""

    id: strawberry.ID = column("The id.")
    name: str = column("The name.")
    address: str = column(
        "The screen's address in the console with its filters, such as /feedback?show=waiting."
    )
    team: bool = column("True when the whole team sees it.")
    saved_by: str = column("The operator who saved it last.")
    saved_at: DateTime = read(
        lambda view: moment(view.save_time), "The time at which it was saved last."
    )


async def _views(context: RequestContext) -> Sequence[pb.SavedView]:
    method = context.services.views.ListViews
    return list((await context.services.read(method, pb.ListViewsRequest(), context.caller)).views)


@strawberry.type
class ViewQueries:
    """The field of Query."""

    saved_views: list[SavedView] | None = call(
        _views,
        "The views of the caller and those of the team, by screen and name; at most 100.",
        rule=Rule.OPERATORS,
        size=_MOST,
    )


@strawberry.input(description="A view to keep. One of the same screen, name and owner is replaced.")
class SaveViewInput:
    """The owner is the caller, or the team."""

    request_id: strawberry.ID = request_id()
    name: str = required("The name, 1 to 40 characters.")
    address: str = required(
        "The screen's address in the console, such as /feedback?show=waiting: at most 12 filters of"
        " up to 200 characters, each once. A search (q) is refused, because it names people."
    )
    team: bool = optional("True when the whole team is to see it.", False)


@strawberry.type(description="The view as it is kept, or the reasons for the refusal.")
class SaveViewPayload:
    """Source: Outcome of a SaveViewResponse."""

    view: SavedView | None = read(lambda outcome: outcome.result, "The view; null when refused.")
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


@strawberry.input(description="A view to delete.")
class DeleteViewInput:
    """By its id."""

    request_id: strawberry.ID = request_id()
    id: strawberry.ID = required("The id of the view; one that is gone already is no error.")


@strawberry.type(description="The reasons for the refusal; none when the view is gone.")
class DeleteViewPayload:
    """Source: Outcome of a DeleteViewResponse."""

    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _save(context: RequestContext, input: Annotated[SaveViewInput, INPUT]) -> Outcome:
    def request() -> pb.SaveViewRequest:
        return pb.SaveViewRequest(
            request_id=input.request_id,
            name=input.name,
            address=input.address,
            team=input.team,
        )

    return await perform(context, "saveView", context.services.views.SaveView, request, "view")


async def _delete(context: RequestContext, input: Annotated[DeleteViewInput, INPUT]) -> Outcome:
    def request() -> pb.DeleteViewRequest:
        return pb.DeleteViewRequest(request_id=input.request_id, view_id=input.id)

    return await perform(context, "deleteView", context.services.views.DeleteView, request, None)


@strawberry.type
class ViewMutations:
    """The fields of Mutation."""

    save_view: SaveViewPayload | None = mutation(
        "saveView",
        _save,
        "Keeps a screen with its filters under a name, for the caller or for the team.",
        rule=Rule.OPERATORS,
    )
    delete_view: DeleteViewPayload | None = mutation(
        "deleteView", _delete, "Deletes a view that the caller saved.", rule=Rule.OPERATORS
    )
