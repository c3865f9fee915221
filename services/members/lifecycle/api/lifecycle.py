"""The Lifecycle service: how many members stand where, and took which first steps."""

from collections.abc import Sequence
from typing import Protocol

from services.common import timestamps
from services.common.auth import Role
from services.common.errors import invalid
from services.common.interceptors import ServicerContext
from services.members.access import require_caller
from services.members.context import MembersContext
from services.members.lifecycle.api.messages import LEVEL_NUMBERS, STAGE_NUMBERS, from_step_counts
from services.members.lifecycle.domain.activation import (
    ActivationRule,
    EnrolledDays,
    StepCounts,
)
from services.members.lifecycle.domain.lifecycle import Level, Stage
from services.members.lifecycle.domain.section import lifecycle_section
from tessera.members.v1 import lifecycle_pb2 as pb
from tessera.members.v1 import lifecycle_pb2_grpc


class Counts(Protocol):
    """Counts members by where they stand."""

    async def counts(self, brand: str) -> Sequence[tuple[Stage, Level, int]]:
        """How many members stand where, of those where any does."""

    async def count_steps(
        self, brand: str, enrolled: EnrolledDays, rule: ActivationRule
    ) -> StepCounts:
        """The members who enrolled on those days, and how many took each step."""


class Store(Protocol):
    """The storage of this service."""

    @property
    def lifecycles(self) -> Counts: ...


class LifecycleServicer(lifecycle_pb2_grpc.LifecycleServicer):
    """Operators and services see how far the members of their brand have come."""

    def __init__(self, ctx: MembersContext[Store]) -> None:
        self._ctx = ctx

    async def CountStages(
        self, request: pb.CountStagesRequest, context: ServicerContext
    ) -> pb.CountStagesResponse:
        """The members by stage and level; none without the section."""
        brand = require_caller(Role.OPERATOR, Role.SERVICE).brand
        response = pb.CountStagesResponse()
        response.as_of_time.FromDatetime(self._ctx.clock.now())
        if lifecycle_section(await self._ctx.rulebook.of(brand)) is None:
            return response
        found = await self._ctx.store.lifecycles.counts(brand)
        for stage, level, count in sorted(
            found, key=lambda each: (STAGE_NUMBERS[each[0]], LEVEL_NUMBERS[each[1]])
        ):
            response.counts.add(
                stage=STAGE_NUMBERS[stage], level=LEVEL_NUMBERS[level], members=count
            )
        return response

    async def CountActivation(
        self, request: pb.CountActivationRequest, context: ServicerContext
    ) -> pb.CountActivationResponse:
        """The steps of activation of those who enrolled on the days asked for."""
        brand = require_caller(Role.OPERATOR, Role.SERVICE).brand
        enrolled = EnrolledDays(
            timestamps.civil_day(request.enrolled_from, "enrolled_from"),
            timestamps.civil_day(request.enrolled_until, "enrolled_until"),
        )
        if enrolled.first and enrolled.last and enrolled.last < enrolled.first:
            raise invalid("enrolled_until", "not before enrolled_from")
        response = pb.CountActivationResponse()
        section = lifecycle_section(await self._ctx.rulebook.of(brand))
        if section is not None:
            rule = section.activation
            counts = await self._ctx.store.lifecycles.count_steps(brand, enrolled, rule)
            response = from_step_counts(counts, rule)
        response.as_of_time.FromDatetime(self._ctx.clock.now())
        return response
