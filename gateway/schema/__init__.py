"""What can be asked: one module for each thing, put together here."""

from collections.abc import Iterable
from typing import TypeVar

import strawberry
from strawberry.extensions import SchemaExtension
from strawberry.schema.config import StrawberryConfig
from strawberry.types.base import StrawberryObjectDefinition

from gateway.fields import spec_of
from gateway.schema.changes import Subscription
from gateway.schema.check_in import CheckInMutations
from gateway.schema.feedback_moves import FeedbackMutations
from gateway.schema.members import MemberQueries
from gateway.schema.nodes import NodeQueries
from gateway.schema.public import PublicQueries
from gateway.schema.redemptions import RedemptionMutations
from gateway.schema.rewards import RewardQueries
from gateway.schema.scalars import SCALARS
from gateway.schema.since import ChangeQueries
from gateway.schema.uploads import UploadMutations


@strawberry.type
class Query(MemberQueries, RewardQueries, PublicQueries, ChangeQueries, NodeQueries):
    """Reads."""


@strawberry.type
class Mutation(CheckInMutations, RedemptionMutations, FeedbackMutations, UploadMutations):
    """Writes. Each takes a `requestId`, kept for ever: the same again gets the first answer."""


S = TypeVar("S", bound=strawberry.Schema)


def build(kind: type[S], extensions: Iterable[type[SchemaExtension]] = ()) -> S:
    """The schema. Raises TypeError when a field is declared without a rule."""
    schema = kind(
        query=Query,
        mutation=Mutation,
        subscription=Subscription,
        extensions=extensions,
        config=StrawberryConfig(scalar_map=SCALARS),
    )
    for known in schema.schema_converter.type_map.values():
        definition = known.definition
        if isinstance(definition, StrawberryObjectDefinition) and not definition.is_input:
            for field in definition.fields:
                spec_of(field)
    return schema
