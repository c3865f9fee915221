"""The context in which every command of surveys works."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from services.common.clock import Clock
from services.feedback.fact_store.commands import MemberFacts
from services.feedback.programme.commands import Programmes
from services.feedback.programme.domain import Programme
from services.feedback.surveys.commands.store import SurveyStore
from services.feedback.surveys.domain.section import Survey, surveys


@dataclass(frozen=True, slots=True)
class SurveysContext:
    """The store, the programmes in force, what is known of members, and the time."""

    store: SurveyStore
    programmes: Programmes
    member_facts: MemberFacts
    clock: Clock

    async def surveys_of(self, brand: str) -> tuple[Programme, Mapping[str, Survey]]:
        """The brand's programme and its surveys; an empty one before the first."""
        programme = await self.programmes.of(brand) or Programme(brand)
        return programme, programme.section(surveys)


def local_day(programme: Programme, at: datetime) -> date:
    """The day of the brand at `at`."""
    return at.astimezone(programme.zone).date()
