"""Which arm a unit is in: a share of a hash that anybody can compute again.

    bucket = first 8 bytes of sha256(code 0x1f salt 0x1f unit), as a number, ÷ 2⁶⁴

The arm is found by the cumulative weights of the bucket. Two more buckets, each of its own, say
how far an experiment goes (`<salt>/exposed`) and which part of a layer it has (`/layer`), so that a
wider stage moves nobody to another arm.
"""

from collections.abc import Sequence
from hashlib import sha256

SEPARATOR = "\x1f"
BYTES = 8
WHOLE = 2.0 ** (8 * BYTES)
EXPOSED, LAYER = "/exposed", "/layer"
PERCENT = 100


def bucket(code: str, salt: str, unit: str) -> float:
    """A number from 0 to 1 that follows from the three alone."""
    digest = sha256(SEPARATOR.join((code, salt, unit)).encode()).digest()
    return int.from_bytes(digest[:BYTES], "big") / WHOLE


def arm_index(code: str, salt: str, weights: Sequence[int], unit: str) -> int:
    """The place of the unit's arm; the weights are above 0."""
    place = bucket(code, salt, unit) * sum(weights)
    reached = 0
    for index, weight in enumerate(weights):
        reached += weight
        if place < reached:
            return index
    # The bucket may round up to 1.
    return len(weights) - 1


def is_exposed(code: str, salt: str, unit: str, percent: int) -> bool:
    """True for `percent` of the units; of a higher percentage they are among them."""
    return bucket(code, salt + EXPOSED, unit) * PERCENT < percent


def is_in_layer(layer: str, from_percent: int, to_percent: int, unit: str) -> bool:
    """True when the unit's place in the layer is from … to; two parts apart share no unit."""
    return from_percent <= bucket(layer, LAYER, unit) * PERCENT < to_percent
