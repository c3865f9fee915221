"""Dry runs: what a draft programme would have given over the past days."""

from enum import Enum
from typing import Annotated

import strawberry

from gateway.core.errors import attempt
from gateway.core.ids import to_global
from gateway.schema.core.context import RequestContext
from gateway.schema.core.fields import CALL_COST, Rule, call, column, read
from gateway.schema.core.inputs import INPUT, request_id, required
from gateway.schema.core.money import Money
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import AssetCode, DateTime, Long, enum_value, instant, moment
from gateway.schema.core.user_errors import UserError
from tessera.points.v1 import dry_runs_pb2 as pb
from tessera.types.v1 import types_pb2

_START_COST = 8 * CALL_COST
_MOST = 10


@strawberry.enum(description="The state of a dry run.")
class DryRunState(Enum):
    """As tessera.points.v1.DryRunState."""

    QUEUED = enum_value(pb.DRY_RUN_STATE_QUEUED, "Nobody works on it yet.")
    RUNNING = enum_value(pb.DRY_RUN_STATE_RUNNING, "A worker is at it.")
    DONE = enum_value(pb.DRY_RUN_STATE_DONE, "It has its report.")
    FAILED = enum_value(pb.DRY_RUN_STATE_FAILED, "It came to nothing.")


def _money(row: pb.DryRunAsset, minor: int) -> types_pb2.Money | None:
    if not row.currency_code:
        return None
    return types_pb2.Money(currency_code=row.currency_code, minor_units=minor)


@strawberry.type(
    description="The amounts of an asset that the two programmes gave, less what refunds took."
)
class DryRunAsset:
    """Source: tessera.points.v1.DryRunAsset."""

    asset: AssetCode = column("The asset, such as POINTS.")
    now: Long = column("The amount by the programme in force.")
    draft: Long = column("The amount by the draft.")
    members_gain: Long = column("The number of members who got more by the draft.")
    members_lose: Long = column("The number of members who got less by it.")
    now_worth: Money | None = read(
        lambda row: _money(row, row.now_minor),
        "The worth of `now`; null for an asset without a worth in the draft.",
    )
    draft_worth: Money | None = read(
        lambda row: _money(row, row.draft_minor),
        "The worth of `draft`. The difference is the liability that the draft would have added.",
    )


@strawberry.type(description="The amounts that a rule of either programme gave.")
class DryRunRule:
    """Source: tessera.points.v1.DryRunRule."""

    rule: str = column("The rule's code.")
    asset: AssetCode = column("The asset.")
    now: Long = column("The amount by the programme in force; 0 where it has no such rule.")
    draft: Long = column("The amount by the draft; 0 where it has no such rule.")


@strawberry.type(description="The amounts that a member got by the two programmes.")
class DryRunMember:
    """Source: tessera.points.v1.DryRunMember."""

    member_id: strawberry.ID = read(
        lambda row: to_global("Member", row.member_id), "The global id of the member."
    )
    asset: AssetCode = column("The asset.")
    now: Long = column("The amount by the programme in force.")
    draft: Long = column("The amount by the draft.")


@strawberry.type(description="The programme in force and a draft beside each other.")
class DryRunReport:
    """Source: tessera.points.v1.DryRunReport."""

    assets: list[DryRunAsset] = column("Each asset that rules gave.", size=_MOST)
    rules: list[DryRunRule] = column("The ten rules that differ most.", size=_MOST)
    members: list[DryRunMember] = column("The ten members who differ most.", size=_MOST)
    refused_now: Long = column("The number of activities that the programme in force refuses.")
    refused_draft: Long = column("The number of activities that the draft refuses.")


@strawberry.type(
    description="A draft tried over recorded activities, beside the programme in force. It begins"
    " with empty books: caps and budgets count its own days, and facts of members are as they are"
    " now."
)
class DryRun:
    """Source: tessera.points.v1.DryRun."""

    id: strawberry.ID = column("The id.")
    state: DryRunState = column("The state.")
    asked_by: str = column("The operator who asked for it, by its subject.")
    asked_at: DateTime = read(lambda run: moment(run.ask_time), "The time of the wish.")
    since: DateTime = read(
        lambda run: moment(run.since_time), "Activities recorded from here until `askedAt` count."
    )
    in_force_version: Long | None = read(
        lambda run: run.in_force_version or None,
        "The version that the draft is compared with; null until it runs.",
    )
    activities: Long = column("The number of activities tried so far.")
    reached_at: DateTime | None = read(
        lambda run: instant(run, "reached_time"), "The time of the last of them; null before it."
    )
    complete: bool = column(
        "False of one that is done and met a bound at `reachedAt`: 500,000 activities, or ten"
        " minutes."
    )
    failure: str | None = read(
        lambda run: run.failure or None,
        "When it failed: PROGRAMME_MISSING, or FAILED for a fault that the service logged.",
    )
    report: DryRunReport | None = read(
        lambda run: run.report if run.HasField("report") else None,
        "The two programmes beside each other; null until it is done.",
    )


DryRunId = Annotated[
    strawberry.ID | None,
    strawberry.argument(description="The id; the brand's newest one when left out."),
]


async def _dry_run(context: RequestContext, id: DryRunId = None) -> pb.DryRun | None:
    services, request = context.services, pb.GetDryRunRequest(dry_run_id=id or "")
    asking = services.read(services.dry_runs.GetDryRun, request, context.caller)
    told, _ = await attempt(asking, ("DRY_RUN_NOT_FOUND",))
    return told and told.dry_run


@strawberry.type
class DryRunQueries:
    """The field of Query."""

    dry_run: DryRun | None = call(
        _dry_run,
        "A dry run as it stands; null where there is none. For operators.",
        rule=Rule.OPERATORS,
    )


@strawberry.input(description="A draft to try.")
class StartDryRunInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    source_yaml: str = required("The draft, at most 256 KiB of YAML.")
    days: int = required("How many days back: 1 to 90.")


@strawberry.type(description="The dry run, or the reasons of the refusal.")
class StartDryRunPayload:
    """Source: Outcome of a dry run."""

    dry_run: DryRun | None = read(
        lambda outcome: outcome.result, "The dry run, queued; null when refused."
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _start(context: RequestContext, input: Annotated[StartDryRunInput, INPUT]) -> Outcome:
    def request() -> pb.StartDryRunRequest:
        return pb.StartDryRunRequest(
            request_id=input.request_id, source_yaml=input.source_yaml, days=input.days
        )

    method = context.services.dry_runs.StartDryRun
    return await perform(context, "startDryRun", method, request, "dry_run")


@strawberry.type
class DryRunMutations:
    """The field of Mutation."""

    start_dry_run: StartDryRunPayload | None = mutation(
        "startDryRun",
        _start,
        "Tries a draft over the activities of past days, in the background: ask `dryRun` how far it"
        " is. Nothing of it reaches the books. For operators with the scope `programmes:write`.",
        rule=Rule.OPERATORS,
        cost=_START_COST,
    )
