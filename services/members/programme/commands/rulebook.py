"""The rules in force, read through a small cache."""

import time
from collections import OrderedDict
from typing import NamedTuple

from services.members.programme.commands.publish import ProgrammeSource
from services.members.programme.domain.programme import ProgrammeMissing
from services.members.programme.domain.rules import NO_RULES, Rules, from_programme

FRESH_S = 1.0
"""How long a version may go on being used here after another was published."""
BRANDS_MAX = 1_000


class _Read(NamedTuple):
    rules: Rules
    stale_at: float


class RuleBook:
    """Reads each brand's programme once a second at most, and its ladders once a version."""

    def __init__(self, source: ProgrammeSource, fresh_s: float = FRESH_S) -> None:
        self._source = source
        self._fresh_s = fresh_s
        self._by_brand: OrderedDict[str, _Read] = OrderedDict()

    async def of(self, brand: str) -> Rules:
        """The brand's rules; NO_RULES until it publishes a programme."""
        read = self._by_brand.get(brand)
        if read is not None and time.monotonic() < read.stale_at:
            return read.rules
        active = await self._source.active(brand)
        if active is None:
            # Not remembered: the first programme takes effect at once.
            return NO_RULES
        version, document = active
        same = read is not None and read.rules.version == version
        rules = read.rules if read and same else from_programme(version, document)
        self._by_brand[brand] = _Read(rules, time.monotonic() + self._fresh_s)
        self._by_brand.move_to_end(brand)
        if len(self._by_brand) > BRANDS_MAX:
            self._by_brand.popitem(last=False)
        return rules

    async def at_least(self, brand: str, version: int) -> Rules:
        """The brand's rules, not older than `version`, which was published."""
        read = self._by_brand.get(brand)
        if read is not None and read.rules.version < version:
            del self._by_brand[brand]
        return await self.of(brand)

    async def required(self, brand: str) -> Rules:
        """The brand's rules, for what needs its time zone or currency. Raises ProgrammeMissing."""
        rules = await self.of(brand)
        if rules is NO_RULES:
            raise ProgrammeMissing(brand, 0)
        return rules
