"""Conditions in CEL, the Common Expression Language: what a brand writes instead of code.

Here they are evaluated; `cel_check` refuses wrong ones when they are published.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import structlog
from cel_expr_python import cel
from prometheus_client import Counter

from services.common.cel_tree import Ident, tree_of, walk

Condition = Callable[[Mapping[str, Any]], bool]

COMPILED_MAX = 4_096
CHARACTERS_MAX = 2_000
LOG_EVERY_S = 60.0
FAILED_MAX = 1_000
REASON_CHARACTERS_MAX = 200

FAILURES = Counter(
    "tessera_condition_failures_total", "Evaluations of conditions that failed.", ["brand"]
)

_log = structlog.get_logger(__name__)
_environment = cel.NewEnv()
# The library tells a fact that is missing from other failures by these words only.
_MISSING = ("NOT_FOUND: Key not found in map", "UNKNOWN: No value with name")


def compile_condition(
    text: str, brand: str = "", monotonic: Callable[[], float] = time.monotonic
) -> Condition:
    """The condition that `text` writes. Raises ValueError where it isn't CEL.

    A fact that is missing makes it false: the rule was written for those who
    have it. Any other failure, and an answer that is not true or false, makes
    it false too, is counted for `brand`, and logged once a minute, since one
    brand's rule must not stop the rest.
    """
    expression, named = _compiled(text)
    failures = _Failures(text, brand, monotonic)

    def holds(facts: Mapping[str, Any]) -> bool:
        try:
            value = expression.eval(data={name: facts[name] for name in named if name in facts})
        except (ArithmeticError, RuntimeError, TypeError, ValueError) as error:
            failures.add(f"{type(error).__name__}: {error}")
            return False
        answer = value.value()
        if isinstance(answer, bool):
            return answer
        if value.type() != cel.Type.ERROR:
            failures.add(f"gives {value.type().name()}, not true or false")
        elif not answer.startswith(_MISSING):
            failures.add(answer)
        return False

    return holds


@lru_cache(COMPILED_MAX)
def _compiled(text: str) -> tuple[Any, tuple[str, ...]]:
    """The expression and the names in it: handing over a fact costs more than judging it."""
    if len(text) > CHARACTERS_MAX:
        raise ValueError(f"longer than {CHARACTERS_MAX} characters")
    try:
        # Unchecked, so that a condition published under earlier rules goes on.
        expression = _environment.compile(text, disable_check=True)
    # TypeError: half of a surrogate pair has no bytes to hand over.
    except (RuntimeError, TypeError) as error:
        raise ValueError(f"does not parse: {error}") from error
    nodes = walk(tree_of(expression.serialize()))
    return expression, tuple({node.name for node in nodes if isinstance(node, Ident)})


class Failed(NamedTuple):
    """How often a condition failed, and the reason of the latest time."""

    failures: int
    reason: str


class FailedConditions:
    """The failures of this process that are not kept yet: at most FAILED_MAX conditions."""

    def __init__(self) -> None:
        self._failed: dict[tuple[str, str], Failed] = {}

    def add(self, brand: str, text: str, reason: str, failures: int = 1) -> None:
        """Count failures of a condition; one too many is told by the metric and the log only."""
        key = (brand, text)
        known = self._failed.get(key)
        if known is None and len(self._failed) >= FAILED_MAX:
            return
        told = reason[:REASON_CHARACTERS_MAX]
        self._failed[key] = Failed(failures + (known.failures if known else 0), told)

    def take(self) -> Mapping[tuple[str, str], Failed]:
        """What was counted, by brand and text; counting begins anew."""
        taken, self._failed = self._failed, {}
        return taken

    def put_back(self, taken: Mapping[tuple[str, str], Failed]) -> None:
        """Count again what was taken and could not be kept."""
        for (brand, text), failed in taken.items():
            self.add(brand, text, failed.reason, failed.failures)


FAILED = FailedConditions()
"""Of this process, as FAILURES is."""


class _Failures:
    """Counts the failed evaluations of one condition, and logs one of them a minute."""

    def __init__(self, text: str, brand: str, monotonic: Callable[[], float]) -> None:
        self._text = text
        self._brand = brand
        self._monotonic = monotonic
        self._quiet_until = float("-inf")
        self._unlogged = 0

    def add(self, error: str) -> None:
        FAILURES.labels(self._brand).inc()
        FAILED.add(self._brand, self._text, error)
        now = self._monotonic()
        if now < self._quiet_until:
            self._unlogged += 1
            return
        _log.warning(
            "condition_failed",
            brand=self._brand,
            condition=self._text,
            error=error,
            unlogged=self._unlogged,
        )
        self._quiet_until = now + LOG_EVERY_S
        self._unlogged = 0
