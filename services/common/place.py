"""Where a watcher stands in a feed, and the token that says so."""

import base64
import re
from dataclasses import dataclass
from datetime import timedelta

import orjson

from services.common import changes
from services.common.ids import floor_id

TOKEN_CHARS_MAX = 2_048
OVERLAP = timedelta(minutes=5)
"""More than the life of a transaction (60 s), of a call (30 s), and any honest clock difference."""

_RESUME = re.compile(r"(T:[0-9A-F]{16}|82[0-9A-Fa-f]{16,})")


class WatchTokenInvalid(Exception):
    """The token is not one of this feed's."""

    reason = "WATCH_TOKEN_INVALID"
    field = "after"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a watcher stands: behind `resume` in the stream and, while a scan goes on, behind
    `scan_after` of the ids up to `scan_end`."""

    collection: str
    resume: str = ""
    scan_after: str | None = None
    scan_end: str | None = None

    @classmethod
    def start(cls, collection: str, token: str, from_now: bool) -> "Place":
        """Raises WatchTokenInvalid."""
        if token == "":
            return cls(collection, scan_after=None if from_now else "")
        if len(token) > TOKEN_CHARS_MAX:
            raise WatchTokenInvalid("too long")
        try:
            fields = orjson.loads(base64.urlsafe_b64decode(token.encode("ascii")))
            place = cls(fields["c"], fields["r"], fields.get("s"), fields.get("e"))
            texts = [t for t in (place.resume, place.scan_after, place.scan_end) if t is not None]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise WatchTokenInvalid("malformed") from error
        if not all(isinstance(text, str) for text in texts) or not _RESUME.fullmatch(place.resume):
            raise WatchTokenInvalid("malformed")
        if (place.scan_after is None) != (place.scan_end is None):
            raise WatchTokenInvalid("malformed")
        if place.collection != collection:
            raise WatchTokenInvalid("of another feed")
        return place

    def token(self) -> str:
        fields = {"c": self.collection, "r": self.resume}
        if self.scan_after is not None and self.scan_end is not None:
            fields |= {"s": self.scan_after, "e": self.scan_end}
        return base64.urlsafe_b64encode(orjson.dumps(fields)).decode("ascii")

    def rescan(self, id_prefix: str) -> "Place":
        """The same place reached through the collection, with an overlap."""
        try:
            lost_at = changes.to_timestamp(self.resume).as_datetime()
            start = floor_id(id_prefix, lost_at - OVERLAP)
        except (ValueError, OverflowError):
            start = ""
        if self.scan_after is not None:
            start = min(start, self.scan_after)
        return Place(self.collection, scan_after=start)
