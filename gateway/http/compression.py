"""Compression of answers: br or gzip, as the client weighs them."""

import zlib
from collections.abc import Callable, Mapping
from functools import lru_cache

import brotli

BYTES_MIN = 1024
GZIP_LEVEL = 1
"""Level 6 takes four times as long for a fifth less."""
BROTLI_QUALITY = 1
"""Two thirds of the time of gzip's level 1 for a fifth less; 5 takes five times as long for another
sixth."""
ACCEPTED_BYTES_MAX = 256
_GZIP_WINDOW = 31
"""zlib's number for its largest window with gzip's header."""


def _gzip(body: bytes) -> bytes:
    packer = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, _GZIP_WINDOW)
    return packer.compress(body) + packer.flush()


def _brotli(body: bytes) -> bytes:
    packed: bytes = brotli.compress(body, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY)
    return packed


PACKERS: Mapping[bytes, Callable[[bytes], bytes]] = {b"br": _brotli, b"gzip": _gzip}
"""By name; of two that the client weighs alike, the first is used."""


def encoding_for(accepted: bytes) -> bytes | None:
    """The encoding that an Accept-Encoding header prefers; None to send the body as it is.

    Source: RFC 9110, 12.5.3. An encoding that the header does not name weighs as much as `*`, or
    nothing; `identity` without a weight is the last resort.
    """
    # The header is cut before the cache keeps it: a client may send a very long one.
    return _preferred(accepted[:ACCEPTED_BYTES_MAX])


@lru_cache(1_000)
def _preferred(accepted: bytes) -> bytes | None:
    weights: dict[bytes, float] = {}
    for part in accepted.lower().split(b","):
        name, *parameters = (each.strip() for each in part.split(b";"))
        weights[name] = _weight(parameters)
    others = weights.get(b"*", 0.0)
    best = max(PACKERS, key=lambda name: weights.get(name, others))
    weight = weights.get(best, others)
    return best if weight > 0 and weight >= weights.get(b"identity", 0.0) else None


def _weight(parameters: list[bytes]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition(b"=")
        if name.strip() == b"q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0
