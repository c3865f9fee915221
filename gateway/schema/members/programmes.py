"""The versions of a brand's programme, for operators: read, judged, published, rolled back."""

import json
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import strawberry

from gateway.core.errors import attempt
from gateway.schema.core.approvals import Approval
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
from gateway.schema.core.fields import CALL_COST, Rule, call, column, read
from gateway.schema.core.inputs import INPUT, optional, request_id, required
from gateway.schema.core.page_cursor import page_of
from gateway.schema.core.payloads import Outcome, perform, replayed, user_errors
from gateway.schema.core.refusals import mutation
from gateway.schema.core.scalars import DateTime, Long, moment
from gateway.schema.core.user_errors import UserError
from services.common.errors import Reason
from tessera.members.v1 import programmes_pb2

_KIND = "programme"
_FILE_COST = 4 * CALL_COST
_SCHEMAS = Path(__file__).parents[3] / "protos/tessera/programme/v1"
_BUNDLE = "https://tessera.invalid/programme/v1/"


@strawberry.type(description="A published version of the brand's programme.")
class ProgrammeVersion:
    """Source: tessera.members.v1.Programme."""

    version: Long = column("The number: 1, 2, 3 and so on.")
    source_yaml: str | None = read(
        lambda one: one.source_yaml or None, "The file as it was published; null in a list."
    )
    document: str | None = read(
        lambda one: one.document_json or None,
        "The same content as JSON, with defaults filled in; null in a list.",
    )
    note: str = column("The reason that the operator gave; empty without one.")
    published_by: str = column("The operator that published it, by its subject.")
    published_at: DateTime = read(
        lambda one: moment(one.publish_time), "The time at which it was published."
    )
    rollback_of: Long | None = read(
        lambda one: one.rollback_of or None,
        "On a rollback: the version whose content it has; else null.",
    )


@strawberry.type(description="A version, with its place in the list.")
class ProgrammeVersionEdge:
    """Source: a pair of cursor and version."""

    cursor: str = edge_cursor(first_of)
    node: ProgrammeVersion = edge_node(second_of)


@strawberry.type(description="A page of versions, newest first, without their files.")
class ProgrammeVersionConnection:
    """Source: Page."""

    edges: list[ProgrammeVersionEdge] = edges()
    page_info: PageInfo = page_info()


@strawberry.type(description="A problem or a warning in a programme file.")
class ProgrammeProblem:
    """Source: tessera.members.v1.ProgrammeProblem."""

    line: int = column("The line, from 1.")
    key: str = column("The path of the key, such as `earning.rules[2].when`.")
    message: str = column("The problem in English, and the remedy.")
    reason: str | None = read(
        lambda problem: problem.reason or None,
        "The stable code of a fault of a condition or of the brand; null for any other.",
    )
    # Last: it hides the function of this name.
    column: int = column("The character in the line, from 1.")


@strawberry.type(description="The number of parts of one kind in a programme.")
class ProgrammeCount:
    """Source: tessera.members.v1.ProgrammeCount."""

    name: str = column("The kind, such as tiers or earning rules.")
    count: int = column("The number of parts.")


@strawberry.type(description="A programme file, judged.")
class ProgrammeJudgement:
    """Source: tessera.members.v1.ValidateProgrammeResponse."""

    problems: list[ProgrammeProblem] = column("The problems; empty when it can be published.")
    warnings: list[ProgrammeProblem] = column(
        "Parts that can be published and are seldom meant. Empty when there are problems."
    )
    counts: list[ProgrammeCount] = column(
        "The parts of a valid file, counted. Empty when there are problems.", size=8
    )


Version = Annotated[
    Long | None, strawberry.argument(description="The number; the version in force when left out.")
]
SourceYaml = Annotated[str, strawberry.argument(description="The file, at most 256 KiB of YAML.")]


async def _versions(context: RequestContext, first: First = 20, after: After = None) -> Page:
    request = programmes_pb2.ListProgrammeVersionsRequest()
    method = context.services.programmes.ListProgrammeVersions
    return await page_of(context, _KIND, method, request, "programmes", first, after)


async def _version(
    context: RequestContext, version: Version = None
) -> programmes_pb2.Programme | None:
    services, request = context.services, programmes_pb2.GetProgrammeRequest(version=version or 0)
    asking = services.read(services.programmes.GetProgramme, request, context.caller)
    told, _ = await attempt(asking, ("PROGRAMME_MISSING",))
    return told and told.programme


async def _validate(
    context: RequestContext, source_yaml: SourceYaml
) -> programmes_pb2.ValidateProgrammeResponse:
    services = context.services
    request = programmes_pb2.ValidateProgrammeRequest(source_yaml=source_yaml)
    return await services.read(services.programmes.ValidateProgramme, request, context.caller)


@cache
def programme_schema() -> str:
    """The schema of a programme file as one JSON text: its files, bundled under `$defs`."""
    files = sorted(_SCHEMAS.glob("*.schema.json"))
    bundled = {file.name: json.loads(file.read_text(encoding="utf-8")) for file in files}
    for name, body in bundled.items():
        body["$id"] = name
    bundle = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{_BUNDLE}bundle.json",
        "$ref": "programme.schema.json",
        "$defs": bundled,
    }
    return json.dumps(bundle, ensure_ascii=False, separators=(",", ":"))


async def _schema(context: RequestContext) -> str:
    return programme_schema()


@strawberry.type
class ProgrammeQueries:
    """The fields of Query."""

    programme_versions: ProgrammeVersionConnection | None = call(
        _versions,
        "The versions of the programme, newest first. For operators.",
        rule=Rule.OPERATORS,
        size="first",
    )
    programme_version: ProgrammeVersion | None = call(
        _version,
        "A version with its file; null where there is none. For operators.",
        rule=Rule.OPERATORS,
    )
    validate_programme: ProgrammeJudgement | None = call(
        _validate,
        "Judges a file as it would be published; nothing is written. For operators with the scope"
        " `programmes:write`.",
        rule=Rule.OPERATORS,
        cost=_FILE_COST,
    )
    programme_schema: str | None = call(
        _schema,
        "The JSON schema of a programme file, as one JSON text, for editors. For operators.",
        rule=Rule.OPERATORS,
    )


def _note() -> str | None:
    note: str | None = optional("The reason, at most 500 characters.")
    return note


def _base() -> Long | None:
    base: Long | None = optional(
        "The version in force that the operator has seen, 0 where there was none. When another is"
        " in force by now, nothing is replaced: `PROGRAMME_OVERTAKEN`, and `overtaken` tells it."
    )
    return base


@strawberry.input(description="A programme file to publish.")
class PublishProgrammeInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    source_yaml: str = required("The file, at most 256 KiB of YAML.")
    note: str | None = _note()
    base_version: Long | None = _base()


@strawberry.input(description="An earlier version to put in force again.")
class RollbackProgrammeInput:
    """For operators."""

    request_id: strawberry.ID = request_id()
    version: Long = required("The version whose content comes into force again.")
    note: str | None = _note()
    base_version: Long | None = _base()


def _part(outcome: Outcome, field: str) -> Any:
    """A part of the response, where it has it."""
    response = outcome.result
    return getattr(response, field) if response and response.HasField(field) else None


def _overtaken(outcome: Outcome) -> Reason | None:
    """The refusal that tells both versions."""
    refusals = outcome.user_errors
    return next((each for each in refusals if each.reason == "PROGRAMME_OVERTAKEN"), None)


@strawberry.type(description="Another version came in force than the one that was built upon.")
class ProgrammeOvertaken:
    """Source: services.common.errors.Reason."""

    base_version: Long = read(
        lambda refusal: int(refusal.metadata["base_version"]), "The version that was built upon."
    )
    version: Long = read(
        lambda refusal: int(refusal.metadata["version"]),
        "The version in force, to compare with and to build upon now.",
    )


@strawberry.type(description="The version: in force, waiting for a second operator, or refused.")
class PublishProgrammePayload:
    """Source: Outcome of a response of either."""

    programme: ProgrammeVersion | None = read(
        lambda outcome: _part(outcome, "programme"),
        "The version in force now; null while it waits, and when refused.",
    )
    approval: Approval | None = read(
        lambda outcome: _part(outcome, "approval"),
        "The approval that it waits for; null when it came in force at once, and when refused.",
    )
    overtaken: ProgrammeOvertaken | None = read(
        _overtaken, "Both versions, when refused with `PROGRAMME_OVERTAKEN`; null otherwise."
    )
    replayed: bool = replayed()
    user_errors: list[UserError] = user_errors()


async def _publish(
    context: RequestContext, input: Annotated[PublishProgrammeInput, INPUT]
) -> Outcome:
    services = context.services

    def request() -> programmes_pb2.PublishProgrammeRequest:
        return programmes_pb2.PublishProgrammeRequest(
            request_id=input.request_id,
            source_yaml=input.source_yaml,
            note=input.note or "",
            base_version=input.base_version,
        )

    method = services.programmes.PublishProgramme
    return await perform(context, "publishProgramme", method, request, None)


async def _roll_back(
    context: RequestContext, input: Annotated[RollbackProgrammeInput, INPUT]
) -> Outcome:
    services = context.services

    def request() -> programmes_pb2.RollbackProgrammeRequest:
        return programmes_pb2.RollbackProgrammeRequest(
            request_id=input.request_id,
            version=input.version,
            note=input.note or "",
            base_version=input.base_version,
        )

    method = services.programmes.RollbackProgramme
    return await perform(context, "rollbackProgramme", method, request, None)


@strawberry.type
class ProgrammeMutations:
    """The fields of Mutation."""

    publish_programme: PublishProgrammePayload | None = mutation(
        "publishProgramme",
        _publish,
        "Puts a file in force as the next version; where the programme in force asks for a second"
        " operator, it waits for one. For operators with the scope"
        " `programmes:write`.",
        rule=Rule.OPERATORS,
    )
    rollback_programme: PublishProgrammePayload | None = mutation(
        "rollbackProgramme",
        _roll_back,
        "Puts the content of an earlier version in force again, as the next version; waits as"
        " `publishProgramme` does. For operators"
        " with the scope `programmes:write`.",
        rule=Rule.OPERATORS,
    )
