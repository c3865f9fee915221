"""Read a brand's history again, by today's taxonomy, model and rules."""

from collections.abc import AsyncIterator, Callable, Sequence
from typing import Protocol

from services.feedback.analysis.domain.reading import read_text
from services.feedback.analysis.domain.sentiment import Sentiment
from services.feedback.analysis.domain.taxonomy import taxonomy
from services.feedback.items.domain.item import Feedback
from services.feedback.items.domain.reanalysis import Differences, is_history, mark_of, reanalysed
from services.feedback.programme.domain import Programme

TOGETHER_MAX = 500


class History(Protocol):
    """All items of a brand."""

    def unmarked(self, brand: str, mark: str) -> AsyncIterator[Feedback]:
        """The items that were not read under `mark`, each once, in any order."""
        ...

    async def keep(self, brand: str, items: Sequence[Feedback], mark: str) -> None:
        """Write what analysis says of `items`, and nothing else; an item that lost its words
        meanwhile stays as it is."""
        ...


async def reanalyse_feedback(
    history: History,
    programme: Programme,
    model: str,
    read_sentiment: Callable[[str], Sentiment],
    *,
    write: bool,
) -> Differences:
    """What changes where the brand's items are read today, and with `write` the change itself.

    It may be ended and run again: items that were written are not read twice. Nothing is published,
    no item is routed again, and no clock moves.
    """
    issues = programme.section(taxonomy)
    mark, found = mark_of(issues, model), Differences()
    changed: list[Feedback] = []
    async for item in history.unmarked(programme.brand, mark):
        if not is_history(item):
            continue
        sentiment = read_sentiment(item.submission.text)
        reading = read_text(item.submission.text, issues, sentiment)
        after = reanalysed(item, reading, issues)
        found.add(item, after)
        changed.append(after)
        if write and len(changed) >= TOGETHER_MAX:
            await history.keep(programme.brand, changed, mark)
            changed.clear()
        elif not write:
            changed.clear()
    if changed:
        await history.keep(programme.brand, changed, mark)
    return found
