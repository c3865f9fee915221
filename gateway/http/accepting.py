"""The media type of an answer, as the client's Accept header weighs them.

Source: RFC 9110, 12.5.1: the more exact range of a type decides its weight, and a type that no
range covers is not accepted. Of JSON's two types the heavier one is sent, of two alike the one
that is named first.

An answer is an event stream where nothing else is accepted, or where a subscription is asked and
the header names text/event-stream. Clients such as urql name it in every request: a plain query
is answered by JSON, since a stream takes a place among the caller's streams.
"""

from functools import lru_cache
from typing import NamedTuple

EVENT_STREAM = "text/event-stream"
JSON = "application/json"
GRAPHQL_RESPONSE = "application/graphql-response+json"
ACCEPT_CHARS_MAX = 1024
_ALL = "*/*"


class Accepted(NamedTuple):
    """What a client accepts."""

    content_type: str
    """The type of an answer that is no stream."""
    names_stream: bool
    """True when a subscription may be answered by an event stream."""
    only_stream: bool
    """True when nothing else may be answered."""


def accepted_by(accept: str) -> Accepted:
    """What an Accept header accepts; without one, JSON."""
    # The header is cut before the cache keeps it: a client may send a very long one.
    return _accepted_by(accept[:ACCEPT_CHARS_MAX])


@lru_cache(1_000)
def _accepted_by(accept: str) -> Accepted:
    weights: dict[str, float] = {}
    for part in accept.lower().split(","):
        media, *parameters = (each.strip() for each in part.split(";"))
        if media:
            weights.setdefault(media, _weight(parameters))
    if not weights:
        return Accepted(JSON, False, False)

    def weight(media: str) -> float:
        kind = media.partition("/")[0] + "/*"
        return next((weights[each] for each in (media, kind, _ALL) if each in weights), 0.0)

    places = {media: place for place, media in enumerate(weights)}
    # A type that only a wildcard covers comes after those with a name; of these two, JSON first.
    best = max((JSON, GRAPHQL_RESPONSE), key=lambda media: (weight(media), -places.get(media, 999)))
    stream = weights.get(EVENT_STREAM, weights.get("text/*", 0.0)) > 0
    return Accepted(best, stream, stream and weight(best) <= 0)


def _weight(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0
