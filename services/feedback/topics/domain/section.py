"""The section `topics` of a programme."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from typing import Any

from services.feedback.programme.domain import Programme, Text, text_of

ALWAYS = "true"
POSTS_PER_DAY = 5
TEXT_CHARACTERS_MAX = 500
OPEN_DAYS = 7
LEAST_INTERACTIONS = 10
CHINA = "china"
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class OnHoliday(StrEnum):
    """What a slot does on a holiday."""

    MOVE = "move"
    STAY = "stay"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Topic:
    """`when` is a condition in CEL. A topic that no slot opens takes posts from the day `opens`
    until the end of the day `closes`, where they are written."""

    code: str
    name: Text
    invitation: Text | None = None
    when: str = ALWAYS
    text_characters_max: int = TEXT_CHARACTERS_MAX
    opens: date | None = None
    closes: date | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """Opens `topic` each week on `weekday` (1 is Monday) at `at`, for `open_days`. `segment` and
    `message` are of a broadcast that is drafted then, or "" for none. `least` is below how many
    interactions of the first week no fall is judged."""

    code: str
    weekday: int
    at: time
    topic: str
    open_days: int = OPEN_DAYS
    on_holiday: OnHoliday = OnHoliday.STAY
    alternative: str = ""
    least: int = LEAST_INTERACTIONS
    segment: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class TopicPlan:
    """`days_off` and `workdays` are the brand's own, and win over those of the country that
    `holidays` names."""

    name: Text
    topics: Mapping[str, Topic]
    slots: Mapping[str, Slot] = field(default_factory=dict)
    moderates_all: bool = False
    forbidden_words: tuple[str, ...] = ()
    urgent_words: tuple[str, ...] = ()
    posts_per_day: int = POSTS_PER_DAY
    holidays: str = ""
    days_off: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()

    @property
    def slotted(self) -> frozenset[str]:
        """Topics that slots open, as their own or as alternatives."""
        own = {each.topic for each in self.slots.values()}
        return frozenset(own | {each.alternative for each in self.slots.values()} - {""})


@dataclass(frozen=True, slots=True)
class Offered:
    """The plan of a brand; None for a brand without topics."""

    plan: TopicPlan | None


class TopicsNotOffered(Exception):
    """The brand's programme has no topics."""

    reason = "TOPICS_NOT_OFFERED"


class TopicNotFound(Exception):
    """The programme has no such topic."""

    reason = "TOPIC_NOT_FOUND"
    field = "topic"


class TopicNotOpen(Exception):
    """No posts are taken under the topic now."""

    reason = "TOPIC_NOT_OPEN"
    field = "topic"

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.metadata = {"topic": code}


class TopicNotAllowed(Exception):
    """The topic's condition does not hold for the member."""

    reason = "TOPIC_NOT_ALLOWED"
    field = "topic"

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.metadata = {"topic": code}


class TopicLimitReached(Exception):
    """The member wrote as many posts today as the programme allows."""

    reason = "TOPIC_LIMIT_REACHED"

    def __init__(self, limit: int) -> None:
        super().__init__(str(limit))
        self.metadata = {"limit": str(limit)}


def topic_plan(programme: Programme) -> Offered:
    """The section. Raises KeyError, TypeError or ValueError where it breaks the schema."""
    written: Mapping[str, Any] | None = programme.document.get("topics")
    if not written:
        return Offered(None)
    return Offered(
        TopicPlan(
            name=text_of(written["name"]),
            topics={each["code"]: _topic(each) for each in written["list"]},
            slots={each["code"]: _slot(each) for each in written.get("slots", ())},
            moderates_all=written.get("moderation") == "all",
            forbidden_words=tuple(written.get("forbidden_words", ())),
            urgent_words=tuple(written.get("urgent_words", ())),
            posts_per_day=written.get("posts_per_day", POSTS_PER_DAY),
            holidays=written.get("holidays", ""),
            days_off=frozenset(map(date.fromisoformat, written.get("days_off", ()))),
            workdays=frozenset(map(date.fromisoformat, written.get("workdays", ()))),
        )
    )


def _topic(written: Mapping[str, Any]) -> Topic:
    return Topic(
        code=written["code"],
        name=text_of(written["name"]),
        invitation=text_of(written["invitation"]) if "invitation" in written else None,
        when=written.get("when", ALWAYS),
        text_characters_max=written.get("text_characters_max", TEXT_CHARACTERS_MAX),
        opens=_day(written.get("opens")),
        closes=_day(written.get("closes")),
    )


def _slot(written: Mapping[str, Any]) -> Slot:
    tells = written.get("broadcast", {})
    return Slot(
        code=written["code"],
        weekday=_WEEKDAYS.index(written["weekday"]) + 1,
        at=time.fromisoformat(written["at"]),
        topic=written["topic"],
        open_days=written.get("open_days", OPEN_DAYS),
        on_holiday=OnHoliday(written.get("on_holiday", "stay")),
        alternative=written.get("alternative", ""),
        least=written.get("least_interactions", LEAST_INTERACTIONS),
        segment=tells.get("segment", ""),
        message=tells.get("message", ""),
    )


def _day(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)
