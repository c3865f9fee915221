"""Where a watcher stands in a feed, and the token that says so."""

import base64
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

import orjson

from services.common import changes
from services.common.ids import floor_id, sequence_of, time_of

TOKEN_CHARS_MAX = 2_048
OVERLAP = timedelta(minutes=5)
"""More than the life of a transaction (60 s), of a call (30 s), and any honest clock difference."""
LINES_MAX = 16
"""A line for each writer of the last minutes: two a replica, and another after a lost answer."""

_RESUME = re.compile(r"(T:[0-9A-F]{16}|82[0-9A-Fa-f]{16,})")


class WatchTokenInvalid(Exception):
    """The token is not one of this feed's."""

    reason = "WATCH_TOKEN_INVALID"
    field = "after"


@dataclass(frozen=True, slots=True)
class FeedPosition:
    """Where a watcher stands: behind `resume` in the stream and, while a scan goes on, behind
    `scan_after` of the ids up to `scan_end`.

    `lines` are the last ids that the stream gave of each line of late (see `ids.Line`): should the
    stream have forgotten the place, they tell what is not to be given again.
    """

    collection: str
    resume: str = ""
    scan_after: str | None = None
    scan_end: str | None = None
    lines: tuple[str, ...] = ()

    @classmethod
    def start(cls, collection: str, token: str, from_now: bool) -> "FeedPosition":
        """Raises WatchTokenInvalid."""
        if token == "":
            return cls(collection, scan_after=None if from_now else "")
        if len(token) > TOKEN_CHARS_MAX:
            raise WatchTokenInvalid("too long")
        try:
            fields = orjson.loads(base64.urlsafe_b64decode(token.encode("ascii")))
            lines = tuple(fields.get("l", ()))
            place = cls(fields["c"], fields["r"], fields.get("s"), fields.get("e"), lines)
            texts = [t for t in (place.resume, place.scan_after, place.scan_end) if t is not None]
            for last in lines:
                time_of(last)
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
            raise WatchTokenInvalid("malformed") from error
        if not all(isinstance(text, str) for text in texts) or not _RESUME.fullmatch(place.resume):
            raise WatchTokenInvalid("malformed")
        if (place.scan_after is None) != (place.scan_end is None):
            raise WatchTokenInvalid("malformed")
        if place.collection != collection:
            raise WatchTokenInvalid("of another feed")
        return place

    def token(self) -> str:
        fields: dict[str, object] = {"c": self.collection, "r": self.resume}
        if self.scan_after is not None and self.scan_end is not None:
            fields |= {"s": self.scan_after, "e": self.scan_end}
        if self.lines:
            fields["l"] = self.lines
        return base64.urlsafe_b64encode(orjson.dumps(fields)).decode("ascii")

    def behind(self, ids: Iterable[str]) -> tuple[str, ...]:
        """`lines` once the stream has given `ids` too, in its order."""
        last = {sequence_of(one): one for one in (*self.lines, *ids)}
        newest = sorted(last.values(), reverse=True)[:LINES_MAX]
        if len(newest) < 2:
            return tuple(newest)
        # A rescan doesn't go back as far as to meet the others.
        start = time_of(newest[0]) - 2 * OVERLAP
        return tuple(one for one in newest if time_of(one) > start)

    def given(self) -> Callable[[str], bool]:
        """Whether the stream had given an id before it forgot the place."""
        last = {sequence_of(one): one for one in self.lines}
        return lambda one: one <= last.get(sequence_of(one), "")

    def rescan(self, id_prefix: str) -> "FeedPosition":
        """The same place reached through the collection, with an overlap."""
        try:
            lost_at = changes.to_timestamp(self.resume).as_datetime()
            start = floor_id(id_prefix, lost_at - OVERLAP)
        except (ValueError, OverflowError):
            start = ""
        if self.scan_after is not None:
            start = min(start, self.scan_after)
        return FeedPosition(self.collection, scan_after=start, lines=self.lines)
