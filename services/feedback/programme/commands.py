"""The programmes in force, read and compiled once for each revision."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Protocol

from services.common.cel import Condition, compile_condition
from services.common.telemetry import log
from services.feedback.analysis.domain.taxonomy import language_of, topics_of
from services.feedback.items.domain.item import Submission
from services.feedback.programme.domain import NOBODY, Programme, Publication, Rule, programme_of


class ProgrammeStore(Protocol):
    """Feedback's own copy of each brand's programme."""

    async def keep(self, publication: Publication) -> None:
        """Keep it unless what is kept is the same or later."""
        ...

    async def revision(self, brand: str) -> str | None:
        """The revision in force; None before the first."""
        ...

    async def load(self, brand: str) -> Publication | None: ...

    async def brands(self, after: str, limit: int) -> list[str]:
        """Brands that have a programme, in order, after `after`."""
        ...


COMPILED_MAX = 256
"""Brands whose programme is kept in memory; the ones used last stay."""

_log = log("feedback.programmes")


@dataclass(frozen=True)
class Routing:
    """What routing found out about a submission."""

    topics: tuple[str, ...]
    language: str
    rule: Rule


class ProgrammeInForce:
    """A programme with its conditions compiled."""

    def __init__(self, programme: Programme, brand: str) -> None:
        self.programme = programme
        self._rules = [(rule, _condition(rule, brand)) for rule in programme.rules]

    def routing(self, submission: Submission) -> Routing:
        """Topics by the brand's words, then the first rule whose condition holds."""
        topics = topics_of(submission.text, self.programme.topics)
        facts = {
            "feedback": {
                "channel": submission.channel,
                "text": submission.text,
                "topics": list(topics),
                "store_id": submission.store_id,
                "order_id": submission.order_id,
                "anonymous": submission.member_id == "",
            }
        }
        rule = next((rule for rule, holds in self._rules if holds(facts)), NOBODY)
        return Routing(topics, language_of(submission.text, self.programme.language), rule)


def _condition(rule: Rule, brand: str) -> Condition:
    try:
        return compile_condition(rule.when, brand)
    except ValueError as error:
        # Members refuses such a programme; if one comes all the same, the other rules go on.
        _log.error("rule_not_compiled", condition=rule.when, error=str(error))
        return lambda facts: False


class Programmes:
    """The programme in force of each brand; never a stale one, as its revision is asked for."""

    def __init__(self, store: ProgrammeStore) -> None:
        self._store = store
        self._known: OrderedDict[str, tuple[str, ProgrammeInForce | None]] = OrderedDict()

    async def of(self, brand: str) -> ProgrammeInForce | None:
        """The brand's programme; None when it has none that can be read."""
        revision = await self._store.revision(brand)
        if revision is None:
            return None
        known = self._known.get(brand)
        if known is None or known[0] != revision:
            known = await self._load(brand)
            self._known[brand] = known
        self._known.move_to_end(brand)
        if len(self._known) > COMPILED_MAX:
            self._known.popitem(last=False)
        return known[1]

    async def _load(self, brand: str) -> tuple[str, ProgrammeInForce | None]:
        publication = await self._store.load(brand)
        if publication is None:
            return "", None
        try:
            programme = ProgrammeInForce(programme_of(publication.document), brand)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            # Taking in goes on without it; a later version will route what waits.
            _log.error("programme_unreadable", brand=brand, error=repr(error))
            return publication.revision, None
        return publication.revision, programme
