"""A watch token that the oplog has forgotten, without waiting for a day."""

from dataclasses import replace

from services.common.feed_position import FeedPosition


def lost(token: str, collection: str = "events") -> str:
    """The same token of a time before the oplog: the server answers ChangeStreamHistoryLost."""
    place = FeedPosition.start(collection, token, False)
    return replace(place, resume="82" + "5F000000" + place.resume[10:]).token()
