"""The size of a segment by a sample: an estimate with its interval."""

from dataclasses import dataclass
from math import sqrt

Z_95 = 1.96


@dataclass(frozen=True, slots=True)
class Estimate:
    """Members of the brand, between `low` and `high` in 19 of 20 samples."""

    members: int
    low: int
    high: int


def estimate(matched: int, judged: int, total: int) -> Estimate:
    """Of `total` members, `judged` were drawn by chance and `matched` of these are in it.

    By Wilson's interval for a share (E. B. Wilson, 1927). Where all were judged it is exact.
    """
    if judged >= total:
        return Estimate(matched, matched, matched)
    if judged == 0:
        return Estimate(0, 0, total)
    share, z2 = matched / judged, Z_95 * Z_95
    middle = (share + z2 / (2 * judged)) / (1 + z2 / judged)
    half = Z_95 * sqrt(share * (1 - share) / judged + z2 / (4 * judged * judged))
    half /= 1 + z2 / judged
    # All that was found there is, and all that was not isn't.
    least, most = matched, total - (judged - matched)
    return Estimate(
        members=round(total * share),
        low=max(least, round(total * (middle - half))),
        high=min(most, round(total * (middle + half))),
    )
