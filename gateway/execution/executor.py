"""From a request to its answer: the document from memory, the limits, the plan or graphql-core.

Over HTTP, `Executor.execute` answers. Over websockets and event streams Strawberry runs the
operation, and `Admission`, an extension, holds it to the same documents, limits and errors.
"""

from collections.abc import Mapping
from copy import copy
from datetime import UTC, datetime
from functools import cache
from typing import Any

from graphql import GraphQLError, parse
from prometheus_client import Counter
from strawberry import Schema
from strawberry.extensions import SchemaExtension

from gateway.core.errors import Code, Refused, http_status, present
from gateway.execution.compiler import compile_plan
from gateway.execution.documents import Document, Documents, Operation
from gateway.execution.persisted_documents import DocumentFinder
from gateway.execution.plan import Plan, Unplanned
from gateway.execution.query_cost import check_cost
from gateway.guards.rate_limit import REFUSED_COST, Charge
from gateway.schema import build
from gateway.schema.core.context import RequestContext
from services.common.auth import Unauthenticated

PLANS_MAX = 64
"""The most plans of an operation, which has one for each combination of @skip and @include."""

PLANNED = Counter("tessera_gateway_planned_total", "Queries, by who answered them.", ["by"])

_REFUSED = parse("{ __typename }")
"""Stands for a refused document, which is never executed: its errors come first."""


class GatewaySchema(Schema):
    """The schema with the documents that were checked against it."""

    documents: Documents
    finder: DocumentFinder
    development: bool

    def process_errors(self, errors: Any, execution_context: Any = None) -> None:
        """Do nothing: `core.errors` logs errors where it presents them."""


class Admission(SchemaExtension):
    """Holds operations that Strawberry runs to our documents and limits, and presents errors."""

    async def on_operation(self) -> Any:
        """Take the document from the cache, and refuse or charge the operation."""
        execution = self.execution_context
        context: RequestContext = execution.context
        schema: GatewaySchema = execution.schema  # type: ignore[assignment]
        document = Document()
        errors: list[GraphQLError] = []
        cost = REFUSED_COST
        try:
            context.begin(datetime.now(UTC))
            text, variables, name = schema.finder.read(
                {
                    "query": execution.query or "",
                    "variables": execution.variables,
                    "operationName": execution._provided_operation_name,
                }
            )
            document = schema.documents.get(text)
            errors += document.errors
            if not errors:
                cost = admit(context, choose(document, name), variables or {})
        except Unauthenticated as error:
            errors.append(GraphQLError(str(error), original_error=error))
        except GraphQLError as error:
            errors.append(error)
        try:
            if not context.charged:
                await context.charge(cost)
        except GraphQLError as error:
            errors.insert(0, error)
        if errors:
            execution._provided_operation_name = None
        execution.graphql_document = _REFUSED if errors else document.tree
        execution.pre_execution_errors = errors
        yield

    def on_stream_result(self, result: Any) -> Any:
        """Present the errors of a message to a socket."""
        if result.errors:
            schema: GatewaySchema = self.execution_context.schema  # type: ignore[assignment]
            context: RequestContext = self.execution_context.context
            result.errors = [
                present(error, language=context.language, suggestions=schema.development)
                for error in result.errors
            ]
        yield


@cache
def _types() -> GatewaySchema:
    """The types and their resolvers, which hold no settings: a process builds them once."""
    return build(GatewaySchema, [Admission])


def make_schema(*, development: bool, finder: DocumentFinder | None = None) -> GatewaySchema:
    """The schema with its limits; without `finder` it answers any text, and registers none."""
    schema = copy(_types())
    schema.development = development
    schema.finder = finder or DocumentFinder()
    schema.documents = Documents(schema._schema, development=development)
    return schema


def choose(document: Document, name: str | None) -> Operation:
    """The operation that the request names. Raises Refused."""
    operation = document.operation(name)
    if operation is None:
        raise Refused(Code.GRAPHQL_VALIDATION_FAILED, "operationName names none of the operations.")
    return operation


def admit(context: RequestContext, operation: Operation, variables: Mapping[str, Any]) -> int:
    """The cost of the operation with these variables, which the answer names too. Raises Refused
    when it is too high."""
    cost = operation.cost.of(variables)
    context.extensions["cost"] = cost
    check_cost(cost)
    return cost


class Answer:
    """The answer to a request; `refused` when nothing was executed."""

    __slots__ = ("data", "errors", "extensions", "refused")

    @property
    def status(self) -> int:
        """The status of the response over HTTP."""
        if not self.refused or not self.errors:
            return 200
        return http_status((self.errors[0].extensions or {}).get("code"))

    @property
    def retry_after_s(self) -> int | None:
        """The seconds after which a rate-limited request may come again; None for other answers."""
        if not self.refused or not self.errors:
            return None
        return (self.errors[0].extensions or {}).get("retryAfter")

    def __init__(
        self,
        data: Any = None,
        errors: list[GraphQLError] | None = None,
        extensions: dict[str, Any] | None = None,
        refused: bool = False,
    ) -> None:
        self.data = data
        self.errors = errors
        self.extensions = extensions
        self.refused = refused


class Executor:
    """Answers queries and mutations."""

    def __init__(self, schema: GatewaySchema, *, planning: bool = True) -> None:
        self._schema = schema
        self._planning = planning

    async def execute(
        self,
        query: str,
        variables: dict[str, Any] | None,
        operation_name: str | None,
        context: RequestContext,
        *,
        read_only: bool = False,
    ) -> Answer:
        """The answer, with its errors presented. With `read_only`, only queries are answered."""
        try:
            try:
                operation = self._find(query, operation_name)
                if read_only and not operation.is_query:
                    raise Refused(Code.GET_MUTATION, "GET is for queries; send this by POST.")
                cost = admit(context, operation, variables or {})
            except (_DocumentErrors, GraphQLError):
                await context.charge(REFUSED_COST)
                raise
            charge = context.charging(cost)
            context.charged = True
            if self._planning and operation.is_query:
                planned = await self._planned(operation, variables or {}, context, charge)
                if planned is not None:
                    return self._answer(*planned, context)
            await charge.paid()
        except _DocumentErrors as refused:
            return self._answer(None, refused.errors, context, refused=True)
        except GraphQLError as error:
            return self._answer(None, [error], context, refused=True)
        name = operation.node.name.value if operation.node.name else None
        result = await self._schema.execute(query, variables, context, operation_name=name)
        return self._answer(result.data, result.errors, context)

    async def _planned(
        self,
        operation: Operation,
        variables: Mapping[str, Any],
        context: RequestContext,
        charge: Charge,
    ) -> tuple[dict[str, Any], list[GraphQLError]] | None:
        """Data and errors by the operation's plan; None when graphql-core has to run it.

        Raises RateLimited.
        """
        try:
            coerced = operation.coerce(variables)
            plan = self._plan(operation, coerced)
            if plan is None:
                PLANNED.labels("core").inc()
                return None
            if not charge.is_likely:
                await charge.paid()
            answer = await plan.run(context, coerced, charge)
        except Unplanned:
            PLANNED.labels("core after all").inc()
            return None
        PLANNED.labels("plan").inc()
        return answer

    def _plan(self, operation: Operation, variables: Mapping[str, Any]) -> Plan | None:
        """The plan for these values of @skip and @include, compiled at its first use."""
        conditions = tuple(variables.get(name) for name in operation.conditions)
        if conditions in operation.plans:
            return operation.plans[conditions]
        if len(operation.plans) >= PLANS_MAX:
            return None
        try:
            plan = compile_plan(self._schema, operation.document, operation.node, variables)
        except Unplanned:
            plan = None
        operation.plans[conditions] = plan
        return plan

    def _find(self, query: str, operation_name: str | None) -> Operation:
        document = self._schema.documents.get(query)
        if document.errors:
            raise _DocumentErrors(document.errors)
        operation = choose(document, operation_name)
        if operation.is_subscription:
            raise Refused(
                Code.GRAPHQL_VALIDATION_FAILED,
                "Subscriptions need a websocket or text/event-stream.",
            )
        return operation

    def _answer(
        self, data: Any, errors: Any, context: RequestContext, *, refused: bool = False
    ) -> Answer:
        development = self._schema.development
        presented = [
            present(error, language=context.language, suggestions=development)
            for error in errors or ()
        ]
        return Answer(data, presented or None, context.extensions or None, refused)


class _DocumentErrors(Exception):
    def __init__(self, errors: Any) -> None:
        self.errors = errors
