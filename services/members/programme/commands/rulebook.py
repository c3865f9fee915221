"""The rules in force, for every room."""

from services.common.brand_config import FRESH_S, ProgrammesInForce, PublishedStore
from services.members.programme.domain.programme import InForce, ProgrammeMissing
from services.members.programme.domain.rules import NO_RULES, Rules, from_programme


class RuleBook:
    """Answers each brand's rules, read once a second at most and parsed once a version."""

    def __init__(self, source: PublishedStore[InForce], fresh_s: float = FRESH_S) -> None:
        # No absence is remembered: an enrolment right after the first programme counts by it.
        self._in_force = ProgrammesInForce(source, _rules, fresh_s=fresh_s, absence_s=0.0)

    async def of(self, brand: str) -> Rules:
        """The brand's rules; NO_RULES until it publishes a programme."""
        return await self._in_force.of(brand) or NO_RULES

    async def at_least(self, brand: str, version: int) -> Rules:
        """The brand's rules, not older than `version`, which was published."""
        known = self._in_force.known(brand)
        if known is None or known.version < version:
            self._in_force.replaced(brand)
        return await self.of(brand)

    async def required(self, brand: str) -> Rules:
        """The brand's rules, for what needs its time zone or currency. Raises ProgrammeMissing."""
        rules = await self.of(brand)
        if rules is NO_RULES:
            raise ProgrammeMissing(brand, 0)
        return rules


def _rules(_: str, in_force: InForce) -> Rules:
    return from_programme(in_force.version, in_force.document)
