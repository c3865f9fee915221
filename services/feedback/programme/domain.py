"""What a brand's programme says about feedback: words, rules, clocks and messages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from services.feedback.analysis.domain.taxonomy import Text, Topic
from services.feedback.routing.domain.response_clock import DEFAULTS, Clock, Priority

FALLBACK_LANGUAGE = "zh"


@dataclass(frozen=True)
class Rule:
    """A routing rule: when its CEL condition holds, these are given."""

    when: str
    category: str
    priority: Priority
    team: str


NOBODY = Rule(when="true", category="", priority=Priority.COMPLEX, team="")
"""For an item that no rule wants: no category, no team, and a person has to look."""


@dataclass(frozen=True)
class Programme:
    """The feedback section of one published version."""

    language: str = FALLBACK_LANGUAGE
    topics: tuple[Topic, ...] = ()
    rules: tuple[Rule, ...] = ()
    clocks: Mapping[Priority, Clock] = field(default_factory=dict)
    messages: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    categories: Mapping[str, Text] = field(default_factory=dict)
    """The names of those that have one, by code."""

    def name_of(self, topic: str) -> Text:
        """The name of a topic; its code where it has none."""
        names = (each.name for each in self.topics if each.code == topic and each.name)
        return next(names, Text(topic, topic))

    def clock(self, priority: Priority) -> Clock:
        """The clock of `priority`: the programme's, else the usual one."""
        return self.clocks.get(priority, DEFAULTS[priority])

    def message(self, name: str, language: str) -> str:
        """What is said at `name` (received, progress, resolved, reopened); may be empty."""
        texts = self.messages.get(name, {})
        return texts.get(language) or texts.get(self.language) or ""


@dataclass(frozen=True)
class Publication:
    """A programme document as it came. Revisions sort by time: a later one takes the place."""

    brand: str
    revision: str
    document: Mapping[str, Any]


def programme_of(document: Mapping[str, Any]) -> Programme:
    """Read a published document, which the members service has checked against the schema.

    Raises ValueError, KeyError, TypeError or AttributeError for one that breaks it all the same.
    """
    section = document.get("feedback") or {}
    return Programme(
        language=document.get("language", FALLBACK_LANGUAGE),
        topics=tuple(
            Topic(topic["code"], tuple(topic.get("words", ())), _text(topic.get("name")))
            for topic in section.get("topics", ())
        ),
        rules=_rules(section.get("routing", ())),
        clocks={
            Priority(name): _clock(Priority(name), clock)
            for name, clock in section.get("clocks", {}).items()
        },
        messages={name: dict(texts) for name, texts in section.get("messages", {}).items()},
        categories={
            each["code"]: Text(each["name"]["zh"], each["name"]["en"])
            for each in section.get("categories", ())
        },
    )


def _text(name: Mapping[str, str] | None) -> Text | None:
    return Text(name["zh"], name["en"]) if name else None


def _rules(section: Sequence[Mapping[str, Any]]) -> tuple[Rule, ...]:
    return tuple(
        Rule(rule["when"], rule["category"], Priority(rule["priority"]), rule["team"])
        for rule in section
    )


def _clock(priority: Priority, clock: Mapping[str, Any]) -> Clock:
    first = clock.get("first_response_minutes")
    resolution = clock.get("resolution_minutes")
    return Clock(
        DEFAULTS[priority].first_response if first is None else timedelta(minutes=first),
        None if resolution is None else timedelta(minutes=resolution),
    )
