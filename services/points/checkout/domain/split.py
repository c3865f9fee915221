"""Splitting a whole amount by largest remainder (the Hare–Niemeyer method)."""

from __future__ import annotations

from collections.abc import Sequence


def split(amount: int, weights: Sequence[int]) -> list[int]:
    """`amount` in parts, in proportion to `weights`; the parts sum to it.

    Where `amount` is no more than the sum of the weights, no part is more than its weight. Of equal
    remainders the first one is rounded up. Without any weight all parts are 0.
    """
    total = sum(weights)
    if not total:
        return [0] * len(weights)
    parts = [amount * weight // total for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda index: -(amount * weights[index] % total))
    for index in by_remainder[: amount - sum(parts)]:
        parts[index] += 1
    return parts
