"""Work on many members of a brand, of whom one may fail and stops no other."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from services.common.setting_aside import passes_by_itself

TOLD_MAX = 10
"""Members whom one line of the log names."""


async def together_or_apart(
    ids: Sequence[str], work: Callable[[Sequence[str]], Awaitable[int]]
) -> tuple[int, Mapping[str, Exception]]:
    """Work on all of a slice; where that fails, on each member alone.

    The sum of what `work` answers, and who failed, with the reason. Raises what passes by itself.
    """
    try:
        return await work(ids), {}
    except Exception as error:
        if passes_by_itself(error):
            raise
    done, failed = 0, dict[str, Exception]()
    for member_id in ids:
        try:
            done += await work([member_id])
        except Exception as error:
            if passes_by_itself(error):
                raise
            failed[member_id] = error
    return done, failed


def told_of(failed: Mapping[str, Exception]) -> dict[str, Any]:
    """Fields for a line of the log about members, at least one, who failed."""
    first = sorted(failed)[:TOLD_MAX]
    return {"count": len(failed), "first": first, "error": repr(next(iter(failed.values())))}
