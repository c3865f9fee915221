"""A reader's position in a feed, and the token that holds it."""

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
"""Longer than a transaction (60 s), a call (30 s) and the clock difference of healthy machines."""
SEQUENCES_MAX = 16
"""Each replica has two sequences, and begins another one after each lost answer."""

_RESUME = re.compile(r"(T:[0-9A-F]{16}|82[0-9A-Fa-f]{16,})")


class WatchTokenInvalid(Exception):
    """The token was not made by this feed."""

    reason = "WATCH_TOKEN_INVALID"
    field = "after"


@dataclass(frozen=True, slots=True)
class FeedPosition:
    """A reader's position: after `resume` in the change stream and, during a scan of the
    collection, after the id `scan_after` of the ids up to `scan_end`.

    `last_ids` holds, for each `IdSequence` of the last minutes, the last id that the stream sent.
    When the oplog no longer reaches `resume`, they tell which events must not be sent again.
    """

    collection: str
    resume: str = ""
    scan_after: str | None = None
    scan_end: str | None = None
    last_ids: tuple[str, ...] = ()

    @classmethod
    def start(
        cls, collection: str, token: str, from_now: bool, since_id: str = ""
    ) -> "FeedPosition":
        """The position in `token`; "" is behind the id `since_id`, or the present if `from_now`.

        Raises WatchTokenInvalid.
        """
        if token == "":
            return cls(collection, scan_after=None if from_now else since_id)
        if len(token) > TOKEN_CHARS_MAX:
            raise WatchTokenInvalid("too long")
        try:
            fields = orjson.loads(base64.urlsafe_b64decode(token.encode("ascii")))
            last_ids = tuple(fields.get("l", ()))
            found = cls(fields["c"], fields["r"], fields.get("s"), fields.get("e"), last_ids)
            texts = [t for t in (found.resume, found.scan_after, found.scan_end) if t is not None]
            for last in last_ids:
                time_of(last)
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
            raise WatchTokenInvalid("malformed") from error
        if not all(isinstance(text, str) for text in texts) or not _RESUME.fullmatch(found.resume):
            raise WatchTokenInvalid("malformed")
        if (found.scan_after is None) != (found.scan_end is None):
            raise WatchTokenInvalid("malformed")
        if found.collection != collection:
            raise WatchTokenInvalid("made for another feed")
        return found

    def token(self) -> str:
        fields: dict[str, object] = {"c": self.collection, "r": self.resume}
        if self.scan_after is not None and self.scan_end is not None:
            fields |= {"s": self.scan_after, "e": self.scan_end}
        if self.last_ids:
            fields["l"] = self.last_ids
        return base64.urlsafe_b64encode(orjson.dumps(fields)).decode("ascii")

    def last_ids_with(self, ids: Iterable[str]) -> tuple[str, ...]:
        """`last_ids` after the stream has also sent `ids`, in its order."""
        last = {sequence_of(one): one for one in (*self.last_ids, *ids)}
        newest = sorted(last.values(), reverse=True)[:SEQUENCES_MAX]
        if len(newest) < 2:
            return tuple(newest)
        # A rescan begins later than the ids that are left out here.
        start = time_of(newest[0]) - 2 * OVERLAP
        return tuple(one for one in newest if time_of(one) > start)

    def was_sent(self) -> Callable[[str], bool]:
        """A test for ids: True if the stream had sent the id before this position."""
        last = {sequence_of(one): one for one in self.last_ids}
        return lambda one: one <= last.get(sequence_of(one), "")

    def rescan(self, id_prefix: str) -> "FeedPosition":
        """The same position for a scan of the collection, which begins OVERLAP earlier."""
        try:
            lost_at = changes.to_timestamp(self.resume).as_datetime()
            start = floor_id(id_prefix, lost_at - OVERLAP)
        except (ValueError, OverflowError):
            start = ""
        if self.scan_after is not None:
            start = min(start, self.scan_after)
        return FeedPosition(self.collection, scan_after=start, last_ids=self.last_ids)
