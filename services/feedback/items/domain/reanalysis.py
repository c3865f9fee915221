"""An item under today's analysis, and how that differs from what it had."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from services.feedback.analysis.domain.reading import Reading
from services.feedback.analysis.domain.taxonomy import Issue, name_of
from services.feedback.items.domain.crisis import CHANNEL
from services.feedback.items.domain.item import Feedback
from services.feedback.items.domain.states import State

RULES = "2"
"""The release of the rules of analysis; another one reads history again."""
_MARK_CHARS = 16
NONE = "none"


def mark_of(issues: Sequence[Issue], model: str) -> str:
    """What stands on an item that was read by this taxonomy, this model and today's rules."""
    told = repr([(each.code, each.words, each.things, each.name) for each in issues])
    return hashlib.sha256(f"{RULES}/{model}/{told}".encode()).hexdigest()[:_MARK_CHARS]


def is_history(item: Feedback) -> bool:
    """Whether `item` is read again: it was routed, and has words of its own."""
    said = item.submission
    return item.state is not State.NEW and said.text != "" and said.channel != CHANNEL


def reanalysed(item: Feedback, reading: Reading, issues: Sequence[Issue]) -> Feedback:
    """`item` with what analysis says today. Its routing and its clocks stay: people work by
    them."""
    return replace(
        item,
        issues=reading.issues,
        issue_names=tuple(name_of(code, issues) for code in reading.issues),
        mentions=reading.mentions,
        intent=reading.intent,
        sentiment=reading.sentiment,
    )


@dataclass
class Differences:
    """What changes, counted over items: issues that come and go, and pairs of before and after."""

    read: int = 0
    changed: int = 0
    issues_gained: Counter[str] = field(default_factory=Counter)
    issues_lost: Counter[str] = field(default_factory=Counter)
    sentiments: Counter[tuple[str, str]] = field(default_factory=Counter)
    intents: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, before: Feedback, after: Feedback) -> None:
        """Count one item."""
        self.read += 1
        self.changed += before != after
        self.issues_gained.update(set(after.issues) - set(before.issues))
        self.issues_lost.update(set(before.issues) - set(after.issues))
        was, now = _sentiment(before), _sentiment(after)
        if was != now:
            self.sentiments[was, now] += 1
        meant, means = str(before.intent or NONE), str(after.intent or NONE)
        if meant != means:
            self.intents[meant, means] += 1


def _sentiment(item: Feedback) -> str:
    return item.sentiment.label.value if item.sentiment.model else NONE


def lines_of(found: Differences) -> list[str]:
    """What to tell of `found`, a line for each kind of change, the most frequent first."""
    codes = sorted(
        found.issues_gained.keys() | found.issues_lost.keys(),
        key=lambda code: (-found.issues_gained[code] - found.issues_lost[code], code),
    )
    lines = [f"{found.read} items read, {found.changed} of them change"]
    lines += [
        f"issue {code}: +{found.issues_gained[code]} -{found.issues_lost[code]}" for code in codes
    ]
    for name, pairs in (("sentiment", found.sentiments), ("intent", found.intents)):
        for (was, now), count in sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0])):
            lines.append(f"{name} {was} -> {now}: {count}")
    return lines
