"""Find the routing of an item by the brand's conditions."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from services.common.cel import Condition, compile_condition
from services.common.telemetry import log
from services.feedback.analysis.domain.reading import Reading, read_text
from services.feedback.analysis.domain.sentiment import Sentiment
from services.feedback.analysis.domain.taxonomy import language_of, name_of, taxonomy
from services.feedback.calendar.commands import business_hours
from services.feedback.programme.domain import Programme
from services.feedback.routing.domain.response_times import Priority, Terms
from services.feedback.routing.domain.routing import NO_RULE, Routing, Rule, routing_rules

NO_FACTS: Mapping[str, Any] = {}

READ_AT_ONCE_CHARS = 500
"""A longer text is read in a thread: it may take tens of milliseconds, in which others wait."""

_log = log("feedback.routing")


async def reading_of(
    programme: Programme, text: str, read_sentiment: Callable[[str], Sentiment]
) -> Reading:
    """What `text` says by the taxonomy of `programme`. It needs nothing that is kept, so read it
    before a transaction, which may run several times."""

    def read() -> Reading:
        return read_text(text, programme.section(taxonomy), read_sentiment(text))

    return read() if len(text) <= READ_AT_ONCE_CHARS else await asyncio.to_thread(read)


def find_routing(
    programme: Programme,
    read: Reading,
    facts: Mapping[str, Any],
    member: Mapping[str, Any],
    store: Mapping[str, Any] = NO_FACTS,
) -> Routing:
    """The routing of a text by the first rule that holds, with what the text says.

    Conditions may name each of `facts` under `feedback`; this function adds the text, its issues
    (as `topics`, their name in programmes), what it praises, its intent and its sentiment.
    `member` has what is known of the
    member, `store` of the store; nothing where it is not known.
    """
    issues = programme.section(taxonomy)
    text, sentiment = read.text, read.sentiment
    said = {**facts, "text": text, "topics": list(read.issues), "praised": list(read.praised)}
    said |= {"intent": read.intent.value}
    said |= {"sentiment": sentiment.label.value, "sentiment_score": sentiment.score}
    named = {"feedback": said, "member": dict(member), "store": store}
    rules = programme.section(routing_rules)
    conditions = programme.section(_conditions)
    rule = next((rule for rule, holds in conditions if holds(named)), NO_RULE)
    return Routing(
        priority=rule.priority,
        times=rules.times_of(rule.priority),
        category=rule.category,
        category_name=rules.categories.get(rule.category),
        team=rule.team,
        issues=read.issues,
        issue_names=tuple(name_of(code, issues) for code in read.issues),
        language=language_of(text, programme.language),
        sentiment=sentiment,
        mentions=read.mentions,
        intent=read.intent,
    )


def terms_of(programme: Programme | None, priority: Priority | None) -> Terms:
    """What `programme` sets now for items of `priority`; the usual without a programme."""
    if programme is None:
        return Terms()
    rules = programme.section(routing_rules)
    times = rules.times_of(priority or NO_RULE.priority)
    return Terms(times, business_hours(programme), rules.steps)


def _conditions(programme: Programme) -> list[tuple[Rule, Condition]]:
    rules = programme.section(routing_rules).rules
    return [(rule, _condition(rule, programme.brand)) for rule in rules]


def _condition(rule: Rule, brand: str) -> Condition:
    try:
        return compile_condition(rule.when, brand)
    except ValueError as error:
        # Members refuses such a programme; if one comes all the same, the other rules go on.
        _log.error("rule_not_compiled", condition=rule.when, error=str(error))
        return lambda facts: False
