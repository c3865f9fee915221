"""Conditions in CEL, the Common Expression Language: what a brand writes instead of code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import cel
import structlog

Condition = Callable[[Mapping[str, Any]], bool]

COMPILED_MAX = 4_096

_log = structlog.get_logger(__name__)


@lru_cache(COMPILED_MAX)
def compile_condition(text: str) -> Condition:
    """The condition that `text` writes. Raises ValueError where it isn't CEL.

    A fact that is missing makes it false: the rule was written for those who
    have it. Any other failure, and an answer that is not true or false, makes
    it false too and is logged, since one brand's rule must not stop the rest.
    """
    program = cel.compile(text)
    # Handing over facts costs more than judging them, so only those named are.
    named = program.variables()

    def holds(facts: Mapping[str, Any]) -> bool:
        try:
            answer = program.execute({name: facts[name] for name in named if name in facts})
        except KeyError:
            return False
        except (TypeError, ValueError, RuntimeError, ArithmeticError) as error:
            _log.warning("condition_failed", condition=text, error=str(error))
            return False
        if not isinstance(answer, bool):
            _log.warning("condition_not_boolean", condition=text, answer=repr(answer))
            return False
        return answer

    return holds


def check_condition(text: str, facts: Mapping[str, Any]) -> None:
    """Raise ValueError where `text` isn't CEL, names what isn't in `facts`, or isn't true or false.

    `facts` are a sample, so a key that is missing in them is no fault.
    """
    program = cel.compile(text)
    try:
        answer = program.execute(dict(facts))
    except RuntimeError as error:
        known = ", ".join(facts)
        raise ValueError(f"{str(error).split('. ')[0]}; known: {known}") from error
    except (KeyError, TypeError, ValueError, ArithmeticError):
        return
    if not isinstance(answer, bool):
        raise ValueError(f"gives {answer!r}, not true or false")
